"""Key accounts as they go out."""

from collections.abc import Iterable
from dataclasses import asdict

from kedang.archive.policy import policy_for
from kedang.deals.bodies import Texts
from kedang.deals.presenting import person
from kedang.deals.schemas import CountOut
from kedang.kit.actor import Actor
from kedang.strategy import plans, reading, stakeholders
from kedang.strategy import schemas as out
from kedang.strategy.models import Review
from kedang.strategy.reading import PersonRead, PlanRead


def of_customer(actor: Actor, customer_id: int) -> out.KeyAccount:
    """What is known of one customer."""
    found = reading.of_customer(actor, customer_id)
    return out.KeyAccount(
        plans=_plans(actor, found.plans),
        people=[_stakeholder(each) for each in found.people],
        reviews=[review(row, texts) for row, texts in found.reviews],
        editable=found.editable,
    )


def page(
    actor: Actor, *, whose: str, owner_id: int | None, due: bool, cursor: str | None, limit: int | None
) -> out.KeyAccountPage:
    """A page of the list."""
    found = reading.listed(actor, whose=whose, owner_id=owner_id, due=due, cursor=cursor, limit=limit)
    count = CountOut(value=found.count, capped=found.capped)
    return out.KeyAccountPage(rows=_plans(actor, found.reads), next=found.next, count=count)


def review(row: Review, texts: Texts | None) -> out.ReviewOut:
    """A review of the strategy."""
    return out.ReviewOut(id=str(row.id), words=texts["words"] if texts else None, at=row.at, by=person(row.created_by))


def _plans(actor: Actor, reads: Iterable[PlanRead]) -> list[out.PlanOut]:
    """Plans with their customers, named as lists show them."""
    policy = policy_for(actor, own=False, place="list")
    rows = []
    for each in reads:
        row, texts = each.row, each.texts
        name = policy.show("name", each.customer.name)
        rows.append(
            out.PlanOut(
                **{key: texts[key] if texts else None for key in plans.TEXTS},
                id=str(row.id),
                customer_id=str(row.customer_id),
                customer_number=each.customer.number,
                customer_name=(name.value if name else None) or "",
                owner=person(row.owner_id),
                review_on=row.review_on,
                ended_at=row.ended_at,
                signals=[out.SignalOut(**asdict(signal)) for signal in each.signals],
                version=row.version,
                editable=each.editable,
            )
        )
    return rows


def _stakeholder(each: PersonRead) -> out.StakeholderOut:
    row, texts = each.row, each.texts
    return out.StakeholderOut(
        **{key: texts[key] if texts else None for key in stakeholders.TEXTS},
        **{key: getattr(row, key) for key in (*stakeholders.CLEAR, "version")},
        id=str(row.id),
        person_id=None if each.person_id is None else str(each.person_id),
    )
