"""What comes back of a customer's content from a backup, without taking away what came since.

A value that is missing now comes back; a single value that says something else now is replaced by the former one; of lists, what is
missing is added. What stands now and did not then, stays. A contact person who was erased since, a tag or group that is gone, an
external id that another customer has by now: these are left out, and counted.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from kedang.archive.content import AddressItem, ContactItem, Content, CustomItem, PointItem
from kedang.archive.models import Customer as CustomerRow
from kedang.archive.models import ExternalId, Group, Tag
from kedang.engine.catalogue import CUSTOM_PREFIX, EXTRA_PREFIX, FIELDS
from kedang.fields.queries import FieldDefinition, by_id
from kedang.kit.ids import new_id

# What was found of a contact point then (bounced, expired) is still worth knowing; that it reached the customer is to be shown anew.
_STATES_KEPT = ("bounced", "expired")


@dataclass(frozen=True, slots=True)
class Line:
    """What would come back under one name: how many values there were then and are now, how many come back, how many of now's are
    replaced by them, how many are left out."""

    code: str
    then: int
    now: int
    back: int
    over: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What a former content may still name."""

    people: frozenset[int]
    tags: Mapping[int, int]
    groups: frozenset[int]
    customs: Mapping[int, FieldDefinition]
    taken: frozenset[tuple[str, str]]


def standing_for(customer_id: int, then: Content) -> Standing:
    """Who and what a former content names that is still there. A merged tag stands under its new name."""
    people = [contact.person_id for contact in then.contacts if contact.person_id]
    others = ExternalId.objects.exclude(customer_id=customer_id).filter(value__in=[v for _, v in then.external_ids])
    tags = Tag.objects.filter(id__in=then.tag_ids).values_list("id", "merged_into_id")
    return Standing(
        frozenset(CustomerRow.objects.filter(id__in=people).values_list("id", flat=True)),
        {tag: into or tag for tag, into in tags},
        frozenset(Group.objects.filter(id__in=then.group_ids).values_list("id", flat=True)),
        by_id(),
        frozenset(others.values_list("source", "value")),
    )


class _Item(Protocol):
    id: int


Item = TypeVar("Item", bound=_Item)


@dataclass(slots=True)
class Blend:
    """A content that is being put together. `only`: the names that were chosen; empty means all."""

    now: Content
    then: Content
    standing: Standing
    only: Collection[str]
    made: Content = field(init=False)
    lines: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.made = self.now.copy()

    def wants(self, code: str) -> bool:
        """Whether something of this name is to come back."""
        return not self.only or code in self.only

    def say(self, line: Line) -> bool:
        """Note a line in which something differs; whether it is to be carried out."""
        wanted = self.wants(line.code) and (line.back or line.left) > 0
        if wanted:
            self.lines.append(line)
        return wanted and line.back > 0


def blend(now: Content, then: Content, standing: Standing, only: Collection[str]) -> tuple[Content, list[Line]]:
    """The content as it would be, and what comes back for it, in the order of the page."""
    work = Blend(now, then, standing, only)
    _fields(work)
    _extras(work)
    _kinds(work, "names")
    _kinds(work, "identifiers")
    _kinds(work, "points")
    _addresses(work)
    _contacts(work)
    _customs(work)
    _links(work)
    return work.made, work.lines


def _fields(work: Blend) -> None:
    now, then, made = work.now, work.then, work.made
    for code in sorted(then.fields.keys() | then.given.keys()):
        stands = code in now.fields or code in now.given
        if code in then.fields:
            same = then.fields[code] == now.fields.get(code)
        else:  # it was not valid then: only where nothing stands now
            same = stands
        if same or not work.say(Line(code, 1, int(stands), 1, int(stands))):
            continue
        made.fields.pop(code, None)
        made.given.pop(code, None)
        if code in then.fields:
            made.fields[code] = then.fields[code]
        if code in then.given:
            made.given[code] = list(then.given[code])
        if code == "name":
            made.name_key = then.name_key


def _extras(work: Blend) -> None:
    for header, value in sorted(work.then.extras.items()):
        stands = header in work.now.extras
        if value != work.now.extras.get(header) and work.say(
            Line(EXTRA_PREFIX + header, 1, int(stands), 1, int(stands))
        ):
            work.made.extras[header] = value


def _kinds(work: Blend, part: str) -> None:
    """Names, identifiers or contact points, one kind after the other."""
    now, then, made = getattr(work.now, part), getattr(work.then, part), getattr(work.made, part)
    for kind in dict.fromkeys(item.kind for item in then):
        there = [item for item in now if item.kind == kind]
        were = [item for item in then if item.kind == kind]
        known = {said(item) for item in there}
        back = [item for item in were if said(item) not in known]
        over = there if back and not FIELDS[kind].multi else []
        if work.say(Line(kind, len(were), len(there), len(back), len(over))):
            made[:] = [item for item in made if item not in over]
            made.extend(_returned(back, now, there))


def said(item: object) -> tuple[str, ...]:
    """What an item says, whatever its label, state or row."""
    return tuple(str(getattr(item, part, "")) for part in ("kind", "value")) if _value(item) else ("", _given(item))


def _value(item: object) -> str:
    return str(getattr(item, "value", ""))


def _given(item: object) -> str:
    return f"{getattr(item, 'kind', '')}|{getattr(item, 'given', '')}"


def _returned(back: Iterable[Item], now: Iterable[_Item], beside: Sequence[object]) -> list[Item]:
    """Items as they come back: with a row of their own, preferred only where nothing else is, and to be verified anew."""
    taken = {item.id for item in now}
    preferred = any(getattr(item, "preferred", False) for item in beside)
    return [_fresh(item, taken, preferred=preferred) for item in back]


def _fresh(item: Item, taken: Collection[int], *, preferred: bool) -> Item:
    made = replace(item, id=new_id() if item.id in taken else item.id)  # type: ignore[type-var]
    if isinstance(made, PointItem) and made.state not in _STATES_KEPT:
        made.state = "unverified"
    if isinstance(made, PointItem | AddressItem) and preferred:
        made.preferred = False
    return made


def _addresses(work: Blend) -> None:
    now, then = work.now.addresses, work.then.addresses
    known = {said(item) for item in now}
    back = [item for item in then if said(item) not in known]
    if work.say(Line("address", len(then), len(now), len(back))):
        work.made.addresses.extend(_returned(back, now, now))


def _contacts(work: Blend) -> None:
    """Contact people: who is missing comes back with their points; who is there gets back what is missing of theirs."""
    there = {contact.id: place for place, contact in enumerate(work.made.contacts)}
    made, back, over, left = list(work.made.contacts), 0, 0, 0
    for contact in work.then.contacts:
        if contact.person_id and contact.person_id not in work.standing.people:
            left += 1
            continue
        if contact.id not in there:
            if contact.key() not in {each.key() for each in work.now.contacts}:
                made.append(_contact(contact, ContactItem(0, ""), work.standing))
                back += 1
            continue
        stands = made[there[contact.id]]
        full = _contact(contact, stands, work.standing)
        if full.key() != stands.key():
            made[there[contact.id]] = full
            back, over = back + 1, over + 1
    if work.say(Line("contacts", len(work.then.contacts), len(work.now.contacts), back, over, left)):
        work.made.contacts = made


def _contact(then: ContactItem, now: ContactItem, standing: Standing) -> ContactItem:
    """A contact person as they were, with whatever was added to them since."""
    known = {said(point) for point in now.points}
    points = [point for point in then.points if said(point) not in known]
    values = {(item.field_id, item.value) for item in now.customs}
    customs = [c for c in then.customs if c.field_id in standing.customs and (c.field_id, c.value) not in values]
    replaced = {item.field_id for item in customs if not standing.customs[item.field_id].multi}
    return replace(
        now,
        id=then.id,
        name=then.name or now.name,
        title=then.title or now.title,
        department=then.department or now.department,
        role=then.role or now.role,
        note=then.note or now.note,
        person_id=now.person_id or then.person_id,
        preferred=now.preferred,
        points=[*now.points, *_returned(points, now.points, now.points)],
        customs=[*(c for c in now.customs if c.field_id not in replaced), *_returned(customs, now.customs, ())],
    )


def _customs(work: Blend) -> None:
    for field_id in dict.fromkeys(item.field_id for item in work.then.customs):
        definition = work.standing.customs.get(field_id)
        were = [item for item in work.then.customs if item.field_id == field_id]
        there = [item for item in work.now.customs if item.field_id == field_id]
        if definition is None:
            work.say(Line(f"{CUSTOM_PREFIX}{field_id}", len(were), len(there), 0, 0, len(were)))
            continue
        known = {item.value for item in there}
        back = [item for item in were if item.value not in known]
        over: list[CustomItem] = there if back and not definition.multi else []
        if work.say(Line(CUSTOM_PREFIX + definition.code, len(were), len(there), len(back), len(over))):
            work.made.customs = [item for item in work.made.customs if item not in over]
            work.made.customs += _returned(back, work.now.customs, ())


def _links(work: Blend) -> None:
    now, then, standing = work.now, work.then, work.standing
    missing = [pair for pair in then.external_ids if pair not in now.external_ids]
    free = [pair for pair in missing if pair not in standing.taken]
    if work.say(_counted("external_id", then.external_ids, now.external_ids, free, missing)):
        work.made.external_ids += free
    _named(work, "tags", "tag_ids", standing.tags.get)
    _named(work, "groups", "group_ids", lambda group: group if group in standing.groups else None)


def _named(work: Blend, code: str, part: str, stands: Callable[[int], int | None]) -> None:
    """Tags or groups, as far as they are still there."""
    now, then = getattr(work.now, part), getattr(work.then, part)
    wanted = [(each, stands(each)) for each in then]
    missing = [each for each, to in wanted if to not in now]
    back = list(dict.fromkeys(to for _, to in wanted if to is not None and to not in now))
    if work.say(_counted(code, then, now, back, missing)):
        getattr(work.made, part).extend(back)


def _counted(
    code: str, then: Sequence[object], now: Sequence[object], back: Sequence[object], missing: Sequence[object]
) -> Line:
    return Line(code, len(then), len(now), len(back), 0, len(missing) - len(back))
