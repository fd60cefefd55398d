"""When backups are made by themselves, and how much could be lost and how long a restore would take: measured, not promised."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction

from kedang.fields.values import LOCAL
from kedang.history.models import Event
from kedang.jobs.queue import enqueue, open_job
from kedang.kit.actor import Actor, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND
from kedang.kit.ids import id_time_ms
from kedang.operations import rights
from kedang.operations.backup_settings import BackupSettings, backup_settings
from kedang.operations.models import BUTTON, FAILED, GOOD, MAKING, SCHEDULE, WHOLE, Backup

MAKE, PROVE = "operations.backup", "operations.prove"
# All making and proving is one subject of jobs: there is never a second line of it.
EVERYTHING = -6
TOO_OLD = timedelta(hours=26)
PATIENCE = timedelta(hours=1)
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Standing:
    """The backups, newest first, and what follows from them. `at_risk`: seconds of work that only this machine has, as of the newest
    good backup; `back_in`: seconds a trial restore of it took. `late`: nothing proven is younger than 26 hours."""

    rows: list[Backup]
    where: str
    next_at: datetime | None
    at_risk: float | None
    back_in: float | None
    late: bool
    busy: bool


def standing(actor: Actor) -> Standing:
    """How the backups stand."""
    actor.require(rights.MANAGE)
    rows = list(Backup.objects.filter(state__in=(*WHOLE, MAKING, FAILED)).order_by("-id")[:_SHOWN])
    good = newest_good()
    return Standing(
        rows=rows,
        where=backup_settings().to,
        next_at=next_at(now(), _last_made(), backup_settings()),
        at_risk=(now() - good.made_at).total_seconds() if good and good.made_at else None,
        back_in=good.proof_seconds if good else None,
        late=is_late(),
        busy=open_job(EVERYTHING) is not None,
    )


def newest_good() -> Backup | None:
    """The youngest backup that was restored for a trial and found whole."""
    return Backup.objects.filter(state=GOOD).order_by("-made_at").first()


def is_late() -> bool:
    """Whether there have been backups, and none that is proven is young enough."""
    good = newest_good()
    if good is not None and good.made_at is not None:
        return now() - good.made_at > TOO_OLD
    return Backup.objects.exists()


def _last_made() -> datetime | None:
    """When the newest backup was made; before the first one, when this installation was begun."""
    made = Backup.objects.filter(state__in=WHOLE).order_by("-made_at").values_list("made_at", flat=True).first()
    if made is not None:
        return made
    first = Event.objects.order_by("id").values_list("id", flat=True).first()
    return None if first is None else datetime.fromtimestamp(id_time_ms(first) / 1000, UTC)


def next_at(moment: datetime, last: datetime | None, said: BackupSettings) -> datetime | None:
    """When the next backup is due: at the hour of the day, or so many minutes after the last one; None when it is never."""
    since = last or moment
    due = [_hour_after(since, said.hour)] if said.hour >= 0 else []
    if said.minutes > 0:
        due.append(since + timedelta(minutes=said.minutes))
    return min(due, default=None)


def _hour_after(moment: datetime, hour: int) -> datetime:
    """The first time after a moment at which the clock of the organisation shows that hour."""
    local = moment.astimezone(LOCAL)
    today = local.replace(hour=hour % 24, minute=0, second=0, microsecond=0)
    return today if today > local else today + timedelta(days=1)


def make_when_due() -> None:
    """Repeated work: a backup when its time has come. One that failed is tried again after an hour, not at once."""
    moment = now()
    due = next_at(moment, _last_made(), backup_settings())
    if due is None or due > moment or open_job(EVERYTHING) is not None:
        return
    if Backup.objects.filter(state__in=(FAILED, MAKING), started_at__gt=moment - PATIENCE).exists():
        return
    _queue(system_actor("worker").id, MAKE, {"reason": SCHEDULE})


@transaction.atomic
def order_backup(actor: Actor) -> bool:
    """Have a backup made as soon as the worker is free; False when one is on its way already."""
    actor.require(rights.MANAGE)
    return _queue(actor.id, MAKE, {"reason": BUTTON})


@transaction.atomic
def order_proof(actor: Actor, backup_id: int) -> bool:
    """Have a backup restored for a trial; False when something else is on its way."""
    actor.require(rights.MANAGE)
    if not Backup.objects.filter(id=backup_id, state__in=WHOLE).exists():
        raise NOT_FOUND()
    return _queue(actor.id, PROVE, {"backup": str(backup_id)})


@transaction.atomic
def _queue(actor_id: int, kind: str, payload: dict[str, object]) -> bool:
    if open_job(EVERYTHING) is not None:
        return False
    enqueue(kind, subject_id=EVERYTHING, actor_id=actor_id, payload=payload)
    return True
