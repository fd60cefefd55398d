"""The private link to one's own follow-ups in a calendar: made, renewed, changed and revoked by the person alone."""

from dataclasses import dataclass, field

from django.db import transaction

from kedang.accounts.secrets import fresh_secret, hashed
from kedang.accounts.sessions import require_session
from kedang.activity.models import CalendarLink
from kedang.archive import rights as archive_rights
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link with its secret, this one time."""

    link: CalendarLink
    secret: str = field(repr=False)


def own_link(actor: Actor) -> CalendarLink | None:
    """The actor's link, if there is one."""
    actor.require(archive_rights.VIEW)
    return CalendarLink.objects.filter(user_id=actor.id).first()


@transaction.atomic
def subscribe(actor: Actor, *, detailed: bool) -> NewLink:
    """Make a link, or another secret for the one there is: the former address is dead at once."""
    actor.require(archive_rights.VIEW)
    require_session(actor)
    secret = fresh_secret()
    fresh = {"hash": hashed(secret), "detailed": detailed, "created_at": now(), "last_used_at": None}
    link, _ = CalendarLink.objects.update_or_create(user_id=actor.id, defaults=fresh)
    record(actor, "calendar_link.made", subject=("calendar_link", link.id), details={"detailed": detailed})
    return NewLink(link, secret)


@transaction.atomic
def show_more(actor: Actor, *, detailed: bool) -> None:
    """Say whether the calendar names customers and what is to be done, or only that something is."""
    link = _own(actor)
    if link.detailed != detailed:
        link.detailed = detailed
        link.save(update_fields=["detailed"])
        record(actor, "calendar_link.changed", subject=("calendar_link", link.id), details={"detailed": detailed})


@transaction.atomic
def unsubscribe(actor: Actor) -> None:
    """End the link. Calendars keep what they have read until they look again."""
    link = _own(actor)
    record(actor, "calendar_link.revoked", subject=("calendar_link", link.id))
    link.delete()


def _own(actor: Actor) -> CalendarLink:
    actor.require(archive_rights.VIEW)
    require_session(actor)
    link = CalendarLink.objects.select_for_update().filter(user_id=actor.id).first()
    if link is None:
        raise NOT_FOUND()
    return link
