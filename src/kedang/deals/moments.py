"""What deals hands to a customer's timeline: what opportunities went through."""

from kedang.archive.models import Customer
from kedang.archive.moments import Edge, Moment, Reads, latest
from kedang.deals import presenting, rights
from kedang.deals.models import Opportunity, Step
from kedang.deals.reading import granted_to, texts_of
from kedang.kit.actor import Actor

OPPORTUNITY_STEP = "opportunity_step"


def steps(actor: Actor, customer: Customer, *, before: Edge | None, limit: int) -> list[Moment]:
    """The latest steps of a customer's opportunities; none for whoever may not see opportunities."""
    if not actor.can(rights.VIEW):
        return []
    rows = list(latest(Step.objects.filter(customer_id=customer.id), "at", before=before, limit=limit))
    named = Opportunity.objects.filter(id__in={each.opportunity_id for each in rows}, customer_id=customer.id)
    texts = texts_of(actor, list(named), {customer.id: customer}, granted_to(actor, [customer.id]))
    titles = {row_id: found["title"] if found else None for row_id, found in texts.items()}
    shown = presenting.step_rows(rows, titles)
    return [Moment(row.at, row.id, OPPORTUNITY_STEP, out) for row, out in zip(rows, shown, strict=True)]


SOURCES: dict[str, Reads] = {OPPORTUNITY_STEP: steps}
