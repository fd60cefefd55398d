"""Working hours and holidays over HTTP."""

from ninja import Router

from kedang.calendar import rights, schemas, setting
from kedang.kit.doors import Request, needs

router = Router()
MANAGES = needs(rights.MANAGE)


@router.get("/work-calendar", response=schemas.CalendarOut, openapi_extra=MANAGES)
def work_calendar(request: Request) -> schemas.CalendarOut:
    """When the organisation works."""
    return schemas.calendar_out(setting.read(request.actor))


@router.put("/work-calendar", response=schemas.CalendarOut, openapi_extra=MANAGES)
def set_work_calendar(request: Request, body: schemas.CalendarIn) -> schemas.CalendarOut:
    """Set when the organisation works."""
    setting.save(request.actor, week=body.hours(), days=body.marked(), version=body.version)
    return schemas.calendar_out(setting.read(request.actor))


@router.post("/work-calendar/read", response=schemas.PastedOut, openapi_extra=MANAGES)
def read_holidays(request: Request, body: schemas.PastedIn) -> schemas.PastedOut:
    """Read days off and days worked in exchange out of a text. Keeps nothing."""
    return schemas.pasted_out(setting.read_pasted(request.actor, body.text))
