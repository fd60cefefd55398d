"""The desk's doors, by family."""

from ninja import Router

from kedang.desk import api_classes, api_page, api_parts, api_people, api_printing

router = Router()
for family in (api_page, api_parts, api_people, api_classes, api_printing):
    router.add_router("", family.router)
