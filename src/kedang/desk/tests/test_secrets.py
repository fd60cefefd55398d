"""Before a text is saved one can ask whether it holds a secret; nothing of it stays."""

import pytest

from kedang.history.models import Event, ReadEvent
from tests.people import Cast, browser, make_cast, send
from tests.state import unchanged


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


@pytest.mark.django_db
def test_kinds_are_told_and_no_value(cast: Cast) -> None:
    with unchanged():
        answer = send(browser(cast.zhou), "POST", "/texts/secrets", {"text": "网银密码：Ab123456，卡 4111111111111111"})
        assert (answer.status_code, answer.json()) == (200, {"kinds": ["password", "card"]})
        assert send(browser(cast.zhou), "POST", "/texts/secrets", {"text": "已回访"}).json() == {"kinds": []}
    assert not Event.objects.filter(actor_id=cast.zhou.id).exists()
    assert not ReadEvent.objects.filter(actor_id=cast.zhou.id).exists()


@pytest.mark.django_db
def test_a_stranger_to_customers_is_not_answered(cast: Cast) -> None:
    assert send(browser(cast.admin), "POST", "/texts/secrets", {"text": "x"}).status_code == 403
    assert send(browser(), "POST", "/texts/secrets", {"text": "x"}).status_code == 401
