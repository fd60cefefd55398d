"""What the check may tell: nothing that rests on what its reader may not read, and no nearer to a number by trying."""

from typing import Any

import pytest
from django.test import Client

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.duplicates.models import Decision, Thresholds
from kedang.history.models import ReadEvent
from tests.people import Cast, browser, make_cast, send

pytestmark = pytest.mark.django_db
HIDDEN, MASKED = "hidden", "masked"
NAME, MOBILE, DOOR = "欧阳碧落", "13877665544", "浙江省杭州市西湖区文三路138号3幢501室"


def ask(client: Client, **values: str) -> list[dict[str, Any]]:
    """The hits of a check of a person."""
    answer = send(client, "POST", "/customers/check", {"kind": "person", "values": values})
    assert answer.status_code == 200, answer.content
    return [{k: v for k, v in hit.items() if k != "handle"} for hit in answer.json()["duplicates"]]


def filed(cast: Cast, **values: str) -> str:
    """A customer of 周."""
    return str(send(browser(cast.zhou), "POST", "/customers", {"kind": "person", "values": values}).json()["id"])


def looking(cast: Cast, **modes: str) -> Client:
    """林, who sees 周's customers, with these fields in these modes."""
    role = Role.objects.create(
        code="narrow", name_zh="窄", name_en="Narrow", scope=3, rights=["customers.view", "customers.create"]
    )
    role.field_modes = {code: dict.fromkeys(("own", "other", "list", "export"), mode) for code, mode in modes.items()}
    role.save()
    cast.lin.roles.set([role])
    bump()
    return browser(cast.lin)


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


def test_reasons_come_in_words_with_their_shares(cast: Cast) -> None:
    filed(cast, name=NAME, mobile=MOBILE)
    (hit,) = ask(browser(cast.zhou), name="欧阳必落", mobile=MOBILE)
    assert (hit["visible"], hit["name"], hit["likeness"]) == (True, NAME, "certain")
    assert [why["text"] for why in hit["reasons"]] == ["手机相同", "姓名同音"]
    assert 95 <= sum(why["share"] for why in hit["reasons"]) <= 105


@pytest.mark.parametrize("mode", [HIDDEN, MASKED])
def test_no_guess_at_an_unreadable_number_moves_what_is_shown(cast: Cast, mode: str) -> None:
    """The name and the door say enough by themselves; the number, right, nearly right or wrong, says nothing."""
    filed(cast, name=NAME, mobile=MOBILE, address=DOOR)
    lin = looking(cast, mobile=mode, landline=mode, address="read", name="read")
    seen = [ask(lin, name=NAME, address=DOOR, mobile=number) for number in (MOBILE, "13877665545", "15912345678")]
    assert seen[0] == seen[1] == seen[2]
    (hit,) = seen[0]
    assert (hit["visible"], [why["field"] for why in hit["reasons"]]) == (True, ["address", "name"])


def test_a_near_miss_of_an_unreadable_number_is_a_miss(cast: Cast) -> None:
    """Whoever may read the number is told of the mistyped digit; whoever may not is told nothing until it is right."""
    filed(cast, name=NAME, mobile=MOBILE)
    assert [hit["likeness"] for hit in ask(browser(cast.zhou), name=NAME, mobile="13877665545")] != []
    lin = looking(cast, mobile=MASKED, landline=MASKED, name="read")
    chen = browser(cast.chen)
    for client in (lin, chen):
        assert ask(client, name=NAME, mobile="13877665545") == []
        (hit,) = ask(client, name="欧阳必落", mobile=MOBILE)
        assert {k: v for k, v in hit.items() if v not in (None, [])} == {
            "visible": False,
            "initial": "欧",
            "department": "华东销售部",
            "state": "active",
        }


def test_every_check_that_met_somebody_is_on_record(cast: Cast) -> None:
    customer = filed(cast, name=NAME, mobile=MOBILE)
    before = ReadEvent.objects.filter(verb="customers.compared").count()
    ask(browser(cast.chen), name="欧阳必落", mobile=MOBILE)
    looks = ReadEvent.objects.filter(verb="customers.compared").order_by("id")[before:]
    assert [(look.actor_id, str(look.customer_id)) for look in looks] == [(cast.chen.id, customer)]


def test_the_limits_that_were_set_decide(cast: Cast) -> None:
    filed(cast, name=NAME, mobile=MOBILE)
    Thresholds.objects.update_or_create(id=1, defaults={"certain": 9_999, "review": 9_000})
    values = {"name": "欧阳必落", "mobile": MOBILE}
    found = ask(browser(cast.zhou), **values)
    strong = send(browser(cast.zhou), "POST", "/customers", {"kind": "person", "values": values}).status_code == 409
    assert strong == (found[0]["likeness"] == "certain")
    assert Decision.objects.count() == 0
