"""A case on its way: answered, waiting, taken up again, solved, closed, reopened; what people say of it meanwhile and in the end."""

from dataclasses import dataclass

from django.db import transaction

from kedang.history import news
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal
from kedang.service import cases, clock, steps, targets
from kedang.service.cases import WHY
from kedang.service.kinds import CLOSED, ENDED_STATES, MOVES, SOLVED, WAITING, MoveName
from kedang.service.models import Case
from kedang.vault.keys import SubjectKey, key_for

NOT_FROM_HERE = Refusal(
    "service.move",
    409,
    "这张工单现在的状态不能这样操作，没有改动。请刷新后再看。",
    "A case in this state cannot be moved like that; nothing was changed. Reload and look again.",
)
NO_REASON = Refusal("service.reason", 422, "请选择关闭原因。", "Choose why the case is closed.")
NOTHING = Refusal("service.nothing", 422, "请写下内容。", "Write something.")
NOT_YET = Refusal(
    "service.not_yet", 409, "工单解决之后才能记录满意度。", "Satisfaction is recorded once a case is solved."
)
BAD_SCORE = Refusal("service.score", 422, "满意度为 1 至 5 分。", "Satisfaction is from 1 to 5.")
WORST, BEST = 1, 5
# Of these moves followers of the customer hear.
TOLD: tuple[MoveName, ...] = ("solve", "close", "reopen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What comes with a move. `text`: how it was solved, why it waits or is reopened; closing takes a reason, what caused it, and how
    satisfied the customer is, if they were asked."""

    text: str = ""
    reason: str = ""
    cause: str = ""
    score: int | None = None
    words: str = ""


@transaction.atomic
def move(actor: Actor, case_id: int, name: MoveName, said: Said, *, version: int) -> None:
    """Move a case to where the state machine leads. Solving or waiting means that the customer was answered."""
    customer, row = cases.load_for_handling(actor, case_id, version=version)
    sources, state, step, verb = MOVES[name]
    if row.state not in sources:
        raise NOT_FROM_HERE()
    key = key_for(customer.id)
    _fill(key, row, name, said)
    cases.enter(row, state)
    if state in (WAITING, SOLVED):
        clock.answered(row, at=row.moved_at)
    _stamp(row, state)
    cases.save(row)
    steps.add(actor, key, row, step, text=said.text)
    rated = name == "close" and said.score is not None
    if rated:
        steps.add(actor, key, row, "rated", text=said.words)
    fields = ["satisfaction"] if rated else []
    record(actor, verb, subject=("customer", customer.id), fields=fields, details={"case": str(row.id)})
    if name in TOLD:
        news.changed(actor, customer.id, (cases.ABOUT, row.id))


def _fill(key: SubjectKey, row: Case, name: MoveName, said: Said) -> None:
    if name == "reopen" and not said.text.strip():
        raise WHY()
    if name == "solve":
        if not said.text.strip():
            raise NOTHING()
        cases.reseal(key, row, solution=said.text)
    if name == "close":
        if said.reason not in {each.code for each in targets.current().reasons if each.active}:
            raise NO_REASON()
        row.reason = said.reason
        cases.reseal(key, row, cause=said.cause)
        if said.score is not None:
            _rate(key, row, said.score, said.words)


def _rate(key: SubjectKey, row: Case, score: int, words: str) -> None:
    if not WORST <= score <= BEST:
        raise BAD_SCORE()
    row.satisfaction = score
    cases.reseal(key, row, voice=words)


def _stamp(row: Case, state: str) -> None:
    if state == SOLVED:
        row.solved_at = row.moved_at
    elif state == CLOSED:
        row.closed_at = row.moved_at
    elif state not in ENDED_STATES:
        row.solved_at = row.closed_at = None


@transaction.atomic
def answer(actor: Actor, case_id: int, *, version: int, text: str = "") -> None:
    """The customer has had a first answer; the clock for it stops."""
    customer, row = cases.load_for_handling(actor, case_id, version=version)
    if row.answered_at is not None or row.state in ENDED_STATES:
        raise NOT_FROM_HERE()
    step = steps.add(actor, key_for(customer.id), row, "answered", text=text)
    clock.answered(row, at=step.created_at)
    cases.save(row)
    record(actor, "case.answered", subject=("customer", customer.id), details={"case": str(row.id)})


@transaction.atomic
def comment(actor: Actor, case_id: int, text: str) -> int:
    """Write something about a case for colleagues; the step's id. No version: comments do not get into each other's way."""
    customer, row = cases.load_for_handling(actor, case_id, version=None)
    if not text.strip():
        raise NOTHING()
    step = steps.add(actor, key_for(customer.id), row, "comment", text=text)
    details = {"case": str(row.id), "step": str(step.id)}
    record(actor, "case.commented", subject=("customer", customer.id), details=details)
    return step.id


@transaction.atomic
def rate(actor: Actor, case_id: int, score: int, *, version: int, words: str = "") -> None:
    """How satisfied the customer is, from 1 to 5, in their words; the latest word counts."""
    customer, row = cases.load_for_handling(actor, case_id, version=version)
    if row.state not in ENDED_STATES:
        raise NOT_YET()
    key = key_for(customer.id)
    _rate(key, row, score, words)
    cases.save(row)
    steps.add(actor, key, row, "rated", text=words)
    record(actor, "case.rated", subject=("customer", customer.id), details={"case": str(row.id)})
