"""The keys of the installation over HTTP."""

from ninja import Router

from kedang.kit.doors import Request, needs
from kedang.operations import keys_standing, rights, schemas_keys

router = Router()
MANAGE = needs(rights.MANAGE)


@router.get("/operations/keys", response=schemas_keys.KeysOut, openapi_extra=MANAGE)
def keys(request: Request) -> schemas_keys.KeysOut:
    """Which keys there are and how old they are; never a key."""
    return schemas_keys.keys_out(keys_standing.standing(request.actor))
