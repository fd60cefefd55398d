"""Accounts from outside: signing in, oneself, people, departments, roles, tokens."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from kedang.accounts.models import Session, Token, User
from tests.people import PASSWORD, Cast, browser, make_cast, script

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


def send(client: Client, method: str, path: str, body: Any = None) -> Any:
    """One JSON request."""
    data = json.dumps(body) if body is not None else ""
    return client.generic(method, f"/api{path}", data, content_type="application/json")


def code(response: HttpResponse) -> str:
    """The code of a refusal."""
    return str(json.loads(response.content)["error"]["code"])


def test_signing_in_sets_a_cookie_that_opens_the_door(cast: Cast) -> None:
    client = browser()
    answer = send(client, "POST", "/session", {"login": " ＬＩＮ ", "password": PASSWORD})
    assert answer.status_code == 200, answer.content
    cookie = answer.cookies["kedang_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not Session.objects.filter(hash=cookie.value).exists()
    me = send(client, "GET", "/session").json()
    assert me["user"]["name"] == "林晓"
    assert me["scope"] == "tree"
    assert me["user"]["department"]["name"] == "华东销售部"
    assert "customers.export" in me["rights"]
    assert me["organisation"] == {"name": "客档示例公司", "demo": False}
