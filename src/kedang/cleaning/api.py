"""Cleaning over HTTP."""

from ninja import Router

from kedang.cleaning import applying, fixing, presenting, profiling, rights, rows, schemas, undoing
from kedang.cleaning.plans import Change
from kedang.kit.doors import IdIn, Request, needs

router = Router()
USE = needs(rights.USE)


@router.get("/cleaning/fields", response=schemas.CleaningFields, openapi_extra=USE)
def cleaning_fields(request: Request) -> schemas.CleaningFields:
    """The fields one can look at, each with its newest look."""
    return presenting.fields(request.actor)


@router.post("/cleaning/profiles", response={202: schemas.ProfileOut}, openapi_extra=USE)
def start_profile(request: Request, body: schemas.ProfileIn) -> schemas.ProfileOut:
    """Look at a field of every customer in reach, in the background; the one that is under way, if there is one."""
    return presenting.profile(request.actor, profiling.start(request.actor, body.field, kind=body.kind or ""))


@router.get("/cleaning/profiles/{int:id}", response=schemas.ProfileOut, openapi_extra=USE)
def get_profile(request: Request, id: IdIn) -> schemas.ProfileOut:
    """One's own look at a field."""
    return presenting.profile(request.actor, profiling.load(request.actor, id))


@router.post("/cleaning/profiles/{int:id}/cancel", response=schemas.ProfileOut, openapi_extra=USE)
def cancel_profile(request: Request, id: IdIn) -> schemas.ProfileOut:
    """Stop looking."""
    return presenting.profile(request.actor, profiling.cancel(request.actor, id))


@router.post("/cleaning/fixes", response={201: schemas.FixOut}, openapi_extra=USE)
def make_fix(request: Request, body: schemas.FixIn) -> schemas.FixOut:
    """Prepare a correction: its preview is made in the background, nothing is changed."""
    changes = (
        None if body.changes is None else [Change(c.before, (c.after or "").strip() or None) for c in body.changes]
    )
    made = fixing.prepare(request.actor, body.profile_id, suggestion=body.suggestion_id, changes=changes)
    return presenting.fix(request.actor, made)


@router.get("/cleaning/fixes", response=schemas.FixPage, openapi_extra=USE)
def fixes(request: Request, after: str | None = None, limit: int | None = None) -> schemas.FixPage:
    """One's own corrections, newest first; everybody's for who sees all customers."""
    return presenting.fix_page(request.actor, after=after, limit=limit)


@router.get("/cleaning/fixes/{int:id}", response=schemas.FixOut, openapi_extra=USE)
def get_fix(request: Request, id: IdIn) -> schemas.FixOut:
    """One correction and how far it is."""
    return presenting.fix(request.actor, fixing.load(request.actor, id))


@router.get("/cleaning/fixes/{int:id}/rows", response=schemas.FixRowPage, openapi_extra=USE)
def fix_rows(
    request: Request, id: IdIn, fate: schemas.Fate | None = None, after: str | None = None, limit: int | None = None
) -> schemas.FixRowPage:
    """Its customers, each with before and after, or why not."""
    return rows.page(request.actor, id, fate=fate, after=after, limit=limit)


@router.post("/cleaning/fixes/{int:id}/apply", response=schemas.FixOut, openapi_extra=USE)
def apply_fix(request: Request, id: IdIn) -> schemas.FixOut:
    """Carry it out, or go on where it stopped."""
    return presenting.fix(request.actor, applying.start(request.actor, id))


@router.post("/cleaning/fixes/{int:id}/cancel", response=schemas.FixOut, openapi_extra=USE)
def cancel_fix(request: Request, id: IdIn) -> schemas.FixOut:
    """Stop what is under way. What was done stays and can be undone."""
    return presenting.fix(request.actor, fixing.cancel(request.actor, id))


@router.post("/cleaning/fixes/{int:id}/undo", response=schemas.FixOut, openapi_extra=USE)
def undo_fix(request: Request, id: IdIn) -> schemas.FixOut:
    """Put back what stood there before, wherever nobody changed it since."""
    return presenting.fix(request.actor, undoing.start(request.actor, id))


@router.post("/cleaning/fixes/{int:id}/discard", response=schemas.FixOut, openapi_extra=USE)
def discard_fix(request: Request, id: IdIn) -> schemas.FixOut:
    """Drop a correction that changed nobody."""
    return presenting.fix(request.actor, fixing.discard(request.actor, id))
