"""What happened to a survivor after a merge, as changes that can be made again on another content."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kedang.archive.content import ContactItem, Content

_IDENTITIES: dict[str, Callable[[Any], Hashable]] = {
    "names": lambda i: (i.kind, i.value.casefold()),
    "identifiers": lambda i: (i.kind, i.value),
    "points": lambda i: (i.kind, i.value.lower()),
    "addresses": lambda i: i.value,
    "contacts": lambda i: i.name,
    "customs": lambda i: (i.field_id, i.value),
}
_CLASSES = {"tag_ids": "tags", "group_ids": "groups"}
_CONTACT_TEXTS = ("name", "title", "department", "role", "note", "person_id", "preferred")
Pair = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `was` None where something came, `now` None where something went. `code` is the field's."""

    part: str
    code: str
    was: Any
    now: Any

    @property
    def key(self) -> str:
        """What names it between the question and the answer."""
        row = self.now if self.now is not None else self.was
        return f"{self.part}:{row if self.part in _CLASSES else getattr(row, 'id', self.code)}"


def compare(merged: Content, now: Content) -> list[Change]:
    """What became of a content. External ids are rows of their own."""
    found = [
        Change("fields", code, _single(merged, code), _single(now, code))
        for code in sorted({*merged.fields, *merged.given, *now.fields, *now.given})
        if _single(merged, code) != _single(now, code)
    ]
    for header in sorted({*merged.extras, *now.extras}):
        was, became = merged.extras.get(header), now.extras.get(header)
        if was != became:
            found.append(Change("extras", header, was, became))
    for part in _IDENTITIES:
        pairs = _pairs(getattr(merged, part), getattr(now, part))
        found += [Change(part, _code(part, became or was), was, became) for was, became in pairs]
    for part, code in _CLASSES.items():
        before, after = getattr(merged, part), getattr(now, part)
        found += [Change(part, code, i, None) for i in before if i not in after]
        found += [Change(part, code, None, i) for i in after if i not in before]
    return found


def _single(content: Content, code: str) -> tuple[Any, ...] | None:
    """A field's value, what was given for it, and for the name the key by which it is compared."""
    value, given = content.fields.get(code), content.given.get(code)
    if value is None and given is None:
        return None
    return (value, given, content.name_key if code == "name" else "")


def _code(part: str, item: Any) -> str:
    if part in ("names", "identifiers", "points"):
        return str(item.kind)
    if part == "customs":
        return f"custom:{item.field_id}"
    return "address" if part == "addresses" else "contact_name"


def _pairs(merged: Sequence[Any], now: Sequence[Any]) -> list[Pair]:
    """(was, now) of every item that differs: by row, then by content, for rows that were made anew."""
    later = {item.id: item for item in now}
    rest = {item.id: item for item in merged}
    pairs: list[Pair] = []
    for item in merged:
        became = later.get(item.id)
        if became is not None:
            rest.pop(item.id)
            later.pop(item.id)
            if became.key() != item.key():
                pairs.append((item, became))
    for item in list(rest.values()):
        same = next((i for i in later.values() if i.key() == item.key()), None)
        if same is not None:
            later.pop(same.id)
        else:
            pairs.append((item, None))
    return pairs + [(None, item) for item in later.values()]


def patch(content: Content, changes: Sequence[Change]) -> Content:
    """The content with these changes made again, as far as they are not there yet."""
    new = content.copy()
    for change in changes:
        if change.part == "fields":
            _patch_single(new, change)
        elif change.part == "extras":
            _put(new.extras, change.code, change.now)
        elif change.part in _CLASSES:
            _patch_class(getattr(new, change.part), change)
        else:
            _patch_items(getattr(new, change.part), change.was, change.now, _IDENTITIES[change.part])
    return new


def _put(values: dict[str, Any], code: str, value: Any) -> None:
    values.pop(code, None)
    if value is not None:
        values[code] = value


def _patch_single(content: Content, change: Change) -> None:
    value, given, name_key = change.now or (None, None, "")
    _put(content.fields, change.code, value)
    _put(content.given, change.code, given)
    if change.code == "name":
        content.name_key = name_key


def _patch_class(ids: list[int], change: Change) -> None:
    if change.now is None and change.was in ids:
        ids.remove(change.was)
    elif change.now is not None and change.now not in ids:
        ids.append(change.now)


def _patch_items(items: list[Any], was: Any, now: Any, identity: Callable[[Any], Hashable]) -> None:
    at = _place(items, was, identity) if was is not None else None
    if now is None:
        if at is not None:
            del items[at]
    elif at is not None:
        items[at] = (
            _patched_contact(items[at], was, now) if isinstance(now, ContactItem) else replace(now, id=items[at].id)
        )
    elif identity(now) not in {identity(item) for item in items}:
        items.append(replace(now))


def _place(items: Sequence[Any], was: Any, identity: Callable[[Any], Hashable]) -> int | None:
    exact = (at for at, item in enumerate(items) if item.key() == was.key())
    alike = (at for at, item in enumerate(items) if identity(item) == identity(was))
    return next(exact, next(alike, None))


def _patched_contact(contact: ContactItem, was: ContactItem, now: ContactItem) -> ContactItem:
    """A contact with what changed of it, and nothing else of the one it was completed from."""
    new = replace(contact, points=[replace(p) for p in contact.points], customs=[replace(c) for c in contact.customs])
    for text in _CONTACT_TEXTS:
        if getattr(was, text) != getattr(now, text):
            setattr(new, text, getattr(now, text))
    for part in ("points", "customs"):
        for before, after in _pairs(getattr(was, part), getattr(now, part)):
            _patch_items(getattr(new, part), before, after, _IDENTITIES[part])
    return new


def home_of(change: Change, keepers: Sequence[Content], losers: Mapping[int, Content]) -> int | None:
    """The loser whose value was edited on the survivor; None when it is (also) the value of somebody who stays."""
    if change.part not in _IDENTITIES or change.was is None or change.now is None:
        return None
    identity = _IDENTITIES[change.part]
    wanted = identity(change.was)

    def holds(content: Content) -> bool:
        return any(identity(item) == wanted for item in getattr(content, change.part))

    if any(holds(content) for content in keepers):
        return None
    return next((i for i, content in losers.items() if holds(content)), None)
