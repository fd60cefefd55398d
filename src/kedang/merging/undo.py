"""Undoing a merge, whenever it was. Later merges that rest on it are taken apart first and made again afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from kedang.archive import forwarding, owning
from kedang.archive.change import changed_fields
from kedang.archive.links import Link
from kedang.archive.load import load_content, load_contents
from kedang.archive.models import CLASSIFIED, Customer
from kedang.archive.snapshot import image_of
from kedang.history.record import record
from kedang.jobs.turns import wait_turn
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import STALE, Refusal
from kedang.merging import joining, moving, participants, rights, standing
from kedang.merging.joining import Apart
from kedang.merging.listening import merges_changed
from kedang.merging.models import Merge
from kedang.merging.moving import Keys
from kedang.merging.since import Change, home_of

NO_PLACE = Refusal(
    "merge.place",
    422,
    "只能把这次合并之后的内容放回这次合并中的客户。没有任何改动。",
    "Only what came since this merge can go, and only to a customer of this merge. Nothing was changed.",
)
Places = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Unmerged:
    """A merge that was undone: who stands on their own again."""

    id: int
    survivor_id: int
    loser_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """Something that came after a merge: where it goes unless somebody says otherwise. `on` is the customer it stands on."""

    key: str
    on: int
    home: int
    change: Change | None = None
    link: Link | None = None
    row_id: int = 0


@dataclass(slots=True)
class Undoing:
    """A merge being undone, with the later ones that rest on it, oldest first. `placed` says where what came since goes.

    `ours`: the merges whose outcome the holder is. Others rest on the undone one only through rows that name their
    participants: what happened to those is neither told nor given to anybody.
    """

    merge: Merge
    losers: list[int]
    later: list[tuple[Merge, list[int]]]
    keys: Keys
    ours: frozenset[int]
    apart: dict[int, Apart] = field(default_factory=dict)
    placed: dict[str, int] = field(default_factory=dict)

    @property
    def family(self) -> tuple[int, ...]:
        """Survivor and losers of the merge itself."""
        return (self.merge.survivor_id, *self.losers)

    @property
    def own(self) -> list[tuple[int, Apart]]:
        """What was taken apart of the holder itself."""
        return [(merge_id, apart) for merge_id, apart in self.apart.items() if merge_id in self.ours]


@transaction.atomic
def undo_merge(actor: Actor, merge_id: int, *, places: Places | None = None, version: int | None = None) -> Unmerged:
    """Take one merge back, at any later time.

    Whose owner may not have one more comes back as nobody's. What came since stays with the survivor, unless `places` (key of `since` -> customer id) gives it to a loser. `version`:
    that of the customer that holds the outcome now; another one is refused as stale.
    """
    actor.require(rights.MERGE)
    wait_turn("merging")
    owning.take_turn()
    undoing = _begin(*standing.load_for_undo(actor, merge_id))
    room = owning.room_of(owners_of(undoing.keys))
    # Once more, now that nobody can change any of them.
    made, holder = standing.load_for_undo(actor, merge_id)
    if version is not None and holder.version != version:
        raise STALE(version=holder.version)
    before = load_content(holder.id)
    image = image_of(holder, undoing.keys[holder.id], before)
    levels = dict(Customer.objects.filter(CLASSIFIED, id__in=undoing.keys).values_list("id", "classification"))
    _take_apart(undoing)
    _settle(actor, undoing, places or {})
    _keep_close(undoing, holder.classification or 0)
    made.undone_at, made.undone_by = now(), actor.id
    made.image_enc = made.merged_enc = b""
    made.save(update_fields=["undone_at", "undone_by", "image_enc", "merged_enc"])
    _merge_again(actor, undoing)
    _stay_close(undoing, levels)
    _leave_to_nobody(actor, undoing, room)
    fields = changed_fields(before, load_content(holder.id))
    _record(actor, undoing, holder.id, fields, image)
    merges_changed(actor, list(undoing.keys))
    return Unmerged(made.id, made.survivor_id, tuple(undoing.losers))


def _keep_close(undoing: Undoing, level: int) -> None:
    """Everybody is kept as closely as before, or closer, where the holder was classified higher since: undoing lowers nothing."""
    family = Customer.objects.filter(id__in=undoing.family)
    if level > max(found or 0 for found in family.values_list("classification", flat=True)):
        family.update(classification=level)


def _stay_close(undoing: Undoing, levels: Mapping[int, int | None]) -> None:
    """Whoever is not separated here, and was only made anew of what they had been, is kept as closely as a moment ago: they may have been
    classified since, and be out of the sight of whoever undoes this."""
    for customer_id, level in levels.items():
        if customer_id not in undoing.family:
            others = Customer.objects.filter(id=customer_id).exclude(classification__gte=level or 0)
            others.update(classification=level)


def _leave_to_nobody(actor: Actor, undoing: Undoing, room: Mapping[int, int]) -> None:
    """Undoing brings nobody more customers than they may have: who is one too many is for the department to assign."""
    for customer_id in undoing.losers:
        customer = Customer.objects.filter(id=customer_id, trashed_at__isnull=True).first()
        if customer is not None and customer.owner_id in owning.brought_above(room):
            owning.hand_over(actor, customer, None, how=owning.PUT_BACK)


def owners_of(customer_ids: Iterable[int]) -> set[int]:
    """Whose some customers are, also of those who were merged away."""
    found = Customer.objects.filter(id__in=list(customer_ids), owner_id__isnull=False)
    return {owner_id for owner_id in found.values_list("owner_id", flat=True) if owner_id is not None}


def _record(actor: Actor, undoing: Undoing, holder_id: int, fields: Sequence[str], image: bytes) -> None:
    """An event on everybody. `since`: the merge with which a customer came to hold what is separated now. Those of other merges
    learn that they were merged anew, and nothing of whose merge was undone."""
    since = {undoing.merge.survivor_id: undoing.merge.id}
    last = undoing.merge.survivor_id
    for merge, losers in undoing.later:
        if last in losers:
            last = merge.survivor_id
            since[last] = merge.id
    merge_id = str(undoing.merge.id)
    for customer_id in sorted(undoing.keys):
        verb = "customer.unmerged" if customer_id in (holder_id, *undoing.family) else "customer.rejoined"
        details = {"merge": merge_id} if verb == "customer.unmerged" or customer_id in since else {}
        if customer_id in since:
            details["since"] = str(since[customer_id])
        said, before = (fields, image) if customer_id == holder_id else ((), None)
        record(actor, verb, subject=("customer", customer_id), fields=said, before=before, details=details)


def _begin(made: Merge, holder: Customer) -> Undoing:
    later = [(merge, standing.losers_of(merge)) for merge in standing.resting_on(made)]
    losers = standing.losers_of(made)
    everybody = {made.survivor_id, *losers}
    for merge, merged_away in later:
        everybody |= {merge.survivor_id, *merged_away}
    standing.lock_all(sorted(everybody))
    leads = forwarding.resolve(merge.survivor_id for merge, _ in later)
    ours = frozenset((made.id, *(merge.id for merge, _ in later if leads[merge.survivor_id] == holder.id)))
    return Undoing(made, losers, later, participants.open_keys(everybody), ours)


def _take_apart(undoing: Undoing) -> None:
    """The newest first, down to the merge itself."""
    for merge, losers in [*reversed(undoing.later), (undoing.merge, undoing.losers)]:
        undoing.apart[merge.id] = joining.take_apart(merge, losers, undoing.keys)


def since_of(undoing: Undoing) -> list[Since]:
    """Everything that came since to the holder, with the place it goes to by default. The merges have been taken apart."""
    contents = load_contents(undoing.family)
    losers = {i: contents[i] for i in undoing.losers}
    found: list[Since] = []
    for merge_id, apart in undoing.own:
        on = apart.merge.survivor_id
        keepers = [contents[undoing.merge.survivor_id], load_content(on)]
        for change in apart.changes:
            home = home_of(change, keepers, losers) or on
            found.append(Since(f"{merge_id}:{change.key}", on, home, change=change))
        for link, row in apart.rows:
            place = moving.home_of_row(link, row, on, undoing.losers)
            found.append(Since(_row_key(merge_id, link, row), on, place, link=link, row_id=row))
    return found


def _row_key(merge_id: int, link: Link, row_id: int) -> str:
    return f"{merge_id}:row:{link.name}:{row_id}"


def _settle(actor: Actor, undoing: Undoing, places: Places) -> None:
    """Everybody of the merge stands on their own again, with what is theirs of what came since."""
    found = since_of(undoing)
    known = {item.key for item in found}
    if any(key not in known or place not in undoing.family for key, place in places.items()):
        raise NO_PLACE()
    undoing.placed = {item.key: places.get(item.key, item.home) for item in found}
    _hand_over(undoing)
    stamps = undoing.apart[undoing.merge.id].stamps
    for customer_id in undoing.family:
        joining.settle(actor, customer_id, undoing.keys[customer_id], _given_to(undoing, customer_id), stamps)
    Customer.objects.filter(id=undoing.merge.survivor_id).update(updated_at=now(), updated_by=actor.id)


def _given_to(undoing: Undoing, customer_id: int) -> list[Change]:
    """The changes that go to somebody of the merge's family: those of the merge itself, and for a loser later ones too."""
    return [
        change
        for merge_id, apart in undoing.own
        for change in apart.changes
        if undoing.placed[f"{merge_id}:{change.key}"] == customer_id
        and (merge_id == undoing.merge.id or customer_id in undoing.losers)
    ]


def _hand_over(undoing: Undoing) -> None:
    """Whole rows that somebody gave to a loser."""
    for merge_id, apart in undoing.own:
        for link, row_id in apart.rows:
            place = undoing.placed[_row_key(merge_id, link, row_id)]
            if place != apart.merge.survivor_id:
                moving.hand_over(link, row_id, apart.merge.survivor_id, place, undoing.keys)


def _merge_again(actor: Actor, undoing: Undoing) -> None:
    """The later merges, oldest first, as they were chosen; what came after each stays with its survivor."""
    for merge, losers in undoing.later:
        joining.join(actor, merge, merge.survivor_id, losers, undoing.keys)
        apart = undoing.apart[merge.id]
        kept = [c for c in apart.changes if undoing.placed.get(f"{merge.id}:{c.key}") not in undoing.losers]
        joining.settle(actor, merge.survivor_id, undoing.keys[merge.survivor_id], kept, apart.stamps)


def outlook(actor: Actor, merge_id: int) -> tuple[Merge, Customer, Undoing, Sequence[Since]]:
    """What undoing a merge would separate: rehearsed, and rolled back."""
    actor.require(rights.MERGE)
    with transaction.atomic():
        wait_turn("merging")
        made, holder = standing.load_for_undo(actor, merge_id)
        undoing = _begin(made, holder)
        _take_apart(undoing)
        found = since_of(undoing)
        transaction.set_rollback(True)
    return made, holder, undoing, found
