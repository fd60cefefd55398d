"""Oversight over HTTP: a router a piece."""

from ninja import Router

from kedang.oversight.api_unusual import router as unusual
from kedang.oversight.api_views import router as views

router = Router()
router.add_router("", unusual)
router.add_router("", views)
