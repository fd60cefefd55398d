"""What people did with customers, in bulk: rows as the verbs leave them, with sealed texts, for every customer there is.

A few customers have very much, as everywhere: of ten million rows the busiest has one in a hundred, half of all customers a dozen
or fewer. Events of interactions are written for whoever has more than a hundred.
"""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from operator import attrgetter
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Max

from kedang.activity import bodies as activity_bodies
from kedang.activity.bodies import Body
from kedang.activity.counting import count_again as count_contacts
from kedang.activity.models import FollowUp, Interaction
from kedang.archive.models import Customer
from kedang.archive.write import insert_rows
from kedang.commerce import remarks
from kedang.commerce.counting import count_again as count_deals
from kedang.commerce.models import Line, Product, Transaction
from kedang.deals import bodies as deal_bodies
from kedang.deals.models import Opportunity
from kedang.deals.models import Step as DealStep
from kedang.deals.stages import stages
from kedang.finding.conditions import today
from kedang.history.models import Event
from kedang.history.record import event_row, stamp
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.kit.ids import new_ids
from kedang.service import bodies as case_bodies
from kedang.service.models import NEVER, Case
from kedang.service.models import Step as CaseStep
from kedang.vault.keys import SubjectKey, keys_for

# Of ten rows: five interactions, one follow-up, three and a half transactions, the rest opportunities and cases.
SHARES = {"interaction": 0.5, "follow_up": 0.1, "transaction": 0.35, "opportunity": 0.03, "case": 0.02}
COUNTED: tuple[type[models.Model], ...] = (
    Interaction,
    FollowUp,
    Transaction,
    Line,
    Opportunity,
    DealStep,
    Case,
    CaseStep,
    Event,
)
CHUNK, EVENTS_FROM, PRODUCTS, DAYS = 1_000, 100, 500, 1_095
_TEXTS = (
    "电话沟通了报价，客户表示需要内部讨论",
    "发送了产品资料",
    "确认下周上门拜访的时间",
    "客户反馈交货略有延迟，已道歉",
)
_ACTOR = system_actor("command")


@dataclass(slots=True)
class Rows:
    """What is written together, by table."""

    found: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    events: list[tuple[object, ...]] = field(default_factory=list)

    def add(self, row: models.Model) -> None:
        """One more."""
        self.found.setdefault(type(row), []).append(row)

    def write(self) -> None:
        """Insert everything, in the caller's transaction."""
        for model, rows in self.found.items():
            fields = list(model._meta.concrete_fields)
            values = attrgetter(*(f.attname for f in fields))
            insert_rows(model._meta.db_table, [str(f.column) for f in fields], [values(row) for row in rows])
        insert_rows(Event._meta.db_table, [str(f.column) for f in Event._meta.concrete_fields], self.events)


@dataclass(frozen=True, slots=True)
class Of:
    """Whose rows are being made."""

    customer_id: int
    owner_id: int
    key: SubjectKey


class Maker:
    """Makes the rows of one customer after the other."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        moment = now()
        self.past = [moment - timedelta(days=DAYS * chance.random()) for _ in range(50_000)]
        self.stamps = [stamp(each) for each in self.past]
        self.due = [stamp(moment + timedelta(days=chance.uniform(-10, 60))) for _ in range(50_000)]
        self.never = stamp(NEVER)
        self.stages = [stage for stage in stages() if not stage.retired]
        self.products = list(Product.objects.values_list("id", flat=True))
        self.serial: int = Case.objects.aggregate(last=Max("serial"))["last"] or 0
        self.ids: Iterator[int] = iter(())

    def next_id(self) -> int:
        """A fresh id, taken from a stock of them."""
        for value in self.ids:
            return value
        self.ids = iter(new_ids(10_000))
        return next(self.ids)

    def at(self) -> str:
        """Some time in the last three years."""
        return self.stamps[int(self.chance.random() * len(self.stamps))]

    def text(self) -> str:
        """Some words."""
        return self.chance.choice(_TEXTS)

    def made(self, of: Of, at: str) -> dict[str, Any]:
        """What all rows of a customer have."""
        return {"id": self.next_id(), "customer_id": of.customer_id, "created_by": of.owner_id, "created_at": at}

    def interactions(self, rows: Rows, of: Of, many: int) -> None:
        """Calls, visits, mails."""
        times = sorted(self.at() for _ in range(many))
        for at in times:
            kind, outcome = self.chance.choice(("call", "visit", "email")), self.chance.choice(("talked", "no_answer"))
            row = Interaction(
                **self.made(of, at), kind=kind, direction="out", outcome=outcome, at=at, by=of.owner_id, updated_at=at
            )
            row.body_enc = activity_bodies.seal(of.key, Body(self.text()), row)
            rows.add(row)
            if many > EVENTS_FROM:
                details = {"interaction": str(row.id), "kind": kind}
                subject = ("customer", of.customer_id)
                rows.events.append(event_row(_ACTOR, "interaction.recorded", subject=subject, details=details, at=at))

    def follow_ups(self, rows: Rows, of: Of, many: int) -> None:
        """A fifth are still to be done; of the others half were done with an interaction."""
        for _ in range(many):
            at, is_open = self.at(), self.chance.random() < 0.2
            row = FollowUp(
                **self.made(of, at), kind="call", due_at=self.chance.choice(self.due) if is_open else at, updated_at=at
            )
            row.assignee_id = of.owner_id
            if not is_open:
                row.state, row.ended_by = "done", of.owner_id
                row.done_with = row.id if self.chance.random() < 0.5 else None
                row.ended_at = at
            row.body_enc = activity_bodies.seal(of.key, Body(self.text()), row)
            rows.add(row)

    def transactions(self, rows: Rows, of: Of, many: int) -> None:
        """Mostly purchases; invoices that payments settle; a line with every fifth, a remark with every tenth."""
        invoice: int | None = None
        for _ in range(many):
            at, draw, amount = self.at(), self.chance.random(), self.chance.randrange(1_000, 5_000_000)
            kind = "purchase" if draw < 0.6 else "invoice" if draw < 0.8 else "payment" if draw < 0.95 else "return"
            row = Transaction(**self.made(of, at), kind=kind, source="bench", at=at, currency="CNY", amount=amount)
            row.external_id = str(row.id)
            row.updated_at = at
            if kind == "invoice":
                invoice = row.id
                row.outstanding = amount if self.chance.random() < 0.1 else 0
                row.due_on = at[:10]
            elif kind == "payment":
                row.refers_to = invoice
            if self.chance.random() < 0.1:
                row.remark_enc = remarks.seal(of.key, self.text(), row.id)
            if self.chance.random() < 0.2:
                row.line_count = 1
                product = self.chance.choice(self.products)
                line = Line(id=self.next_id(), transaction_id=row.id, ordinal=1, product_id=product, quantity=1_000)
                line.price, line.amount = amount * 100, amount
                rows.add(line)
            rows.add(row)

    def opportunities(self, rows: Rows, of: Of, many: int) -> None:
        """Two fifths open, over all stages and the next half year."""
        for _ in range(many):
            at, stage = self.at(), self.chance.choice(self.stages)
            expected = today() + timedelta(days=self.chance.randrange(-30, 180))
            row = Opportunity(
                **self.made(of, at),
                amount=self.chance.randrange(100_000, 500_000_000),
                currency="CNY" if self.chance.random() < 0.95 else "USD",
                stage_id=stage.id,
                stage_since=at,
                probability=stage.probability,
                expected_on=expected.isoformat(),
                expected_month=expected.year * 100 + expected.month,
                owner_id=of.owner_id,
                updated_at=at,
            )
            draw = self.chance.random()
            if draw > 0.4:
                row.state, row.lost_reason = ("won", "") if draw > 0.7 else ("lost", "price")
                row.ended_at = at
            texts = {"title": "年度采购框架", "competitors": "", "next_step": self.text(), "lost_note": ""}
            row.body_enc = deal_bodies.seal(of.key, texts, row)
            rows.add(row)
            for kind in ("opened", "moved") + ((row.state,) if draw > 0.4 else ()):
                step = DealStep(
                    id=self.next_id(),
                    customer_id=of.customer_id,
                    opportunity_id=row.id,
                    kind=kind,
                    at=at,
                    by=of.owner_id,
                )
                step.to_stage = stage.id
                rows.add(step)

    def cases(self, rows: Rows, of: Of, many: int) -> None:
        """Every tenth open."""
        for _ in range(many):
            at, is_open = self.at(), self.chance.random() < 0.1
            due = self.chance.choice(self.due) if is_open else self.never
            self.serial += 1
            row = Case(
                **self.made(of, at),
                year=2020,
                serial=self.serial,
                month=int(at[:4] + at[5:7]),
                kind=self.chance.choice(("complaint", "consultation", "repair")),
                channel="phone",
                priority="normal",
                state="working" if is_open else "closed",
                is_open=is_open,
                assignee_id=of.owner_id,
                first_target=240,
                solve_target=1_440,
                first_due_at=at,
                solve_due_at=due if is_open else at,
                due_at=due,
                moved_at=at,
                updated_at=at,
            )
            if is_open:
                row.clock_from = at
            else:
                row.solved_at = row.closed_at = at
            row.body_enc = case_bodies.seal(of.key, case_bodies.CaseBody("交货延迟", self.text()), row)
            rows.add(row)
            for kind in ("opened", "taken") if is_open else ("opened", "taken", "solved", "closed"):
                step = CaseStep(**self.made(of, at), case_id=row.id, kind=kind)
                step.body_enc = case_bodies.seal(of.key, case_bodies.StepBody(""), step)
                rows.add(step)


def fill_desk(total: int, *, seed: int = 20261123) -> None:
    """Rows of everything for all customers; `total` counts interactions, follow-ups, transactions, opportunities and cases.

    It goes on where an earlier one stopped.
    """
    chance = random.Random(seed)
    whose = list(Customer.objects.filter(trashed_at=None).exclude(owner_id=None).values_list("id", "owner_id"))
    chance.shuffle(whose)
    _offer_products()
    maker = Maker(chance)
    started, done = time.perf_counter(), 0
    for start in range(0, len(whose), CHUNK):
        batch = whose[start : start + CHUNK]
        if Interaction.objects.filter(customer_id=batch[0][0]).exists():
            continue
        keys = keys_for([customer_id for customer_id, _ in batch])
        rows = Rows()
        for place, (customer_id, owner_id) in enumerate(batch, start):
            _of_one(maker, rows, Of(customer_id, owner_id or 0, keys[customer_id]), total * _part(place, len(whose)))
        with transaction.atomic():
            rows.write()
            ids = [customer_id for customer_id, _ in batch]
            count_contacts(ids)
            count_deals(ids)
        done += sum(len(each) for each in rows.found.values())
        if start // CHUNK % 50 == 0:
            print(f"{done:>11,} rows, {done / (time.perf_counter() - started):,.0f} a second", flush=True)
    print(f"{done:>11,} rows, {done / (time.perf_counter() - started):,.0f} a second", flush=True)


def _part(place: int, customers: int) -> float:
    """How much of everything the customer at this place has: the cube root makes the first ones busy."""
    return float(((place + 1) / customers) ** (1 / 3) - (place / customers) ** (1 / 3))


def _of_one(maker: Maker, rows: Rows, of: Of, expected: float) -> None:
    makers = {
        "interaction": maker.interactions,
        "follow_up": maker.follow_ups,
        "transaction": maker.transactions,
        "opportunity": maker.opportunities,
        "case": maker.cases,
    }
    for name, make in makers.items():
        make(rows, of, int(expected * SHARES[name] + maker.chance.random()))


def _offer_products() -> None:
    if Product.objects.exists():
        return
    Product.objects.bulk_create(
        Product(code=f"BENCH-{n}", name=f"产品{n}", unit="件", created_by=_ACTOR.id) for n in range(PRODUCTS)
    )


def busiest(owner_id: int | None = None) -> Sequence[int]:
    """Customers with the most interactions, the busiest first; `owner_id`: of one person."""
    where = "" if owner_id is None else f'WHERE "by" = {owner_id:d}'
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT customer_id FROM activity_interaction {where} GROUP BY customer_id ORDER BY count(*) DESC LIMIT 200"
        )
        return [row[0] for row in cursor.fetchall()]
