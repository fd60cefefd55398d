"""Operations over HTTP: a router a piece."""

from ninja import Router

from kedang.operations.api_backups import router as backups
from kedang.operations.api_keys import router as keys

router = Router()
router.add_router("", keys)
router.add_router("", backups)
