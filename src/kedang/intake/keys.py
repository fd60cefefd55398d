"""What a row can be recognised by: 64-bit marks for the file, look-ups for the archive, the strongest key first.

Marks are kept for the whole run, so they are numbers and not texts; what goes into them is keyed or hashed.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

from kedang.archive.content import Content
from kedang.intake.plan import IDENTIFIER_KEYS, WHOLE_ROW, key_chain
from kedang.vault.blind import blind

_MASK = (1 << 64) - 1
_TURN = 0x9E3779B97F4A7C15
_PHONES = frozenset({"mobile", "landline"})


class RowKeys(NamedTuple):
    """`level` is the strongest key the row carries; `find` is what the archive is asked for under it (name key first where
    the level has one); `tests` are its marks; `marks` those of every level the row carries. `external` are external ids
    that are not the key but must not belong to somebody else."""

    level: str
    find: tuple[int | str, ...]
    tests: tuple[int, ...]
    marks: tuple[int, ...]
    external: tuple[str, ...] = ()


def mark_of(*parts: str) -> int:
    """A 64-bit hash of texts."""
    data = "\x1e".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")


def _joined(name_mark: int, number: int) -> int:
    return ((number & _MASK) * _TURN ^ name_mark) & _MASK


class PointBlinds(NamedTuple):
    """The blind indexes of a content's valid contact points."""

    phones: tuple[int, ...]
    emails: tuple[int, ...]
    all: tuple[int, ...]


def point_blinds(content: Content) -> PointBlinds:
    """Blind indexes as the archive stores them."""
    found = [(p.kind, blind("point", p.value.lower())) for p in content.points if not p.reason]
    phones = tuple(b for kind, b in found if kind in _PHONES)
    return PointBlinds(phones, tuple(b for kind, b in found if kind == "email"), tuple(b for _, b in found))


def row_keys(
    content: Content,
    *,
    match_key: str,
    source: str,
    points: PointBlinds,
    identifiers: Iterable[tuple[str, int | None]],
) -> RowKeys:
    """The keys of one prepared row. `identifiers` are (kind, blind index or None when not valid); of a kind the last counts."""
    carried = _carried(content, source, points, identifiers)
    level = ""
    find: tuple[int | str, ...] = ()
    tests: tuple[int, ...] = ()
    marks: list[int] = []
    for candidate in key_chain(match_key, content.kind):
        found = carried.get(candidate)
        if found is None:
            continue
        marks += found[1]
        if not level:
            level, find, tests = candidate, found[0], tuple(found[1])
    external: tuple[str, ...] = ()
    if content.external_ids and level != "external_id":
        external = tuple([value for _, value in content.external_ids])
        marks += [external_mark(source, value) for value in external]
    if not level:
        whole = mark_of("r", content.kind, repr(content.signature()))
        return RowKeys(WHOLE_ROW, (content.name_key, *points.all), (whole,), (whole, *marks), external)
    return RowKeys(level, find, tests, tuple(marks), external)


def external_mark(source: str, value: str) -> int:
    """The mark of an external id."""
    return mark_of("x", source, value)


Carried = dict[str, tuple[tuple[int | str, ...], Sequence[int]]]


def _carried(
    content: Content, source: str, points: PointBlinds, identifiers: Iterable[tuple[str, int | None]]
) -> Carried:
    """Every key a content has: what to ask the archive for, and the marks."""
    carried: Carried = {}
    if content.external_ids:
        values = tuple([v for s, v in content.external_ids if s == source])
        carried["external_id"] = (values, [external_mark(source, v) for v in values])
    for kind, number in identifiers:
        if number is not None and kind in IDENTIFIER_KEYS:
            carried[kind] = ((number,), [number & _MASK])
    name = content.name_key
    name_mark = mark_of("n", content.kind, name)
    for word, blinds in (("phone", points.phones), ("email", points.emails)):
        if blinds:
            carried[word] = (blinds, [b & _MASK for b in blinds])
            carried[f"{word}_name"] = ((name, *blinds), [_joined(name_mark, b) for b in blinds])
    if name:
        carried["name"] = ((name,), [name_mark])
    return carried


def keys_under(content: Content, levels: Iterable[str], *, source: str) -> list[RowKeys]:
    """One set of keys for every level the content carries, for asking about a single customer from all sides."""
    identifiers = [(i.kind, None if i.reason else blind(i.kind, i.value)) for i in reversed(content.identifiers)]
    carried = _carried(content, source, point_blinds(content), identifiers)
    return [RowKeys(level, carried[level][0], (), ()) for level in levels if level in carried]
