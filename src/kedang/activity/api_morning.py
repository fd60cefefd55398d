"""The morning mail over HTTP: whether one wants it."""

from ninja import Router

from kedang.activity import morning, schemas_calendar
from kedang.archive import rights as archive_rights
from kedang.kit.doors import Request, needs

router = Router()
SEES = needs(archive_rights.VIEW)


@router.get("/morning-mail", response=schemas_calendar.MorningMailOut, openapi_extra=SEES)
def morning_mail(request: Request) -> schemas_calendar.MorningMailOut:
    """Whether one gets a mail each working morning, and why none could be sent: `not_set_up`, `no_address`."""
    found = morning.choice(request.actor)
    return schemas_calendar.MorningMailOut(wanted=found.wanted, hindrance=found.hindrance)


@router.put("/morning-mail", response={204: None}, openapi_extra=SEES)
def choose_morning_mail(request: Request, body: schemas_calendar.MorningMailIn) -> None:
    """Want it, or no more."""
    morning.choose(request.actor, wanted=body.wanted)
