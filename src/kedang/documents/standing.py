"""How the stored contents are, for whoever manages documents."""

from datetime import timedelta

from kedang.documents import reading, rights
from kedang.documents import schemas as out
from kedang.documents.fixity import EVERYTHING
from kedang.documents.models import Version
from kedang.documents.reading import Narrowed
from kedang.jobs.queue import newest_job
from kedang.kit.actor import Actor
from kedang.kit.clock import now

MOST = 1_000
LATE = timedelta(days=3)


def checks(actor: Actor) -> out.DocumentChecksOut:
    """How many documents in sight are damaged, and whether reading back keeps up."""
    actor.require(rights.MANAGE)
    found = len(reading.in_sight(actor, Narrowed(damaged=True)).values_list("id")[: MOST + 1])
    newest = newest_job(EVERYTHING)
    return out.DocumentChecksOut(
        damaged=min(found, MOST),
        capped=found > MOST,
        checked_at=newest.finished_at if newest else None,
        behind=Version.objects.filter(check_at__lt=now() - LATE).exists(),
    )
