"""Every endpoint names the right it needs, or says that it is public; the OpenAPI document is the committed one."""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import pytest
from ninja import NinjaAPI
from pydantic import BaseModel, create_model

from kedang.accounts.rights import is_declared
from tools import openapi
from tools.routes import CUSTOMER, PUBLIC, SIGNED_IN, Route, routes

# Whoever adds a line here explains in the review why the whole world may call it.
OPEN_TO_ALL = {
    ("GET", "/api/instance"),
    ("POST", "/api/setup"),
    ("POST", "/api/session"),
    # Signing in by a service: the way there, and the way back with what the service said.
    ("POST", "/api/sso/{provider_id}/begin"),
    ("POST", "/api/sso/{provider_id}/finish"),
    # The later steps of the same sign-in, bound to the browser that began it; a passkey may be the first.
    ("POST", "/api/session/step"),
    # What a customer does who opens the link we sent: they have no account.
    ("POST", "/api/confirmation"),
    # The one door of the portal: a link and then its code. Everything behind it asks for the session that comes of them.
    ("POST", "/api/self-service/session"),
    # What a calendar program reads: it knows nothing but the address, which is the secret.
    ("GET", "/api/calendar/{secret}/follow-ups.ics"),
}


def undeclared(found: list[Route]) -> list[str]:
    """Routes that say nothing about who may call them, or name a right that no room declares."""
    return [
        f"{route.method} {route.path}"
        for route in found
        if route.right not in {PUBLIC, SIGNED_IN, CUSTOMER}
        and not (route.rights and all(map(is_declared, route.rights)))
    ]


def without_words(found: list[Route]) -> list[str]:
    """Routes that the reference cannot explain."""
    return [f"{route.method} {route.path}" for route in found if not route.summary]


def changing_by_get(found: list[Route]) -> list[str]:
    """GET routes named like something that changes the state."""
    words = ("delete", "create", "update", "trash", "restore", "merge", "revoke")
    return [route.path for route in found if route.method == "GET" and route.view.__name__.startswith(words)]


def test_no_route_of_the_document_is_overlooked() -> None:
    document = json.loads(openapi.fresh_document())
    described = {(m.upper(), path) for path, methods in document["paths"].items() for m in methods}
    assert described <= {(route.method, route.path) for route in routes()}


def test_every_endpoint_names_its_right() -> None:
    assert undeclared(routes()) == []


def test_public_endpoints_are_the_known_few() -> None:
    public = {(route.method, route.path) for route in routes() if route.right == PUBLIC}
    assert public <= OPEN_TO_ALL


def test_what_customers_do_is_behind_their_own_door() -> None:
    """And nothing else is: the session of a link opens no address but these."""
    theirs = {route.path for route in routes() if route.right == CUSTOMER}
    assert theirs == {route.path for route in routes() if "/self-service" in route.path} - {"/api/self-service/session"}


def test_an_endpoint_asks_for_a_sign_in() -> None:
    assert [route.path for route in routes() if not route.asks_sign_in] == []


def test_every_endpoint_says_what_it_does() -> None:
    assert without_words(routes()) == []


def test_nothing_changes_by_get() -> None:
    assert changing_by_get(routes()) == []


@pytest.mark.skipif(not routes(), reason="no endpoint yet")
def test_the_committed_openapi_document_is_the_present_one() -> None:
    assert openapi.DOCUMENT.exists(), "run `make schema`"
    assert openapi.DOCUMENT.read_text(encoding="utf-8") == openapi.fresh_document(), "run `make schema`"


def test_a_bad_endpoint_is_seen() -> None:
    api = NinjaAPI(urls_namespace="bad")

    @api.get("/silent")
    def silent(request: object) -> None: ...

    @api.get("/typo", openapi_extra={"x-right": "customers.veiw"})
    def delete_all(request: object) -> None: ...

    @api.post("/open", openapi_extra={"x-right": "public"})
    def opened(request: object) -> None: ...

    found = routes(api)
    assert undeclared(found) == ["GET /api/silent", "GET /api/typo"]
    assert changing_by_get(found) == ["/api/typo"]
    assert [route.right for route in found if route.path == "/api/open"] == [PUBLIC]
    assert not any(route.asks_sign_in for route in found)


def told_apart(models: Iterable[type[BaseModel]], named: Collection[str]) -> list[str]:
    """Names of the document that stand for two different shapes: one of them would be written over."""
    shapes: dict[str, set[str]] = {}
    for model in models:
        if model.__name__ in named:
            shapes.setdefault(model.__name__, set()).add(_shape(model.model_json_schema()))
    return sorted(name for name, found in shapes.items() if len(found) > 1)


def _shape(schema: Any) -> str:
    """A schema without its words."""
    if isinstance(schema, dict):
        schema = {key: _shape(value) for key, value in schema.items() if key != "description"}
    return json.dumps(schema, sort_keys=True)


def _shapes_of_rooms(of: type[BaseModel] = BaseModel) -> Iterator[type[BaseModel]]:
    for model in of.__subclasses__():
        if model.__module__.startswith("kedang."):
            yield model
        yield from _shapes_of_rooms(model)


def test_each_shape_of_the_document_has_a_name_of_its_own() -> None:
    named = json.loads(openapi.fresh_document())["components"]["schemas"]
    assert told_apart(_shapes_of_rooms(), named) == []


def test_two_shapes_of_one_name_are_seen() -> None:
    one, other = create_model("Shape", a=(int, ...)), create_model("Shape", b=(str, ...))
    assert told_apart([one, other], {"Shape"}) == ["Shape"]
    assert told_apart([one, one], {"Shape"}) == []
