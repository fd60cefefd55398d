"""Activity over HTTP: one customer's, and what is to be done over all."""

from ninja import Router

from kedang.activity import due, pinning, planning, presenting, recording, rights, schemas
from kedang.activity.api_calendar import router as calendar
from kedang.activity.api_morning import router as morning
from kedang.activity.api_plan import router as contact_plan
from kedang.activity.planning import Plan
from kedang.activity.recording import Happened
from kedang.archive import rights as archive_rights
from kedang.kit.doors import IdIn, Request, needs

router = Router()
router.add_router("", calendar)
router.add_router("", morning)
router.add_router("", contact_plan)
SEES = needs(archive_rights.VIEW)
RECORDS = needs(rights.RECORD)


@router.get("/customers/{int:id}/activity", response=schemas.ActivityOut, openapi_extra=SEES)
def activity(request: Request, id: IdIn, cursor: str | None = None, limit: int | None = None) -> schemas.ActivityOut:
    """What was done with a customer and what is to be done."""
    return presenting.activity(request.actor, id, cursor=cursor, limit=limit)


@router.post("/customers/{int:id}/interactions", response={201: schemas.Made}, openapi_extra=RECORDS)
def write_down(request: Request, id: IdIn, body: schemas.InteractionIn) -> schemas.Made:
    """Write down what happened; with it finish a follow-up, and plan the next step."""
    happened = Happened(**body.model_dump(exclude={"finishes", "follows", "people"}), people=tuple(body.people))
    follows = Plan(**body.follows.model_dump()) if body.follows else None
    made = recording.write_down(request.actor, id, happened, finishes=body.finishes, follows=follows)
    return schemas.Made(id=str(made))


@router.patch("/customers/{int:id}/interactions/{sub}", response={204: None}, openapi_extra=RECORDS)
def correct(request: Request, id: IdIn, sub: IdIn, body: schemas.InteractionChangesIn) -> None:
    """Correct an interaction."""
    recording.correct(request.actor, id, sub, body.given("minutes"), version=body.version)


@router.delete("/customers/{int:id}/interactions/{sub}", response={204: None}, openapi_extra=RECORDS)
def take_away(request: Request, id: IdIn, sub: IdIn) -> None:
    """Take away what was written down by mistake."""
    recording.take_away(request.actor, id, sub)


@router.put("/customers/{int:id}/interactions/{sub}/pin", response={204: None}, openapi_extra=RECORDS)
def pin(request: Request, id: IdIn, sub: IdIn) -> None:
    """Put an interaction on top of the timeline."""
    pinning.pin(request.actor, id, sub, pinned=True)


@router.delete("/customers/{int:id}/interactions/{sub}/pin", response={204: None}, openapi_extra=RECORDS)
def unpin(request: Request, id: IdIn, sub: IdIn) -> None:
    """Take it down again."""
    pinning.pin(request.actor, id, sub, pinned=False)


@router.get("/customers/{int:id}/pinned-interactions", response=list[schemas.InteractionOut], openapi_extra=SEES)
def pinned(request: Request, id: IdIn) -> list[schemas.InteractionOut]:
    """What stands on top of the timeline."""
    return [presenting.interaction(request.actor, each) for each in pinning.pinned_of(request.actor, id)]


@router.post("/customers/{int:id}/follow-ups", response={201: schemas.Made}, openapi_extra=RECORDS)
def plan(request: Request, id: IdIn, body: schemas.FollowUpIn) -> schemas.Made:
    """Plan a follow-up."""
    return schemas.Made(id=str(planning.plan(request.actor, id, Plan(**body.model_dump()))))


@router.patch("/customers/{int:id}/follow-ups/{sub}", response={204: None}, openapi_extra=RECORDS)
def change(request: Request, id: IdIn, sub: IdIn, body: schemas.FollowUpChangesIn) -> None:
    """Move, reword or hand over an open follow-up."""
    planning.change(request.actor, id, sub, version=body.version, **body.given())


@router.post("/customers/{int:id}/follow-ups/{sub}/done", response={204: None}, openapi_extra=RECORDS)
def finish(request: Request, id: IdIn, sub: IdIn, body: schemas.VersionIn) -> None:
    """A follow-up is done."""
    planning.finish(request.actor, id, sub, version=body.version)


@router.post("/customers/{int:id}/follow-ups/{sub}/drop", response={204: None}, openapi_extra=RECORDS)
def drop(request: Request, id: IdIn, sub: IdIn, body: schemas.VersionIn) -> None:
    """Nothing will come of a follow-up."""
    planning.finish(request.actor, id, sub, version=body.version, done=False)


@router.post("/customers/{int:id}/follow-ups/{sub}/reopen", response={204: None}, openapi_extra=RECORDS)
def reopen(request: Request, id: IdIn, sub: IdIn, body: schemas.VersionIn) -> None:
    """Take a follow-up up again."""
    planning.reopen(request.actor, id, sub, version=body.version)


@router.get("/follow-ups", response=schemas.FollowUpPage, openapi_extra=SEES)
def follow_ups(
    request: Request,
    whose: str = due.MINE,
    when: str = due.ALL,
    assignee: IdIn | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> schemas.FollowUpPage:
    """What is to be done: `mine` or the `team`'s; `overdue`, `today`, both (`due`), `week`, `later`, `all` that is open, `done`."""
    found = due.due(request.actor, whose=whose, when=when, assignee_id=assignee, cursor=cursor, limit=limit)
    return presenting.due_page(request.actor, found)


@router.get("/follow-ups/workload", response=list[schemas.LoadOut], openapi_extra=SEES)
def workload(request: Request) -> list[schemas.LoadOut]:
    """How much each person in sight has to do."""
    return presenting.loads(request.actor)


@router.get("/follow-ups/week", response=schemas.WeekOut, openapi_extra=SEES)
def my_week(request: Request) -> schemas.WeekOut:
    """What one did in the last seven days."""
    week = due.my_week(request.actor)
    return schemas.WeekOut(contacts=week.contacts, done=week.done)
