"""New versions of customers' keys as a verb, the job that seals values again under them, and the end of the old versions.

A job first gives every customer a new version, then has the key store copied, then seals again what is live. Old versions stay until
nothing can need them: not for an hour, not while a backup from before is kept, and for what names the past as long as the customer is there.
"""

import time
from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from kedang.accounts.stepup import require_stepup
from kedang.archive.models import Customer
from kedang.jobs.models import Job
from kedang.jobs.queue import enqueue, newest_job, open_job
from kedang.jobs.running import Running
from kedang.jobs.turns import wait_turn
from kedang.kit.actor import Actor, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.operations import keys_copying, keys_deeds, rights
from kedang.operations.models import FAILED, GONE, Backup, Resealing
from kedang.operations.resealing_places import held_by_the_past, reseal
from kedang.vault import renewing

SEAL, DROP = "keys.reseal", "keys.drop_versions"
# Longer than anybody holds an open key, which is looked up again after `keys.FRESH` seconds, and writes with it.
GRACE = timedelta(hours=1)
BATCH = 200
GIVING, SEALING = "give", "seal"
UNDER_WAY = Refusal(
    "keys.reseal_under_way",
    409,
    "上一次更换客户密钥还没有做完，不需要再开始一次。",
    "Customers' keys are still being exchanged since the last time; there is no need to begin again.",
)
NO_SUCH = Refusal("keys.no_such_customer", 404, "没有编号为 {number} 的客户。", "There is no customer {number}.")


@transaction.atomic
def begin(actor: Actor, number: str = "") -> int:
    """New keys for all customers, or for the one with this number: at once for what is written from now on, in the background for
    what is there. Its id."""
    actor.require(rights.MANAGE)
    require_stepup(actor)
    # Two presses at once: the second waits, and finds the first.
    wait_turn("resealing")
    if Resealing.objects.filter(sealed_at__isnull=True).exists():
        raise UNDER_WAY()
    one = Customer.objects.filter(number=number).values_list("id", flat=True).first() if number else None
    if number and one is None:
        raise NO_SUCH(number=number)
    row = Resealing(version=_next_version(), customer_id=one)
    row.save(force_insert=True)
    keys_deeds.note(actor, keys_deeds.RESEALING, {"customer": str(one or ""), "version": row.version})
    _queue(SEAL, row, actor.id)
    return row.id


def _next_version() -> int:
    """Later than every version there is, also after an older backup or key store came back: the minutes of the clock, as far as they
    go up."""
    last = Resealing.objects.order_by("-version").values_list("version", flat=True).first() or 0
    return max(int(time.time()) // 60, last + 1, renewing.newest_of(renewing.GIVEN) + 1)


def _queue(kind: str, row: Resealing, actor_id: int) -> None:
    count = 1 if row.customer_id else Customer.objects.count()
    enqueue(kind, subject_id=row.id, actor_id=actor_id, total=count * (2 if kind == SEAL else 1))


def _batches(row: Resealing, after: int) -> Iterator[list[int]]:
    """The customers it is about, in the order of their ids; those in the recycle bin, restricted or merged away are customers too."""
    found = Customer.objects.filter(id=row.customer_id) if row.customer_id else Customer.objects.all()
    while ids := list(found.filter(id__gt=after).order_by("id").values_list("id", flat=True)[:BATCH]):
        after = ids[-1]
        yield ids


def seal(job: Running) -> None:
    """The job: new versions, a copy of the key store, then the values. Cut off anywhere, it goes on at the last batch."""
    row = Resealing.objects.filter(id=job.subject_id, sealed_at__isnull=True).first()
    if row is None:
        return
    stage, _, after = (job.cursor or f"{GIVING}:0").partition(":")
    if stage == GIVING:
        _give(job, row, int(after))
        after = "0"
    for ids in _batches(row, int(after)):
        job.beat()
        told = reseal(ids)
        with transaction.atomic():
            counted = {"values": F("values") + told.values, "damaged": F("damaged") + told.damaged}
            Resealing.objects.filter(id=row.id).update(**counted)
            job.keep(done=job.done + len(ids), cursor=f"{SEALING}:{ids[-1]}")
    with transaction.atomic():
        job.keep()
        Resealing.objects.filter(id=row.id).update(sealed_at=now())
        row.refresh_from_db()
        facts = {"values": row.values, "damaged": row.damaged, "version": row.version}
        keys_deeds.note(system_actor("worker"), keys_deeds.RESEALED, facts)


def _give(job: Running, row: Resealing, after: int) -> None:
    renewing.mark(renewing.GIVEN, row.version)
    for ids in _batches(row, after):
        job.beat()
        renewing.give(ids, row.version)
        with transaction.atomic():
            job.keep(done=job.done + len(ids), cursor=f"{GIVING}:{ids[-1]}")
    # Before anything is sealed again: a lost key store must not take what was rewritten since the copy of yesterday.
    keys_copying.copy(system_actor("worker"))
    with transaction.atomic():
        # A job that takes up what another left counts those that do not open anew.
        Resealing.objects.filter(id=row.id).update(damaged=0)
        job.keep(cursor=f"{SEALING}:0")


def waits_for(row: Resealing) -> str:
    """What old versions wait for: sealing, time, backups; empty when nothing."""
    if row.sealed_at is None:
        return "sealing"
    if row.sealed_at > now() - GRACE:
        return "time"
    older = Backup.objects.exclude(state__in=(FAILED, GONE)).filter(started_at__lte=row.sealed_at + GRACE)
    return "backups" if older.exists() else ""


def drop(job: Running) -> None:
    """The job: old versions destroyed wherever nothing can need them. Whoever still had values under one has them sealed again and
    is looked at another time."""
    row = Resealing.objects.filter(id=job.subject_id, ended_at__isnull=True).first()
    if row is None or waits_for(row):
        return
    after, kept, later = (int(each) for each in (job.cursor or "0:0:0").split(":"))
    renewing.mark(renewing.DROPPED, row.version)
    for ids in _batches(row, after):
        job.beat()
        told = reseal(ids)
        held = held_by_the_past(ids, row.version) | told.shut
        free = [each for each in ids if each not in held | told.old]
        dropped = renewing.drop_before(free, row.version)
        kept, later = kept + len(held), later + len(told.old - held)
        with transaction.atomic():
            Resealing.objects.filter(id=row.id).update(dropped=F("dropped") + dropped)
            job.keep(done=job.done + len(ids), cursor=f"{ids[-1]}:{kept}:{later}")
    _ended(job, row, kept, later)


@transaction.atomic
def _ended(job: Running, row: Resealing, kept: int, later: int) -> None:
    job.keep()
    # Whoever had values under an old version until now has them in the backups until now: it is waited for those, too.
    state = {"sealed_at": now()} if later else {"ended_at": now()}
    Resealing.objects.filter(id=row.id).update(kept=kept, **state)
    if not later:
        row.refresh_from_db()
        facts = {"dropped": row.dropped, "kept": kept, "version": row.version}
        keys_deeds.note(system_actor("worker"), keys_deeds.DROPPED, facts)


@transaction.atomic
def tend() -> None:
    """Repeated work: what a stopped job left is taken up, and old versions go when they may."""
    worker = system_actor("worker")
    for row in Resealing.objects.filter(ended_at__isnull=True).order_by("id"):
        if open_job(row.id):
            continue
        waiting = waits_for(row)
        if waiting == "sealing":
            _queue(SEAL, row, worker.id)
        elif not waiting:
            _queue(DROP, row, worker.id)


def amiss() -> str:
    """What does not fit between the versions this key store gave and those that values lie under; empty when all does."""
    given, rows = renewing.newest_of(renewing.GIVEN), Resealing.objects.order_by("-version")
    begun = rows.values_list("version", flat=True).first() or 0
    at_work = rows.filter(Q(values__gt=0) | Q(sealed_at__isnull=False))
    if (at_work.values_list("version", flat=True).first() or 0) > given:
        return "the key store is from before an exchange of customers' keys: kedang keys restore with a newer copy"
    return "a restore has undone an exchange of customers' keys: kedang keys rotate customers" if given > begun else ""


def newest() -> Resealing | None:
    """The newest exchange of customers' keys."""
    return Resealing.objects.order_by("-id").first()


def work_of(row: Resealing) -> Job | None:
    """The newest job of an exchange."""
    return newest_job(row.id)
