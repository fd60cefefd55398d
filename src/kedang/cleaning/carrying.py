"""Working through the rows of a fix, forth and back: as the actor of this very moment may, some customers a transaction.

What was done says so itself in its row, so that a killed job goes on where it stopped.
"""

from collections.abc import Callable, Mapping, Sequence

from django.db import transaction

from kedang.accounts.behind import actor_for
from kedang.accounts.standing import require_still
from kedang.archive import rights as archive_rights
from kedang.cleaning import rights
from kedang.cleaning.models import Fix, FixRow
from kedang.cleaning.row_values import keys_of
from kedang.jobs.running import Running
from kedang.kit.actor import Actor
from kedang.vault.keys import SubjectKey

BATCH = 100
NEEDED = (rights.USE, archive_rights.VIEW, archive_rights.EDIT)
Do = Callable[[FixRow, Mapping[int, SubjectKey]], None]


def still_allowed(job: Running) -> Actor:
    """Whom the job acts for; it stops as soon as one of the rights is gone."""
    actor = actor_for(job.actor_id, job.payload)
    for right in NEEDED:
        actor.require(right)
    job.watch(lambda: require_still(actor, NEEDED))
    return actor


def carry(job: Running, fix: Fix, fate: str, do: Do) -> None:
    """Do it to every row of a fate; `do` gives each of them another."""
    while rows := list(fix.rows.filter(fate=fate).order_by("id")[:BATCH]):
        _batch(job, rows, do)
        job.beat()


@transaction.atomic
def _batch(job: Running, rows: Sequence[FixRow], do: Do) -> None:
    keys = keys_of(rows)
    for row in rows:
        do(row, keys)
    FixRow.objects.bulk_update(rows, ["fate", "reason", "values_enc"])
    job.keep(done=job.done + len(rows))
