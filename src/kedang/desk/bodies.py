"""What the archive's API takes. Unknown keys are refused: a misspelt one would be lost silently."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from kedang.archive.parts import PointDraft
from kedang.archive.people import ContactDraft
from kedang.archive.relations import TieDraft
from kedang.kit.doors import IdIn

Text = Annotated[str, Field(max_length=200_000)]
Short = Annotated[str, Field(max_length=64)]
Line = Annotated[str, Field(max_length=500)]
Period = Annotated[str, Field(max_length=10)]
Given = Text | list[Text] | None


class In(BaseModel):
    """A body."""

    model_config = ConfigDict(extra="forbid")

    def given(self) -> dict[str, Any]:
        """What was sent, and nothing that was not."""
        return self.model_dump(exclude_unset=True)


class ValuesIn(In):
    """New values by field code; null clears. `version` is the one that was read."""

    version: int | None = None
    values: dict[str, Given]


class NameIn(In):
    """Another name."""

    kind: Short
    value: Line
    since: Period = ""
    until: Period = ""


class NameChange(In):
    """A change of a name."""

    value: Line = ""
    since: Period = ""
    until: Period = ""


class IdentifierIn(In):
    """A document or registration number."""

    kind: Short
    value: Line


class IdentifierChange(In):
    """A change of a number."""

    value: Line


class PointIn(In):
    """A contact point."""

    kind: Short
    value: Line
    label: Short = ""
    preferred: bool = False

    def draft(self) -> PointDraft:
        """As the verbs take it."""
        return PointDraft(**self.model_dump())


class PointChange(In):
    """A change of a contact point."""

    value: Line = ""
    label: Short = ""
    preferred: bool = False


class AddressIn(In):
    """An address."""

    value: Line
    label: Short = ""
    postcode: Annotated[str, Field(max_length=16)] = ""
    preferred: bool = False


class AddressChange(In):
    """A change of an address."""

    value: Line = ""
    label: Short = ""
    postcode: Annotated[str, Field(max_length=16)] = ""
    preferred: bool = False


class ContactIn(In):
    """A person at the organisation."""

    name: Line
    title: Line = ""
    department: Line = ""
    role: Annotated[str, Field(max_length=32)] = ""
    note: Text = ""
    person_id: IdIn | None = None
    preferred: bool = False
    points: list[PointIn] = []
    custom: dict[str, Given] = {}

    def draft(self) -> ContactDraft:
        """As the verb takes it."""
        plain = self.model_dump(exclude={"points", "custom"})
        customs = {code: value for code, value in self.custom.items() if value is not None}
        return ContactDraft(points=[p.draft() for p in self.points], customs=customs, **plain)


class ContactChange(In):
    """A change of a person at the organisation."""

    name: Line = ""
    title: Line = ""
    department: Line = ""
    role: Annotated[str, Field(max_length=32)] = ""
    note: Text = ""
    person_id: IdIn | None = None
    preferred: bool = False
    custom: dict[str, Given] = {}


class RelationIn(In):
    """A tie: what `other_id` is to this customer, or with `inverse` what this customer is to it."""

    kind: Short
    other_id: IdIn
    inverse: bool = False
    note: Line = ""
    since: Period = ""
    until: Period = ""

    def draft(self) -> TieDraft:
        """As the verb takes it."""
        return TieDraft(**self.model_dump())


class RelationChange(In):
    """A change of a tie."""

    note: Line = ""
    since: Period = ""
    until: Period = ""


class NoteIn(In):
    """A note."""

    body: Text
    pinned: bool = False


class WrittenIn(In):
    """What somebody is about to write down."""

    text: Text


class NoteChange(In):
    """A change of a note."""

    body: Text = ""
    pinned: bool = False


class CollaboratorIn(In):
    """Somebody to share with; `deals`: with the opportunities of colleagues as well."""

    user_id: IdIn
    level: Literal["read", "edit"] = "edit"
    deals: bool = False
    until: datetime | None = None


class CollaboratorChange(In):
    """A change of a grant; `until: null` lets it run for good."""

    level: Literal["read", "edit"] = "edit"
    deals: bool = False
    until: datetime | None = None


class OwnerIn(In):
    """The new owner, or nobody."""

    owner_id: IdIn | None


class RevealIn(In):
    """What to show in clear, and why; a look by a grant needs no reason."""

    fields: list[Annotated[str, Field(max_length=300)]]
    reason: Annotated[str, Field(max_length=1_000)] = ""


class TagsIn(In):
    """The tags a customer shall have."""

    tag_ids: Annotated[list[IdIn], Field(max_length=200)]


class GroupsIn(In):
    """The groups a customer shall be in."""

    group_ids: Annotated[list[IdIn], Field(max_length=200)]


class BulkIn(In):
    """One action on many customers. `value`: tag, group or user ids, one or several."""

    ids: list[IdIn]
    action: Literal["tag", "untag", "assign", "group", "trash", "restore"]
    value: IdIn | list[IdIn] | None = None

    def values(self) -> list[int]:
        """The value as a list."""
        if isinstance(self.value, list):
            return self.value
        return [] if self.value is None else [self.value]


class TagIn(In):
    """A tag."""

    name: Annotated[str, Field(max_length=200)]
    colour: Annotated[str, Field(max_length=16)] = "blue"
    owner_id: IdIn | None = None


class TagChange(In):
    """A change of a tag."""

    name: Annotated[str, Field(max_length=200)] = ""
    colour: Annotated[str, Field(max_length=16)] = "blue"
    owner_id: IdIn | None = None


class MergeIn(In):
    """The tag to merge into."""

    into: IdIn


class GroupIn(In):
    """A group."""

    name: Annotated[str, Field(max_length=300)]
    parent_id: IdIn | None = None
    position: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class GroupChange(In):
    """A change of a group; `parent_id: null` moves it to the top."""

    name: Annotated[str, Field(max_length=300)] = ""
    parent_id: IdIn | None = None
    position: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class NumberingIn(In):
    """A number pattern."""

    pattern: Annotated[str, Field(max_length=64)]
