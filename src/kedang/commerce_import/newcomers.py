"""Customers whom a file names by a number nobody knows yet: filed by the way of every import, their number as external id, and as name
as long as the file gives none."""

from collections.abc import Mapping, Sequence

from kedang.archive.customers import filing_for
from kedang.archive.enforcing import rulebook
from kedang.archive.numbering import allocate
from kedang.archive.policy import policy_for
from kedang.archive.rows import MARKS_AT, Bundle, entry_with, with_number
from kedang.archive.tokens import number_tokens
from kedang.archive.write import insert_bundle, insert_rows
from kedang.commerce_import.plan import Plan
from kedang.duplicates import entry_index
from kedang.duplicates.suspecting import suspect
from kedang.engine.tables.layout import Layout, Line
from kedang.engine.tables.shaping import Target
from kedang.engine.tables.walking import DATA
from kedang.fields.queries import active_definitions
from kedang.fields.values import LOCAL
from kedang.history.record import EVENT_COLUMNS, EVENT_TABLE, stamp
from kedang.intake.deciding import Decider, Outcome
from kedang.intake.likeness import BY_ITSELF
from kedang.intake.models import CREATED, LIST, OFF
from kedang.intake.plan import Plan as IntakePlan
from kedang.intake.plan import section_plan
from kedang.intake.preparing import Prepared, Preparer
from kedang.kit.clock import now
from kedang.vault import keys as vault

_TARGETS = (Target(0, "客户编号", "external_id"), Target(1, "客户名称", "name"))


class Newcomers:
    """Files those who are new, batch after batch of one run; in a trial run only says who would be."""

    def __init__(self, plan: Plan, *, named: bool) -> None:
        self._plan = intake_plan(plan, named=named)
        self._preparer, self._decider = Preparer(self._plan), Decider(self._plan, set())
        self._judged: dict[str, tuple[int, str, str]] = {}

    def meet(self, names: Mapping[str, str]) -> dict[str, tuple[int, str, str]]:
        """Number → (id, archive number, why not): those of this batch. `names`: number → name or ""."""
        known = {number: self._judged[number] for number in names if number in self._judged}
        fresh = [number for number in names if number not in known]
        if not fresh:
            return known
        lines = [Line(0, DATA, (number, names[number] or number), 0) for number in fresh]
        batch = self._preparer.prepare(0, lines)
        outcomes = self._decider.decide(batch)
        numbers = self._file(batch, outcomes) if self._plan.writing else {}
        for number, fact, outcome in zip(fresh, batch.facts, outcomes, strict=True):
            made = outcome.fate == CREATED
            found = (fact.customer_id, numbers.get(fact.customer_id, ""), "") if made else (0, "", outcome.reason)
            known[number] = found
            if not made or not self._plan.writing:
                # Nobody is there to be found by the next batch.
                self._judged[number] = found
        return known

    def _file(self, batch: Prepared, outcomes: Sequence[Outcome]) -> dict[int, str]:
        """File them in the caller's transaction; customer id → archive number."""
        pairs = zip(batch.facts, outcomes, strict=True)
        made = {f.customer_id: (f, o) for f, o in pairs if o.fate == CREATED}
        if not made:
            return {}
        numbers = dict(zip(made, allocate([f.kind for f, _ in made.values()], at=self._plan.at), strict=True))
        # Keys first and for good: a key without its customer is harmless, a customer without its key is lost.
        vault.store([row for row in batch.key_rows if row[0] in made])
        insert_bundle(self._numbered(batch.bundle, numbers, made))
        fresh = [i for i, o in enumerate(outcomes) if o.fate == CREATED and i in batch.probes]
        entry_index.enter({batch.facts[i].customer_id: (1, batch.probes[i].keys) for i in fresh})
        suspect([suspicion for i in fresh for suspicion in outcomes[i].suspicions])
        at = stamp(now())
        insert_rows(EVENT_TABLE, EVENT_COLUMNS, [(r[0], at, *r[2:]) for r in batch.events if r[7] in made])
        return numbers

    @staticmethod
    def _numbered(bundle: Bundle, numbers: Mapping[int, str], made: Mapping[int, tuple[object, Outcome]]) -> Bundle:
        """The rows of those who are filed, with their archive numbers and the marks of broken rules."""
        kept = Bundle()
        for row in bundle.archive_customer:
            if row[0] in numbers:
                marks = made[row[0]][1].marks or row[MARKS_AT]
                marked = (*row[:MARKS_AT], marks, *row[MARKS_AT + 1 :])
                kept.archive_customer.append(with_number(marked, numbers[row[0]]))
        kept.archive_external_id = [row for row in bundle.archive_external_id if row[1] in numbers]
        kept.archive_search_entry = [
            entry_with(row, number_tokens(numbers[row[0]])) for row in bundle.archive_search_entry if row[0] in numbers
        ]
        return kept


def intake_plan(plan: Plan, *, named: bool) -> IntakePlan:
    """The plan by which intake prepares and judges newcomers. Likeness counts where the file names them and is not too long."""
    actor, today = plan.actor, plan.at.astimezone(LOCAL).date()
    return IntakePlan(
        run_id=plan.run_id,
        actor=actor,
        mode="create",
        match_key="external_id",
        source=plan.source,
        filename=plan.filename,
        sheet=None,
        layout=Layout(sections=(), counts={}),
        sections=(section_plan(plan.customer_kind, _TARGETS, None),),
        batch_rows=plan.batch_rows,
        at=plan.at,
        today=today,
        filing=filing_for(actor, owner_id=plan.owner_id, run_id=plan.run_id, at=plan.at),
        definitions={d.code: d for d in active_definitions()},
        rules=rulebook(today).seen_by(policy_for(actor, own=True)),
        writing=plan.writing,
        fuzzy=LIST if named and plan.total <= BY_ITSELF else OFF,
    )
