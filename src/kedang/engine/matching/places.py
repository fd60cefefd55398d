"""What two ways of writing one address have in common: the region's codes, the door, the marks along the way."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kedang.engine.matching.facts import Facts
from kedang.engine.standardise.addresses import standardise_address
from kedang.engine.standardise.clean import folded
from kedang.engine.standardise.regions import full_name
from kedang.engine.standardise.script import to_simplified

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMERAL = re.compile("[零〇一二两三四五六七八九十百]+(?=号|弄|栋|幢|楼|座|单元|室|层|区|组)")
_ROAD = re.compile(
    "([\u4e00-\u9fff]{1,7}?(?:大道|大街|[路街巷弄]|胡同))(?:([东西南北中])[段侧])?([0-9]+)(?:-[0-9]+)?号?(?![楼栋幢])"
)
# A district nobody could place (there is a 西湖区 in several cities) is no part of the road's name.
_DISTRICT = re.compile("^[\u4e00-\u9fff]{1,6}?[区县市旗](?=[\u4e00-\u9fff]{1,7}?(?:大道|大街|[路街巷弄]|胡同))")
_DASHED = re.compile(r"(?<![0-9#-])([0-9]{1,3})-(?:([0-9]{1,2})-)?([0-9]{3,4})(?:室|号房)?$")
_AREA = re.compile(
    "([\u4e00-\u9fff]{2,8}?(?:小区|花园|花苑|公寓|广场|大厦|家园|新村|社区|工业园|科技园|产业园|软件园|开发区|中心|雅苑|名苑|山庄|新城|苑|村|城)"
    "|[\u4e00-\u9fff]{2,6}?(?:湾|园|府|庭|轩|郡|居|里|坊|邸|公馆|半岛|国际)(?=[0-9]|$))"
)
_BUILDING = re.compile("([0-9]+|[a-z])(?:号楼|栋|幢|座)")
_ROOM = re.compile(r"([0-9]{3,4})(?:室|号房)?\)?$")
_FRONT = re.compile("^.{0,6}?(?:街道|[镇乡])")
_WORD = re.compile("[a-z]{3,}|[0-9]+")
_COMMON_WORDS_TEXT = "street road place avenue crescent drive court close lane circuit way parade terrace boulevard highway square the and unit flat"
_COMMON_WORDS = frozenset(_COMMON_WORDS_TEXT.split())
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Place:
    """`doors` name the very door in every way it is named; `marks` are what else can be recognised; codes are GB/T 2260 or ""."""

    county: str
    city: str
    doors: tuple[str, ...]
    marks: tuple[str, ...]


def numbers_in_digits(text: str) -> str:
    """四百七十八号 → 478号: numerals in front of what is numbered."""
    return _NUMERAL.sub(lambda match: _number(match.group()), text)


def _number(numeral: str) -> str:
    if "十" not in numeral and "百" not in numeral:
        return "".join(str(_DIGITS[c]) for c in numeral)
    total = current = 0
    for character in numeral:
        if character in "十百":
            total += (current or 1) * (10 if character == "十" else 100)
            current = 0
        else:
            current = _DIGITS[character]
    return str(total + current)


@lru_cache(maxsize=4096)
def place_of(region: int, text: str) -> Place:
    """One address; `region` is its code or 0."""
    front = full_name(region) if region else ""
    if front and text.startswith(front):
        detail = text[len(front) :]
    else:
        found = standardise_address(text[:_LONGEST], within=region or None)
        region, detail = found.region or region, found.detail
    detail = to_simplified(folded(detail[:_LONGEST])).replace(" ", "") if not text.isascii() else text.lower()
    code = f"{region:06d}" if region else ""
    county = code if code and not code.endswith("00") else ""
    city = code[:4] if code and code[2:4] != "00" else ""
    doors, marks = _latin(detail) if detail.isascii() else _chinese(numbers_in_digits(detail))
    return Place(county, city, doors, marks)


def _latin(detail: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    words = [word for word in _WORD.findall(detail) if word not in _COMMON_WORDS]
    marks = tuple(sorted(set(words)))
    return ((" ".join(marks),) if len(marks) >= 4 else ()), marks[:12]


def _chinese(detail: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    rest = _DISTRICT.sub("", _FRONT.sub("", detail, count=1), count=1)
    rest = _DASHED.sub(_spelled_out, rest)
    marks = []
    road = _ROAD.search(rest)
    if road:
        marks.append(road.group(1) + (road.group(2) or "") + road.group(3))
        rest = rest[road.end() :]
    area = _AREA.search(rest)
    if area:
        marks.append(area.group(1))
        rest = rest[area.end() :]
    building, room = _BUILDING.search(rest), _ROOM.search(rest)
    inside = [found.group(1) for found in (building, room) if found]
    if not marks:
        return (), ()
    doors = ["#".join([*marks[:1], *inside])] if inside or road else []
    if len(inside) == 2:
        # Road or estate are left out as often as not, and the building.
        doors += ["#".join([mark, *inside]) for mark in marks[1:]]
        doors.append(f"{marks[0]}#{inside[1]}")
        marks.append("#".join(inside))
    return tuple(doors), tuple(marks)


def _spelled_out(match: re.Match[str]) -> str:
    """16-4-2603 → 16幢4单元2603室."""
    building, part, room = match.groups()
    return f"{building}幢{f'{part}单元' if part else ''}{room}室"


def place_columns(facts: Facts) -> dict[str, Any]:
    """The comparable columns of where a customer is: the county and city of the first address that tells, else of the region."""
    places = [place_of(region or facts.region, text) for region, text in facts.addresses]
    code = f"{facts.region:06d}" if facts.region else ""
    county = next((p.county for p in places if p.county), "" if code.endswith("00") else code)
    city = next((p.city for p in places if p.city), code[:4] if code[2:4] not in ("", "00") else "")
    return {
        "doors": list(dict.fromkeys(door for p in places for door in p.doors)) or None,
        "marks": list(dict.fromkeys(mark for p in places for mark in p.marks)) or None,
        "county": county or None,
        "city": city or None,
        "postcode": facts.postcode or None,
    }
