"""What deals hands to a customer's timeline: what opportunities went through, milestones that were reached, changes of need."""

from django.db.models import QuerySet

from kedang.archive.models import Customer
from kedang.archive.moments import Moment, Reads, Slice, latest
from kedang.deals import presenting, project_presenting, project_reading, rights
from kedang.deals.models import Milestone, NeedChange, Opportunity, Step
from kedang.deals.reading import granted_to, texts_of
from kedang.deals.sight import told_of
from kedang.kit.actor import Actor

OPPORTUNITY_STEP, MILESTONE, NEED_CHANGE = "opportunity_step", "milestone", "need_change"


def steps(actor: Actor, customer: Customer, part: Slice) -> list[Moment]:
    """The latest steps of a customer's opportunities; none for whoever may not see opportunities."""
    if not actor.can(rights.VIEW):
        return []
    rows = list(latest(went(actor, customer), "at", part))
    if not rows:
        return []
    named = Opportunity.objects.filter(id__in={each.opportunity_id for each in rows}, customer_id=customer.id)
    texts = texts_of(actor, list(named), {customer.id: customer}, granted_to(actor, [customer.id]))
    titles = {row_id: found["title"] if found else None for row_id, found in texts.items()}
    told = presenting.step_rows(rows, titles)
    return [Moment(row.at, row.id, OPPORTUNITY_STEP, out) for row, out in zip(rows, told, strict=True)]


def went(actor: Actor, customer: Customer) -> QuerySet[Step]:
    """What a customer's opportunities went through, as far as the actor may learn of them."""
    found = Step.objects.filter(customer_id=customer.id)
    told = told_of(actor, customer)
    return found if told is None else found.filter(opportunity_id__in=told)


def milestones(actor: Actor, customer: Customer, part: Slice) -> list[Moment]:
    """The milestones that were reached last; none for whoever may not see projects."""
    if not actor.can(rights.SEE_PROJECTS):
        return []
    found = Milestone.objects.filter(customer_id=customer.id, done_at__isnull=False)
    rows = list(latest(found, "done_at", part))
    if not rows:
        return []
    projects = project_reading.names_of(actor, customer, (row.project_id for row in rows))
    shown = project_presenting.reached(rows, project_reading.texts_with(actor, customer, rows), projects)
    return [Moment(at, int(out.id), MILESTONE, out) for at, out in shown]


def needs(actor: Actor, customer: Customer, part: Slice) -> list[Moment]:
    """The latest changes of need; none for whoever may not see projects."""
    if not actor.can(rights.SEE_PROJECTS):
        return []
    rows = list(latest(NeedChange.objects.filter(customer_id=customer.id), "at", part))
    if not rows:
        return []
    reads = project_reading.read_needs(actor, customer, rows)
    return [Moment(each.row.at, each.row.id, NEED_CHANGE, project_presenting.need(each)) for each in reads]


SOURCES: dict[str, Reads] = {OPPORTUNITY_STEP: steps, MILESTONE: milestones, NEED_CHANGE: needs}
