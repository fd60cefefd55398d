"""In by a link and its code. An unknown link, a used one and one that ran out answer alike, and nobody can try many.

Opening a link costs nothing but a code; only the right code uses it up, so that a scanner of mail that looks at every link takes
nothing from the customer.
"""

import secrets
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from kedang.accounts.secrets import fresh_secret, hashed
from kedang.archive.models import ContactPoint, Customer
from kedang.delivery.outbox import Draft, post
from kedang.delivery.sending import send_now
from kedang.history.record import record
from kedang.kit.actor import SYSTEM_ACTORS, Actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.portal.codes import hash_code, matches
from kedang.portal.inviting import CODE, end
from kedang.portal.models import LOCKED, OPEN, USED, Invitation
from kedang.portal.wording import code_words
from kedang.vault.keys import key_for
from kedang.verification.codes import tidy
from kedang.verification.limits import take, take_sending
from kedang.verification.points import CHANNELS

PER_ADDRESS, PER_LINK, MISSES, WINDOW = 40, 60, 2_000, 900
MOST_TRIES, MOST_CODES = 5, 3
CODE_LASTS, AGAIN_AFTER = timedelta(minutes=10), timedelta(seconds=60)
SESSION_LASTS = timedelta(minutes=30)
NOT_OPEN = Refusal(
    "portal.link",
    404,
    "这个链接无效、已使用或已过期。请联系给您发送它的单位，重新发送一个。",
    "This link is not valid, was used, or ran out. Please ask who sent it for a new one.",
)
SLOWLY = Refusal(
    "portal.slowly", 429, "操作次数过多，请 15 分钟后再试。", "Too many attempts. Please try again in 15 minutes."
)
WRONG = Refusal(
    "portal.wrong_code",
    422,
    "验证码不对，还可以试 {left} 次。",
    "That is not the code. {left} more tries.",
)
SPENT = Refusal(
    "portal.code_spent",
    422,
    "这个验证码已过期，或次数已用完。请重新获取。",
    "This code ran out, or has no tries left. Get a new one.",
)


@dataclass(frozen=True, slots=True)
class Entered:
    """How far the visitor has come: a code is wanted (`spoken`: somebody of ours says it), or they are in, with a secret."""

    spoken: bool
    secret: str = field(default="", repr=False)


def as_customer(visitor: Actor, row: Invitation) -> Actor:
    """The customer as history names them: the portal, and by which invitation. Without any right."""
    return replace(visitor, id=SYSTEM_ACTORS["portal"], name="portal", kind="system", session_id=row.id)


def enter(visitor: Actor, token: str, code: str) -> Entered:
    """Without a code: have one sent. With it: the session begins and the link is used up."""
    _take("visit", visitor.ip, PER_ADDRESS)
    row = _found(token)
    if row is None:
        # Guesses are counted together as well. Who holds a link is not shut out by a flood of them.
        _take("misses", "", MISSES)
        raise NOT_OPEN()
    _take("link", str(row.id), PER_LINK)
    if not code.strip():
        message_id = _ask_for_code(visitor, row.id)
        if message_id:
            send_now(message_id)
        return Entered(spoken=not row.code_kind)
    guess = tidy(code)
    _count(visitor, row.id)
    if not guess or not matches(row, guess):
        left = _wrong(visitor, row.id)
        raise WRONG(left=left) if left else SPENT()
    return Entered(spoken=not row.code_kind, secret=_begin(visitor, row.id))


def _take(what: str, whose: str, cap: int) -> None:
    with transaction.atomic():
        full = take(f"portal.{what}", whose, cap=cap, seconds=WINDOW)
    if full is not None:
        raise SLOWLY()


def _found(token: str) -> Invitation | None:
    row = Invitation.objects.filter(secret=hashed(token), state=OPEN, expires_at__gt=now()).first()
    return row if row is not None and still_theirs(row) else None


def still_theirs(row: Invitation) -> bool:
    """Whether the customer stands in the archive, and both ways are still the customer's."""
    if not Customer.objects.filter(id=row.customer_id, trashed_at__isnull=True).exists():
        return False
    ways = [(row.link_kind, row.link_blind)] + ([(row.code_kind, row.code_blind)] if row.code_kind else [])
    points = ContactPoint.objects.filter(customer_id=row.customer_id)
    return all(points.filter(kind=kind, blind=blind).exists() for kind, blind in ways)


def _locked(invitation_id: int) -> Invitation:
    row = Invitation.objects.select_for_update().filter(id=invitation_id, state=OPEN).first()
    if row is None:
        raise NOT_OPEN()
    return row


@transaction.atomic
def _ask_for_code(visitor: Actor, invitation_id: int) -> int | None:
    """Queue a code; the message, or nothing when one was sent just now or somebody of ours says it."""
    row, moment = _locked(invitation_id), now()
    if row.opened_at is None:
        row.opened_at = moment
        row.save(update_fields=["opened_at"])
    if not row.code_kind:
        return None
    if row.code_sent_at is not None and row.code_sent_at > moment - AGAIN_AFTER:
        return None
    if row.codes >= MOST_CODES:
        if row.code_until is None or row.code_until <= moment or row.tries >= MOST_TRIES:
            end([row.id], LOCKED)
        return None
    return _send_code(as_customer(visitor, row), row)


@transaction.atomic
def _send_code(actor: Actor, row: Invitation) -> int:
    point = ContactPoint.objects.filter(customer_id=row.customer_id, kind=row.code_kind, blind=row.code_blind).first()
    if point is None or point.blind is None:
        raise NOT_OPEN()
    take_sending(actor, point_id=point.id, blind=point.blind, in_campaign=True)
    code, moment = f"{secrets.randbelow(1_000_000):06d}", now()
    row.code, row.code_until, row.code_sent_at = hash_code(row.id, code), moment + CODE_LASTS, moment
    row.codes, row.tries = row.codes + 1, 0
    row.save(update_fields=["code", "code_until", "code_sent_at", "codes", "tries"])
    words = code_words(code, language=row.language, minutes=int(CODE_LASTS.total_seconds()) // 60)
    value = key_for(row.customer_id).open(point.value_enc, table="contact_point", column="value", row_id=point.id)
    details = {"invitation": str(row.id), "code": row.codes}
    record(actor, "portal.code_sent", subject=("customer", row.customer_id), fields=[row.code_kind], details=details)
    return post(
        Draft(
            channel=CHANNELS[point.kind],
            to=value,
            subject=words.subject,
            text=words.text,
            purpose=CODE,
            subject_id=row.id,
            actor_id=row.created_by,
            expires_at=row.code_until,
        )
    )


def _count(visitor: Actor, invitation_id: int) -> None:
    """A guess is counted, and the count committed, before it is looked at."""
    with transaction.atomic():
        alive = Invitation.objects.filter(id=invitation_id, state=OPEN, code_until__gt=now(), tries__lt=MOST_TRIES)
        if not alive.update(tries=F("tries") + 1):
            raise SPENT()


@transaction.atomic
def _wrong(visitor: Actor, invitation_id: int) -> int:
    row = _locked(invitation_id)
    left = max(MOST_TRIES - row.tries, 0)
    details = {"invitation": str(row.id), "left": left}
    record(as_customer(visitor, row), "portal.code_wrong", subject=("customer", row.customer_id), details=details)
    if not left and (not row.code_kind or row.codes >= MOST_CODES):
        end([row.id], LOCKED)
    return left


@transaction.atomic
def _begin(visitor: Actor, invitation_id: int) -> str:
    row, moment = _locked(invitation_id), now()
    if not still_theirs(row):
        raise NOT_OPEN()
    secret = fresh_secret()
    row.state, row.ended_at, row.code, row.code_until = USED, moment, "", None
    row.session, row.session_until = hashed(secret), moment + SESSION_LASTS
    row.save(update_fields=["state", "ended_at", "code", "code_until", "session", "session_until"])
    details = {"invitation": str(row.id)}
    record(as_customer(visitor, row), "portal.entered", subject=("customer", row.customer_id), details=details)
    return secret
