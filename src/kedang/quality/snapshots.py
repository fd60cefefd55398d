"""The figures of each day, kept for the trend: one row for each owner in each department.

A sum of former days cannot be taken apart by who may see what, so that no classified customer is in it.
"""

from datetime import date

from django.db import connection, transaction

from kedang.finding.conditions import today
from kedang.quality.models import Snapshot

SUMS = (
    "COUNT(*), SUM(overall), SUM(completeness), SUM(validity), COALESCE(SUM(freshness), 0), COUNT(freshness),"
    " COALESCE(SUM(verified), 0), COUNT(verified), COALESCE(SUM(CASE WHEN suspects = 0 THEN 1 ELSE 0 END), 0),"
    " COUNT(suspects)"
)
COLUMNS = "customers, overall, completeness, validity, freshness, freshness_of, verified, verified_of, alone, alone_of"


@transaction.atomic
def take(day: date | None = None) -> None:
    """Write down the figures of today; taken again later in the day, they are those of later."""
    written = (day or today()).isoformat()
    Snapshot.objects.filter(day=written).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO quality_snapshot (day, department_id, owner_id, {COLUMNS})"  # noqa: S608 - names are ours
            f" SELECT {_DAY[connection.vendor]}, COALESCE(department_id, 0), COALESCE(owner_id, 0), {SUMS}"
            " FROM quality_score WHERE customer_id NOT IN"
            " (SELECT c.id FROM archive_customer c WHERE c.classification IS NOT NULL) GROUP BY department_id, owner_id",
            [written],
        )


_DAY = {"sqlite": "%s", "postgresql": "%s::date"}
