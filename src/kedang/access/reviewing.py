"""Starting a review, and deciding its lines."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from kedang.access import listing, telling
from kedang.access.deciding import decider, require_deciding
from kedang.access.models import CONFIRMED, OPEN, TAKEN, Line, Review
from kedang.access.review_rules import locked
from kedang.accounts import users
from kedang.accounts.models import User
from kedang.accounts.rights import ROLES_MANAGE
from kedang.accounts.sessions import require_session
from kedang.accounts.stepup import require_stepup
from kedang.classification.clearing import give_clearance
from kedang.history.record import event_row, record, record_many
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import INVALID, NOT_FOUND, Refusal
from kedang.kit.levels import ORDINARY

DAYS = timedelta(days=30)
MOST_LINES = 200

RUNNING = Refusal(
    "access.review_running", 409, "已有一次权限复核正在进行。", "A review of access is under way already."
)
OVER = Refusal(
    "access.review_over", 409, "这次复核已结束或已过期限。没有改动。", "This review is over. Nothing was changed."
)
DECIDED = Refusal(
    "access.line_decided",
    409,
    "{name} 的这一行已有结论，请刷新。没有改动。",
    "The line of {name} was decided meanwhile: reload. Nothing was changed.",
)
NOT_HELD = Refusal(
    "access.line_gone",
    409,
    "{name} 已不再持有这个角色或密级权限，或账号已停用，无需复核。没有改动。",
    "{name} no longer holds this role or clearance, or was disabled: there is nothing to confirm. Nothing was changed.",
)


def start(actor: Actor) -> Review:
    """Make the list of everybody's roles and ask those who lead them, with thirty days."""
    actor.require(ROLES_MANAGE)
    # Made before the transaction: asking for everybody's last use shall not keep others from writing.
    return _begin(actor, listing.drafts())


@transaction.atomic
def _begin(actor: Actor, lines: Sequence[Line]) -> Review:
    rules = locked()
    if Review.objects.filter(is_open=True).exists():
        raise RUNNING()
    moment = now()
    review = Review(started_at=moment, started_by=actor.id, due_at=moment + DAYS, at_deadline=rules.at_deadline)
    review.save(force_insert=True)
    for line in lines:
        line.review = review
    Line.objects.bulk_create(lines, batch_size=500)
    record(actor, "access.review_started", subject=("access_review", review.id), details={"lines": len(lines)})
    telling.begun(review)
    return review


@transaction.atomic
def confirm(actor: Actor, review_id: int, line_ids: Sequence[int]) -> None:
    """Say that these lines still hold: all of them or none."""
    require_deciding(actor)
    require_session(actor)
    if not 1 <= len(set(line_ids)) <= MOST_LINES:
        raise INVALID(what=f"lines: 1–{MOST_LINES}")
    lines = _undecided(actor, review_id, line_ids)
    decider(actor).require(lines)
    _require_held(lines)
    Line.objects.filter(id__in=[line.id for line in lines]).update(
        state=CONFIRMED, decided_by=actor.id, decided_at=now()
    )
    record_many(
        event_row(actor, "access.line_confirmed", subject=("user", line.user_id), details=facts(line)) for line in lines
    )


@transaction.atomic
def take(actor: Actor, line_id: int) -> None:
    """Take the role or the clearance of a line away; of an account without a role, the account is disabled."""
    require_deciding(actor)
    require_session(actor)
    review_id = Line.objects.visible_to(actor).filter(id=line_id).values_list("review_id", flat=True).first()
    lines = _undecided(actor, review_id or 0, [line_id])
    decider(actor).require(lines, take=True)
    require_stepup(actor)
    _require_held(lines)
    line = lines[0]
    if line.clearance:
        give_clearance(actor, line.user_id, level=ORDINARY)
    elif line.role_id is None:
        users.change_user(actor, line.user_id, {"is_active": False})
    else:
        users.take_role(actor, line.user_id, line.role_id)
    Line.objects.filter(id=line.id).update(state=TAKEN, decided_by=actor.id, decided_at=now())
    record(actor, "access.line_taken", subject=("user", line.user_id), details=facts(line))


def facts(line: Line) -> dict[str, object]:
    """A line as events name it."""
    role = str(line.role_id) if line.role_id else None
    known: dict[str, object] = {"review": str(line.review_id), "line": str(line.id), "role": role}
    return known | {"clearance": line.clearance} if line.clearance else known


def held(lines: Sequence[Line]) -> set[int]:
    """Which of these lines are still true: the person may sign in and holds the role or the clearance, or holds none as the line
    says."""
    ids = {line.user_id for line in lines}
    active = dict(User.objects.filter(id__in=ids, is_active=True).values_list("id", "clearance"))
    pairs = set(User.roles.through.objects.values_list("user_id", "role_id").filter(user_id__in=active))
    some = {user_id for user_id, _ in pairs}

    def still(line: Line) -> bool:
        if line.clearance:
            return active.get(line.user_id) == line.clearance
        if line.role_id is None:
            return line.user_id in active and line.user_id not in some
        return (line.user_id, line.role_id) in pairs

    return {line.id for line in lines if still(line)}


def _undecided(actor: Actor, review_id: int, line_ids: Sequence[int]) -> list[Line]:
    review = Review.objects.select_for_update().filter(id=review_id).first()
    found = Line.objects.visible_to(actor).filter(review_id=review_id, id__in=line_ids).order_by("id")
    lines = list(found)
    if review is None or len(lines) != len(set(line_ids)):
        raise NOT_FOUND()
    if not review.is_open or review.due_at <= now():
        raise OVER()
    for line in lines:
        if line.state != OPEN:
            raise DECIDED(name=line.user_name)
    return lines


def _require_held(lines: Sequence[Line]) -> None:
    true = held(lines)
    for line in lines:
        if line.id not in true:
            raise NOT_HELD(name=line.user_name)
