"""What takes effect at once because it is the customer's to say: that all is right, a consent, its withdrawal, a request.

Each is done by the room it belongs to, by its own verb and event, in the name of the customer.
"""

from django.db import transaction

from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.portal.correcting import held
from kedang.portal.sessions import Guest, without_waiting
from kedang.privacy import consents, requests
from kedang.privacy.consents import ConsentDraft
from kedang.privacy.models import GENERAL, WAITING, Purpose, Request
from kedang.privacy.purposes import notice_in_force
from kedang.privacy.requests import RequestDraft
from kedang.quality import reviews

NOTICE_CHANGED = Refusal(
    "portal.notice_changed",
    409,
    "隐私声明刚刚更新，没有记录同意。请看过新的声明再决定。",
    "The privacy notice has just changed; no consent was recorded. Please read the new one first.",
)
ASKED_ALREADY = Refusal(
    "portal.asked_already",
    409,
    "同样的请求正在办理，没有重复提交。",
    "The same request is under way; it was not sent twice.",
)


def confirm(guest: Guest) -> None:
    """All correct: what the customer sees in clear, and has not just corrected, is confirmed as of now."""
    reviews.confirm(without_waiting(guest), guest.customer_id)


@transaction.atomic
def consent(guest: Guest, *, purpose_id: int, notice: int) -> None:
    """Consent to a purpose that rests on consent, having been shown this version of the notice."""
    held(guest)
    if not Purpose.objects.filter(id=purpose_id, basis="consent", ended_at__isnull=True).exists():
        raise NOT_FOUND()
    current = notice_in_force()
    if current is not None and current.number != notice:
        raise NOTICE_CHANGED()
    words = {"zh": f"客户自助 {guest.invitation.id}：页面上勾选", "en": f"self-service {guest.invitation.id}: ticked"}
    evidence = words["zh" if guest.actor.language.startswith("zh") else "en"]
    draft = ConsentDraft(purpose_id=purpose_id, act=GENERAL, channel="web", evidence=evidence)
    consents.give(guest.actor, guest.customer_id, draft)


def withdraw(guest: Guest, consent_id: int) -> None:
    """Take one back; nothing is asked."""
    consents.withdraw(guest.actor, guest.customer_id, consent_id)


@transaction.atomic
def ask(guest: Guest, *, kind: str, words: str) -> None:
    """A request about their data. Who asks is known: by a link and a code that went two ways."""
    held(guest)
    if Request.objects.filter(customer_id=guest.customer_id, kind=kind, state__in=WAITING).exists():
        raise ASKED_ALREADY()
    made = requests.take_down(guest.actor, guest.customer_id, RequestDraft(kind=kind, channel="web", words=words))
    requests.identify(guest.actor, guest.customer_id, made, how="code", version=1)
