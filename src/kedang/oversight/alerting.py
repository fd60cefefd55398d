"""Telling whoever reads the audit, and whoever sets the rules, of unusual access: one mail a run, nobody about themselves.

The count beside the menu tells it in the application; the mail where mail is set up. Neither says whose data it was.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from kedang.accounts.models import User
from kedang.accounts.policy import current_policy
from kedang.accounts.queries import directory
from kedang.delivery.models import MAIL
from kedang.delivery.outbox import Draft, is_set_up, post
from kedang.history.queries import AUDIT_READ
from kedang.kit.clock import now
from kedang.kit.env import settings
from kedang.oversight import rights
from kedang.oversight.models import Hit
from kedang.oversight.rules import SHIPPED

PURPOSE = "unusual_access"
GOOD_FOR = timedelta(days=2)
# What the first run finds in the past stands on the page; a mail about last month helps nobody.
FRESH = timedelta(hours=36)
MOST_LINES = 20


@transaction.atomic
def alert() -> int:
    """Queue the mails about what nobody was told of, once; how many."""
    found = list(Hit.objects.select_for_update().filter(told_at__isnull=True).order_by("id"))
    Hit.objects.filter(id__in=[hit.id for hit in found]).update(told_at=now())
    fresh = [hit for hit in found if hit.until > now() - FRESH]
    if not fresh or not is_set_up(MAIL):
        return 0
    told = 0
    for person in _concerned():
        about = [hit for hit in fresh if hit.user_id != person.id]
        if about:
            _post(person, about)
            told += 1
    return told


def _post(person: User, about: Sequence[Hit]) -> None:
    chinese = person.language.startswith("zh")
    head = f"发现 {len(about)} 条异常访问：" if chinese else f"Unusual access was found, {len(about)} time(s):"
    url = settings().public_url.rstrip("/")
    lines = [head, *(_line(hit, chinese=chinese) for hit in about[:MOST_LINES]), "", f"{url}/privacy/unusual"]
    post(
        Draft(
            channel=MAIL,
            to=person.email,
            subject="客档：异常访问" if chinese else "Kedang: unusual access",
            text="\n".join(lines) + "\n",
            purpose=PURPOSE,
            subject_id=about[0].id,
            actor_id=person.id,
            expires_at=now() + GOOD_FOR,
        )
    )


def _line(hit: Hit, *, chinese: bool) -> str:
    rule = next(each for each in SHIPPED if each.code == hit.rule)
    name = directory().name(hit.user_id)
    return f"- {name}：{rule.zh}（{hit.amount}）" if chinese else f"- {name}: {rule.en} ({hit.amount})"


def _concerned() -> list[User]:
    wanted = {AUDIT_READ, str(rights.MANAGE)}
    roles = [role.id for role in current_policy().roles.values() if wanted & set(role.rights)]
    return list(User.objects.filter(is_active=True, roles__in=roles).exclude(email="").distinct().order_by("id"))
