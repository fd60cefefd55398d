"""How the keys of this installation stand: which there are, how old they are, what was done with them, what is due."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from kedang.jobs.models import Job
from kedang.kit.actor import Actor
from kedang.kit.env import settings
from kedang.operations import keys_deeds, resealing, rights
from kedang.operations.keys_escrow import Escrow, escrow, present_fingerprint
from kedang.operations.keys_rotating import present_envelope, progress, stalled
from kedang.operations.keys_settings import copies_folder, rotate_after
from kedang.vault import copies, envelopes
from kedang.vault.models import MasterKey, SubjectKeyRow
from kedang.vault.renewing import DROPPED, GIVEN
from kedang.vault.root import KEK, master
from kedang.vault.tenure import Answering


@dataclass(frozen=True, slots=True)
class MasterStanding:
    """One master key."""

    purpose: str
    epoch: int
    created_at: datetime
    wraps: int


@dataclass(frozen=True, slots=True)
class CopyStanding:
    """One copy of the key store."""

    made_at: datetime
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResealStanding:
    """The newest exchange of customers' keys: how far it is, what it came to, and what the old versions still wait for."""

    one: bool
    begun_at: datetime
    sealed_at: datetime | None
    ended_at: datetime | None
    waits_for: str
    done: int
    total: int
    values: int
    damaged: int
    dropped: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All of it."""

    masters: tuple[MasterStanding, ...]
    subjects: int
    suite: str
    fingerprint: str
    provider: str
    away: Answering
    root_changed_at: datetime | None
    rotate_after: int
    job: Job | None
    stalled: bool
    reseal: ResealStanding | None
    escrow: Escrow
    copies: tuple[CopyStanding, ...]


def standing(actor: Actor) -> Standing:
    """What there is. Numbers, dates and fingerprints only."""
    actor.require(rights.MANAGE)
    wrapped = dict(SubjectKeyRow.objects.values_list("epoch").annotate(Count("subject_id")))
    masters = tuple(
        MasterStanding(row.purpose, row.epoch, row.created_at, wrapped.get(row.epoch, 0) if row.purpose == KEK else 0)
        for row in MasterKey.objects.exclude(purpose__in=(GIVEN, DROPPED)).order_by("purpose", "epoch")
    )
    away = master().tenure.answering
    return Standing(
        masters=masters,
        subjects=sum(wrapped.values()),
        suite=settings().cipher_suite,
        fingerprint=present_fingerprint(),
        provider=envelopes.kind_of(present_envelope()),
        away=away,
        root_changed_at=keys_deeds.last_at(keys_deeds.ROOT, keys_deeds.RECOVERED),
        rotate_after=rotate_after(),
        job=progress(),
        stalled=stalled(),
        reseal=_reseal(),
        escrow=escrow(),
        copies=tuple(
            CopyStanding(copies.made_at(path), path.stat().st_size) for path in copies.copies(copies_folder())
        ),
    )


def _reseal() -> ResealStanding | None:
    row = resealing.newest()
    if row is None:
        return None
    work = resealing.work_of(row)
    return ResealStanding(
        one=row.customer_id is not None,
        begun_at=row.begun_at,
        sealed_at=row.sealed_at,
        ended_at=row.ended_at,
        waits_for="" if row.ended_at else resealing.waits_for(row),
        done=work.done if work else 0,
        total=work.total if work else 0,
        values=row.values,
        damaged=row.damaged,
        dropped=row.dropped,
        kept=row.kept,
    )
