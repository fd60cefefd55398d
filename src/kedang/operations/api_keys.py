"""The keys of the installation over HTTP. What touches the root key itself (exchange, cards) is done at the server's command line only:
a share is never sent, and new cards must follow a new root key."""

from ninja import Router

from kedang.kit.doors import Request, needs
from kedang.operations import keys_copying, keys_rotating, keys_standing, resealing, rights, schemas_keys

router = Router()
MANAGE = needs(rights.MANAGE)


@router.get("/operations/keys", response=schemas_keys.KeysOut, openapi_extra=MANAGE)
def keys(request: Request) -> schemas_keys.KeysOut:
    """Which keys there are, how old they are and what is due; never a key."""
    return schemas_keys.keys_out(keys_standing.standing(request.actor))


@router.post("/operations/keys/rotate", response={202: schemas_keys.KeysOut}, openapi_extra=MANAGE)
def rotate_keys(request: Request) -> schemas_keys.KeysOut:
    """A new master key for everything new at once; customers' keys follow in the background."""
    keys_rotating.begin(request.actor)
    return schemas_keys.keys_out(keys_standing.standing(request.actor))


@router.post("/operations/keys/reseal", response={202: schemas_keys.KeysOut}, openapi_extra=MANAGE)
def reseal(request: Request) -> schemas_keys.KeysOut:
    """New keys for all customers: at once for what is written from now on, in the background for what is there."""
    resealing.begin(request.actor)
    return schemas_keys.keys_out(keys_standing.standing(request.actor))


@router.post("/operations/keys/copies", response={201: schemas_keys.KeysOut}, openapi_extra=MANAGE)
def copy_keys(request: Request) -> schemas_keys.KeysOut:
    """A copy of the key store now; old ones go."""
    keys_copying.copy(request.actor)
    return schemas_keys.keys_out(keys_standing.standing(request.actor))
