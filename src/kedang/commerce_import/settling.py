"""What a payment or a return of a file settles: an invoice named by its number in the same source, of the same customer, never for more
than it still has to get."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, Sum

from kedang.archive.models import Customer
from kedang.commerce.kinds import INVOICE, REFERS_TO
from kedang.commerce.models import Transaction
from kedang.commerce_import.plan import Plan
from kedang.commerce_import.reading import Item

NO_TARGET, UNFIT, TOO_MUCH, NOTHING_TO_SETTLE, TWO_INVOICES = (
    "settles.unknown",
    "settles.unfit",
    "settles.too_much",
    "settles.kind",
    "settles.two",
)


@dataclass(slots=True)
class Target:
    """What can be settled, or settles. `left`: what an invoice still has to get, less than nothing when it was lowered after it was paid."""

    id: int
    customer_id: int | None
    kind: str
    currency: str
    left: int
    void: bool = False
    settles: int | None = None


class Settling:
    """The invoices and purchases that the lines of one run name, as they stand after the lines so far.

    A recording asks the ledger anew for every batch, for others may write in between; a trial, which makes nothing, remembers what the
    file would have made.
    """

    def __init__(self, plan: Plan) -> None:
        self._source, self._writing = plan.source, plan.writing
        self._wanted = "settles" in plan.columns
        self._known: dict[str, Target] = {}
        self._by_id: dict[int, Target] = {}

    def hold(self, items: Iterable[Item], people: Mapping[str, int]) -> None:
        """Hold the customers of those that settle something, as whoever records by hand does: nobody pays the same invoice meanwhile."""
        ids = {people[item.customer] for item in items if item.settles}
        if ids and self._writing:
            list(Customer.objects.select_for_update().filter(id__in=ids).order_by("id").values_list("id", flat=True))

    def learn(self, items: Iterable[Item], standing: Iterable[Transaction]) -> None:
        """Look up what the lines of a batch name, and what the transactions they belong to settle so far."""
        if self._writing:
            self._known.clear()
            self._by_id.clear()
        ids = {row.refers_to for row in standing if row.refers_to is not None} - self._by_id.keys()
        names = {item.settles for item in items if item.settles} - self._known.keys()
        if not ids and not names:
            return
        named = Q(source=self._source, external_id__in=sorted(names))
        rows = list(Transaction.objects.filter(named | Q(id__in=sorted(ids))))
        paid = Transaction.objects.filter(refers_to__in=[row.id for row in rows], voided_at=None).order_by()
        sums: dict[int, int] = dict(paid.values_list("refers_to").annotate(Sum("amount")))
        for row in rows:
            left = row.amount - sums.get(row.id, 0)
            found = Target(row.id, row.customer_id, row.kind, row.currency, left, void=row.voided_at is not None)
            self._by_id[row.id] = found
            if row.source == self._source and row.external_id:
                self._known[row.external_id] = found

    def made(self, number: str, target: Target) -> None:
        """The file makes something that later lines may name."""
        if self._wanted:
            self._known[number] = self._by_id[target.id] = target

    def grown(self, number: str, amount: int) -> None:
        """The file changes the amount of something."""
        if number in self._known:
            self._known[number].left += amount

    def misfit(
        self, head: Item, number: str, *, customer_id: int, kind: str, amount: int, row: Transaction | None
    ) -> str:
        """Why a transaction of this amount cannot settle what it names; "" if it can. `row` is the transaction where it stands
        already: what it paid so far does not count against it. `head` is its first line, or one it goes on with."""
        if not number:
            return self._overdrawn(row, amount) if row is not None else ""
        if kind not in REFERS_TO:
            return NOTHING_TO_SETTLE
        target = self._known.get(number)
        # Of another customer's invoice nothing is said but that there is none.
        if target is None or target.customer_id != customer_id:
            return NO_TARGET
        if target.void or target.kind not in REFERS_TO[kind] or target.currency != head.currency:
            return UNFIT
        if head.ordinal > 1 and self._settles(head, row) not in (None, target.id):
            return TWO_INVOICES
        own = row.amount if row is not None and row.refers_to == target.id else 0
        return TOO_MUCH if target.kind == INVOICE and amount > max(0, target.left + own) else ""

    def _settles(self, head: Item, row: Transaction | None) -> int | None:
        """What the lines so far settle."""
        if row is not None:
            return row.refers_to
        made = self._known.get(head.invoice)
        return made.settles if made else None

    def _overdrawn(self, row: Transaction, amount: int) -> str:
        """Why a payment whose line names nothing now cannot grow to this amount: it still settles what it did."""
        target = self._by_id.get(row.refers_to or 0)
        if target is None or target.kind != INVOICE or amount <= row.amount:
            return ""
        return TOO_MUCH if amount > max(0, target.left + row.amount) else ""

    def take(self, number: str, amount: int, row: Transaction | None = None) -> int:
        """Settle it; its id."""
        former = self._by_id.get(row.refers_to or 0) if row is not None else None
        if former is not None and row is not None:
            former.left += row.amount
        target = self._known[number]
        target.left -= amount
        return target.id
