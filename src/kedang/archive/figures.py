"""The figures that higher rooms keep about a customer, for lists to filter and sort by."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, models

from kedang.history.record import stamp

# The times among them, by the names that lists and filters use.
TIMES = ("last_contact_at", "next_due_at", "last_deal_at")
Moments = tuple[datetime | None, datetime | None]
_KEEP = (
    "INSERT INTO archive_figures (customer_id, last_contact_at, next_due_at) VALUES (%s, %s, %s)"
    " ON CONFLICT (customer_id) DO UPDATE SET last_contact_at = excluded.last_contact_at, next_due_at = excluded.next_due_at"
)
_CLEAR = "UPDATE archive_figures SET last_contact_at = NULL, next_due_at = NULL WHERE customer_id = %s"
# A row that says nothing is none.
_DROP = (
    "DELETE FROM archive_figures WHERE customer_id = %s AND completeness IS NULL AND last_contact_at IS NULL"
    " AND next_due_at IS NULL AND last_deal_at IS NULL"
)
_KEEP_DEAL = (
    "INSERT INTO archive_figures (customer_id, last_deal_at) VALUES (%s, %s)"
    " ON CONFLICT (customer_id) DO UPDATE SET last_deal_at = excluded.last_deal_at"
)
_LATER_DEAL = (
    f"{_KEEP_DEAL} WHERE archive_figures.last_deal_at IS NULL OR excluded.last_deal_at > archive_figures.last_deal_at"
)
_CLEAR_DEAL = "UPDATE archive_figures SET last_deal_at = NULL WHERE customer_id = %s"


class Figures(models.Model):
    """One customer's row of figures: how complete the archive is, the last contact, when something is to be done next,
    when it last bought or was billed."""

    customer = models.OneToOneField(
        "archive.Customer", primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    completeness = models.SmallIntegerField(null=True)
    last_contact_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True)
    last_deal_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "archive"
        db_table = "archive_figures"


def keep_contact(figures: Mapping[int, Moments]) -> None:
    """Store (last contact, next due) of customers, in the caller's transaction."""
    said = [(customer_id, *moments) for customer_id, moments in sorted(figures.items()) if any(moments)]
    silent = [(customer_id,) for customer_id, moments in sorted(figures.items()) if not any(moments)]
    _execute((_KEEP, said), (_CLEAR, silent), (_DROP, silent))


def keep_deals(last: Mapping[int, datetime | None]) -> None:
    """Store when customers last bought or were billed, in the caller's transaction."""
    said = [(customer_id, at) for customer_id, at in sorted(last.items()) if at is not None]
    silent = [(customer_id,) for customer_id, at in sorted(last.items()) if at is None]
    _execute((_KEEP_DEAL, said), (_CLEAR_DEAL, silent), (_DROP, silent))


def note_deals(at: Mapping[int, datetime]) -> None:
    """Customers bought or were billed at these times; what is known of later ones stays."""
    _execute((_LATER_DEAL, sorted(at.items())))


def _execute(*statements: tuple[str, Sequence[tuple[int | datetime | None, ...]]]) -> None:
    assert connection.in_atomic_block, "figures change with what they count"
    with connection.cursor() as cursor:
        for sql, rows in statements:
            if rows:
                cursor.executemany(sql, [[stamp(v) if isinstance(v, datetime) else v for v in row] for row in rows])
