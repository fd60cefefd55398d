"""Chinese addresses: province, city, district and the rest, with the GB/T 2260 code.

Names are looked up by their first two characters among the divisions that can stand at that point, so a row costs a few
dictionary look-ups. Short names (浙江, 杭州, 西湖) count unless a street, village or institution goes on with them
(南京路, 浙江大学). A district alone counts when only one in the country (or the given region) bears the name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from kedang.engine.standardise.clean import one_line
from kedang.engine.standardise.regions import MUNICIPALITIES, Region, full_name, is_under, parts, region_of, regions
from kedang.engine.standardise.script import to_simplified

_SPACE_BESIDE_HAN = re.compile("(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])")
_COUNTRY = re.compile(
    r"(?:中华人民共和国|中国(?!银行|人民|移动|联通|电信|石|农业|工商|建设|科学|大)|P\.? ?R\.? ?China|China)[\s,，.、]*",
    re.I,
)
_POSTCODE = re.compile(r"[\s(\[]*(?:邮编[:：]?)?([0-9]{6})[)\]]?[\s,，]*(?=[\u3400-\u9fff])", re.ASCII)
_FRONT = frozenset("0123456789([邮中PpCc")
_SEPARATORS = " ,，、-—–_/|·.;；:：>\\"
# A short name that goes on like this names a street or an institution, not the place.
_NOT_A_PLACE = re.compile(
    "[东西南北中]?[一二三四五六七八九十]?(?:路|街|道|大道|巷|弄|里弄|村|镇|乡|新村|广场|大厦|大桥|社区|小区|花园|花苑|机场|大学|学院|"
    "师范|医院|银行|商会|会馆|宾馆|饭店|酒店|火车站|站|县|区|旗|州|盟|新区|市)"
)
_FILLERS = ("市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖县级行政单位", "直辖县级")
_INSTITUTION = re.compile("(?:人民)?(?:政府|法院|检察院|公安|医院|委员会|第)")


@dataclass(frozen=True, slots=True)
class Address:
    """Full names of what was recognised. `detail` is the rest; `standard` is all of it in one line."""

    region: int | None
    province: str
    city: str
    district: str
    detail: str
    postcode: str = ""

    @property
    def standard(self) -> str:
        """省 + 市 + 区 + detail, a municipality named once."""
        return full_name(self.region) + self.detail


class _Name(NamedTuple):
    text: str
    region: Region
    full: bool = False


_Index = dict[str, tuple[_Name, ...]]


def _index(found: Iterable[Region], *, shorts: bool = True) -> _Index:
    names = []
    for region in found:
        names.append(_Name(region.name, region, full=True))
        if shorts and region.short != region.name:
            names.append(_Name(region.short, region))
        if region.name.endswith(("自治州", "自治县")):
            names.append(_Name(region.short + region.name[-1], region, full=True))
        if region.level == 1 and region.name.endswith("自治区"):
            names.append(_Name(region.short + "自治区", region, full=True))
            names.append(_Name(region.short + "省", region, full=True))
    table: dict[str, list[_Name]] = {}
    for name in sorted(names, key=lambda name: (-len(name.text), name.region.code)):
        table.setdefault(name.text[:2], []).append(name)
    return {start: tuple(group) for start, group in table.items()}


@cache
def _provinces() -> _Index:
    return _index(region for region in regions().values() if region.level == 1)


@cache
def _children(parent: int) -> _Index:
    """What may follow the parent: prefectures of a province, counties of a prefecture or directly under a province."""
    above = regions()[parent]
    if above.level == 2:
        return _index(r for r in regions().values() if r.city == parent and r.level == 3)
    inside = [r for r in regions().values() if r.province == parent]
    return _index(r for r in inside if r.level == 2 or (r.level == 3 and r.city is None))


@cache
def _anywhere(ancestor: int | None) -> dict[str, tuple[_Name, ...]]:
    """Prefectures and counties by full name, and by short name for cities, in the ancestor or the whole country."""
    inside = [r for r in regions().values() if r.level > 1 and (ancestor is None or is_under(r.code, ancestor))]
    cities = [r for r in inside if r.level == 2 or r.name.endswith("市")]
    full, short = _index(inside, shorts=False), _index(cities)
    both: dict[str, tuple[_Name, ...]] = {}
    for start in full.keys() | short.keys():
        names = dict.fromkeys((*full.get(start, ()), *short.get(start, ())))
        both[start] = tuple(sorted(names, key=lambda name: (-len(name.text), name.region.level, name.region.code)))
    return both


def _match(index: _Index, text: str, start: int) -> _Name | None:
    for name in index.get(text[start : start + 2], ()):
        if text.startswith(name.text, start) and (name.full or not _NOT_A_PLACE.match(text, start + len(name.text))):
            return name
    return None


def _match_anywhere(text: str, start: int, ancestor: int | None) -> _Name | None:
    """A name that is unique where it is looked for; a prefecture wins over a county of the same name."""
    found: list[_Name] = []
    for name in _anywhere(ancestor).get(text[start : start + 2], ()):
        if found and len(name.text) < len(found[0].text):
            break
        if text.startswith(name.text, start) and (name.full or not _NOT_A_PLACE.match(text, start + len(name.text))):
            found.append(name)
    if not found or (len(found) > 1 and found[0].region.level == found[1].region.level):
        return None
    return found[0]


def _skip(text: str, start: int, region: Region | None = None) -> int:
    """Past separators, fillers such as 市辖区, and a repeated name of the region just read."""
    while True:
        before = start
        while start < len(text) and text[start] in _SEPARATORS:
            start += 1
        for filler in _FILLERS:
            if text.startswith(filler, start):
                start += len(filler)
        if region and text.startswith(region.name, start):
            end = start + len(region.name)
            start = start if _INSTITUTION.match(text, end) else end
        if start == before:
            return start


def _walk(text: str, start: int, within: Region | None) -> tuple[Region | None, int]:
    """The deepest region read from `start`, and where the rest begins."""
    region, position = within, start
    if name := _match(_provinces(), text, start):
        region, position = name.region, _skip(text, start + len(name.text), name.region)
    while region is not None and region.level < 3:
        name = _match(_children(region.code), text, position) or _match_repeated(text, position, region)
        if name is None and region.level == 1:
            name = _match_anywhere(text, position, region.code)
        if name is None:
            break
        region, position = name.region, _skip(text, position + len(name.text), name.region)
    if region is None and (name := _match_anywhere(text, start, None)):
        after = _skip(text, start + len(name.text), name.region)
        return _walk(text, after, name.region) if name.region.level == 2 else (name.region, after)
    return region, position


def _match_repeated(text: str, position: int, region: Region) -> _Name | None:
    """杭州市杭州西湖区: the short name again, before a district."""
    if region.level != 2 or not text.startswith(region.short, position):
        return None
    name = _match(_children(region.code), text, position + len(region.short))
    return _Name(region.short + name.text, name.region, full=True) if name else None


def _parse(text: str, within: int | None) -> tuple[int | None, str]:
    outer = region_of(within)
    region, position = _walk(text, 0, outer)
    if region is None or (outer and region.code == outer.code):
        free, rest = _walk(text, 0, None)
        if free is not None:
            region, position = free, rest
    for _ in range(3):
        named = _match(_provinces(), text, position) if region else None
        if region is None or named is None or not named.full:
            break
        again, rest = _walk(text, position, None)
        if again is None or not is_under(again.code, region.province):
            break
        region, position = again if is_under(again.code, region.code) else region, rest
    return (region.code if region else None), text[position:]


def _without_front(line: str) -> tuple[str, str]:
    """The line behind a postcode and the country's name, if anything stands behind them; and the postcode."""
    postcode = ""
    while line[:1] in _FRONT:
        match = _POSTCODE.match(line) or _COUNTRY.match(line)
        if match is None or match.end() == len(line):
            break
        postcode = postcode or (match.group(1) if match.re is _POSTCODE else "")
        line = line[match.end() :]
    return line, postcode


def standardise_address(text: str, *, within: int | None = None) -> Address:
    """One address. `within` is a region already known, used when the text begins below it."""
    line = one_line(text)
    if " " in line:
        line = _SPACE_BESIDE_HAN.sub("", line)
    line, postcode = _without_front(line)
    simplified = to_simplified(line)
    region, rest = _parse(simplified if len(simplified) == len(line) else line, within)
    detail = line[len(line) - len(rest) :] if rest else ""
    province, city, district = parts(region)
    return Address(region, province, city, district, detail, postcode)


@lru_cache(maxsize=16384)
def find_region(text: str, *, within: int | None = None) -> tuple[int | None, bool]:
    """(code, whether the whole text was a region): names in any usual form, or a six-digit code."""
    line = one_line(text).removesuffix(".0")
    if line.isascii() and line.isdigit() and len(line) in (2, 4, 6):
        code = int(line.ljust(6, "0"))
        return (code, True) if code in regions() else (None, False)
    found = standardise_address(line, within=within)
    return found.region, found.region is not None and not found.detail


def combine_regions(pieces: Iterable[str]) -> tuple[int | None, str | None]:
    """(code, reason) of 省, 市, 区 columns read together, from the widest to the narrowest; a reason means trouble."""
    code: int | None = None
    trouble: str | None = None
    for piece in pieces:
        found, whole = find_region(piece, within=code)
        if found is None or not whole:
            trouble = "region.unknown"
        elif code is None or is_under(found, code):
            code = found
        elif not is_under(code, found):
            return None, "region.conflict"
    return code, trouble


def is_municipality(code: int) -> bool:
    """北京, 天津, 上海, 重庆: province and city in one."""
    return code // 10000 * 10000 in MUNICIPALITIES
