"""What a person found out: the number answers, the document says so, the customer stood here; or it reaches nobody."""

from django.db import transaction

from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal
from kedang.kit.text import storable
from kedang.verification import rights
from kedang.verification.facts import found_right
from kedang.verification.models import BOUNCED, BY_PERSON, WITHDRAWN
from kedang.verification.points import Point, end_facts, end_requests, load_point

UNREACHABLE, TAKEN_BACK = "unreachable", "taken_back"
HOW = (*BY_PERSON, UNREACHABLE, TAKEN_BACK)
LONGEST_NOTE = 500
NOTE_NEEDED = Refusal(
    "verification.note",
    422,
    "请写明依据，例如与谁通话、看到哪份证件（2 至 500 字）。",
    "Say what it rests on, such as whom you spoke to or which document you saw (2 to 500 characters).",
)


@transaction.atomic
def mark(actor: Actor, customer_id: int, point_id: int, *, how: str, note: str) -> None:
    """Verify by telephone, document or in person; or say that a point reaches nobody, or that a finding was wrong."""
    actor.require(rights.CONFIRM)
    assert how in HOW, how
    text = storable(note).strip()
    if not 2 <= len(text) <= LONGEST_NOTE:
        raise NOTE_NEEDED()
    point = load_point(actor, customer_id, point_id)
    details = {"point": str(point.row.id), "method": how}
    if how in BY_PERSON:
        end_requests(point, WITHDRAWN)
        found_right(point, method=how, by=actor.id, note=text)
        record(actor, "contact_point.verified", subject=point.subject, fields=[point.code], details=details)
        return
    _take_back(point, how)
    verb = "contact_point.bounced" if how == UNREACHABLE else "contact_point.taken_back"
    record(actor, verb, subject=point.subject, fields=[point.code], details=details)


def _take_back(point: Point, how: str) -> None:
    end_requests(point, WITHDRAWN)
    end_facts(point, BOUNCED if how == UNREACHABLE else WITHDRAWN)
    point.set_state("bounced" if how == UNREACHABLE else "unverified")
