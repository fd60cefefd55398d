"""Filing batches: verdicts, keys, numbers, rows, changes, events, fates and the run's cursor, in one transaction.

Either all of a group of batches is there or nothing of it; whoever comes after a crash goes on with the next.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import fields

from django.db import transaction
from django.db.models import F

from kedang.accounts.queries import directory
from kedang.archive import change, owning
from kedang.archive.models import Customer
from kedang.archive.numbering import allocate, serials_given
from kedang.archive.rows import MARKS_AT, NUMBER_AT, Bundle, Row
from kedang.archive.snapshot import held_keys, pack
from kedang.archive.tokens import number_tokens
from kedang.archive.write import insert_bundle, insert_rows
from kedang.duplicates import entry_index
from kedang.duplicates.suspecting import suspect
from kedang.history.record import EVENT_COLUMNS, EVENT_TABLE, EventRow, event_row, stamp
from kedang.intake.deciding import Decider, Outcome
from kedang.intake.fates import FILE, Fate, fate_row
from kedang.intake.labels import store_groups, store_tags
from kedang.intake.models import CREATED, REFUSED, UPDATED, ImportRun
from kedang.intake.plan import Plan
from kedang.intake.preparing import Fact, Prepared
from kedang.intake.verdict import SUSPECTED
from kedang.jobs.running import LeaseLost, Running
from kedang.jobs.turns import wait_turn
from kedang.kit.clock import now
from kedang.kit.ids import new_id
from kedang.vault import keys as vault
from kedang.vault.keys import SubjectKey


def lock_filing() -> None:
    """One filing transaction at a time, so that two people who bring the same customer make one. SQLite has it anyway."""
    wait_turn("filing")


class NoLongerAlone(Exception):
    """Somebody else made a customer while an empty archive was being filled: from now on rows must be compared."""


def is_alone(run: ImportRun) -> bool:
    """Whether everybody in the archive was put there by this run: the number counters rose by no more than that."""
    return run.serials is not None and serials_given() == run.serials + run.created


class Writer:
    """Writes the batches of one run."""

    def __init__(self, plan: Plan, key: SubjectKey, run: ImportRun, job: Running, marks: set[int]) -> None:
        self.plan, self._key, self._run, self._job = plan, key, run, job
        self._decider = Decider(plan, marks)
        self._new_tags: dict[int, str] = {}
        self._new_groups: dict[int, str] = {}
        self._made: set[int] = set()

    def write(self, group: Sequence[Prepared]) -> Counter[str]:
        """File batches in one transaction; the counts of their fates."""
        total: Counter[str] = Counter()
        with transaction.atomic():
            lock_filing()
            owning.take_turn()
            self._job.keep(done=self._run.position + sum(len(batch.facts) for batch in group))
            for batch in group:
                total += self._write(batch)
        return total

    def _write(self, batch: Prepared) -> Counter[str]:
        self._new_tags |= {i: name for i, name in batch.tags.items() if i not in self._made}
        self._new_groups |= {i: name for i, name in batch.groups.items() if i not in self._made}
        if self.plan.alone and not is_alone(self._run):
            raise NoLongerAlone
        outcomes = self._decider.decide(batch)
        numbers = self._create(batch, outcomes)
        events = self._update(batch, outcomes)
        self._events(batch, numbers, events)
        counts = self._fates(batch, outcomes, numbers)
        self._advance(len(batch.facts), counts, sum(o.reason in SUSPECTED for o in outcomes))
        return counts

    def _create(self, batch: Prepared, outcomes: Sequence[Outcome]) -> dict[int, str]:
        """Insert what is new; customer id → archive number, in file order."""
        created = [f for f, o in zip(batch.facts, outcomes, strict=True) if o.fate == CREATED]
        if not created:
            return {}
        ids = [f.customer_id for f in created]
        numbers = dict(zip(ids, allocate([f.kind for f in created], at=self.plan.at), strict=True))
        bundle = batch.bundle
        key_rows = batch.key_rows
        if len(created) != len(bundle.archive_customer):
            bundle = _only(bundle, numbers)
            key_rows = [row for row in key_rows if row[0] in numbers]
        # Keys first and for good: a key without its customer is harmless, a customer without its key is lost.
        vault.store(key_rows)
        bundle.archive_customer = [_numbered(row, numbers[row[0]]) for row in bundle.archive_customer]
        if self.plan.rules:
            marks = {f.customer_id: o.marks for f, o in zip(batch.facts, outcomes, strict=True) if o.marks}
            bundle.archive_customer = [_marked(row, marks.get(row[0])) for row in bundle.archive_customer]
        bundle.archive_search_entry = [
            (row[0], f"{row[1]} {' '.join(number_tokens(numbers[row[0]]))}") for row in bundle.archive_search_entry
        ]
        self._make_labels(
            {row[2] for row in bundle.archive_customer_tag}, {row[2] for row in bundle.archive_group_member}
        )
        insert_bundle(bundle)
        self._enter(batch, outcomes)
        return numbers

    def _enter(self, batch: Prepared, outcomes: Sequence[Outcome]) -> None:
        """Make those who are new findable by likeness at once, and list the suspected ones."""
        fresh = [i for i, o in enumerate(outcomes) if o.fate == CREATED and i in batch.probes]
        entry_index.enter({batch.facts[i].customer_id: (1, batch.probes[i].keys) for i in fresh})
        suspect([suspicion for i in fresh for suspicion in outcomes[i].suspicions])

    def _make_labels(self, tags: Collection[int], groups: Collection[int]) -> None:
        """Make the new tags and groups that a customer really carries."""
        wanted_tags = {i: self._new_tags.pop(i) for i in tags if i in self._new_tags}
        wanted_groups = {i: self._new_groups.pop(i) for i in groups if i in self._new_groups}
        self._made |= wanted_tags.keys() | wanted_groups.keys()
        if wanted_tags:
            store_tags(wanted_tags, owner_id=self.plan.actor.id)
        if wanted_groups:
            store_groups(wanted_groups)

    def _update(self, batch: Prepared, outcomes: Sequence[Outcome]) -> list[EventRow]:
        """Apply changes to customers who were there already; their events."""
        changed = [o for o in outcomes if o.fate == UPDATED]
        if not changed:
            return []
        self._make_labels(
            {i for o in changed if o.new for i in o.new.tag_ids}, {i for o in changed if o.new for i in o.new.group_ids}
        )
        ids = [o.known.id for o in changed if o.known]
        rows = Customer.objects.filter(id__in=ids).select_for_update(of=("self",)).in_bulk()
        keys, held = vault.keys_for(ids), held_keys(ids)
        return [
            self._apply(o, rows[o.known.id], keys[o.known.id], held.get(o.known.id, ())) for o in changed if o.known
        ]

    def _apply(self, outcome: Outcome, customer: Customer, key: SubjectKey, others: Collection[SubjectKey]) -> EventRow:
        old, new, plan = outcome.old, outcome.new, self.plan
        assert old is not None
        assert new is not None
        owner_id, department_id = customer.owner_id, customer.department_id
        before = pack(key, customer.id, old, owner_id=owner_id, department_id=department_id, others=others)
        if outcome.owner is not None:
            customer.owner_id, customer.department_id = outcome.owner.user_id, outcome.owner.department_id
        changed, _ = change.apply(
            plan.actor,
            customer,
            key,
            old,
            new,
            at=now(),
            departments=directory().above(customer.department_id),
            custom_types=plan.filing.custom_types,
            run_id=plan.run_id,
            book=plan.rules,
            before=before,
        )
        if outcome.owner is not None:
            changed = sorted({*changed, "owner"})
            moved = owning.Handover(customer.id, owner_id, customer.owner_id, owning.IMPORTED)
            owning.follow(plan.actor, moved)
        subject = ("customer", customer.id)
        return event_row(
            plan.actor, "customer.changed", subject=subject, fields=changed, before=before, run_id=plan.run_id
        )

    def _events(self, batch: Prepared, numbers: dict[int, str], changes: list[EventRow]) -> None:
        created = batch.events
        if len(created) != len(numbers):
            created = [row for row in created if row[7] in numbers]
        at = stamp(now())
        rows = [(row[0], at, *row[2:]) for row in created]
        insert_rows(EVENT_TABLE, EVENT_COLUMNS, [*rows, *changes])

    def _fates(self, batch: Prepared, outcomes: Sequence[Outcome], numbers: dict[int, str]) -> Counter[str]:
        fates = [fate_of(f, o, numbers) for f, o in zip(batch.facts, outcomes, strict=True)]
        kept = [f for f, o in zip(batch.facts, outcomes, strict=True) if not (f.ruled.refused and o.fate == REFUSED)]
        marks = [m for f in kept for m in f.keys.marks]
        marks += self._decider.met()
        row = fate_row(
            self._key, row_id=new_id(), run_id=self._run.id, phase=FILE, seq=batch.seq, fates=fates, marks=marks
        )
        row.save(force_insert=True)
        return Counter(o.fate for o in outcomes)

    def _advance(self, rows: int, counts: Counter[str], suspected: int) -> None:
        run = self._run
        changes = {fate: F(fate) + number for fate, number in counts.items()} | {
            "suspected": F("suspected") + suspected
        }
        moved = ImportRun.objects.filter(id=run.id, position=run.position).update(
            position=F("position") + rows, **changes
        )
        if not moved:
            raise LeaseLost(str(run.id))
        run.position += rows
        run.suspected += suspected
        for fate, number in counts.items():
            setattr(run, fate, getattr(run, fate) + number)


def fate_of(fact: Fact, outcome: Outcome, numbers: dict[int, str]) -> Fate:
    """What the report says about a row. Of a customer the actor may not see it says nothing but that there is one."""
    known = outcome.known
    if known is not None:
        customer_id, number = known.id, known.number
    else:
        customer_id = fact.customer_id if outcome.fate == CREATED else 0
        number = numbers.get(customer_id, "")
    reason = outcome.reason or fact.skipped
    notes = (*fact.notes, *(note for note in outcome.notes if note[3] != reason)) if outcome.notes else fact.notes
    return Fate(fact.line, outcome.fate, reason, fact.external_id, fact.name, customer_id, number, notes)


def _numbered(row: Row, number: str) -> Row:
    return (*row[:NUMBER_AT], number, *row[NUMBER_AT + 1 :])


def _marked(row: Row, marks: str | None) -> Row:
    return (*row[:MARKS_AT], marks, *row[MARKS_AT + 1 :])


def _only(bundle: Bundle, ids: Collection[int]) -> Bundle:
    """The rows of these customers. Their id stands first in their own tables, second in those of their parts."""
    kept = Bundle()
    for spec in fields(bundle):
        at = 0 if spec.name in {"archive_customer", "archive_search_entry"} else 1
        setattr(kept, spec.name, [row for row in getattr(bundle, spec.name) if row[at] in ids])
    return kept
