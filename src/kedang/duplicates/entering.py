"""Keeping the index of keys in step: at once for who is filed with it, and for all others by following the history.

Every change of a customer leaves an event in its own transaction. A cursor walks over the events, a little behind the present,
because a long transaction shows its events late; whoever stands in the index in their present version costs nothing.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta

from django.db import transaction

from kedang.archive.content import Content
from kedang.archive.load import load_contents
from kedang.archive.models import Customer
from kedang.duplicates import entry_index
from kedang.duplicates.models import EntryCursor
from kedang.duplicates.probes import KEYS_MADE, probe_of
from kedang.history.models import Event
from kedang.jobs.queue import enqueue
from kedang.jobs.running import Running
from kedang.kit.actor import SYSTEM_ACTORS
from kedang.kit.clock import now
from kedang.kit.ids import new_id

INDEX_JOB = "duplicates.index"
BATCH = 500
EVENTS, PAGES = 5_000, 4
# How long a transaction may take from writing its events to committing them.
LATE = timedelta(seconds=120)


def enter_new(contents: Mapping[int, Content]) -> None:
    """Index customers that are being filed, in the transaction that files them."""
    entry_index.enter({i: (1, probe_of(content).keys) for i, content in contents.items()})


def enter_again(customer_ids: Sequence[int]) -> int:
    """Bring these customers' entries up to date, in the caller's transaction; who is trashed, merged away or gone has none.
    Returns how many were looked at."""
    rows = Customer.objects.filter(id__in=customer_ids, trashed_at__isnull=True, survivor_id__isnull=True)
    # Locked, so that nobody changes them between reading and writing: the entry would tell of a version it does not hold.
    versions = dict(rows.select_for_update(of=("self",)).values_list("id", "version"))
    contents = load_contents(sorted(versions))
    entries = {i: (versions[i], probe_of(content).keys) for i, content in contents.items()}
    entry_index.replace(entries, gone=[i for i in customer_ids if i not in entries])
    return len(customer_ids)


def follow() -> int:
    """Index whoever has changed since the last time; bounded, so that other work gets its turn. Returns how many."""
    cursor = EntryCursor.objects.filter(id=1).first()
    if cursor is None or cursor.made != KEYS_MADE:
        begin()
        return 0
    start = cursor.event_id
    count, after = 0, start
    for _ in range(PAGES):
        page = list(_events(after))
        if not page:
            break
        count += _follow_page(page)
        after = page[-1][0]
    return count


@transaction.atomic
def settle() -> None:
    """Move a slice of what is new in the index to its large tree, when it is time."""
    entry_index.settle()


@transaction.atomic
def begin() -> None:
    """The first time, and when keys are made in another way than before: events are followed from here, and everybody who is there
    already is indexed by a job."""
    _, mine = EntryCursor.objects.get_or_create(id=1, defaults={"event_id": new_id(), "made": KEYS_MADE})
    again = EntryCursor.objects.filter(id=1).exclude(made=KEYS_MADE).update(made=KEYS_MADE)
    if (mine or again) and Customer.objects.exists():
        reindex_all()


def _events(after: int) -> Iterator[tuple[int, int, bool]]:
    """(event, customer or 0, old enough to be passed) behind an event, in order."""
    settled = now() - LATE
    found = Event.objects.filter(id__gt=after).order_by("id")
    for event_id, kind, subject, at in found.values_list("id", "subject_kind", "subject_id", "at")[:EVENTS]:
        yield event_id, subject if kind == "customer" else 0, at < settled


def _follow_page(page: Sequence[tuple[int, int, bool]]) -> int:
    touched = {customer_id for _, customer_id, _ in page if customer_id}
    count = catch_up(touched)
    settled = [event_id for event_id, _, old in page if old]
    if settled:
        EntryCursor.objects.filter(id=1, event_id__lt=settled[-1]).update(event_id=settled[-1])
    return count


def _outdated(touched: Collection[int]) -> Iterator[int]:
    """Those whose entry is not of the version they have now, and those that are gone but have one."""
    for batch in _batches(sorted(touched)):
        there = Customer.objects.filter(id__in=batch, trashed_at__isnull=True)
        versions: dict[int, int] = dict(there.values_list("id", "version"))
        entered = entry_index.versions_of(batch)
        yield from (i for i in batch if versions.get(i) != entered.get(i))


def catch_up(customer_ids: Collection[int]) -> int:
    """Index these as they are now, as far as they are not; how many were not."""
    count = 0
    for batch in _batches(sorted(_outdated(customer_ids))):
        with transaction.atomic():
            count += enter_again(batch)
    return count


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def reindex_all() -> int:
    """Have everybody indexed by a job, in the caller's transaction; its id. Safe while people work."""
    return enqueue(INDEX_JOB, subject_id=new_id(), actor_id=SYSTEM_ACTORS["worker"], total=Customer.objects.count())


def index_everybody(job: Running) -> None:
    """The job: one batch a transaction, by rising id; goes on where it stopped."""
    after, done = int(job.cursor or 0), job.done
    while True:
        ids = list(Customer.objects.filter(id__gt=after).order_by("id").values_list("id", flat=True)[:BATCH])
        if not ids:
            return
        with transaction.atomic():
            done += enter_again(ids)
            after = ids[-1]
            job.keep(done=done, cursor=str(after))
        job.beat()
