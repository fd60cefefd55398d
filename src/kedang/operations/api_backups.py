"""Backups over HTTP: how they stand, and two buttons. There is no download: a backup leaves by the way the operator chose."""

from ninja import Router

from kedang.kit.doors import IdIn, Request, needs
from kedang.operations import backup_schedule, rights, schemas_backups

router = Router()
MANAGE = needs(rights.MANAGE)


@router.get("/operations/backups", response=schemas_backups.BackupsOut, openapi_extra=MANAGE)
def backups(request: Request) -> schemas_backups.BackupsOut:
    """Which backups there are and whether they are proven."""
    return schemas_backups.backups_out(backup_schedule.standing(request.actor))


@router.post("/operations/backups", response={202: schemas_backups.OrderedOut}, openapi_extra=MANAGE)
def order_backup(request: Request) -> schemas_backups.OrderedOut:
    """Have a backup made now; it is proven right after."""
    return schemas_backups.OrderedOut(ordered=backup_schedule.order_backup(request.actor))


@router.post("/operations/backups/{int:id}/prove", response={202: schemas_backups.OrderedOut}, openapi_extra=MANAGE)
def order_proof(request: Request, id: IdIn) -> schemas_backups.OrderedOut:
    """Have a backup restored for a trial now."""
    return schemas_backups.OrderedOut(ordered=backup_schedule.order_proof(request.actor, id))
