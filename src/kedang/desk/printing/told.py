"""How the moments of a timeline are told on paper, by kind. A room that adds a kind to the timeline says here how it reads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kedang.activity.kinds import KINDS, OUTCOMES
from kedang.activity.models import DONE, FollowUp, Interaction
from kedang.activity.moments import FOLLOW_UP, INTERACTION
from kedang.activity.schemas import FollowUpOut, InteractionOut
from kedang.archive import forwarding, rights
from kedang.deals import rights as deals_rights
from kedang.deals.models import Milestone, NeedChange
from kedang.deals.moments import MILESTONE, NEED_CHANGE, OPPORTUNITY_STEP, went
from kedang.deals.project_schemas import MilestoneReached, NeedOut
from kedang.deals.schemas import StageOut, StepOut
from kedang.desk.printing.paper import Paper
from kedang.desk.printing.speech import Speech
from kedang.desk.schemas import EventOut
from kedang.desk.timeline import EVENT, MILESTONES, NOTE
from kedang.documents.kinds import TYPES
from kedang.documents.models import Document
from kedang.documents.moments import KIND as DOCUMENT
from kedang.documents.schemas import DocumentOut
from kedang.history.queries import count_events
from kedang.service import kinds as service
from kedang.service import rights as service_rights
from kedang.service.models import Step as CaseStep
from kedang.service.moments import CASE
from kedang.service.schemas import CaseMoment
from kedang.strategy import rights as strategy_rights
from kedang.strategy.models import Review
from kedang.strategy.moments import STRATEGY_REVIEW
from kedang.strategy.schemas import ReviewOut

TRANSACTION = "transaction"
# Only parts of their own say these.
ELSEWHERE = frozenset((NOTE, TRANSACTION))
STEPS: dict[str, tuple[str, str]] = {
    "opened": ("登记商机", "Opportunity entered"),
    "moved": ("商机推进", "Opportunity moved"),
    "won": ("商机赢单", "Opportunity won"),
    "lost": ("商机输单", "Opportunity lost"),
    "reopened": ("商机重新打开", "Opportunity reopened"),
}
CASES: dict[str, tuple[str, str]] = {
    "complaint": ("投诉", "Complaint"),
    "consultation": ("咨询", "Consultation"),
    "repair": ("报修", "Repair"),
}
CASE_STEPS: dict[str, tuple[str, str]] = {
    "opened": ("登记", "opened"),
    "solved": ("已解决", "solved"),
    "closed": ("已结案", "closed"),
    "reopened": ("重新处理", "reopened"),
}
DIRECTIONS: dict[str, tuple[str, str]] = {"in": ("对方找来", "They came to us"), "out": ("我方联系", "We reached out")}


@dataclass(frozen=True, slots=True)
class Line:
    """One moment as a row: what kind, by whom, and what there is to read."""

    kind: str
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """How a kind is told, and how many of it there are in a paper's period."""

    line: Callable[[Speech, Any], Line]
    count: Callable[[Paper], int]


def heard(paper: Paper, kind: str) -> int:
    """How many moments of a kind there are."""
    return TOLD[kind].count(paper)


def _interaction(say: Speech, shown: InteractionOut) -> Line:
    took = say(f"{shown.minutes} 分钟", f"{shown.minutes} minutes") if shown.minutes else ""
    people = say("、", ", ").join(shown.people or ())
    withs = say(f"对方：{people}", f"With {people}") if people else ""
    facts = say.also(say.word(DIRECTIONS, shown.direction), say.word(OUTCOMES, shown.outcome), took, withs)
    text = say.unreadable if shown.text is None else shown.text
    return Line(say.word(KINDS, shown.kind), say.person(shown.by), "\n".join(filter(None, (text, facts))))


def _follow_up(say: Speech, shown: FollowUpOut) -> Line:
    kind = say.also(say("完成跟进", "Done"), say.word(KINDS, shown.kind))
    return Line(kind, say.person(shown.assignee), say.unreadable if shown.text is None else shown.text)


def _step(say: Speech, shown: StepOut) -> Line:
    stages = " → ".join(_stage(say, each) for each in (shown.from_stage, shown.to_stage) if each)
    title = say.unreadable if shown.title is None else shown.title
    return Line(say.word(STEPS, shown.kind), say.person(shown.by), "\n".join(filter(None, (title, stages))))


def _stage(say: Speech, stage: StageOut) -> str:
    return say(stage.name_zh, stage.name_en)


def _milestone(say: Speech, shown: MilestoneReached) -> Line:
    title = say.unreadable if shown.title is None else shown.title
    due = say(f"计划 {shown.due_on}", f"due {shown.due_on}")
    text = "\n".join(filter(None, (title, say.also(shown.project or "", due))))
    return Line(say("里程碑完成", "Milestone reached"), say.person(shown.by), text)


def _need(say: Speech, shown: NeedOut) -> Line:
    if shown.after is None:
        return Line(say("需求变化", "Change of need"), say.person(shown.by), say.unreadable)
    told = (
        (say("原来：", "Before: "), shown.before),
        (say("现在：", "Now: "), shown.after),
        (say("原因：", "Cause: "), shown.cause),
        (say("来源：", "Source: "), shown.source),
        (say("项目：", "Project: "), shown.project),
        (say("商机：", "Opportunity: "), shown.opportunity),
    )
    text = "\n".join(name + said for name, said in told if said)
    return Line(say("需求变化", "Change of need"), say.person(shown.by), text)


def _case(say: Speech, shown: CaseMoment) -> Line:
    kind = say.also(say.word(CASES, shown.kind), say.word(CASE_STEPS, shown.what))
    title = say.unreadable if shown.title is None else shown.title
    return Line(kind, say.person(shown.by), f"{shown.number}\n{title}")


def _review(say: Speech, shown: ReviewOut) -> Line:
    text = say.unreadable if shown.words is None else shown.words
    return Line(say("策略评审", "Review of the strategy"), say.person(shown.by), text)


def _document(say: Speech, shown: DocumentOut) -> Line:
    kind = say.also(say("上传文件", "Document filed"), say.word(TYPES, shown.type))
    return Line(kind, say.person(shown.by), say.unreadable if shown.title is None else shown.title)


def _event(say: Speech, shown: EventOut) -> Line:
    changes = [f"{f.label}：{f.before or '…'} → {f.after or '…'}" for f in shown.fields if f.before or f.after]
    former = say(f"（{shown.former}）", f" ({shown.former})") if shown.former else ""
    return Line(say("大事", "Milestone"), say.person(shown.actor), "\n".join((shown.text + former, *changes)))


def _interactions(paper: Paper) -> int:
    return Interaction.objects.filter(customer_id=paper.customer.id, **paper.period.within("at")).count()


def _follow_ups(paper: Paper) -> int:
    done = FollowUp.objects.filter(customer_id=paper.customer.id, state=DONE, done_with=None)
    return done.filter(**paper.period.within("ended_at")).count()


def _steps(paper: Paper) -> int:
    return went(paper.actor, paper.customer).filter(**paper.period.within("at")).count()


def _milestones(paper: Paper) -> int:
    if not paper.actor.can(deals_rights.SEE_PROJECTS):
        return 0
    reached = Milestone.objects.filter(customer_id=paper.customer.id, done_at__isnull=False)
    return reached.filter(**paper.period.within("done_at")).count()


def _needs(paper: Paper) -> int:
    if not paper.actor.can(deals_rights.SEE_PROJECTS):
        return 0
    return NeedChange.objects.filter(customer_id=paper.customer.id, **paper.period.within("at")).count()


def _cases(paper: Paper) -> int:
    if not paper.actor.can(service_rights.VIEW):
        return 0
    steps = CaseStep.objects.filter(customer_id=paper.customer.id, kind__in=service.MILESTONES)
    return steps.filter(**paper.period.within("created_at")).count()


def _reviews(paper: Paper) -> int:
    if not paper.actor.can(strategy_rights.VIEW):
        return 0
    return Review.objects.filter(customer_id=paper.customer.id, **paper.period.within("at")).count()


def _documents(paper: Paper) -> int:
    kept = Document.objects.filter(customer_id=paper.customer.id, trashed_at__isnull=True)
    return kept.filter(**paper.period.within("created_at")).count()


def _events(paper: Paper) -> int:
    if not paper.actor.can(rights.HISTORY):
        return 0
    ids = [paper.customer.id, *forwarding.formers_of(paper.customer.id)]
    return count_events("customer", ids, verbs=MILESTONES, since=paper.period.start, until=paper.period.end)


TOLD: dict[str, Told] = {
    INTERACTION: Told(_interaction, _interactions),
    FOLLOW_UP: Told(_follow_up, _follow_ups),
    OPPORTUNITY_STEP: Told(_step, _steps),
    MILESTONE: Told(_milestone, _milestones),
    NEED_CHANGE: Told(_need, _needs),
    CASE: Told(_case, _cases),
    STRATEGY_REVIEW: Told(_review, _reviews),
    DOCUMENT: Told(_document, _documents),
    EVENT: Told(_event, _events),
}
