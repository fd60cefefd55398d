"""Mail about reviews of access, where mail is set up: to whoever has lines to decide, and at the end to those who answer for it.

The count beside the menu tells it in the application. No mail says who holds what.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from kedang.access.deciding import Decider, deciders, decides
from kedang.access.models import OPEN, UNCONFIRMED, Line, Review
from kedang.accounts.behind import as_they_stand
from kedang.accounts.models import User
from kedang.accounts.policy import current_policy
from kedang.accounts.rights import AUDIT_READ, ROLES_MANAGE
from kedang.delivery.models import MAIL
from kedang.delivery.outbox import Draft, is_set_up, post
from kedang.kit.clock import now
from kedang.kit.env import settings

PURPOSE = "access_review"
GOOD_FOR = timedelta(days=3)

BEGUN = (
    "权限复核",
    "Review of access",
    "有 {count} 条权限等您复核，请在 {day} 前逐条确认或收回。",
    "{count} line(s) of who holds what wait for you: confirm or take away each by {day}.",
)
REMINDED = (
    "权限复核即将到期",
    "The review of access ends soon",
    "还有 {count} 条权限等您复核，期限 {day}。",
    "{count} line(s) of who holds what still wait for you. The last day is {day}.",
)
ENDED = (
    "权限复核已结束",
    "The review of access is over",
    "权限复核已结束：{count} 条未在期限内确认，请查看列表并处理。",
    "The review of access is over: {count} line(s) were not confirmed in time. Please look at the list.",
)
ALL_DONE = (
    "权限复核已结束",
    "The review of access is over",
    "权限复核已结束，全部有结论。",
    "The review of access is over. Every line was decided.",
)


def begun(review: Review) -> int:
    """Tell whoever has lines to decide; how many people."""
    return _to_deciders(review, BEGUN)


def reminded(review: Review) -> int:
    """The same, before the end."""
    return _to_deciders(review, REMINDED)


def ended(review: Review, counts: Counter[str]) -> int:
    """Tell security administrators and auditors how it ended."""
    left = sum(counts[state] for state in UNCONFIRMED)
    people = _able(ROLES_MANAGE, AUDIT_READ)
    return sum(_post(review, person, ENDED if left else ALL_DONE, left) for person in people)


def _to_deciders(review: Review, words: tuple[str, str, str, str]) -> int:
    if not is_set_up(MAIL):
        return 0
    lines = list(Line.objects.filter(review=review, state=OPEN))
    standing = {user.id: user for user in User.objects.filter(is_active=True).exclude(email="").order_by("id")}
    able = [actor for actor in map(as_they_stand, standing.values()) if decides(actor)]
    waiting = ((standing[each.actor.id], _waiting(each, lines)) for each in deciders(able))
    return sum(_post(review, person, words, count) for person, count in waiting if count)


def _waiting(each: Decider, lines: Sequence[Line]) -> int:
    return sum(each.may_confirm(line) for line in lines)


def _able(*wanted: str) -> Iterable[User]:
    policy = current_policy()
    for user in User.objects.filter(is_active=True).exclude(email="").order_by("id"):
        if policy.grants_of(user.id, user.department_id).rights & set(wanted):
            yield user


def _post(review: Review, person: User, words: tuple[str, str, str, str], count: int) -> int:
    if not is_set_up(MAIL):
        return 0
    zh = person.language.startswith("zh")
    subject, text = (words[0], words[2]) if zh else (words[1], words[3])
    day = f"{review.due_at:%Y-%m-%d}"
    url = settings().public_url.rstrip("/")
    post(
        Draft(
            channel=MAIL,
            to=person.email,
            subject=f"客档：{subject}" if zh else f"Kedang: {subject}",
            text=f"{text.format(count=count, day=day)}\n\n{url}/privacy/access-review\n",
            purpose=PURPOSE,
            subject_id=review.id,
            actor_id=person.id,
            expires_at=now() + GOOD_FOR,
        )
    )
    return 1
