"""The demonstration's cases: some done, some late, some soon due, and the improvements that came of them."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta

from django.db import transaction

from kedang.accounts.behind import actor_for
from kedang.accounts.models import User
from kedang.archive.models import Customer
from kedang.calendar.working import working_time
from kedang.config.demo.case_stories import MEASURES, STORIES, Measure, Story
from kedang.engine.worktime import WorkTime
from kedang.fields.values import LOCAL
from kedang.finding.conditions import today
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.service import cases, clock, improving, moving, queues
from kedang.service.kinds import CLOSED, ENDED_STATES, NEW, WAITING
from kedang.service.models import Case, Step
from kedang.service.moving import Said

_QUEUES = (
    ("售后组", ("repair", "consultation"), ("zhou", "he", "chen")),
    ("投诉组", ("complaint",), ("lin", "zhou", "chen")),
)
_HOUR = timedelta(hours=1)


def build(actor: Actor) -> None:
    """Queues, cases of customers somebody is responsible for, and the improvements made because of them."""
    people = {user.login: user.id for user in User.objects.all()}
    for name, kinds, logins in _QUEUES:
        draft = queues.Draft(name=name, kinds=kinds, member_ids=tuple(people[login] for login in logins))
        queues.create(actor, draft)
    made = []
    for place, (customer, story) in enumerate(_with_customers(actor, people)):
        with transaction.atomic():
            made.append(_carry_out(customer, story, place))
    for measure in MEASURES:
        with transaction.atomic():
            _improve(actor_for(people["wang"]), measure, made)


def _with_customers(actor: Actor, people: Mapping[str, int]) -> Iterator[tuple[Customer, Story]]:
    seen = Customer.objects.visible_to(actor).filter(owner_id__isnull=False).order_by("id")
    used: set[int] = set()
    for place, story in enumerate(STORIES):
        found = seen.filter(kind=story.of, **({"owner_id": people[story.who]} if story.who else {}))
        # From further on in the list each time, so that not all of it happened to neighbours.
        customer = found.exclude(id__in=used)[place % 5 :].first() or found[0]
        used.add(customer.id)
        yield customer, story


def _carry_out(customer: Customer, story: Story, place: int) -> int:
    """One case, from entry to where it stands; its id."""
    author = actor_for(customer.owner_id or 0)
    draft = cases.Draft(
        kind=story.kind, title=story.title, text=story.text, channel=story.channel, priority=story.priority
    )
    case_id = cases.open_case(author, customer.id, draft)
    if story.state != NEW:
        cases.take(author, case_id, version=_version(case_id))
        moving.answer(author, case_id, version=_version(case_id), text=story.answer)
        _end(author, case_id, story)
    _date(Case.objects.get(id=case_id), story, place)
    return case_id


def _version(case_id: int) -> int:
    return Case.objects.get(id=case_id).version


def _end(author: Actor, case_id: int, story: Story) -> None:
    if story.state == WAITING:
        moving.move(author, case_id, "wait", Said(text=story.end), version=_version(case_id))
    if story.state in ENDED_STATES:
        moving.move(author, case_id, "solve", Said(text=story.end), version=_version(case_id))
    if story.score:
        moving.rate(author, case_id, story.score, version=_version(case_id), words=story.words)
    if story.state == CLOSED:
        said = Said(reason=story.reason, cause=story.cause)
        moving.move(author, case_id, "close", said, version=_version(case_id))


def _date(row: Case, story: Story, place: int) -> None:
    """Let it have happened when the story says, with a clock that ran in that time."""
    calendar = working_time()
    opened = _opened_at(story, place, calendar)
    answered = calendar.add(opened, _HOUR * (story.hours or 0))
    moved = calendar.add(answered, _HOUR * story.worked)
    local = opened.astimezone(LOCAL)
    row.created_at, row.month = opened, local.year * 100 + local.month
    row.answered_at = row.answer_seconds = None
    clock.start(row, first=row.first_target, solve=row.solve_target, at=opened)
    if story.hours is not None:
        clock.answered(row, at=answered)
    clock.run_in(row, story.state, at=moved)
    row.moved_at = moved
    row.solved_at = moved if story.state in ENDED_STATES else None
    row.closed_at = moved + 2 * _HOUR if story.state == CLOSED else None
    row.save()
    _date_steps(row, {"opened": opened, "taken": answered - _HOUR / 4, "answered": answered}, moved)


def _date_steps(row: Case, known: Mapping[str, datetime], moved: datetime) -> None:
    steps = list(Step.objects.filter(case_id=row.id).order_by("id"))
    for step in steps:
        step.created_at = row.closed_at or moved if step.kind == "closed" else known.get(step.kind, moved)
    Step.objects.bulk_update(steps, ["created_at"])


def _opened_at(story: Story, place: int, calendar: WorkTime) -> datetime:
    if story.ago is not None:
        return _working_ago(_HOUR * story.ago, calendar)
    day = calendar.add_days(today() - timedelta(days=story.days - 1), -1)
    morning = datetime.combine(day, time(9, 20), LOCAL)
    return morning + timedelta(minutes=53 * place % 420)


def _working_ago(working: timedelta, calendar: WorkTime) -> datetime:
    """The latest moment since which so much working time has passed."""
    at = now()
    early, late = at - timedelta(days=60), at
    while late - early > timedelta(seconds=30):
        middle = early + (late - early) / 2
        early, late = (middle, late) if calendar.between(middle, at) >= working else (early, middle)
    return early


def _improve(manager: Actor, measure: Measure, made: list[int]) -> None:
    first, *others = (made[place] for place in measure.stories)
    owner = Case.objects.get(id=first).assignee_id
    due_on = today() + timedelta(days=measure.due)
    draft = improving.Draft(title=measure.title, text=measure.text, due_on=due_on, owner_id=owner)
    improvement = improving.plan(manager, first, draft)
    for case_id in others:
        improving.link_case(manager, improvement, case_id)
    if measure.done:
        improving.move(manager, improvement, "finish", version=1)
    if measure.proof:
        improving.check(manager, improvement, version=2, effect="yes", proof=measure.proof)
        improving.move(manager, improvement, "close", version=3)
