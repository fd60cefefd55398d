"""What one customer consists of, in clear and in one shape.

Imports compare it, edits change it, undo restores it, history diffs it and the digest hashes it. Everything that describes
the customer is here; who owns it and when it was touched is not.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

Kind = Literal["person", "organisation"]


@dataclass(slots=True)
class NameItem:
    """Another name: `kind` is former_name, short_name, brand_name or english_name."""

    id: int
    kind: str
    value: str
    since: str = ""
    until: str = ""

    def key(self) -> tuple[str, ...]:
        """What makes two names the same content."""
        return (self.kind, self.value, self.since, self.until)


@dataclass(slots=True)
class IdentifierItem:
    """A document or registration number; `reason` says why it is not valid, `given` is kept when it differs."""

    id: int
    kind: str
    value: str
    given: str = ""
    reason: str = ""

    def key(self) -> tuple[str, ...]:
        """What makes two identifiers the same content."""
        return (self.kind, self.value, self.given, self.reason)


@dataclass(slots=True)
class PointItem:
    """A way to reach somebody; `kind` is a catalogue code such as mobile or email."""

    id: int
    kind: str
    value: str
    given: str = ""
    label: str = ""
    preferred: bool = False
    state: str = "unverified"
    reason: str = ""

    def key(self) -> tuple[str, ...]:
        """What makes two points the same content."""
        return (self.kind, self.value, self.given, self.label, str(self.preferred), self.state, self.reason)


@dataclass(slots=True)
class AddressItem:
    """An address; `value` is the whole standard text, `region` its GB/T 2260 code."""

    id: int
    value: str
    region: int | None = None
    given: str = ""
    label: str = ""
    postcode: str = ""
    preferred: bool = False

    def key(self) -> tuple[str, ...]:
        """What makes two addresses the same content."""
        return (self.value, str(self.region or ""), self.given, self.label, self.postcode, str(self.preferred))


@dataclass(slots=True)
class CustomItem:
    """A value of a custom field, canonical text for every type; multi-choice fields have several items."""

    id: int
    field_id: int
    value: str
    given: str = ""
    reason: str = ""

    def key(self) -> tuple[str, ...]:
        """What makes two values the same content."""
        return (str(self.field_id), self.value, self.given, self.reason)


@dataclass(slots=True)
class ContactItem:
    """A person at an organisation, with their own points and custom values."""

    id: int
    name: str
    title: str = ""
    department: str = ""
    role: str = ""
    person_id: int | None = None
    note: str = ""
    preferred: bool = False
    points: list[PointItem] = field(default_factory=list)
    customs: list[CustomItem] = field(default_factory=list)

    def key(self) -> tuple[object, ...]:
        """What makes two contacts the same content."""
        return (
            self.name,
            self.title,
            self.department,
            self.role,
            str(self.person_id or ""),
            str(self.preferred),
            self.note,
            tuple(sorted(p.key() for p in self.points)),
            tuple(sorted(c.key() for c in self.customs)),
        )


@dataclass(slots=True)
class Content:
    """One customer's content.

    `fields` maps catalogue codes of columns and sealed columns to canonical text (numbers without exponent, ISO dates,
    region codes); a field without a value is absent. `given` maps a field to [as given, reason or ""] where the given text
    differs from the standard one or is not valid. `extras` holds columns no field was found for.
    """

    kind: Kind
    fields: dict[str, str] = field(default_factory=dict)
    given: dict[str, list[str]] = field(default_factory=dict)
    extras: dict[str, str] = field(default_factory=dict)
    names: list[NameItem] = field(default_factory=list)
    identifiers: list[IdentifierItem] = field(default_factory=list)
    points: list[PointItem] = field(default_factory=list)
    addresses: list[AddressItem] = field(default_factory=list)
    contacts: list[ContactItem] = field(default_factory=list)
    customs: list[CustomItem] = field(default_factory=list)
    external_ids: list[tuple[str, str]] = field(default_factory=list)
    tag_ids: list[int] = field(default_factory=list)
    group_ids: list[int] = field(default_factory=list)
    name_key: str = ""

    @property
    def name(self) -> str:
        """The display name."""
        return self.fields.get("name", "")

    def copy(self) -> "Content":
        """A copy that can be changed without touching this one."""
        return Content(
            kind=self.kind,
            fields=dict(self.fields),
            given={code: list(pair) for code, pair in self.given.items()},
            extras=dict(self.extras),
            names=[replace(i) for i in self.names],
            identifiers=[replace(i) for i in self.identifiers],
            points=[replace(i) for i in self.points],
            addresses=[replace(i) for i in self.addresses],
            contacts=[
                replace(c, points=[replace(p) for p in c.points], customs=[replace(v) for v in c.customs])
                for c in self.contacts
            ],
            customs=[replace(i) for i in self.customs],
            external_ids=list(self.external_ids),
            tag_ids=list(self.tag_ids),
            group_ids=list(self.group_ids),
            name_key=self.name_key,
        )

    def signature(self) -> tuple[object, ...]:
        """Equal for equal content, whatever the row ids are."""
        return (
            self.kind,
            tuple(sorted(self.fields.items())),
            tuple(sorted((code, *pair) for code, pair in self.given.items())),
            tuple(sorted(self.extras.items())),
            tuple(sorted(i.key() for i in self.names)),
            tuple(sorted(i.key() for i in self.identifiers)),
            tuple(sorted(i.key() for i in self.points)),
            tuple(sorted(i.key() for i in self.addresses)),
            tuple(sorted((c.key() for c in self.contacts), key=repr)),
            tuple(sorted(i.key() for i in self.customs)),
            tuple(sorted(self.external_ids)),
            tuple(sorted(self.tag_ids)),
            tuple(sorted(self.group_ids)),
        )
