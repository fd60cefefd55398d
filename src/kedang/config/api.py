"""The one API. Each room's router is added when the room is there; every endpoint asks for a sign-in unless it says otherwise."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from ninja import NinjaAPI
from ninja.operation import Operation, PathView
from ninja.router import BoundRouter

from kedang.accounts.auth import signed_in
from kedang.config import failures
from kedang.config.wire import FastParser, FastRenderer
from kedang.kit.release import VERSION

# Lists and searches are asked most, and Django tries the addresses in this order.
ROOMS = (
    "finding",
    "accounts",
    "sso",
    "history",
    "fields",
    "calendar",
    "quality",
    "approvals",
    "privacy",
    "verification",
    "duplicates",
    "cleaning",
    "documents",
    "activity",
    "commerce",
    "commerce_import",
    "deals",
    "ownership",
    "service",
    "strategy",
    "portal",
    "intake",
    "mailbox",
    "notices",
    "integration",
    "operations",
    "oversight",
    "incidents",
    "access",
    "classification",
    "merging",
    "desk",
)
DESCRIPTION = (
    "Everything the screens do, for programs: the same verbs, the same rights. Sign in with "
    "`Authorization: Bearer kd_…`. Ids are strings, times are ISO 8601 in UTC, refusals are "
    "`{error: {code, message, details, request_id}}`. `x-right` names the right an operation needs."
)
SECURITY = {
    "token": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "kedang_session"},
    "customer": {"type": "apiKey", "in": "cookie", "name": "kedang_portal"},
}
OTHER_DOORS: dict[str, list[dict[str, list[str]]]] = {"public": [], "customer": [{"customer": []}]}
REFUSAL = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "details", "request_id"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "details": {"type": "object", "additionalProperties": True},
                "request_id": {"type": "string"},
            },
        }
    },
}
REFUSED = {
    "description": "Refused",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refused"}}},
}


class KedangAPI(NinjaAPI):
    """The framework's API with our names, our sign-in and our refusals in its document."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """`<room>_<function>`, the name that generated clients use."""
        room = operation.view_func.__module__.split(".")[1]
        return f"{room}_{operation.view_func.__name__}"

    def _get_bound_routers(self) -> list[BoundRouter]:
        """Two rooms may share an address (GET here, POST there): one view answers it, or the second room would be a 405."""
        routers = super()._get_bound_routers()
        first: dict[str, PathView] = {}
        for router in routers:
            for path, view in list(router.path_operations.items()):
                if first.setdefault(path, view) is not view:
                    first[path].operations.extend(router.path_operations.pop(path).operations)
        return routers

    def get_openapi_schema(self, **options: Any) -> Any:
        """The OpenAPI 3.1 document."""
        schema = super().get_openapi_schema(**options)
        components = schema["components"]
        components["securitySchemes"] = SECURITY
        components["schemas"]["Refused"] = REFUSAL
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"]["default"] = REFUSED
                if operation.get("x-right") in OTHER_DOORS:
                    operation["security"] = OTHER_DOORS[operation["x-right"]]
        return schema


def build() -> KedangAPI:
    """Put the API together."""
    api = KedangAPI(
        title="Kedang",
        version=VERSION,
        description=DESCRIPTION,
        auth=signed_in,
        renderer=FastRenderer(),
        parser=FastParser(),
        urls_namespace="api",
        openapi_extra={"security": [{"token": []}, {"session": []}]},
    )
    failures.install(api)
    for room in ROOMS:
        if find_spec(f"kedang.{room}") and find_spec(f"kedang.{room}.api"):
            api.add_router("", import_module(f"kedang.{room}.api").router, tags=[room])
    return api


api = build()
