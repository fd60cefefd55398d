"""Classification over HTTP."""

from ninja import Router

from kedang.archive.rights import EDIT
from kedang.classification import schemas
from kedang.classification.classifying import classify
from kedang.classification.clearing import give_clearance
from kedang.classification.rights import CLEAR
from kedang.kit.doors import IdIn, Request, needs

router = Router()


@router.put("/customers/{int:id}/classification", response={204: None}, openapi_extra=needs(EDIT))
def set_classification(request: Request, id: IdIn, body: schemas.ClassificationIn) -> None:
    """Keep a customer at this level. Lowering needs `customers.declassify`, a reason and a fresh proof."""
    classify(request.actor, id, level=body.level, reason=body.reason, version=body.version)


@router.put("/users/{user_id}/clearance", response={204: None}, openapi_extra=needs(CLEAR))
def set_clearance(request: Request, user_id: IdIn, body: schemas.ClearanceIn) -> None:
    """Up to which level somebody may see customers. Nobody's own."""
    give_clearance(request.actor, user_id, level=body.level)
