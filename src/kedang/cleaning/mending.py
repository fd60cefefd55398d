"""What a plan does to the values of one customer, and how to take it back: pure, on content in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kedang.archive.content import AddressItem, Content, PointItem
from kedang.archive.edit import NAME_REQUIRED
from kedang.cleaning.columns import Column
from kedang.cleaning.items import Item, fresh, key_of, put, reason_of, settle, take, text_of
from kedang.cleaning.plans import DERIVE, STANDARD, Plan
from kedang.engine.catalogue import FIELDS


@dataclass(frozen=True, slots=True)
class Mended:
    """The items of the field before and after."""

    was: list[Item]
    now: list[Item]

    @property
    def removed(self) -> list[Item]:
        """What is there before and not after."""
        kept = {key_of(item) for item in self.now}
        return [item for item in self.was if key_of(item) not in kept]

    @property
    def added(self) -> list[Item]:
        """What is there after and not before."""
        kept = {key_of(item) for item in self.was}
        return [item for item in self.now if key_of(item) not in kept]

    @property
    def keys(self) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
        """What changes: equal for a preview and an application that do the same."""
        return sorted(map(key_of, self.removed)), sorted(map(key_of, self.added))


def mend(content: Content, column: Column, plan: Plan, *, derived: str = "") -> Mended | None:
    """Carry a plan out on a content; None when there is nothing to do. `derived` is what an empty field follows from."""
    was = [replace(item) for item in take(content, column)]
    if plan.method == DERIVE:
        now = fresh(content, column, derived) if derived and not was else was
    else:
        now = _without_twins([new for item in was for new in _replacement(content, column, plan, item)])
    mended = Mended(was, now)
    if mended.keys == ([], []):
        return None
    if column.code == "name" and not any(item.value for item in now):
        raise NAME_REQUIRED()
    settle(now)
    put(content, column, now)
    return mended


def _replacement(content: Content, column: Column, plan: Plan, item: Item) -> list[Item]:
    """What comes in the place of an item: itself, another, or nothing."""
    targets, text = plan.targets, text_of(item)
    if text not in targets:
        return [replace(item)]
    if plan.method == STANDARD:
        again = fresh(content, column, getattr(item, "given", "") or text) if reason_of(item) else []
        sound = again and not any(reason_of(each) for each in again)
        return _like(item, again) if sound else [replace(item)]
    target = targets[text]
    return _like(item, fresh(content, column, target)) if target else []


def _like(item: Item, made: Sequence[Item]) -> list[Item]:
    """New items with the label and the preference of the one they replace."""
    for place, each in enumerate(made):
        if isinstance(each, PointItem | AddressItem) and isinstance(item, PointItem | AddressItem):
            each.label = item.label or each.label
            each.preferred = item.preferred and place == 0
        if isinstance(each, AddressItem) and isinstance(item, AddressItem):
            each.postcode = item.postcode
    return list(made)


def _without_twins(items: Sequence[Item]) -> list[Item]:
    """Each value once. The one that was there stays; it is preferred when its twin was."""
    kept: dict[str, Item] = {}
    for item in items:
        twin = kept.setdefault(item.value or text_of(item), item)
        if twin is not item and isinstance(twin, PointItem | AddressItem) and isinstance(item, PointItem | AddressItem):
            twin.preferred = twin.preferred or item.preferred
    return list(kept.values())


def put_back(content: Content, column: Column, done: Mended) -> bool:
    """Take a mending back, if what it made still stands there; everything else in the field stays as it is now."""
    present = take(content, column)
    keys, removed, added = [key_of(i) for i in present], done.removed, {key_of(i) for i in done.added}
    if sorted(keys) == sorted(map(key_of, done.now)):
        put(content, column, [_as_before(item, present) for item in done.was])
        return True
    untouched = added <= set(keys) and not {key_of(i) for i in removed} & set(keys)
    if column.single or not untouched:
        return False
    since = [item for item in present if key_of(item) not in added]
    if since and removed and not _several(column):
        return False
    items = since + removed
    settle(items)
    put(content, column, items)
    return True


def _several(column: Column) -> bool:
    """Whether a customer may have several values of it at once."""
    return column.definition.multi if column.definition else FIELDS[column.code].multi


def _as_before(item: Item, present: Sequence[Item]) -> Item:
    """What stands there already keeps its row and its state."""
    there = next((each for each in present if key_of(each) == key_of(item)), None)
    if isinstance(there, PointItem | AddressItem) and isinstance(item, PointItem | AddressItem):
        there.preferred = item.preferred
    return there or item
