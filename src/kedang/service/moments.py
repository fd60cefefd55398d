"""Service's part of a customer's timeline: cases that were opened, solved, closed, reopened."""

from kedang.archive.models import Customer
from kedang.archive.moments import Moment, Reads, Slice, latest
from kedang.kit.actor import Actor
from kedang.service import bodies, presenting, rights
from kedang.service.kinds import MILESTONES
from kedang.service.models import Case, Step
from kedang.service.reading import key_of_words

CASE = "case"


def cases(actor: Actor, customer: Customer, part: Slice) -> list[Moment]:
    """What became of a customer's cases; nothing for whoever may not see service."""
    if not actor.can(rights.VIEW):
        return []
    told = Step.objects.filter(customer_id=customer.id, kind__in=MILESTONES)
    rows = list(latest(told, "created_at", part))
    if not rows:
        return []
    there = Case.objects.filter(customer_id=customer.id).in_bulk({row.case_id for row in rows})
    key = key_of_words(actor, customer)
    titles = {case.id: bodies.case_body(key, case).title for case in there.values()} if key else {}
    return [
        Moment(row.created_at, row.id, CASE, presenting.moment(there[row.case_id], row, titles.get(row.case_id)))
        for row in rows
        if row.case_id in there
    ]


SOURCES: dict[str, Reads] = {CASE: cases}
