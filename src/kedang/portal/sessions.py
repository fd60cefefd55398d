"""The short session of a customer who came in. Its cookie goes to the portal's addresses only, and opens nothing else.

Whose record it is stands in the session's row: no endpoint behind it takes the id of a customer.
"""

from dataclasses import dataclass, replace

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from kedang.accounts.actors import anonymous
from kedang.accounts.csrf import require_csrf
from kedang.accounts.secrets import hashed
from kedang.archive import rights as archive_rights
from kedang.history.record import record
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now
from kedang.kit.env import settings
from kedang.kit.errors import Refusal
from kedang.kit.levels import STRICTEST
from kedang.portal.allowing import allowed, modes
from kedang.portal.entering import SESSION_LASTS, SLOWLY, as_customer, still_theirs
from kedang.portal.models import USED, WAITING, Correction, Invitation
from kedang.privacy import rights as privacy_rights
from kedang.verification.limits import take

COOKIE, PATH = "kedang_portal", "/api/self-service"
PER_SESSION, WINDOW = 200, 900
ENDED = Refusal(
    "portal.session",
    401,
    "您的自助页面已关闭或超过 30 分钟。已提交的内容没有丢失。如需继续，请联系我们重新发送链接。",
    "Your page was closed, or 30 minutes are over. What you sent is not lost. To go on, ask us for a new link.",
)
# What the verbs ask for that a customer may do to the own record; all of it is bound to one customer by the session.
RIGHTS = frozenset(
    str(each) for each in (archive_rights.VIEW, archive_rights.EDIT, privacy_rights.RECORD, privacy_rights.REQUESTS)
)


@dataclass(frozen=True, slots=True)
class Guest:
    """A customer who is in: which invitation, which customer, and the actor of what they do."""

    invitation: Invitation
    actor: Actor
    fields: tuple[str, ...]

    @property
    def customer_id(self) -> int:
        """The one customer this session is about."""
        return self.invitation.customer_id


def customer_session(request: HttpRequest) -> Guest:
    """The session of the portal's cookie, with the CSRF header on unsafe methods; no other cookie and no token counts here."""
    row = _row(request.COOKIES.get(COOKIE, ""))
    require_csrf(request)
    with transaction.atomic():
        if take("portal.act", str(row.id), cap=PER_SESSION, seconds=WINDOW) is not None:
            raise SLOWLY()
    guest = guest_of(row, anonymous(request))
    request.guest = guest  # type: ignore[attr-defined]
    request.actor = guest.actor  # type: ignore[attr-defined]
    return guest


def _row(secret: str) -> Invitation:
    if not secret:
        raise ENDED()
    row = Invitation.objects.filter(session=hashed(secret), state=USED, session_until__gt=now()).first()
    if row is None or not still_theirs(row):
        raise ENDED()
    return row


def guest_of(row: Invitation, visitor: Actor) -> Guest:
    """The customer as an actor: may see and touch what the portal allows of the one record, and what is hidden is hidden. How closely it is
    kept from colleagues is not the customer's to feel, nor to learn from a page that is gone."""
    fields = allowed()
    actor = replace(as_customer(visitor, row), rights=RIGHTS, scope=Scope.ALL, clearance=STRICTEST, modes=modes(fields))
    return Guest(row, actor, fields)


def without_waiting(guest: Guest) -> Actor:
    """The customer who confirms: what they have just corrected is not confirmed as it stands."""
    waiting = Correction.objects.filter(customer_id=guest.customer_id, state=WAITING).values_list("field", flat=True)
    return replace(guest.actor, modes=modes(set(guest.fields) - set(waiting)))


@transaction.atomic
def leave(guest: Guest) -> None:
    """End the session."""
    Invitation.objects.filter(id=guest.invitation.id).update(session="")
    record(guest.actor, "portal.left", subject=("customer", guest.customer_id))


def keep_cookie(response: HttpResponse, secret: str) -> None:
    """Give the browser the session."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(SESSION_LASTS.total_seconds()),
        path=PATH,
        httponly=True,
        samesite="Strict",
        secure=settings().secure_cookies,
    )


def drop_cookie(response: HttpResponse) -> None:
    """Take it back."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
