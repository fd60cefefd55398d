"""Queues, targets and closing reasons over HTTP."""

from ninja import Router

from kedang.kit.doors import IdIn, Request, needs
from kedang.service import presenting, queues, rights, schemas, targets

router = Router()
MANAGES = needs(rights.MANAGE)


@router.get("/service/queues", response=list[schemas.QueueOut], openapi_extra=MANAGES)
def list_queues(request: Request) -> list[schemas.QueueOut]:
    """Every queue with its members."""
    return presenting.queue_list(request.actor)


@router.post("/service/queues", response={201: schemas.CaseMade}, openapi_extra=MANAGES)
def add_queue(request: Request, body: schemas.QueueIn) -> schemas.CaseMade:
    """Add a queue."""
    return schemas.CaseMade(id=str(queues.create(request.actor, _draft(body))))


@router.put("/service/queues/{int:id}", response={204: None}, openapi_extra=MANAGES)
def write_queue(request: Request, id: IdIn, body: schemas.QueueIn) -> None:
    """Write a queue anew."""
    queues.change(request.actor, id, _draft(body), version=body.version)


@router.get("/service/settings", response=schemas.ServiceSettingsOut, openapi_extra=MANAGES)
def service_settings(request: Request) -> schemas.ServiceSettingsOut:
    """Targets and closing reasons."""
    return presenting.settings(targets.read(request.actor))


@router.put("/service/settings", response=schemas.ServiceSettingsOut, openapi_extra=MANAGES)
def write_service_settings(request: Request, body: schemas.ServiceSettingsIn) -> schemas.ServiceSettingsOut:
    """Set targets and closing reasons."""
    aims: dict[tuple[str, str], tuple[int, int]] = {
        (line.kind, line.priority): (line.first, line.solve) for line in body.targets
    }
    reasons = [targets.Reason(**line.model_dump()) for line in body.reasons]
    targets.save(request.actor, targets=aims, reasons=reasons, version=body.version)
    return presenting.settings(targets.read(request.actor))


def _draft(body: schemas.QueueIn) -> queues.Draft:
    return queues.Draft(
        name=body.name, kinds=tuple(body.kinds), member_ids=tuple(dict.fromkeys(body.member_ids)), active=body.active
    )
