"""Follow-ups in one's own calendar, over HTTP: the link, and what stands behind it."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from kedang.accounts.actors import anonymous
from kedang.activity import feed, schemas_calendar, subscribing
from kedang.archive import rights as archive_rights
from kedang.kit.actor import Actor
from kedang.kit.doors import PUBLIC, Request, needs

router = Router()
SEES = needs(archive_rights.VIEW)


def calendar_program(request: HttpRequest) -> Actor:
    """A program that only knows the address: no session, no cookie."""
    actor = anonymous(request)
    request.actor = actor  # type: ignore[attr-defined]
    return actor


@router.get("/calendar/{secret}/follow-ups.ics", auth=calendar_program, openapi_extra=PUBLIC)
def calendar_file(request: Request, secret: str) -> HttpResponse:
    """Somebody's follow-ups as a calendar, for programs that subscribe to it. The address is the secret."""
    content = feed.read_calendar(request.actor, secret)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    answer["Content-Disposition"] = 'attachment; filename="follow-ups.ics"'
    return answer


@router.get("/calendar-link", response=schemas_calendar.CalendarLinkOut, openapi_extra=SEES)
def calendar_link(request: Request) -> schemas_calendar.CalendarLinkOut:
    """One's own link, without its secret."""
    return schemas_calendar.link_out(subscribing.own_link(request.actor))


@router.post("/calendar-link", response={201: schemas_calendar.NewCalendarLinkOut}, openapi_extra=SEES)
def subscribe(request: Request, body: schemas_calendar.CalendarLinkIn) -> schemas_calendar.NewCalendarLinkOut:
    """Make a link, or renew it; the address is shown this one time."""
    return schemas_calendar.new_link_out(subscribing.subscribe(request.actor, detailed=body.detailed))


@router.patch("/calendar-link", response={204: None}, openapi_extra=SEES)
def show_more(request: Request, body: schemas_calendar.CalendarLinkIn) -> None:
    """Say whether the calendar names customers and tasks."""
    subscribing.show_more(request.actor, detailed=body.detailed)


@router.delete("/calendar-link", response={204: None}, openapi_extra=SEES)
def unsubscribe(request: Request) -> None:
    """End the link."""
    subscribing.unsubscribe(request.actor)
