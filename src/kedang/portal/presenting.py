"""Invitations of one customer as staff see them, with the ways there are to invite."""

from datetime import datetime

from kedang.accounts.queries import people
from kedang.archive import customers
from kedang.archive import rights as archive_rights
from kedang.archive.models import Contact, ContactPoint, Customer
from kedang.archive.policy import FieldPolicy, contact_code, policy_for
from kedang.delivery.outbox import is_set_up
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.portal import rights
from kedang.portal import schemas as out
from kedang.portal.allowing import POSSIBLE, allowed
from kedang.portal.models import OPEN, USED, Invitation
from kedang.vault.keys import SubjectKey, key_for
from kedang.verification.points import CHANNELS

NEWEST = 20


def standing(actor: Actor, customer_id: int) -> out.InvitationsOut:
    """The newest invitations, and where a link and a code could go."""
    actor.require(rights.INVITE)
    customer = customers.load_visible(actor, customer_id)
    record_read(actor, "portal.invitations_listed", customer_ids=[customer.id])
    rows = list(Invitation.objects.filter(customer_id=customer.id).order_by("-id")[:NEWEST])
    names = {each: ref.name for each, ref in people({row.created_by for row in rows}).items()}
    may = actor.can(archive_rights.EDIT) and customers.may_change(actor, customer)
    return out.InvitationsOut(
        invitations=[_invitation(row, names, now()) for row in rows],
        ways=_ways(actor, customer) if may else [],
        may_invite=may,
    )


def _invitation(row: Invitation, names: dict[int, str], moment: datetime) -> out.InvitationOut:
    inside = bool(row.state == USED and row.session and row.session_until and row.session_until > moment)
    return out.InvitationOut(
        id=str(row.id),
        state=_state(row, moment),
        link_kind=row.link_kind,
        code_kind=row.code_kind,
        by=names.get(row.created_by, ""),
        at=row.created_at,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
        inside=inside,
        running=inside or (row.state == OPEN and row.expires_at > moment),
    )


def _state(row: Invitation, moment: datetime) -> str:
    if row.state != OPEN:
        return row.state
    if row.expires_at <= moment:
        return "expired"
    if row.why:
        return "undelivered"
    return "opened" if row.opened_at else "sent" if row.sent_at else "queued"


def _ways(actor: Actor, customer: Customer) -> list[out.WayOut]:
    policy = policy_for(actor, own=customers.is_own(actor, customer))
    key = key_for(customer.id)
    points = ContactPoint.objects.filter(customer_id=customer.id, kind__in=CHANNELS, blind__isnull=False, reason="")
    contacts = dict(Contact.objects.filter(customer_id=customer.id).values_list("id", "name"))
    ways = [_way(point, policy, key, contacts) for point in points.order_by("id")]
    return [way for way in ways if way is not None]


def _way(point: ContactPoint, policy: FieldPolicy, key: SubjectKey, contacts: dict[int, str]) -> out.WayOut | None:
    code = contact_code(point.kind) if point.contact_id else point.kind
    value = key.open(point.value_enc, table="contact_point", column="value", row_id=point.id)
    shown = policy.show(code, value)
    if shown is None or not shown.value:
        return None
    return out.WayOut(
        id=str(point.id),
        kind=point.kind,
        value=shown.value,
        person=contacts.get(point.contact_id or 0, ""),
        ready=is_set_up(CHANNELS[point.kind]),
    )


def rule(actor: Actor) -> out.PortalRuleOut:
    """The fields customers see, and those they could."""
    actor.require(rights.MANAGE)
    return out.PortalRuleOut(fields=list(allowed()), possible=list(POSSIBLE))
