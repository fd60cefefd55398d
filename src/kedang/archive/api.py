"""The archive's doors, by family."""

from ninja import Router

from kedang.archive import api_classes, api_lists, api_page, api_parts, api_people

router = Router()
for family in (api_lists, api_page, api_parts, api_people, api_classes):
    router.add_router("", family.router)
