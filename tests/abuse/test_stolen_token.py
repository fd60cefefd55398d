"""Somebody has found a token and reads customers with it: a page, a list, an export."""

from typing import Any

import pytest
from django.test import Client

from kedang.accounts.models import Token, TokenUse
from kedang.accounts.tokens import Reach, create_token
from kedang.archive.tests.filing import file_customer
from kedang.history.models import Event, ReadEvent
from kedang.kit.clock import now
from tests.people import Cast, actor, code, make_cast, script, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


def stolen(cast: Cast, **reach: Any) -> tuple[Token, Client]:
    """Lin's token and the program of whoever has it."""
    made = create_token(actor(cast.lin), name="t", reach=Reach(**reach))
    return made.token, script(made.secret)


def test_a_refused_answer_says_how_long_to_wait_and_gives_nothing(cast: Cast) -> None:
    _, program = stolen(cast, rows_hour=1, rows_day=1)
    TokenUse.objects.create(token=Token.objects.get(), hour=now().replace(minute=0, second=0, microsecond=0), rows=1)
    mine = file_customer(cast.lin, "organisation", name="甲有限公司")
    answer = send(program, "GET", f"/customers/{mine}")
    assert (answer.status_code, code(answer)) == (429, "token.rows_spent")
    assert 1 <= int(answer["Retry-After"]) <= 3601
    assert "甲有限公司" not in answer.content.decode()
    assert Event.objects.filter(verb="token.ran_over").count() == 1
    assert ReadEvent.objects.filter(verb="customer.opened").count() == 0


def test_a_masked_token_sees_no_clear_value_even_of_its_owners_customers(cast: Cast) -> None:
    _, plain = stolen(cast)
    _, masked = stolen(cast, level="masked")
    mine = file_customer(cast.lin, "organisation", name="乙有限公司", mobile="13812345678")
    assert "13812345678" in send(plain, "GET", f"/customers/{mine}").content.decode()
    answer = send(masked, "GET", f"/customers/{mine}")
    assert answer.status_code == 200
    assert "13812345678" not in answer.content.decode()


def test_a_list_and_an_export_count_every_customer_in_them(cast: Cast) -> None:
    token, program = stolen(cast, rows_hour=7, rows_day=7)
    for number in range(3):
        file_customer(cast.lin, "organisation", name=f"第{number}贸易有限公司")
    assert len(send(program, "GET", "/customers").json()["rows"]) == 3
    assert TokenUse.objects.get(token=token).rows == 3
    assert send(program, "GET", "/search?q=贸易").status_code == 200
    answer = send(program, "GET", "/customers/export?format=csv")
    assert (answer.status_code, code(answer)) == (429, "token.rows_spent")
    assert not ReadEvent.objects.filter(verb="customers.exported").exists()
    assert TokenUse.objects.get(token=token).rows == 6
