"""Saying within a minute that the audit is no longer sealed or no longer leaves the machine; the application goes on meanwhile."""

from datetime import timedelta

from django.db import transaction

from kedang.accounts.models import User
from kedang.accounts.policy import current_policy
from kedang.delivery.models import MAIL
from kedang.delivery.outbox import Draft, is_set_up, post
from kedang.history.models import Event
from kedang.history.queries import AUDIT_READ
from kedang.history.record import record
from kedang.history.sealing import LOG_SUBJECT
from kedang.history.sinks import standing_of_sinks
from kedang.history.standing import Standing, standing
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.kit.env import settings
from kedang.operations import rights

PURPOSE = "audit_alert"
PATIENCE_SECONDS = 30.0
EVERY_SECONDS = 15
GOOD_FOR = timedelta(days=2)
REMINDED = timedelta(hours=24)
SEAL, SINK = "seal", "sink"
_ZH = {
    SEAL: "审计记录超过半分钟没有封存（{waiting} 条待封存）。五分钟后将暂停查看敏感信息和导出。请检查封存进程。",
    SINK: "审计检查点或记录超过一刻钟没有送达 {where}（缺 {waiting} 个）。请检查该位置是否可用。",
}
_EN = {
    SEAL: "The audit log has not been sealed for half a minute ({waiting} events wait). After five minutes revealing and exporting "
    "stop. Look at the sealer.",
    SINK: "Checkpoints or events of the audit have not reached {where} for a quarter of an hour ({waiting} are missing). Look whether it "
    "works.",
}


def watch() -> int:
    """Repeated work: tell of what stands still, once for each time; how many were told."""
    found = standing()
    if found.lag > PATIENCE_SECONDS and not _told(SEAL, found):
        return _tell(SEAL, waiting=found.waiting, where="")
    late = [each for each in standing_of_sinks() if each.late]
    if late and not _told(SINK, None):
        return _tell(SINK, waiting=late[0].missing, where=late[0].code)
    return 0


def _told(what: str, sealed: Standing | None) -> bool:
    """Whether this standstill is known: told of since the last checkpoint, or within a day."""
    since = sealed.at if sealed is not None and sealed.at is not None else now() - REMINDED
    return Event.objects.filter(verb="audit.behind", at__gt=since, details__contains=f'"what":"{what}"').exists()


@transaction.atomic
def _tell(what: str, *, waiting: int, where: str) -> int:
    details = {"what": what, "waiting": waiting, "where": where}
    record(system_actor("worker"), "audit.behind", subject=LOG_SUBJECT, details=details)
    people = _concerned() if is_set_up(MAIL) else []
    for person in people:
        chinese = person.language.startswith("zh")
        url = settings().public_url.rstrip("/")
        text = (_ZH if chinese else _EN)[what].format(waiting=waiting, where=where)
        post(
            Draft(
                channel=MAIL,
                to=person.email,
                subject="客档：审计记录" if chinese else "Kedang: the audit log",
                text=f"{text}\n{url}\n",
                purpose=PURPOSE,
                subject_id=person.id,
                actor_id=person.id,
                expires_at=now() + GOOD_FOR,
            )
        )
    return len(people)


def _concerned() -> list[User]:
    """Whoever reads the audit, and whoever runs the installation."""
    wanted = {AUDIT_READ, rights.MANAGE}
    roles = [role.id for role in current_policy().roles.values() if wanted & set(role.rights)]
    return list(User.objects.filter(is_active=True, roles__in=roles).exclude(email="").distinct())
