"""How the keys of this installation stand: which there are, how old they are, what was done with them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from kedang.kit.actor import Actor
from kedang.operations import rights
from kedang.vault.models import MasterKey, SubjectKeyRow
from kedang.vault.root import KEK


@dataclass(frozen=True, slots=True)
class MasterStanding:
    """One master key."""

    purpose: str
    epoch: int
    created_at: datetime
    wraps: int


@dataclass(frozen=True, slots=True)
class Standing:
    """All of it."""

    masters: tuple[MasterStanding, ...]
    subjects: int


def standing(actor: Actor) -> Standing:
    """What there is. Numbers and dates only."""
    actor.require(rights.MANAGE)
    wrapped = dict(SubjectKeyRow.objects.values_list("epoch").annotate(Count("subject_id")))
    masters = tuple(
        MasterStanding(row.purpose, row.epoch, row.created_at, wrapped.get(row.epoch, 0) if row.purpose == KEK else 0)
        for row in MasterKey.objects.order_by("purpose", "epoch")
    )
    return Standing(masters, sum(wrapped.values()))
