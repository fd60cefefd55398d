"""Mail, SMS and the limits of verifying over HTTP."""

from ninja import Router

from kedang.kit.doors import Request, needs
from kedang.verification import channels, limits, presenting, rights, schemas

router = Router()
MANAGE = needs(rights.MANAGE)


@router.get("/delivery", response=schemas.DeliveryOut, openapi_extra=MANAGE)
def get_delivery(request: Request) -> schemas.DeliveryOut:
    """What is set up, how the last seven days went, and the limits."""
    request.actor.require(rights.MANAGE)
    return presenting.delivery()


@router.put("/delivery/limits", response=schemas.DeliveryOut, openapi_extra=MANAGE)
def set_limits(request: Request, body: schemas.LimitsIn) -> schemas.DeliveryOut:
    """Change how much is sent at most, and for how long a confirmation holds."""
    limits.change_limits(request.actor, body.model_dump(exclude_none=True))
    return presenting.delivery()


@router.post("/delivery/test", response=schemas.TestedOut, openapi_extra=MANAGE)
def send_test(request: Request, body: schemas.TestIn) -> schemas.TestedOut:
    """Send a test message and tell how the first attempt went."""
    message = channels.send_test(request.actor, kind=body.kind, to=body.to)
    return schemas.TestedOut(state=message.state, why=message.why)
