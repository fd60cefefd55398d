"""One mail a person each working morning, to whoever wants it: how much is overdue and how much is due today. Mail is read on
many screens, so it holds figures and no customer."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from django.db import transaction
from django.db.models import Count, Q

from kedang.accounts.behind import actor_for
from kedang.accounts.models import User
from kedang.activity.models import OPEN, FollowUp, MorningMail
from kedang.archive import rights as archive_rights
from kedang.archive.seen import seen_by
from kedang.calendar.working import working_time
from kedang.delivery.models import MAIL
from kedang.delivery.outbox import Draft, is_set_up, post
from kedang.fields.values import LOCAL
from kedang.finding.conditions import today
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.env import settings
from kedang.kit.errors import DomainError, Refusal

HOUR = 8
PURPOSE = "morning"
CANNOT = Refusal(
    "activity.no_mail",
    409,
    "还不能发送邮件：系统没有设置邮件服务器，或您的账号没有邮箱。请联系管理员。没有保存任何改动。",
    "Mail cannot be sent: no mail server is set up, or your account has no address. Ask an administrator. Nothing was saved.",
)


Hindrance = Literal["", "not_set_up", "no_address"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Whether somebody wants the mail, and why it could not be sent."""

    wanted: bool
    hindrance: Hindrance


def choice(actor: Actor) -> Choice:
    """What the actor has chosen."""
    actor.require(archive_rights.VIEW)
    return Choice(MorningMail.objects.filter(user_id=actor.id).exists(), _hindrance(actor.id))


@transaction.atomic
def choose(actor: Actor, *, wanted: bool) -> None:
    """Have the mail from the next working morning on, or no more of it."""
    actor.require(archive_rights.VIEW)
    if wanted and _hindrance(actor.id):
        raise CANNOT()
    if wanted:
        # Whoever turns it on at noon knows what today brings.
        _, changed = MorningMail.objects.get_or_create(user_id=actor.id, defaults={"sent_on": today()})
    else:
        gone, _ = MorningMail.objects.filter(user_id=actor.id).delete()
        changed = bool(gone)
    if changed:
        record(actor, "morning_mail.chosen", subject=("user", actor.id), details={"wanted": wanted})


def send_all() -> int:
    """Send today's mails from eight in the morning on; how many. Safe to run twice: each row remembers its day."""
    day = today()
    if now().astimezone(LOCAL).hour < HOUR or not is_set_up(MAIL) or not working_time().is_working_day(day):
        return 0
    waiting = MorningMail.objects.exclude(sent_on=day).order_by("id").values_list("user_id", flat=True)
    return sum(_send(user_id, day) for user_id in list(waiting))


@transaction.atomic
def _send(user_id: int, day: date) -> bool:
    if not MorningMail.objects.filter(user_id=user_id).exclude(sent_on=day).update(sent_on=day):
        return False
    user = User.objects.filter(id=user_id).first()
    try:
        actor = actor_for(user_id)
    except DomainError:
        return False
    overdue, due = _figures(actor, day)
    if user is None or not user.email or not actor.can(archive_rights.VIEW) or not (overdue or due):
        return False
    subject, text = _words(overdue, due, zh=actor.language.startswith("zh"))
    ends = datetime.combine(day, time(), LOCAL) + timedelta(days=1)
    post(
        Draft(
            channel=MAIL,
            to=user.email,
            subject=subject,
            text=text,
            purpose=PURPOSE,
            actor_id=user_id,
            expires_at=ends,
        )
    )
    return True


def _figures(actor: Actor, day: date) -> tuple[int, int]:
    start = datetime.combine(day, time(), LOCAL)
    ends = start + timedelta(days=1)
    seen = seen_by(actor)
    found = FollowUp.objects.filter(seen, assignee_id=actor.id, state=OPEN, due_at__lt=ends)
    counted = found.aggregate(
        overdue=Count("id", filter=Q(due_at__lt=start)), due=Count("id", filter=Q(due_at__gte=start))
    )
    return counted["overdue"], counted["due"]


def _words(overdue: int, due: int, *, zh: bool) -> tuple[str, str]:
    url = settings().public_url.rstrip("/")
    where = f"\n\n{url}/follow-ups" if url else ""
    if zh:
        said = "，".join(
            part for part in (f"今天 {due} 项" if due else "", f"已逾期 {overdue} 项" if overdue else "") if part
        )
        return f"客档跟进：{said}", f"您的跟进：{said}。{where}\n\n不想再收到：在“跟进”页关闭“每天早上邮件提醒”。\n"
    said = ", ".join(part for part in (f"{due} today" if due else "", f"{overdue} overdue" if overdue else "") if part)
    return (
        f"Follow-ups: {said}",
        f"Your follow-ups: {said}.{where}\n\nNo more of these: turn off “Morning mail” on the page “Follow-ups”.\n",
    )


def _hindrance(user_id: int) -> Hindrance:
    if not is_set_up(MAIL):
        return "not_set_up"
    return "" if User.objects.filter(id=user_id).exclude(email="").exists() else "no_address"
