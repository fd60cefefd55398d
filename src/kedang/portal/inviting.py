"""Inviting a customer: a link by one way, its code by another. Only hashes stay here; the message leaves after the transaction."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from kedang.accounts.secrets import fresh_secret, hashed
from kedang.archive import customers
from kedang.archive import rights as archive_rights
from kedang.delivery.models import SMS
from kedang.delivery.outbox import Draft, post, take_out
from kedang.delivery.sending import send_now
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import INVALID, NOT_FOUND, Refusal
from kedang.portal import rights
from kedang.portal.codes import hash_code
from kedang.portal.models import OPEN, REPLACED, REVOKED, USED, Invitation
from kedang.portal.wording import link_words
from kedang.verification.limits import take_sending
from kedang.verification.points import CHANNELS, Point, load_point
from kedang.verification.requesting import require_channel

LINK, CODE = "portal.link", "portal.code"
MOST_HOURS = 168
SAME_WAY = Refusal(
    "portal.same_way",
    422,
    "链接和验证码不能走同一个号码或邮箱。请另选一个，或改为由您口头告知验证码。没有发送。",
    "The link and its code may not go the same way. Choose another, or tell the code yourself. Nothing was sent.",
)
TWO_PEOPLE = Refusal(
    "portal.two_people",
    422,
    "链接和验证码要发给同一个人：都用客户本身的，或都用同一位联系人的。没有发送。",
    "The link and its code go to one person: both ways are the customer's own, or one contact's. Nothing was sent.",
)
OVER = Refusal(
    "portal.over", 409, "这个邀请已经结束，没有改动。", "This invitation has ended already; nothing was changed."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationDraft:
    """Where the link goes and by which way its code; without a way for the code, who invites says it."""

    link_point: int
    code_point: int | None = None
    hours: int = 72
    language: str = "zh-CN"


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that was made. `code` is told once, to be said to the customer; empty when it is sent."""

    id: int
    code: str = field(repr=False)


def invite(actor: Actor, customer_id: int, draft: InvitationDraft) -> Invited:
    """Send a customer a link; what was open before does not open any more."""
    actor.require(rights.INVITE)
    actor.require(archive_rights.EDIT)
    if not 1 <= draft.hours <= MOST_HOURS:
        raise INVALID(what=f"hours: 1–{MOST_HOURS}")
    made, message_id = _invite(actor, customer_id, draft)
    send_now(message_id)
    return made


@transaction.atomic
def _invite(actor: Actor, customer_id: int, draft: InvitationDraft) -> tuple[Invited, int]:
    link, other = _ways(actor, customer_id, draft)
    require_channel(actor, link.row.kind)
    if other is not None:
        require_channel(actor, other.row.kind)
    take_sending(actor, point_id=link.row.id, blind=link.blind, in_campaign=False)
    before = Invitation.objects.filter(customer_id=link.customer.id, state=OPEN).values_list("id", flat=True)
    end(list(before), REPLACED)
    token, moment = fresh_secret(), now()
    row = Invitation(
        customer=link.customer,
        secret=hashed(token),
        link_kind=link.row.kind,
        link_blind=link.blind,
        language=draft.language,
        created_at=moment,
        created_by=actor.id,
        expires_at=moment + timedelta(hours=draft.hours),
    )
    spoken = _set_way_of_code(row, other)
    row.save(force_insert=True)
    message_id = _post(actor, row, link, token, draft)
    details = {"invitation": str(row.id), "hours": draft.hours, "code": row.code_kind or "spoken"}
    record(actor, "portal.invited", subject=link.subject, fields=[link.code], details=details)
    return Invited(row.id, spoken), message_id


def _ways(actor: Actor, customer_id: int, draft: InvitationDraft) -> tuple[Point, Point | None]:
    link = load_point(actor, customer_id, draft.link_point)
    if draft.code_point is None:
        return link, None
    other = load_point(actor, customer_id, draft.code_point)
    if other.row.id == link.row.id or (other.row.kind, other.blind) == (link.row.kind, link.blind):
        raise SAME_WAY()
    if other.row.contact_id != link.row.contact_id:
        raise TWO_PEOPLE()
    return link, other


def _set_way_of_code(row: Invitation, other: Point | None) -> str:
    """The code that somebody says lasts as long as the link, with five tries in all; it is told here and never again."""
    if other is not None:
        row.code_point_id, row.code_kind, row.code_blind = other.row.id, other.row.kind, other.blind
        return ""
    spoken = f"{secrets.randbelow(1_000_000):06d}"
    row.code, row.code_until, row.codes = hash_code(row.id, spoken), row.expires_at, 1
    return spoken


def _post(actor: Actor, row: Invitation, link: Point, token: str, draft: InvitationDraft) -> int:
    channel = CHANNELS[link.row.kind]
    words = link_words(token, language=draft.language, hours=draft.hours, short=channel == SMS)
    return post(
        Draft(
            channel=channel,
            to=link.value(),
            subject=words.subject,
            text=words.text,
            purpose=LINK,
            subject_id=row.id,
            actor_id=actor.id,
            expires_at=row.expires_at,
        )
    )


@transaction.atomic
def revoke(actor: Actor, customer_id: int, invitation_id: int) -> None:
    """End a link, and the session that came of it, at once."""
    actor.require(rights.INVITE)
    actor.require(archive_rights.EDIT)
    customer = customers.load_for_change(actor, customer_id)
    row = Invitation.objects.select_for_update().filter(id=invitation_id, customer_id=customer.id).first()
    if row is None:
        raise NOT_FOUND()
    running = row.state == USED and row.session and row.session_until and row.session_until > now()
    if row.state != OPEN and not running:
        raise OVER()
    end([row.id], REVOKED)
    record(actor, "portal.revoked", subject=("customer", customer.id), details={"invitation": str(row.id)})


def end(ids: Sequence[int], state: str) -> None:
    """Nothing opens by these any more, and what waits in the outbox for them does not leave. The caller holds the transaction."""
    Invitation.objects.filter(id__in=ids).update(state=state, ended_at=now(), session="", code="", code_until=None)
    for purpose in (LINK, CODE):
        take_out(purpose, ids)
