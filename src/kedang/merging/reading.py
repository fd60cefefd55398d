"""A customer's content field by field, as one reader may see it: for the merge page, the kept record and the undo."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from kedang.archive.content import ContactItem, Content
from kedang.archive.edit import stored_values
from kedang.archive.models import Group, Tag
from kedang.archive.policy import FieldPolicy, contact_code, named
from kedang.engine.catalogue import CUSTOM_PREFIX, EXTRA_PREFIX, kind_fields
from kedang.kit.modes import Mode

SEPARATOR = "；"
CONTACTS = "contact_name"


@dataclass(frozen=True, slots=True)
class Careful(FieldPolicy):
    """Several policies at once: of each field no more than every one of them gives."""

    sides: tuple[FieldPolicy, ...] = ()

    def mode(self, code: str) -> Mode:
        """The mode that gives least."""
        return min(side.mode(code) for side in self.sides)


def careful(policies: Collection[FieldPolicy]) -> FieldPolicy:
    """The policy for what comes from several customers at once."""
    first, *_ = sides = tuple(policies)
    return Careful(first.actor, first.place, all(side.own for side in sides), first.definitions, sides=sides)


@dataclass(frozen=True, slots=True)
class Words:
    """Names of tags and groups, read once."""

    tags: dict[int, str]
    groups: dict[int, str]


def words() -> Words:
    """The words of this archive."""
    return Words(dict(Tag.objects.values_list("id", "name")), dict(Group.objects.values_list("id", "name")))


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader gets of one field: nothing, a text, or a masked one."""

    text: str | None
    masked: bool = False
    doubtful: bool = False


def codes_of(kind: str, contents: Sequence[Content], policy: FieldPolicy) -> list[str]:
    """The fields in which at least one of the contents says something, in the order of the page."""
    own = [spec.code for spec in kind_fields(kind) if spec.storage != "contact" or spec.code == CONTACTS]
    used = {item.field_id for content in contents for item in content.customs}
    custom = [CUSTOM_PREFIX + code for code, definition in policy.definitions.items() if definition.id in used]
    extras = dict.fromkeys(EXTRA_PREFIX + header for content in contents for header in content.extras)
    there = [*own, *custom, *extras]
    return [code for code in there if any(_raw(content, code, policy, None) for content in contents)]


def read(content: Content, code: str, policy: FieldPolicy, said: Words) -> Read:
    """A field of a content through a policy."""
    if policy.mode(code) == Mode.HIDDEN:
        return Read(None)
    text = SEPARATOR.join(_pieces(content, code, policy, said)) or None
    if code == CONTACTS:
        return Read(text)
    doubtful = bool(content.given.get(code, ["", ""])[1])
    return Read(text, masked=policy.mode(code) == Mode.MASKED, doubtful=doubtful)


def read_together(contents: Sequence[Content], code: str, policy: FieldPolicy, said: Words) -> str | None:
    """A field of several contents, alike texts once: how many of the values behind a mask are the same stays unsaid."""
    if policy.mode(code) == Mode.HIDDEN:
        return None
    pieces = (piece for content in contents for piece in _pieces(content, code, policy, said))
    return SEPARATOR.join(dict.fromkeys(pieces)) or None


def _pieces(content: Content, code: str, policy: FieldPolicy, said: Words) -> list[str]:
    if code == CONTACTS:
        return [_contact(contact, policy) for contact in content.contacts]
    values = _raw(content, code, policy, said)
    if policy.mode(code) == Mode.MASKED:
        return [policy.masked(code, value) for value in values]
    return [_named(code, value, policy) for value in values]


def _named(code: str, value: str, policy: FieldPolicy) -> str:
    if code.startswith(CUSTOM_PREFIX):
        definition = policy.definitions.get(code.removeprefix(CUSTOM_PREFIX))
        option = definition.option(value) if definition else None
        return option.label(policy.actor.language) if option else value
    return named(code, value, policy.actor.language)


def _raw(content: Content, code: str, policy: FieldPolicy, said: Words | None) -> list[str]:
    if code == "tags":
        return [said.tags.get(i, "") if said else str(i) for i in content.tag_ids]
    if code == "groups":
        return [said.groups.get(i, "") if said else str(i) for i in content.group_ids]
    if code == CONTACTS:
        return [contact.name for contact in content.contacts]
    values = stored_values(content, code, policy)
    return values or ([content.given[code][0]] if code in content.given else [])


def _contact(contact: ContactItem, policy: FieldPolicy) -> str:
    pairs = [("contact_name", contact.name), ("contact_title", contact.title)]
    pairs += [(contact_code(point.kind), point.value) for point in contact.points]
    shown = [policy.show(code, value) for code, value in pairs if value]
    return " ".join(one.value for one in shown if one and one.value)


def read_item(part: str, code: str, item: Any, policy: FieldPolicy, said: Words) -> str | None:
    """One changed piece of a content, on one side of the change."""
    if item is None or policy.mode(code) == Mode.HIDDEN:
        return None
    if part == "contacts":
        return _contact(item, policy)
    if part == "tag_ids":
        return said.tags.get(item)
    if part == "group_ids":
        return said.groups.get(item)
    value = (item[0] or (item[1] or [""])[0]) if part == "fields" else item if part == "extras" else item.value
    shown = policy.show(code, value)
    if shown is None or shown.masked:
        return shown.value if shown else None
    return _named(code, value, policy)
