"""Check of the container of .xls files ([MS-CFB]) before a native reader follows its chains.

A chain of sectors that runs in a circle would make the reader take memory until the process dies.
"""

from array import array
from collections.abc import Sequence
from struct import unpack_from
from sys import byteorder

from kedang.engine.tables.refusals import TableRefused

_HEADER = 512
_IN_HEADER = 109
_LAST_SECTOR = 0xFFFFFFF9


def check_chains(data: bytes) -> None:
    """Raise `TableRefused` unless all sector chains of the file end."""
    if len(data) < _HEADER:
        raise _broken()
    shift = unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise _broken()
    size = 1 << shift
    table = _table(data, _table_sectors(data, size), size)
    _check_acyclic(table)
    first_small = unpack_from("<I", data, 60)[0]
    _check_acyclic(_table(data, _chain(table, first_small), size))


def _broken() -> TableRefused:
    return TableRefused("file.broken", why="compound file")


def _table_sectors(data: bytes, size: int) -> list[int]:
    """The sectors that hold the allocation table: 109 numbers in the header, more in a chain of sectors."""
    sectors = list(unpack_from(f"<{_IN_HEADER}I", data, 76))
    following = unpack_from("<I", data, 68)[0]
    seen: set[int] = set()
    while following < _LAST_SECTOR:
        start = (following + 1) * size
        if following in seen or start + size > len(data):
            raise _broken()
        seen.add(following)
        numbers = unpack_from(f"<{size // 4}I", data, start)
        sectors.extend(numbers[:-1])
        following = numbers[-1]
    return [number for number in sectors if number < _LAST_SECTOR]


def _table(data: bytes, sectors: Sequence[int], size: int) -> Sequence[int]:
    table = array("I")
    for number in sectors:
        start = (number + 1) * size
        if start >= len(data):
            raise _broken()
        part = data[start : start + size]
        table.frombytes(part[: len(part) // 4 * 4])
    if byteorder == "big":
        table.byteswap()
    return table


def _chain(table: Sequence[int], first: int) -> list[int]:
    """The sectors from `first` on; the table is known to be without circles."""
    chain = []
    while first < _LAST_SECTOR:
        chain.append(first)
        if first >= len(table):
            raise _broken()
        first = table[first]
    return chain


def _check_acyclic(table: Sequence[int]) -> None:
    """Follow every chain once; meeting a sector of the chain under way again is a circle."""
    done = bytearray(len(table))
    for start in range(len(table)):
        at = start
        while at < len(table) and not done[at]:
            done[at] = 1
            at = table[at]
        if at < len(table) and done[at] == 1:
            raise _broken()
        at = start
        while at < len(table) and done[at] == 1:
            done[at] = 2
            at = table[at]
