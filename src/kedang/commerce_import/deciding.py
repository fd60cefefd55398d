"""What becomes of each line of a batch, and the rows that follow; the trial run and the recording decide alike."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from kedang.commerce.kinds import DEALS, INVOICE, PAYMENT, PURCHASE, RETURN
from kedang.commerce.models import Line, Transaction
from kedang.commerce.money import fits
from kedang.commerce_import.newcomers import Newcomers
from kedang.commerce_import.plan import Plan
from kedang.commerce_import.products import Catalogue
from kedang.commerce_import.reading import BAD_PRICE, Item, Items
from kedang.commerce_import.settling import TWO_INVOICES, Settling, Target
from kedang.history.record import stamp_now
from kedang.intake.fates import Fate
from kedang.intake.keys import RowKeys
from kedang.intake.lookup import Reach, neighbours
from kedang.intake.models import CREATED, REFUSED, SKIPPED, UNCHANGED, UPDATED
from kedang.kit.ids import new_id, new_ids

NO_REACH, TRASHED, TWO_CUSTOMERS, TWO_CURRENCIES, ELSEWHERE, OTHER_KIND, VOIDED, NEGATIVE = (
    "match.no_reach",
    "match.trashed",
    "invoice.two_customers",
    "invoice.two_currencies",
    "invoice.elsewhere",
    "invoice.other_kind",
    "invoice.void",
    "invoice.negative",
)
TRANSACTION_COLUMNS = (
    "id", "customer_id", "kind", "source", "external_id", "at", "currency", "amount", "method", "due_on", "refers_to",
    "outstanding", "line_count", "run_id", "created_by", "created_at", "updated_at", "version",
)  # fmt: skip
LINE_COLUMNS = ("id", "transaction_id", "ordinal", "product_id", "description", "quantity", "price", "amount")
# (currency, kind) → the customers that dealt so.
Dealt = dict[tuple[str, str], set[int]]
Stored = tuple[int, int | None, str, int, int, int]


class Person(NamedTuple):
    """Whose an invoice is; `reason` why it cannot be."""

    id: int
    number: str
    reason: str


@dataclass(slots=True)
class Change:
    """A transaction that stands already: what its lines add to it, since when it is of another time, and what it settles from now on."""

    row: Transaction
    amount: int = 0
    lines: int = 0
    at: datetime | None = None
    settles: int | None = None


@dataclass(slots=True)
class Work:
    """A batch decided. `sums`: (currency, kind) → [lines, amount, customers of the run so far]; `deals`: when customers dealt with us at the
    latest; `settled`: of which it must be counted again what they still have to get."""

    fates: list[Fate] = field(default_factory=list)
    transactions: list[tuple[Any, ...]] = field(default_factory=list)
    lines: list[tuple[Any, ...]] = field(default_factory=list)
    corrected: list[tuple[int, Stored]] = field(default_factory=list)
    changes: dict[int, Change] = field(default_factory=dict)
    sums: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    deals: dict[int, datetime] = field(default_factory=dict)
    settled: set[int] = field(default_factory=set)
    newcomers: int = 0

    @property
    def counts(self) -> Counter[str]:
        """Lines by fate."""
        return Counter(fate.fate for fate in self.fates)

    @property
    def reasons(self) -> Counter[str]:
        """Refused lines by reason."""
        return Counter(fate.reason for fate in self.fates if fate.fate == REFUSED)


class Decider:
    """Decides batch after batch of one run."""

    def __init__(self, plan: Plan, *, dealt: Dealt | None = None) -> None:
        self.plan = plan
        self.dealt: Dealt = dealt or {}
        self._newcomers = Newcomers(plan, named="customer_name" in plan.columns)
        self.catalogue = Catalogue(plan)
        self.settling = Settling(plan)
        self._met: set[str] = set()
        self._made: set[str] = set()

    def decide(self, batch: Sequence[Items]) -> Work:
        """One fate a line, in order. When writing, new customers and products are filed on the way, in the caller's transaction."""
        work = Work()
        good = [item for group in batch for item in group if not item.reason and not item.skipped]
        people = self._people(good, work)
        taken = [item for item in good if not people[item.customer].reason]
        self.catalogue.learn(taken)
        self.settling.hold(taken, {number: person.id for number, person in people.items()})
        standing = self._standing({item.invoice for item in taken})
        self.settling.learn(taken, standing.values())
        stored = self._stored([row.id for row in standing.values()])
        for group in batch:
            _Group(self, work, people, standing, stored).decide(group)
        return work

    def is_first(self, invoice: str) -> bool:
        """Whether nothing stands for this invoice yet; a trial, which makes nothing, remembers it."""
        if self.plan.writing:
            return True
        new = invoice not in self._made
        self._made.add(invoice)
        return new

    def _people(self, good: Sequence[Item], work: Work) -> dict[str, Person]:
        names: dict[str, str] = {}
        for item in good:
            if not names.get(item.customer):
                names[item.customer] = item.name
        found = neighbours(self.plan.actor, [RowKeys("external_id", tuple(names), (), ())], source=self.plan.source)
        reach = Reach(self.plan.actor, found)
        people: dict[str, Person] = {}
        for number in names:
            known = [found.customers[i] for i in found.by_external.get(number, ()) if i in found.customers]
            if known:
                one = known[0]
                reason = "" if reach.changes(one) else NO_REACH
                people[number] = Person(one.id, one.number, reason or (TRASHED if one.trashed else ""))
        fresh = {number: name for number, name in names.items() if number not in people}
        for number, (customer_id, archive_number, reason) in self._newcomers.meet(fresh).items():
            people[number] = Person(customer_id, archive_number, reason)
            if not reason and number not in self._met:
                work.newcomers += 1
                self._met.add(number)
        return people

    def _standing(self, invoices: Iterable[str]) -> dict[str, Transaction]:
        rows = Transaction.objects.filter(source=self.plan.source, external_id__in=sorted(invoices))
        if self.plan.writing:
            rows = rows.select_for_update()
        return {row.external_id or "": row for row in rows}

    def _stored(self, transaction_ids: Sequence[int]) -> dict[int, dict[int, Stored]]:
        found: dict[int, dict[int, Stored]] = {i: {} for i in transaction_ids}
        if transaction_ids:
            rows = Line.objects.filter(transaction_id__in=transaction_ids).values_list(
                "transaction_id", "ordinal", "id", "product_id", "description", "quantity", "price", "amount"
            )
            for transaction_id, ordinal, *rest in rows.iterator():
                found[transaction_id][ordinal] = tuple(rest)  # type: ignore[assignment]
        return found


class _Group:
    """Lines of one invoice that follow each other."""

    def __init__(
        self,
        decider: Decider,
        work: Work,
        people: dict[str, Person],
        standing: dict[str, Transaction],
        stored: dict[int, dict[int, Stored]],
    ) -> None:
        self._decider, self._work = decider, work
        self._people, self._standing, self._stored = people, standing, stored

    def decide(self, group: Items) -> None:
        """The fate of each, in order."""
        good = [item for item in group if not item.reason and not item.skipped]
        if not good:
            for item in group:
                self._fate(item, item.skipped and SKIPPED, item.skipped or item.reason)
            return
        head = good[0]
        person = self._people[head.customer]
        mine = [i for i in good if i.customer == head.customer and i.currency == head.currency]
        settles = next((item.settles for item in mine if item.settles), "")
        mine = [item for item in mine if item.settles in ("", settles)]
        total = sum(item.amount for item in mine)
        row = self._standing.get(head.invoice)
        # What settles an invoice and says nothing else is a payment.
        kind = head.kind or (RETURN if total < 0 else PAYMENT if settles else PURCHASE)
        if row is not None and head.ordinal > 1 and not head.kind:
            kind = row.kind
        sign = -1 if kind == RETURN and total < 0 else 1
        reason = person.reason or self._clash(row, person, head, kind)
        reason = reason or self._misfit(row, person, kind, mine, sign, settles)
        fates: dict[int, str] = {}
        if not reason:
            add = self._add(row, mine, sign, settles) if row else None
            fates = self._make(person, head, mine, kind, sign, settles) if add is None else add
            self._sum(head.currency, kind, mine, sign, person)
        for item in group:
            self._end(item, head, person, reason, fates)

    def _end(self, item: Item, head: Item, person: Person, reason: str, fates: dict[int, str]) -> None:
        if item.skipped or item.reason:
            self._fate(item, SKIPPED if item.skipped else REFUSED, item.skipped or item.reason)
        elif item.customer != head.customer:
            self._fate(item, REFUSED, TWO_CUSTOMERS)
        elif item.currency != head.currency:
            self._fate(item, REFUSED, TWO_CURRENCIES)
        elif reason:
            # Of a customer out of reach the report says nothing but that there is one.
            self._fate(item, REFUSED, reason)
        elif item.ordinal not in fates:
            self._fate(item, REFUSED, TWO_INVOICES)
        else:
            self._fate(item, fates[item.ordinal], "", person)

    def _fate(self, item: Item, fate: str, reason: str, person: Person | None = None) -> None:
        of, number = (person.id, person.number) if person else (0, "")
        key = f"{item.invoice}/{item.ordinal}" if item.invoice else ""
        self._work.fates.append(Fate(item.line, fate or REFUSED, reason, key, item.customer, of, number, ()))

    @staticmethod
    def _clash(row: Transaction | None, person: Person, head: Item, kind: str) -> str:
        if row is None:
            return ""
        if row.customer_id != person.id:
            return ELSEWHERE
        if row.voided_at is not None:
            return VOIDED
        if row.currency != head.currency:
            return TWO_CURRENCIES
        return "" if row.kind == kind else OTHER_KIND

    def _misfit(self, row: Transaction | None, person: Person, kind: str, mine: Items, sign: int, settles: str) -> str:
        """Why the amount cannot be what these lines would make it, or cannot settle what they name."""
        amount = sign * sum(item.amount for item in mine)
        if row is not None:
            there = self._stored[row.id]
            amount += row.amount - sum(there[item.ordinal][5] for item in mine if item.ordinal in there)
        if amount < 0:
            return NEGATIVE
        if not fits(amount):
            return BAD_PRICE
        return self._decider.settling.misfit(mine[0], settles, customer_id=person.id, kind=kind, amount=amount, row=row)

    def _make(self, person: Person, head: Item, mine: Items, kind: str, sign: int, settles: str) -> dict[int, str]:
        plan, work, row_id = self._decider.plan, self._work, new_id()
        assert head.at is not None
        amount = sign * sum(item.amount for item in mine)
        due = head.due_on.isoformat() if head.due_on and kind == INVOICE else None
        made, settling = stamp_now(), self._decider.settling
        refers_to = settling.take(settles, amount) if settles else None
        if not self._decider.is_first(head.invoice):
            settling.grown(head.invoice, amount)
            return {item.ordinal: CREATED for item in mine}
        settling.made(head.invoice, Target(row_id, person.id, kind, head.currency, amount, settles=refers_to))
        if refers_to is not None:
            work.settled.add(refers_to)
        work.transactions.append((
            row_id, person.id, kind, plan.source, head.invoice, stored_time(head.at), head.currency, amount, head.method, due,
            refers_to, amount if kind == INVOICE else 0, len(mine), plan.run_id, plan.actor.id, made, made, 1,
        ))  # fmt: skip
        self._lines(row_id, mine, sign)
        if kind in DEALS:
            self._deal(person.id, head.at)
        return {item.ordinal: CREATED for item in mine}

    def _deal(self, customer_id: int, at: datetime) -> None:
        last = self._work.deals.get(customer_id)
        self._work.deals[customer_id] = at if last is None else max(last, at)

    def _lines(self, row_id: int, items: Sequence[Item], sign: int) -> None:
        made = zip(new_ids(len(items)), items, strict=True)
        self._work.lines += [(line_id, row_id, item.ordinal, *self._said(item, sign)) for line_id, item in made]

    def _said(self, item: Item, sign: int) -> tuple[int | None, str, int, int, int]:
        product_id, text = self._decider.catalogue.named(item)
        return product_id, text, sign * item.quantity, item.price, sign * item.amount

    def _add(self, row: Transaction, mine: Items, sign: int, settles: str) -> dict[int, str]:
        """Lines of a transaction that stands already."""
        fates: dict[int, str] = {}
        there, fresh, added = self._stored[row.id], [], 0
        for item in mine:
            said = self._said(item, sign)
            old = there.get(item.ordinal)
            if old is None:
                fates[item.ordinal] = CREATED
                fresh.append(item)
                added += said[4]
            elif old[1:] == said:
                fates[item.ordinal] = UNCHANGED
            else:
                fates[item.ordinal] = UPDATED
                self._work.corrected.append((row.id, (old[0], *said)))
                added += said[4] - old[5]
        self._lines(row.id, fresh, sign)
        at = mine[0].at if mine[0].ordinal == 1 and mine[0].at != row.at else None
        other = self._settles_otherwise(row, added, settles)
        if (at is not None or other is not None) and fates[mine[0].ordinal] == UNCHANGED:
            fates[mine[0].ordinal] = UPDATED
        if at is not None or other is not None or set(fates.values()) != {UNCHANGED}:
            self._work.changes[row.id] = Change(row, added, len(fresh), at, other)
        return fates

    def _settles_otherwise(self, row: Transaction, added: int, settles: str) -> int | None:
        """What a transaction settles from now on, if that is something else; an empty cell takes nothing back."""
        settling = self._decider.settling
        settling.grown(row.external_id or "", added)
        target = settling.take(settles, row.amount + added, row) if settles else row.refers_to
        if target is not None and (added or target != row.refers_to):
            self._work.settled |= {target} if row.refers_to is None else {target, row.refers_to}
        return target if target != row.refers_to else None

    def _sum(self, currency: str, kind: str, mine: Items, sign: int, person: Person) -> None:
        customers = self._decider.dealt.setdefault((currency, kind), set())
        customers.add(person.id)
        total = self._work.sums.setdefault((currency, kind), [0, 0, 0])
        total[2] = len(customers)
        total[0] += len(mine)
        total[1] += sign * sum(item.amount for item in mine)


def stored_time(at: datetime) -> str:
    """A time as the database's own layer writes it; a fraction of nothing is left out, or equal times would differ as texts."""
    return str(at.astimezone(UTC).replace(tzinfo=None))
