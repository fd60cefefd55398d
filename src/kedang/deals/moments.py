"""What deals hands to a customer's timeline: what opportunities went through, milestones that were reached, changes of need."""

from kedang.archive.models import Customer
from kedang.archive.moments import Edge, Moment, Reads, latest
from kedang.deals import presenting, project_presenting, project_reading, rights
from kedang.deals.models import Milestone, NeedChange, Opportunity, Step
from kedang.deals.reading import granted_to, texts_of
from kedang.kit.actor import Actor

OPPORTUNITY_STEP, MILESTONE, NEED_CHANGE = "opportunity_step", "milestone", "need_change"


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


def milestones(actor: Actor, customer: Customer, *, before: Edge | None, limit: int) -> list[Moment]:
    """The milestones that were reached last; none for whoever may not see projects."""
    if not actor.can(rights.SEE_PROJECTS):
        return []
    found = Milestone.objects.filter(customer_id=customer.id, done_at__isnull=False)
    rows = list(latest(found, "done_at", before=before, limit=limit))
    projects = project_reading.names_of(actor, customer, (row.project_id for row in rows))
    shown = project_presenting.reached(rows, project_reading.texts_with(actor, customer, rows), projects)
    return [Moment(at, int(out.id), MILESTONE, out) for at, out in shown]


def needs(actor: Actor, customer: Customer, *, before: Edge | None, limit: int) -> list[Moment]:
    """The latest changes of need; none for whoever may not see projects."""
    if not actor.can(rights.SEE_PROJECTS):
        return []
    rows = list(latest(NeedChange.objects.filter(customer_id=customer.id), "at", before=before, limit=limit))
    reads = project_reading.read_needs(actor, customer, rows)
    return [Moment(each.row.at, each.row.id, NEED_CHANGE, project_presenting.need(each)) for each in reads]


SOURCES: dict[str, Reads] = {OPPORTUNITY_STEP: steps, MILESTONE: milestones, NEED_CHANGE: needs}
