"""How the keys of this installation stand: which there are, how old they are, what was done with them, what is due."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from kedang.jobs.models import Job
from kedang.kit.actor import Actor
from kedang.kit.env import settings
from kedang.operations import keys_deeds, rights
from kedang.operations.keys_escrow import Escrow, escrow, present_fingerprint
from kedang.operations.keys_rotating import present_envelope, progress, stalled
from kedang.operations.keys_settings import copies_folder, rotate_after
from kedang.vault import copies, envelopes
from kedang.vault.models import MasterKey, SubjectKeyRow
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
    escrow: Escrow
    copies: tuple[CopyStanding, ...]


def standing(actor: Actor) -> Standing:
    """What there is. Numbers, dates and fingerprints only."""
    actor.require(rights.MANAGE)
    wrapped = dict(SubjectKeyRow.objects.values_list("epoch").annotate(Count("subject_id")))
    masters = tuple(
        MasterStanding(row.purpose, row.epoch, row.created_at, wrapped.get(row.epoch, 0) if row.purpose == KEK else 0)
        for row in MasterKey.objects.order_by("purpose", "epoch")
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
        escrow=escrow(),
        copies=tuple(
            CopyStanding(copies.made_at(path), path.stat().st_size) for path in copies.copies(copies_folder())
        ),
    )
