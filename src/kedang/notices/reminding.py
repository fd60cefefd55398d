"""What time brings about: a follow-up that is due is told to whoever is to do it, one that stays overdue to their lead. Each once."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from kedang.accounts.policy import current_policy
from kedang.accounts.queries import PersonRef, directory
from kedang.activity import rights as activity_rights
from kedang.activity.models import OPEN, FollowUp
from kedang.archive.mentions import who_see
from kedang.jobs.turns import wait_turn
from kedang.kit.actor import SYSTEM_ACTORS, Scope
from kedang.kit.clock import now
from kedang.notices.models import Escalation, Notice

DUE, OVERDUE, ABOUT = "due", "overdue", "follow_up"
WORKER = SYSTEM_ACTORS["worker"]
# Switched on, it does not bring up everything that ever lay about.
BACKWARDS = timedelta(days=7)
REMINDED = timedelta(days=1)
KEPT = timedelta(days=180)
STEP = 500


@transaction.atomic
def remind() -> int:
    """Tell people what of theirs has become due; how many notices. Once for each time it is due at."""
    wait_turn("notices")
    moment = now()
    told = Notice.objects.filter(about_id=OuterRef("id"), kind=DUE, user_id=OuterRef("assignee_id"))
    found = FollowUp.objects.filter(state=OPEN, due_at__lte=moment, due_at__gt=moment - REMINDED)
    rows = list(found.exclude(Exists(told.filter(at__gte=OuterRef("due_at")))).order_by("due_at", "id")[:STEP])
    made = [_notice(row, DUE, row.assignee_id, moment) for row in rows]
    Notice.objects.bulk_create(made)
    return len(made)


@transaction.atomic
def escalate() -> int:
    """Tell leads what of their people's has been overdue for the set number of days; how many notices."""
    stated = Escalation.objects.filter(id=1, active=True).first()
    if stated is None:
        return 0
    wait_turn("notices")
    moment = now()
    edge = moment - timedelta(days=stated.days)
    told = Notice.objects.filter(about_id=OuterRef("id"), kind=OVERDUE, at__gte=OuterRef("due_at"))
    found = FollowUp.objects.filter(state=OPEN, due_at__lte=edge, due_at__gt=edge - BACKWARDS)
    rows = found.exclude(Exists(told)).select_related("customer").order_by("due_at", "id")
    listed = rows.filter(customer__trashed_at__isnull=True)[:STEP]
    made = [_notice(row, OVERDUE, lead.id, moment) for row in listed for lead in _leads(row)]
    Notice.objects.bulk_create(made)
    return len(made)


def _notice(row: FollowUp, kind: str, user_id: int, moment: datetime) -> Notice:
    return Notice(
        user_id=user_id,
        kind=kind,
        customer_id=row.customer_id,
        about_kind=ABOUT,
        about_id=row.id,
        by=row.assignee_id,
        at=moment,
    )


def _leads(row: FollowUp) -> list[PersonRef]:
    """Those nearest above the one who is to do it, who lead that department and see the customer."""
    for people in _above(row.assignee_id):
        seeing = who_see(row.customer, people)
        if seeing:
            return seeing
    return []


def _above(user_id: int) -> Iterator[Sequence[PersonRef]]:
    """The leads of somebody's department, then of the one above it, and so on."""
    known, policy = directory(), current_policy()
    person = known.people.get(user_id)
    place = person.department_id if person else None
    for department in reversed(known.above(place)):
        leads = []
        for other in known.people.values():
            if other.department_id != department or other.id == user_id or not other.is_active:
                continue
            grants = policy.grants_of(other.id, other.department_id)
            reaches = grants.scope == Scope.ALL or place in grants.department_ids
            if reaches and activity_rights.MANAGE in grants.rights:
                leads.append(other)
        yield leads


def forget_old() -> int:
    """Notices are of the day: after half a year they go; how many."""
    gone, _ = Notice.objects.filter(at__lt=now() - KEPT).delete()
    return gone
