"""What the survivor consists of after a merge: one value where there can be one, everything without doubles where there can be
several."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from kedang.archive.content import AddressItem, ContactItem, Content, NameItem, PointItem
from kedang.engine.catalogue import EXTRA_PREFIX
from kedang.kit.ids import new_id
from kedang.merging.rules import (
    ONE_NUMBER,
    TOGETHER,
    Pick,
    Side,
    numbers_of,
    pick_custom,
    pick_extra,
    pick_number,
    pick_text,
)

CUSTOM = "custom:"
Choices = Mapping[str, int]


class _Row(Protocol):
    id: int


Item = TypeVar("Item", bound=_Row)


@dataclass(slots=True)
class Composed:
    """The survivor's new content, and the pick of every field of one value, by code (`custom:<definition id>`)."""

    content: Content
    picks: dict[str, Pick] = field(default_factory=dict)

    @property
    def clashes(self) -> list[str]:
        """Fields somebody has to decide."""
        return sorted(code for code, pick in self.picks.items() if pick.undecided)


def compose(sides: Sequence[Side], choices: Choices, several: Iterable[int]) -> Composed:
    """Make one content of all; the survivor stands first. `several`: custom fields (by id) that hold more than one value."""
    new = sides[0].content.copy()
    made = Composed(new)
    _texts(made, sides, choices)
    _extras(made, sides, choices)
    _customs(made, sides, choices, frozenset(several))
    _numbers(made, sides, choices)
    for side in sides[1:]:
        _adopt(new, side.content)
    _former_names(made, sides)
    return made


def _texts(made: Composed, sides: Sequence[Side], choices: Choices) -> None:
    codes = dict.fromkeys(code for side in sides for code in (*side.content.fields, *side.content.given))
    for code in sorted(codes, key=lambda code: code in TOGETHER):
        leader = made.picks.get(TOGETHER.get(code, ""))
        pick = pick_text(code, sides, choices.get(code))
        if leader is not None and pick is not None and code not in choices:
            pick = replace(leader, reason="together")
        if pick is not None:
            made.picks[code] = pick
            _take(made.content.fields, pick.side.content.fields, code)
            _take(made.content.given, pick.side.content.given, code)
    if "name" in made.picks:
        made.content.name_key = made.picks["name"].side.content.name_key


Value = TypeVar("Value")


def _take(mine: dict[str, Value], theirs: Mapping[str, Value], code: str) -> None:
    """This field as they have it, absent when it is absent there."""
    mine.pop(code, None)
    if code in theirs:
        mine[code] = theirs[code]


def _extras(made: Composed, sides: Sequence[Side], choices: Choices) -> None:
    for header in dict.fromkeys(header for side in sides for header in side.content.extras):
        pick = pick_extra(header, sides, choices.get(EXTRA_PREFIX + header))
        if pick is not None:
            made.picks[EXTRA_PREFIX + header] = pick
            _take(made.content.extras, pick.side.content.extras, header)


def _customs(made: Composed, sides: Sequence[Side], choices: Choices, several: frozenset[int]) -> None:
    for field_id in dict.fromkeys(item.field_id for side in sides for item in side.content.customs):
        if field_id in several:
            for side in sides[1:]:
                theirs = [item for item in side.content.customs if item.field_id == field_id]
                _add(made.content.customs, theirs, lambda i: (i.field_id, i.value))
            continue
        pick = pick_custom(field_id, sides, choices.get(f"{CUSTOM}{field_id}"))
        if pick is None:
            continue
        made.picks[f"{CUSTOM}{field_id}"] = pick
        if pick.side is not sides[0]:
            kept = [item for item in made.content.customs if item.field_id != field_id]
            theirs = [item for item in pick.side.content.customs if item.field_id == field_id]
            made.content.customs = kept + [replace(item, id=new_id()) for item in theirs]


def _numbers(made: Composed, sides: Sequence[Side], choices: Choices) -> None:
    for kind in sorted({i.kind for side in sides for i in side.content.identifiers} & ONE_NUMBER):
        pick = pick_number(kind, sides, choices.get(kind))
        if pick is None:
            continue
        made.picks[kind] = pick
        if pick.side is not sides[0]:
            kept = [item for item in made.content.identifiers if item.kind != kind]
            made.content.identifiers = kept + [replace(i, id=new_id()) for i in numbers_of(pick.side, kind)]


def _adopt(new: Content, other: Content) -> None:
    """Everything of which a customer can have several."""
    _add(new.names, other.names, lambda i: (i.kind, i.value.casefold()))
    shared = [item for item in other.identifiers if item.kind not in ONE_NUMBER]
    _add(new.identifiers, shared, lambda i: (i.kind, i.value))
    add_points(new.points, other.points)
    _add_addresses(new.addresses, other.addresses)
    for contact in other.contacts:
        _add_contact(new.contacts, contact)
    for mine, theirs in ((new.tag_ids, other.tag_ids), (new.group_ids, other.group_ids)):
        mine.extend(i for i in theirs if i not in mine)


def _add(mine: list[Item], theirs: Sequence[Item], identity: Callable[[Item], Hashable]) -> None:
    known = {identity(item) for item in mine}
    for item in theirs:
        if identity(item) not in known:
            known.add(identity(item))
            mine.append(replace(item, id=new_id()))  # type: ignore[type-var]


def add_points(mine: list[PointItem], theirs: Sequence[PointItem]) -> None:
    """Their ways to reach somebody, each once; what either side has verified is verified."""
    known = {(p.kind, p.value.lower()): p for p in mine}
    preferred = {p.kind for p in mine if p.preferred}
    for point in theirs:
        twin = known.get((point.kind, point.value.lower()))
        if twin is None:
            added = replace(point, id=new_id(), preferred=point.preferred and point.kind not in preferred)
            known[(point.kind, point.value.lower())] = added
            mine.append(added)
        else:
            if point.state == "verified":
                twin.state = "verified"
            twin.label = twin.label or point.label


def _add_addresses(mine: list[AddressItem], theirs: Sequence[AddressItem]) -> None:
    known = {address.value for address in mine}
    settled = any(address.preferred for address in mine)
    for address in theirs:
        if address.value not in known:
            known.add(address.value)
            mine.append(replace(address, id=new_id(), preferred=address.preferred and not settled))
            settled = settled or address.preferred


def _add_contact(mine: list[ContactItem], contact: ContactItem) -> None:
    """One more person, or the one who is there already, completed. Namesakes with other titles stay two."""
    twin = next((c for c in mine if _same_person(c, contact)), None)
    if twin is None:
        points = [replace(p, id=new_id()) for p in contact.points]
        customs = [replace(c, id=new_id()) for c in contact.customs]
        mine.append(replace(contact, id=new_id(), points=points, customs=customs, preferred=not mine))
        return
    for text in ("title", "department", "role", "note"):
        setattr(twin, text, getattr(twin, text) or getattr(contact, text))
    twin.person_id = twin.person_id or contact.person_id
    add_points(twin.points, contact.points)
    _add(twin.customs, contact.customs, lambda i: i.field_id)


def _same_person(one: ContactItem, other: ContactItem) -> bool:
    if one.name != other.name:
        return False
    pairs = ((one.title, other.title), (one.person_id, other.person_id))
    return all(not a or not b or a == b for a, b in pairs)


def _former_names(made: Composed, sides: Sequence[Side]) -> None:
    """Display names that lost go on as former names, so that they still lead here."""
    known = {item.value.casefold() for item in made.content.names} | {made.content.name.casefold()}
    made.content.names = [i for i in made.content.names if not _says_again(i, made.content)]
    for side in sides:
        name = side.content.name
        if name and name.casefold() not in known:
            known.add(name.casefold())
            made.content.names.append(NameItem(new_id(), "former_name", name))


def _says_again(item: NameItem, content: Content) -> bool:
    return item.kind == "former_name" and item.value.casefold() == content.name.casefold()
