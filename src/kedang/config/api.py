"""The one API. Each room's router is added when the room is there; every endpoint asks for a sign-in unless it says otherwise."""

from importlib import import_module
from importlib.util import find_spec

from ninja import NinjaAPI

from kedang.accounts.auth import signed_in
from kedang.config import failures
from kedang.config.wire import FastParser, FastRenderer
from kedang.kit.release import VERSION

ROOMS = (
    "accounts",
    "history",
    "fields",
    "archive",
    "quality",
    "activity",
    "intake",
    "integration",
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
}


def build() -> NinjaAPI:
    """Put the API together."""
    api = NinjaAPI(
        title="Kedang",
        version=VERSION,
        description=DESCRIPTION,
        auth=signed_in,
        renderer=FastRenderer(),
        parser=FastParser(),
        urls_namespace="api",
        openapi_extra={"components": {"securitySchemes": SECURITY}, "security": [{"token": []}, {"session": []}]},
    )
    failures.install(api)
    for room in ROOMS:
        if find_spec(f"kedang.{room}") and find_spec(f"kedang.{room}.api"):
            api.add_router("", import_module(f"kedang.{room}.api").router, tags=[room])
    return api


api = build()
