"""Every route of the API with the right it declares: read from the API itself, so that none can be forgotten."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ninja import NinjaAPI
from ninja.operation import Operation

PUBLIC = "public"
SIGNED_IN = "signed_in"
CUSTOMER = "customer"


@dataclass(frozen=True, slots=True, order=True)
class Route:
    """One method of one path.

    `right` is a right's code, or several of which one is enough (`a|b`), or `public`, `signed_in` or `customer`; empty when
    nothing is declared.
    """

    path: str
    method: str
    right: str
    room: str
    summary: str
    asks_sign_in: bool
    takes_body: bool
    view: Callable[..., Any]

    @property
    def rights(self) -> tuple[str, ...]:
        """The rights of which one is enough."""
        return tuple(part for part in self.right.split("|") if part)


def the_api() -> NinjaAPI:
    """The one API; Django must be set up."""
    from kedang.config.api import api  # noqa: PLC0415

    return api


def routes(api: NinjaAPI | None = None) -> list[Route]:
    """All routes in order of path and method, also those that the OpenAPI document leaves out."""
    found: list[Route] = []
    for router in (api or the_api())._get_bound_routers():
        for path, path_view in router.path_operations.items():
            whole = re.sub(r"/+", "/", f"/api/{router.prefix}/{path}").rstrip("/")
            for operation in path_view.operations:
                found += [_route(whole, method, operation) for method in operation.methods]
    return sorted(found, key=lambda route: (route.path, route.method))


def _route(path: str, method: str, operation: Operation) -> Route:
    return Route(
        path=re.sub(r"{[^}:]+:", "{", path),
        method=method,
        right=str((operation.openapi_extra or {}).get("x-right", "")),
        room=operation.view_func.__module__.split(".")[1],
        summary=(operation.description or "").strip().split("\n")[0],
        asks_sign_in=bool(operation.auth_callbacks),
        takes_body=any(model.__ninja_param_source__ in {"body", "form", "file"} for model in operation.models),
        view=operation.view_func,
    )
