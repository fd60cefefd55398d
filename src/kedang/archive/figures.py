"""The figures that higher rooms keep about a customer, for lists to filter and sort by."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, models

Moments = tuple[datetime | None, datetime | None]
_KEEP = (
    "INSERT INTO archive_figures (customer_id, last_contact_at, next_due_at) VALUES (%s, %s, %s)"
    " ON CONFLICT (customer_id) DO UPDATE SET last_contact_at = excluded.last_contact_at, next_due_at = excluded.next_due_at"
)
_CLEAR = "UPDATE archive_figures SET last_contact_at = NULL, next_due_at = NULL WHERE customer_id = %s"
# A row that says nothing is none.
_DROP = "DELETE FROM archive_figures WHERE customer_id = %s AND completeness IS NULL"


class Figures(models.Model):
    """One customer's row of figures: how complete the archive is, the last contact, when something is to be done next."""

    customer = models.OneToOneField(
        "archive.Customer", primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    completeness = models.SmallIntegerField(null=True)
    last_contact_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "archive"
        db_table = "archive_figures"


def keep_contact(figures: Mapping[int, Moments]) -> None:
    """Store (last contact, next due) of customers, in the caller's transaction."""
    assert connection.in_atomic_block, "figures change with what they count"
    said = [(customer_id, *moments) for customer_id, moments in sorted(figures.items()) if any(moments)]
    silent = [(customer_id,) for customer_id, moments in sorted(figures.items()) if not any(moments)]
    with connection.cursor() as cursor:
        for sql, rows in ((_KEEP, said), (_CLEAR, silent), (_DROP, silent)):
            if rows:
                cursor.executemany(sql, rows)
