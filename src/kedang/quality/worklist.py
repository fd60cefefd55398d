"""The worst-first work list: whom to mend next, what, and where to click; and one customer's own quality."""

from collections.abc import Sequence
from dataclasses import dataclass

from kedang.archive import customers, rights
from kedang.archive.models import Customer
from kedang.archive.policy import policy_for
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor
from kedang.quality.defects import DEFECTS
from kedang.quality.figures import Cut, scores
from kedang.quality.findings import Finding, findings
from kedang.quality.models import QualityScore
from kedang.quality.rescore import measured
from kedang.quality.rules import current
from kedang.quality.scoring import overall

COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """One customer of the list with its kept scores, and what to mend as it is this moment."""

    customer: Customer
    score: QualityScore
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows. `count` stops at 1000."""

    rows: list[Row]
    next: str | None
    count: int
    capped: bool


@dataclass(frozen=True, slots=True)
class Own:
    """One customer's quality this moment."""

    customer: Customer
    scores: dict[str, int | None]
    score: QualityScore | None
    findings: list[Finding]
    may_review: bool


def work(
    actor: Actor, cut: Cut, *, measure: str | None = None, cursor: str | None = None, limit: int | None = None
) -> Page:
    """Customers in reach, the worst first; with a measure only those it finds something wrong with."""
    actor.require(rights.VIEW)
    if measure is not None and measure not in DEFECTS:
        raise INVALID(what="measure")
    order = DEFECTS[measure].order if measure else "overall"
    found = (
        scores(actor, cut).filter(DEFECTS[measure].condition) if measure else scores(actor, cut).filter(overall__lt=100)
    )
    count = found.order_by()[: COUNTED + 1].count()
    size = clamp_limit(limit)
    if cursor:
        score, after = decode_numbers(cursor, length=2)
        found = found.filter(**{f"{order}__gte": score}).exclude(**{order: score, "customer_id__lte": after})
    page = list(found.order_by(order, "customer_id")[: size + 1])
    last = page[size - 1] if len(page) > size else None
    following = encode_cursor((getattr(last, order), last.customer_id)) if last else None
    rows = rows_of(actor, page[:size])
    record_read(
        actor, "customers.listed", customer_ids=[row.customer.id for row in rows], fields=["quality"], count=count
    )
    return Page(rows, following, min(count, COUNTED), count > COUNTED)


def rows_of(actor: Actor, page: Sequence[QualityScore]) -> list[Row]:
    """The rows of these scores: loaded as customers are loaded, so that whoever left one's sight meanwhile is left out."""
    visible = Customer.objects.visible_to(actor).in_bulk([score.customer_id for score in page])
    policy = policy_for(actor, own=False, place="list")
    found = {facts.id: findings(facts, result, policy) for facts, result in measured(list(visible), rules=current())}
    return [Row(visible[s.customer_id], s, found[s.customer_id]) for s in page if s.customer_id in found]


def quality_of(actor: Actor, customer_id: int) -> Own:
    """One customer's scores and what to mend, computed now: a change shows at once. Recorded as opened."""
    actor.require(rights.VIEW)
    customer = customers.load_visible(actor, customer_id)
    record_read(actor, "customer.opened", customer_ids=[customer.id], details={"part": "quality"})
    return own_of(actor, customer)


def own_of(actor: Actor, customer: Customer) -> Own:
    """The same of a customer the actor was just found to see."""
    ((facts, result),) = measured([customer.id])
    kept = QualityScore.objects.filter(customer_id=customer.id).first()
    suspects = kept.suspects if kept else None
    policy = policy_for(actor, own=customers.is_own(actor, customer))
    figures: dict[str, int | None] = {
        "overall": overall(result, suspects),
        "completeness": result.completeness,
        "validity": result.validity,
        "freshness": result.freshness,
        "verified": result.verified,
        "uniqueness": None if suspects is None else 0 if suspects else 100,
    }
    may_review = actor.can(rights.EDIT) and customers.may_change(actor, customer)
    return Own(customer, figures, kept, findings(facts, result, policy), may_review)
