"""Undoing an import: what it made and nobody touched goes, what it changed gets its former content back.

Customers that somebody changed after the run are listed and stay as they are, unless they are chosen. The run's own
events say what it did; before-images in them, sealed under each customer's key, say what was there before.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import orjson
from django.db import connection, transaction

from kedang.accounts.behind import actor_for, limits_of
from kedang.accounts.queries import department_ancestors
from kedang.archive import change, owning
from kedang.archive.custom_types import custom_types
from kedang.archive.load import load_contents
from kedang.archive.models import Customer, kept_from
from kedang.archive.removal import remove
from kedang.archive.snapshot import unpack
from kedang.history.models import Event
from kedang.history.record import EventRow, event_row, record, record_many
from kedang.intake import rights
from kedang.intake.lifecycle import WRONG_STATE, load_run
from kedang.intake.models import DONE, FAILED, STOPPED, UNDOING, UNDONE, ImportRun
from kedang.jobs.queue import enqueue
from kedang.jobs.running import Running
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.merging.standing import standing_participants
from kedang.vault.joint import others_in
from kedang.vault.keys import keys_for, shred

UNDO_JOB = "intake.undo"
MADE, CHANGED = "customer.created", "customer.changed"
UNDOABLE = (DONE, FAILED, STOPPED, UNDONE)
_PAGE = 500
_LISTED = 1_000


@dataclass(frozen=True, slots=True)
class Touched:
    """A customer that somebody changed after the run."""

    id: int
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What undoing would do."""

    created: int
    updated: int
    edited_since: tuple[Touched, ...]
    edited_count: int


def can_undo(run: ImportRun) -> bool:
    """Whether there is something to take back."""
    return run.state in UNDOABLE and run.created + run.updated > 0


_LATER = """
SELECT e.subject_id FROM history_event e
WHERE e.run_id = %s AND e.verb IN ('customer.created', 'customer.changed') AND EXISTS (
  SELECT 1 FROM history_event l WHERE l.subject_id = e.subject_id AND l.id > e.id AND l.subject_kind = 'customer'
  AND (l.run_id IS NULL OR l.run_id <> %s))
"""


def outlook(actor: Actor, run_id: int) -> Outlook:
    """What undoing a run would do, and which customers were changed since."""
    actor.require(rights.UNDO)
    run = load_run(actor, run_id)
    with connection.cursor() as cursor:
        cursor.execute(_LATER, [run.id, run.id])
        later = {row[0] for row in cursor.fetchall()}
    # Whom the actor has no clearance for is not there, and stays whatever they choose.
    later -= set(kept_from(actor).values_list("id", flat=True))
    seen = Customer.objects.visible_to(actor, trashed=None).filter(id__in=sorted(later)[:_LISTED]).order_by("id")
    touched = tuple(Touched(*row) for row in seen.values_list("id", "number", "name"))
    there = Customer.objects.filter(id__in=sorted(later)[:_LISTED]).count()
    return Outlook(run.created, run.updated, touched, max(len(touched), there))


@transaction.atomic
def undo(actor: Actor, run_id: int, *, also: Collection[int] | str = ()) -> ImportRun:
    """Start undoing. `also` names customers changed since that go back nevertheless, or is "all": of those the actor may know of."""
    actor.require(rights.UNDO)
    run = load_run(actor, run_id, lock=True)
    if not can_undo(run):
        raise WRONG_STATE(state=run.state)
    run.state, run.error = UNDOING, ""
    run.save(update_fields=["state", "error"])
    chosen: object = "all" if also == "all" else [str(i) for i in also]
    enqueue(
        UNDO_JOB,
        subject_id=run.id,
        actor_id=actor.id,
        payload={"also": chosen, **limits_of(actor)},
        total=run.created + run.updated,
    )
    return run


@dataclass(slots=True)
class _Cursor:
    """How far an undo is: the last event done, and keys that still have to be destroyed."""

    after: int = 0
    kept: int = 0
    keys: list[int] = field(default_factory=list)

    @classmethod
    def read(cls, text: str) -> "_Cursor":
        return cls(**orjson.loads(text)) if text else cls()

    def text(self) -> str:
        return orjson.dumps({"after": self.after, "kept": self.kept, "keys": self.keys}).decode()


def undo_run(job: Running) -> None:
    """The job: a page of events a transaction. Safe to run twice and after a crash at any moment."""
    run = ImportRun.objects.get(id=job.subject_id)
    if run.state != UNDOING:
        return
    actor = actor_for(job.actor_id, job.payload)
    chosen = job.payload["also"]
    also = None if chosen == "all" else {int(i) for i in chosen}
    cursor = _Cursor.read(job.cursor)
    while True:
        shred(cursor.keys)
        cursor.keys = []
        events = list(
            Event.objects.filter(run_id=run.id, verb__in=(MADE, CHANGED), id__gt=cursor.after).order_by("id")[:_PAGE]
        )
        if not events:
            break
        _undo_page(actor, run, job, events, cursor, also)
        job.beat()
    _finished(actor, run, job, cursor)


@transaction.atomic
def _undo_page(
    actor: Actor, run: ImportRun, job: Running, events: Sequence[Event], cursor: _Cursor, also: set[int] | None
) -> None:
    owning.take_turn()
    rows = {
        c.id: c for c in Customer.objects.filter(id__in={e.subject_id for e in events}).select_for_update(of=("self",))
    }
    later = _changed_since(run.id, events)
    for customer_id in kept_from(actor).filter(id__in=rows).values_list("id", flat=True):
        # Nobody takes back what is there of somebody they may not know of, chosen or not: it would be destroyed unseen.
        del rows[customer_id]
    merged = standing_participants(rows)
    alone = [e for e in events if e.subject_id in rows and e.subject_id not in merged and not _tells_of_others(e)]
    free = [e for e in alone if _may_go(e, later, also)]
    made = [e.subject_id for e in free if e.verb == MADE]
    remove(made)
    told: list[EventRow] = [event_row(actor, "customer.unfiled", subject=("customer", i), run_id=run.id) for i in made]
    told += _restore(actor, run, [e for e in free if e.verb == CHANGED], rows)
    record_many(told)
    cursor.after, cursor.keys = events[-1].id, made
    cursor.kept += sum(1 for e in events if e.subject_id in rows) - len(free)
    job.keep(done=job.done + len(events), cursor=cursor.text())


def _changed_since(run_id: int, events: Iterable[Event]) -> dict[int, int]:
    """Customer → the newest event that is not the run's own."""
    subjects = {e.subject_id for e in events}
    found: dict[int, int] = {}
    later = Event.objects.filter(subject_kind="customer", subject_id__in=subjects).exclude(run_id=run_id)
    for subject_id, event_id in later.values_list("subject_id", "id"):
        found[subject_id] = max(event_id, found.get(subject_id, 0))
    return found


def _tells_of_others(event: Event) -> bool:
    """Whether what was there before the run came from others, too, who stand on their own again: it is not put back on one."""
    return event.before is not None and bool(others_in(event.before))


def _may_go(event: Event, later: dict[int, int], also: set[int] | None) -> bool:
    untouched = later.get(event.subject_id, 0) < event.id
    return untouched or also is None or event.subject_id in also


def _restore(actor: Actor, run: ImportRun, events: Sequence[Event], rows: dict[int, Customer]) -> list[EventRow]:
    """Give changed customers their former content back."""
    ids = [e.subject_id for e in events]
    if not ids:
        return []
    keys, contents, types = keys_for(ids), load_contents(ids), custom_types()
    told: list[EventRow] = []
    for event in events:
        customer, key = rows[event.subject_id], keys[event.subject_id]
        assert event.before is not None
        former, owner_id, department_id = unpack(keys, customer.id, bytes(event.before))
        stored = contents[customer.id]
        back = owning.Handover(customer.id, customer.owner_id, owner_id, owning.PUT_BACK)
        if owning.refusal(actor, back) is not None:
            # The content goes back all the same; whoever has the customer now keeps it.
            owner_id, department_id = customer.owner_id, customer.department_id
        moved = (owner_id, department_id) != (customer.owner_id, customer.department_id)
        if former.signature() == stored.signature() and not moved:
            continue
        if customer.owner_id != owner_id:
            owning.follow(actor, back)
        customer.owner_id, customer.department_id = owner_id, department_id
        fields, before = change.apply(
            actor,
            customer,
            key,
            stored,
            former,
            at=now(),
            departments=department_ancestors(department_id),
            custom_types=types,
            run_id=run.id,
        )
        subject = ("customer", customer.id)
        told.append(event_row(actor, "customer.reverted", subject=subject, fields=fields, before=before, run_id=run.id))
    return told


@transaction.atomic
def _finished(actor: Actor, run: ImportRun, job: Running, cursor: _Cursor) -> None:
    job.keep(cursor=cursor.text())
    ImportRun.objects.filter(id=run.id).update(state=UNDONE)
    record(actor, "import.undone", subject=("import", run.id), run_id=run.id, details={"kept": cursor.kept})
