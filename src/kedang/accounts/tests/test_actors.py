"""Who a request comes from, and who it does not come from any more."""

import pytest
from django.test import RequestFactory

from kedang.accounts.actors import SESSION_COOKIE, actor_from_request
from kedang.accounts.sessions import open_session
from kedang.kit.actor import Scope
from tests.people import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def with_cookie(secret: str) -> "object":
    request = RequestFactory().get("/api/session")
    request.COOKIES[SESSION_COOKIE] = secret
    return request


def test_a_session_names_its_user_with_scope_and_rights(cast: Cast) -> None:
    opened = open_session(cast.lin)
    found = actor_from_request(with_cookie(opened.secret))
    assert (found.id, found.name, found.scope) == (cast.lin.id, "林晓", Scope.TREE)
    assert found.department_ids == {cast.east.id, cast.hangzhou.id}
    assert found.session_id == opened.id
    assert found.can("customers.export")
    assert not found.can("people.manage")
