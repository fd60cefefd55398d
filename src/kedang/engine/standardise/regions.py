"""The administrative divisions of GB/T 2260 as a table: code, name, short name, and what lies under what.

`regions.csv` holds the codes in force (provinces, prefectures, counties). Two trailing zeros mean a prefecture, four a
province; counties directly under a province (济源市 419001) have no prefecture above them.
"""

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

MUNICIPALITIES = frozenset({110000, 120000, 310000, 500000})
CHINA = 0


class Region(NamedTuple):
    """One division. `level` 1 province, 2 prefecture, 3 county."""

    code: int
    name: str
    short: str
    level: int
    province: int
    city: int | None


def _region(code: int, name: str, short: str) -> Region:
    province = code // 10000 * 10000
    if code == province:
        return Region(code, name, short, 1, province, None)
    if code % 100 == 0:
        return Region(code, name, short, 2, province, code)
    city = code // 100 * 100
    return Region(code, name, short, 3, province, city)


@cache
def regions() -> dict[int, Region]:
    """Every division by its code."""
    text = files(__package__).joinpath("regions.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    table = {int(row["code"]): _region(int(row["code"]), row["name"], row["short"]) for row in rows}
    return {code: region._replace(city=None) if region.city not in table else region for code, region in table.items()}


def region_of(code: int | None) -> Region | None:
    """The division with this code, if there is one."""
    return regions().get(code) if code is not None else None


def nearest_region(code: int) -> int | None:
    """The code itself, or the prefecture or province it lies in, when the county is no longer in force."""
    table = regions()
    for candidate in (code, code // 100 * 100, code // 10000 * 10000):
        if candidate in table:
            return candidate
    return None


@cache
def parts(code: int | None) -> tuple[str, str, str]:
    """Full names of province, city and district; the city of a municipality is the municipality itself."""
    region = region_of(code)
    if region is None:
        return "", "", ""
    table = regions()
    province = table[region.province].name
    if region.level == 1:
        return province, "", ""
    city = table[region.city].name if region.city else (province if region.province in MUNICIPALITIES else "")
    return province, city, region.name if region.level == 3 else ""


@cache
def full_name(code: int | None) -> str:
    """浙江省杭州市西湖区; 北京市海淀区 names the municipality once."""
    province, city, district = parts(code)
    return province + (city if city != province else "") + district


def is_under(code: int, ancestor: int) -> bool:
    """Whether the division is the ancestor or lies in it."""
    if ancestor % 10000 == 0:
        return code // 10000 == ancestor // 10000
    if ancestor % 100 == 0:
        return code // 100 == ancestor // 100
    return code == ancestor


@cache
def area_codes() -> dict[str, tuple[int, ...]]:
    """Telephone area code → the prefectures (or counties) it serves, the main one first."""
    text = files(__package__).joinpath("area_codes.csv").read_text(encoding="utf-8")
    table: dict[str, tuple[int, ...]] = {}
    for row in csv.DictReader(text.splitlines()):
        table[row["area"]] = (*table.get(row["area"], ()), int(row["region"]))
    return table


@cache
def _areas_by_region() -> dict[int, str]:
    found: dict[int, str] = {}
    for area, served in area_codes().items():
        for code in served:
            found.setdefault(code, area)
    return found


def area_of(code: int | None) -> str | None:
    """The area code of a division: its own, its prefecture's or its municipality's; None when there are several."""
    if code is None:
        return None
    table = _areas_by_region()
    for candidate in (code, code // 100 * 100):
        if candidate in table:
            return table[candidate]
    province = code // 10000 * 10000
    return table.get(province) if province in MUNICIPALITIES else None
