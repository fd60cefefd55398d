"""The rows that hang on a customer, shown as the field policy allows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kedang.accounts.queries import Directory, directory
from kedang.archive.content import AddressItem, ContactItem, Content, CustomItem, IdentifierItem, PointItem
from kedang.archive.enforcing import Marks
from kedang.archive.models import Customer
from kedang.archive.notes import notes_of
from kedang.archive.policy import FieldPolicy, Shown, contact_code
from kedang.desk import schemas as out
from kedang.engine.catalogue import CUSTOM_PREFIX, EXTRA_PREFIX
from kedang.engine.standardise import regions
from kedang.engine.standardise.reasons import reason_text
from kedang.fields.queries import FieldDefinition
from kedang.fields.rule_book import REASON, rule_text, told_ids
from kedang.history.schemas import ActorOut
from kedang.kit.actor import system_name
from kedang.kit.modes import Mode
from kedang.vault.keys import key_for

CustomerNames = Mapping[int, tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Showing:
    """What every part of one page needs. `others` names the customers it points at that the actor may see, `broken` the rules
    that fields break."""

    policy: FieldPolicy
    people: Directory
    others: CustomerNames
    may_edit: bool
    stamps: Mapping[str, list[Any]]
    broken: Mapping[str, str]

    @property
    def language(self) -> str:
        """The reader's language."""
        return self.policy.actor.language

    def reason(self, code: str) -> str | None:
        """Why a value is not valid, as a sentence."""
        return reason_text(code, language=self.language) if code else None

    def why(self, field: str, reason: str, *, alone: bool = True) -> str | None:
        """Why a value is not valid: by itself or, where it is the only one of its field, by a rule that the field breaks."""
        return self.reason(reason) or (self.broken.get(field) if alone else None)

    def given(self, code: str, given: str) -> str | None:
        """The text as it was given, for those who get the value itself."""
        return given if given and self.policy.clear(code) else None

    def named(self, user_id: int | None) -> out.Named | None:
        """Somebody by name."""
        person = self.people.person(user_id)
        return out.Named(id=str(person.id), name=person.name) if person else None

    def doer(self, actor_id: int) -> ActorOut | None:
        """Who did something: a person, or the system itself."""
        person = self.people.person(actor_id)
        name = person.name if person else system_name(actor_id)
        return ActorOut(id=str(actor_id), name=name) if name else None

    def ref(self, customer_id: int | None) -> out.CustomerRef | None:
        """Another customer, if the actor may see it."""
        known = self.others.get(customer_id) if customer_id else None
        if known is None:
            return None
        return out.CustomerRef(id=str(customer_id), number=known[0], name=known[1], kind=known[2])

    def provenance(self, key: str) -> out.Provenance | None:
        """Where a field's value came from; `*` speaks for the fields without a line of their own."""
        stamp = self.stamps.get(key) or self.stamps.get("*")
        if stamp is None:
            return None
        run, actor_id, seconds = stamp
        at = datetime.fromtimestamp(int(seconds), UTC)
        return out.Provenance(run_id=str(run) if str(run) != "0" else None, at=at, by=self.doer(int(actor_id)))


def broken_rules(policy: FieldPolicy, marks: Marks) -> list[out.BrokenRule]:
    """Rules in force that the record was marked with, as far as the reader may be told."""
    told = told_ids(policy.mode) if marks else frozenset()
    return [
        out.BrokenRule(rule=rule, text=rule_text(REASON + rule, policy.actor.language), fields=fields)
        for rule, fields in marks.items()
        if int(rule) in told
    ]


def by_field(broken: Iterable[out.BrokenRule]) -> dict[str, str]:
    """Field → what it breaks, in words."""
    found: dict[str, str] = {}
    for rule in broken:
        for code in rule.fields:
            found[code] = f"{found[code]} {rule.text}" if code in found else rule.text
    return found


def names(show: Showing, content: Content) -> list[out.NameOut]:
    """Other names."""
    return [
        out.NameOut(
            id=str(n.id), kind=n.kind, label=show.policy.label(n.kind), value=shown.value, since=n.since, until=n.until
        )
        for n in content.names
        if (shown := show.policy.show(n.kind, n.value)) is not None and shown.value is not None
    ]


def identifiers(show: Showing, items: Iterable[IdentifierItem]) -> list[out.IdentifierOut]:
    """Documents and registrations."""
    listed = list(items)
    kinds = Counter(item.kind for item in listed)
    return [
        _identifier(show, item, shown, alone=kinds[item.kind] == 1)
        for item in listed
        if (shown := show.policy.show(item.kind, item.value))
    ]


def _identifier(show: Showing, item: IdentifierItem, shown: Shown, *, alone: bool) -> out.IdentifierOut:
    why = show.why(item.kind, item.reason, alone=alone)
    return out.IdentifierOut(
        id=str(item.id),
        kind=item.kind,
        label=show.policy.label(item.kind),
        value=shown.value,
        masked=shown.masked,
        valid=not why,
        reason=why,
        given=show.given(item.kind, item.given),
    )


def points(show: Showing, items: Iterable[PointItem], *, of_contact: bool = False) -> list[out.PointOut]:
    """Contact points, the preferred one of each kind first."""
    ordered = sorted(items, key=lambda p: (not p.preferred, p.id))
    coded = [(contact_code(p.kind) if of_contact else p.kind, p) for p in ordered]
    kinds = Counter(code for code, _ in coded)
    return [
        _point(show, code, p, shown, alone=kinds[code] == 1 and not of_contact)
        for code, p in coded
        if (shown := show.policy.show(code, p.value))
    ]


def _point(show: Showing, code: str, point: PointItem, shown: Shown, *, alone: bool) -> out.PointOut:
    why = show.why(code, point.reason, alone=alone)
    return out.PointOut(
        id=str(point.id),
        kind=point.kind,
        kind_label=show.policy.label(point.kind),
        label=point.label,
        value=shown.value,
        masked=shown.masked,
        preferred=point.preferred,
        state=point.state,
        valid=not why,
        reason=why,
        given=show.given(code, point.given),
    )


def addresses(show: Showing, items: Iterable[AddressItem]) -> list[out.AddressOut]:
    """Addresses; the region stays readable where the rest is masked."""
    return [_address(show, item, shown) for item in items if (shown := show.policy.show("address", item.value))]


def _address(show: Showing, item: AddressItem, shown: Shown) -> out.AddressOut:
    region = item.region if show.policy.clear("region") else None
    return out.AddressOut(
        id=str(item.id),
        label=item.label,
        region=str(region) if region else None,
        region_name=regions.full_name(region) if region else None,
        value=shown.value,
        masked=shown.masked,
        postcode=item.postcode,
        preferred=item.preferred,
        given=show.given("address", item.given),
    )


def contacts(show: Showing, items: Iterable[ContactItem]) -> list[out.ContactOut]:
    """The people at an organisation."""
    if show.policy.mode("contact_name") == Mode.HIDDEN:
        return []
    return [_contact(show, item) for item in sorted(items, key=lambda c: (not c.preferred, c.id))]


def _contact(show: Showing, item: ContactItem) -> out.ContactOut:
    name = show.policy.show("contact_name", item.name)
    title = show.policy.show("contact_title", item.title)
    used = {c.field_id for c in item.customs}
    definitions = [d for d in show.policy.definitions.values() if d.id in used or (d.active and "contact" in d.kinds)]
    return out.ContactOut(
        id=str(item.id),
        name=(name.value if name else None) or "",
        title=title.value if title else None,
        department=item.department,
        role=item.role,
        person=show.ref(item.person_id),
        note=item.note if show.policy.clear("notes") else "",
        preferred=item.preferred,
        contact_points=points(show, item.points, of_contact=True),
        custom=custom_fields(show, definitions, item.customs),
    )


def custom_fields(
    show: Showing, definitions: Iterable[FieldDefinition], items: Iterable[CustomItem]
) -> list[out.PageField]:
    """Custom fields in their order, with their values."""
    by_field: dict[int, list[CustomItem]] = {}
    for item in items:
        by_field.setdefault(item.field_id, []).append(item)
    shown = [_custom(show, d, by_field.get(d.id, [])) for d in definitions]
    return [field for field in shown if field is not None]


def _custom(show: Showing, definition: FieldDefinition, items: list[CustomItem]) -> out.PageField | None:
    code = CUSTOM_PREFIX + definition.code
    if show.policy.mode(code) == Mode.HIDDEN:
        return None
    shown = [s for item in items if (s := show.policy.show(code, item.value)) is not None]
    values = [s.value for s in shown if s.value is not None]
    displays = [_display(show, definition, item.value) for item in items] if show.policy.clear(code) else []
    why = show.why(code, next((item.reason for item in items if item.reason), ""))
    first = items[0] if items else None
    named = any(displays)
    return out.PageField(
        code=code,
        label=definition.label(show.language),
        type=definition.type,
        value=values if definition.multi else (values[0] if values else None),
        display=([d or v for d, v in zip(displays, values, strict=True)] if definition.multi else displays[0])
        if named
        else None,
        masked=any(s.masked for s in shown),
        editable=show.may_edit and definition.active and show.policy.editable(code),
        given=show.given(code, first.given) if first else None,
        valid=why is None,
        reason=why,
        provenance=show.provenance(f"{CUSTOM_PREFIX}{definition.id}") if items else None,
    )


def _display(show: Showing, definition: FieldDefinition, value: str) -> str | None:
    """What people read instead of a code or an id."""
    if option := definition.option(value):
        return option.label(show.language)
    if definition.type == "user" and value.isdigit():
        return show.people.name(int(value)) or None
    if definition.type == "customer" and value.isdigit():
        other = show.ref(int(value))
        return other.name if other else None
    if definition.type == "boolean":
        words = ("是", "否") if show.language.startswith("zh") else ("Yes", "No")
        return {"true": words[0], "false": words[1]}.get(value)
    return None


def extras(show: Showing, content: Content) -> list[out.ExtraOut]:
    """Columns no field was found for."""
    return [
        out.ExtraOut(code=EXTRA_PREFIX + header, label=header, value=shown.value, masked=shown.masked)
        for header, value in content.extras.items()
        if (shown := show.policy.show(EXTRA_PREFIX + header, value)) is not None
    ]


def notes(policy: FieldPolicy, customer: Customer) -> list[out.NoteOut]:
    """The notes, pinned ones first, then the newest."""
    people = directory()
    return [
        out.NoteOut(
            id=str(note.id),
            body=note.body,
            pinned=note.pinned,
            author=ActorOut(id=str(note.author_id), name=people.name(note.author_id)),
            mine=note.author_id == policy.actor.id,
            created_at=note.created_at,
            updated_at=note.updated_at,
        )
        for note in notes_of(customer.id, key_for(customer.id), policy)
    ]
