"""Every route of the API with the right it declares: read from the API itself, so that none can be forgotten."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ninja import NinjaAPI

PUBLIC = "public"
SIGNED_IN = "signed_in"


@dataclass(frozen=True, slots=True, order=True)
class Route:
    """One method of one path. `right` is a right's code, `public`, `signed_in`, or empty when nothing is declared."""

    path: str
    method: str
    right: str
    room: str
    summary: str
    operation: str
    asks_sign_in: bool
    view: Callable[..., Any]


def the_api() -> NinjaAPI:
    """The one API; Django must be set up."""
    from kedang.config.api import api  # noqa: PLC0415

    return api


def routes(api: NinjaAPI | None = None) -> list[Route]:
    """All routes in order of path and method."""
    found: list[Route] = []
    for prefix, router in (api or the_api())._routers:
        for path, path_view in router.path_operations.items():
            for operation in path_view.operations:
                extra = operation.openapi_extra or {}
                found += [
                    Route(
                        path="/api" + "/".join(part for part in (prefix.rstrip("/"), path) if part),
                        method=method,
                        right=str(extra.get("x-right", "")),
                        room=operation.view_func.__module__.split(".")[1],
                        summary=(operation.description or "").strip().split("\n")[0],
                        operation=str(operation.operation_id or operation.view_func.__name__),
                        asks_sign_in=bool(operation.auth_callbacks),
                        view=operation.view_func,
                    )
                    for method in operation.methods
                ]
    return sorted(found, key=lambda route: (route.path, route.method))
