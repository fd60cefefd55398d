"""What becomes of each row of a batch, with everything needed to do it; the check and the filing decide alike."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from kedang.archive import rights
from kedang.archive.content import Content
from kedang.archive.load import load_contents
from kedang.archive.policy import FieldPolicy
from kedang.duplicates.suspecting import Suspicion
from kedang.engine.catalogue import CUSTOM_PREFIX
from kedang.intake.confirming import Sight
from kedang.intake.labels import LabelBook, settle
from kedang.intake.likeness import Likeness
from kedang.intake.lookup import Known, Neighbours, Reach, neighbours
from kedang.intake.merging import Merge
from kedang.intake.models import CREATED, DUPLICATE, REFUSED, UNCHANGED, UPDATED
from kedang.intake.owners import Owners
from kedang.intake.plan import WHOLE_ROW, Assignee, Plan
from kedang.intake.preparing import Fact, Prepared
from kedang.intake.ruling import Note, Rulings
from kedang.intake.standardising import Standardised, standardise
from kedang.intake.verdict import (
    CREATE,
    IN_ARCHIVE,
    LOCKED,
    NO_MATCH,
    NO_REACH,
    OWNER_FULL,
    OWNER_KEPT,
    SKIP,
    Judge,
    Verdict,
)
from kedang.intake.withholding import withhold


@dataclass(slots=True)
class Outcome:
    """The end of one row. `known` is set only for a customer the actor may see; `old`, `new` and the actor's `policy` only for an update, `suspicions`
    only for somebody new who looks like others."""

    fate: str
    reason: str = ""
    known: Known | None = None
    old: Content | None = None
    new: Content | None = None
    owner: Assignee | None = None
    policy: FieldPolicy | None = None
    suspicions: tuple[Suspicion, ...] = ()
    notes: tuple[Note, ...] = ()
    marks: str = ""


class Decider:
    """Decides batch after batch of one run."""

    def __init__(self, plan: Plan, marks: set[int]) -> None:
        self.plan = plan
        self._judge = Judge(plan.mode, plan.source, marks)
        self._tags = LabelBook(plan.tags, run_id=plan.run_id)
        self._groups = LabelBook(plan.groups, run_id=plan.run_id, longest=128)
        self._codes = {d.id: CUSTOM_PREFIX + code for code, d in plan.definitions.items()}
        self._multi = frozenset(d.id for d in plan.definitions.values() if d.multi)
        self._likeness = Likeness(plan)
        self.rulings = Rulings(plan.rules, writing=plan.writing)
        self.owners = Owners(plan.actor, writing=plan.writing)

    def decide(self, batch: Prepared) -> list[Outcome]:
        """One outcome a fact, in order. What a row may do rests on what became of those before it, whatever that was."""
        self.owners.next_batch()
        outcomes = self._decided(batch)
        new = [i for i, o in enumerate(outcomes) if o.fate == CREATED and not batch.facts[i].ruled.refused]
        concealed = [i for i, o in enumerate(outcomes) if o.reason == IN_ARCHIVE and o.known is None]
        self.rulings.next_batch([batch.facts[i].ruled for i in new])
        self._likeness.next_batch(batch, sorted({*new, *concealed}))
        hidden = frozenset(concealed)
        return [self._settled(batch, index, outcome, hidden) for index, outcome in enumerate(outcomes)]

    def _settled(self, batch: Prepared, index: int, outcome: Outcome, concealed: Collection[int]) -> Outcome:
        """The row held to the validation rules, and to likeness where it would be somebody new."""
        ruled = batch.facts[index].ruled
        if outcome.fate == UPDATED:
            return self._changed(outcome)
        if index in concealed:
            known = self._likeness.named(index)
            return Outcome(DUPLICATE, IN_ARCHIVE, known) if known else outcome
        if outcome.fate != CREATED:
            if outcome.fate == REFUSED and outcome.reason == ruled.refused:
                outcome.notes = ruled.notes
            return outcome
        ruling = self.rulings.created(ruled)
        if ruling.refused:
            return Outcome(REFUSED, ruling.refused, notes=ruling.notes)
        likes = self._likeness.of(index)
        if likes is None or likes.fate == CREATED:
            if not self.owners.takes(batch.facts[index].owner_id):
                return Outcome(REFUSED, OWNER_FULL)
            self.rulings.take(ruled)
        outcome.notes, outcome.marks = ruling.notes, ruling.marks
        if likes is not None:
            outcome.fate, outcome.reason, outcome.known, outcome.suspicions = likes
        return outcome

    def _changed(self, outcome: Outcome) -> Outcome:
        known, old, new, policy = outcome.known, outcome.old, outcome.new, outcome.policy
        assert known is not None
        assert old is not None
        assert new is not None
        assert policy is not None
        ruling = self.rulings.changed(old, new, known.id, policy)
        if ruling.refused:
            return Outcome(REFUSED, ruling.refused, known, notes=ruling.notes)
        outcome.notes = ruling.notes
        return outcome

    def _decided(self, batch: Prepared) -> list[Outcome]:
        self._tags.learn(batch.tags)
        self._groups.learn(batch.groups)
        plan, facts = self.plan, batch.facts
        judged = [f for f in facts if f.keys.level]
        found = None if plan.alone else neighbours(plan.actor, [f.keys for f in judged], source=plan.source)
        if found is None:
            return [Outcome(v.fate, v.reason) for v in (self._verdict(f, None, None) for f in facts)]
        reach = Reach(plan.actor, found)
        sight = Sight(plan.actor, reach)
        verdicts = [self._verdict(f, found, sight) for f in facts]
        return _Comparison(self, batch, found, verdicts, reach, sight).outcomes()

    def met(self) -> list[int]:
        """The marks of archive customers that the last batch met."""
        return self._judge.met()

    def _verdict(self, fact: Fact, found: Neighbours | None, sight: Sight | None) -> Verdict:
        if fact.skipped:
            return SKIP
        if fact.refused:
            return Verdict(REFUSED, fact.refused)
        return self._judge.judge(fact.kind, fact.keys, found, sight, held_back=fact.ruled.refused)

    def made(self, batch: Prepared, index: int) -> tuple[Standardised, Assignee | None]:
        """The row once more as content, for comparing: cheaper than sending the content of every row across."""
        kind, values = batch.values_at(index)
        plan = self.plan
        made = standardise(kind, values, source=plan.source, definitions=plan.definitions, today=plan.today)
        return made, settle(made.filed, self._tags, self._groups, plan.assignees)

    def merge(self, stored: Content, made: Standardised, policy: FieldPolicy) -> Merge:
        """What the row changes about a stored content."""
        editable = self._editable(policy)
        withheld = withhold(made.content, editable)
        merge = Merge(stored, made.content, derived=made.derived, multi_customs=self._multi, editable=editable)
        if withheld:
            merge.locked.add(LOCKED)
        return merge

    def _editable(self, policy: FieldPolicy) -> Callable[[str], bool]:
        def editable(code: str) -> bool:
            if code.startswith("custom-id:"):
                return policy.editable(self._codes.get(int(code[10:]), code))
            return policy.editable(code)

        return editable


class _Comparison:
    """The rows of one batch that met somebody, compared with whom they met."""

    def __init__(
        self,
        decider: Decider,
        batch: Prepared,
        found: Neighbours,
        verdicts: Sequence[Verdict],
        reach: Reach,
        sight: Sight,
    ) -> None:
        self._decider, self._batch, self._found, self._verdicts = decider, batch, found, verdicts
        self._actor = decider.plan.actor
        self._reach, self._sight = reach, sight
        self._contents: dict[int, Content] = {}

    def outcomes(self) -> list[Outcome]:
        """One outcome a verdict."""
        self._contents = load_contents(sorted(self._wanted()))
        return [self._outcome(index, verdict) for index, verdict in enumerate(self._verdicts)]

    def _wanted(self) -> set[int]:
        wanted: set[int] = set()
        for index, verdict in enumerate(self._verdicts):
            if verdict.fate == UPDATED:
                wanted |= {k.id for k in self._candidates(index, verdict)}
        return wanted

    def _candidates(self, index: int, verdict: Verdict) -> list[Known]:
        if verdict.known is not None:
            return [verdict.known]
        fact = self._batch.facts[index]
        return [k for k in self._found.of(fact.kind, fact.keys) if self._sight.confirms(k, fact.keys)]

    def _outcome(self, index: int, verdict: Verdict) -> Outcome:
        if verdict.fate != UPDATED:
            return Outcome(verdict.fate, verdict.reason, verdict.known)
        if verdict.reason == WHOLE_ROW:
            return self._whole_row(index, verdict)
        assert verdict.known is not None
        return self._update(index, verdict.known)

    def _update(self, index: int, known: Known) -> Outcome:
        if known.id not in self._contents:
            return Outcome(REFUSED, NO_REACH)
        made, owner = self._decider.made(self._batch, index)
        old = self._contents[known.id]
        merge = self._decider.merge(old, made, self._sight.policy(known))
        moved = owner if owner is not None and owner.user_id != known.owner_id and self._may_assign() else None
        if merge.result is None and moved is None:
            return Outcome(UNCHANGED, LOCKED if merge.locked else "", known)
        if not self._reach.changes(known) or not self._actor.can(rights.EDIT):
            return Outcome(REFUSED, NO_REACH, known)
        reason = LOCKED if merge.locked else ""
        if moved is not None and not self._decider.owners.takes_over(known, moved):
            moved, reason = None, OWNER_KEPT
        if merge.result is None and moved is None:
            return Outcome(UNCHANGED, reason, known)
        new = merge.result or old.copy()
        return Outcome(UPDATED, reason, known, old, new, moved, policy=self._sight.policy(known))

    def _may_assign(self) -> bool:
        return self._actor.can(rights.ASSIGN)

    def _whole_row(self, index: int, verdict: Verdict) -> Outcome:
        """A row without a key is whoever says everything it says already; otherwise it is somebody new."""
        made, _ = self._decider.made(self._batch, index)
        mode = self._decider.plan.mode
        for known in self._candidates(index, verdict):
            stored = self._contents.get(known.id)
            if stored is not None and self._decider.merge(stored, made, self._sight.policy(known)).result is None:
                return Outcome(DUPLICATE, IN_ARCHIVE, known) if mode == "create" else Outcome(UNCHANGED, "", known)
        return Outcome(REFUSED, NO_MATCH) if mode == "update" else Outcome(CREATE.fate)
