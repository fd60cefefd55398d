"""Asking a customer to confirm: a code to be told to us, or a link to be opened. The message leaves after the transaction."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from kedang.accounts.secrets import fresh_secret, hashed
from kedang.delivery.models import MAIL, SMS
from kedang.delivery.outbox import Draft, is_set_up, post, take_out
from kedang.delivery.sending import send_now
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.kit.ids import new_id
from kedang.verification import rights
from kedang.verification.codes import hash_code
from kedang.verification.limits import take_sending
from kedang.verification.models import CODE, LINK, SUPERSEDED, Request
from kedang.verification.points import CHANNELS, Point, end_requests, load_point
from kedang.verification.wording import Words, code_words, link_words

PURPOSE = "verification"
LASTS = {CODE: timedelta(minutes=10), LINK: timedelta(hours=24)}
SPACING = timedelta(seconds=60)
SENT_VERBS = {CODE: "contact_point.code_sent", LINK: "contact_point.link_sent"}

NO_CHANNEL = Refusal(
    "verification.no_channel",
    422,
    "只有手机和邮箱能收核实码或链接。这一条请凭电话或证件核实。",
    "Only mobiles and e-mail addresses can get a code or a link. Verify this one by telephone or document.",
)
NOT_SET_UP = Refusal(
    "delivery.not_set_up",
    409,
    "还没有设置{channel}，没有发送。请系统管理员查看“设置 › 邮件与短信”。",
    "{channel} is not set up, so nothing was sent. An administrator finds it under Settings › Mail and SMS.",
)
TOO_SOON = Refusal(
    "verification.too_soon",
    429,
    "刚刚已经发送过，请在 {seconds} 秒后再试。",
    "One was sent just now. Try again in {seconds} seconds.",
)
_CHANNEL_NAMES = {MAIL: ("邮件发送", "Mail"), SMS: ("短信发送", "SMS")}


def send_request(actor: Actor, customer_id: int, point_id: int, *, method: str, language: str) -> Request:
    """Send a code or a link, and wait for the first attempt to deliver it."""
    actor.require(rights.SEND)
    request, message_id = _send(actor, customer_id, point_id, method=method, language=language)
    send_now(message_id)
    request.refresh_from_db()
    return request


@transaction.atomic
def _send(actor: Actor, customer_id: int, point_id: int, *, method: str, language: str) -> tuple[Request, int]:
    point = load_point(actor, customer_id, point_id)
    _require_pause(point)
    return queue_request(actor, point, method=method, language=language)


def _require_pause(point: Point) -> None:
    newest = point.requests().filter(created_at__gt=now() - SPACING).order_by("-id").first()
    if newest is not None:
        raise TOO_SOON(seconds=int((newest.created_at + SPACING - now()).total_seconds()) + 1)


@transaction.atomic
def queue_request(
    actor: Actor,
    point: Point,
    *,
    method: str,
    language: str,
    campaign_id: int | None = None,
    not_before: datetime | None = None,
) -> tuple[Request, int]:
    """Make a request for the point's present value and queue its message. The caller holds transaction and right."""
    channel = require_channel(actor, point.row.kind)
    take_sending(actor, point_id=point.row.id, blind=point.blind, in_campaign=campaign_id is not None)
    request_id = new_id()
    secret, words = _secret(request_id, point, method, language)
    end_requests(point, SUPERSEDED)
    moment = now()
    request = Request(
        id=request_id,
        customer=point.customer,
        point_id=point.row.id,
        kind=point.row.kind,
        blind=point.blind,
        method=method,
        secret=secret,
        created_at=moment,
        created_by=actor.id,
        expires_at=moment + LASTS[method],
        campaign_id=campaign_id,
    )
    request.save(force_insert=True)
    message_id = _post(actor, point, request, words, channel, not_before)
    # One that is verified already stays so until the new answer, or a bounce, says otherwise.
    point.set_state("sent", only=("unverified", "sent", "bounced", "expired"))
    details = {"point": str(point.row.id), "request": str(request_id), "campaign": str(campaign_id or "")}
    record(actor, SENT_VERBS[method], subject=point.subject, fields=[point.code], details=details)
    return request, message_id


def require_channel(actor: Actor, kind: str) -> str:
    """How messages reach a kind of point, or the refusal when they cannot."""
    channel = CHANNELS.get(kind)
    if channel is None:
        raise NO_CHANNEL()
    if not is_set_up(channel):
        raise NOT_SET_UP(channel=_CHANNEL_NAMES[channel][0 if actor.language.startswith("zh") else 1])
    return channel


def _secret(request_id: int, point: Point, method: str, language: str) -> tuple[str, Words]:
    """What is kept of the secret, and the words that carry it."""
    if method == LINK:
        token = fresh_secret()
        hours = int(LASTS[LINK].total_seconds()) // 3600
        short = CHANNELS[point.row.kind] == SMS
        return hashed(token), link_words(token, language=language, hours=hours, short=short)
    code = f"{secrets.randbelow(1_000_000):06d}"
    minutes = int(LASTS[CODE].total_seconds()) // 60
    return hash_code(request_id, point.blind, code), code_words(code, language=language, minutes=minutes)


def _post(actor: Actor, point: Point, request: Request, words: Words, channel: str, not_before: datetime | None) -> int:
    draft = Draft(
        channel=channel,
        to=point.value(),
        subject=words.subject,
        text=words.text,
        purpose=PURPOSE,
        subject_id=request.id,
        actor_id=actor.id,
        not_before=not_before,
        expires_at=request.expires_at,
    )
    return post(draft)


def take_out_messages(customer_ids: Sequence[int]) -> None:
    """Customers are erased: what was on its way to them does not leave any more. Their requests are in the links register."""
    requests = Request.objects.filter(customer_id__in=customer_ids).values_list("id", flat=True)
    take_out(PURPOSE, list(requests))
