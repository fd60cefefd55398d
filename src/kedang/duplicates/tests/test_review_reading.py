"""What a group shows to whom: masked stays masked, hidden is not there, beyond reach is only counted."""

from typing import Any

import pytest

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.archive import sharing
from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.duplicates.tests.suspecting import ELSEWHERE, NAME, PHONE, SOUND, suspect
from kedang.history.models import ReadEvent
from tests.people import Cast, actor, browser, make_cast

pytestmark = pytest.mark.django_db
MOBILE, OTHER = "13812345678", "13987654321"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def pair(cast: Cast) -> tuple[int, int]:
    """Two records of one 张伟: one of 周, one of 林 herself."""
    one = file_customer(
        cast.zhou,
        name="张伟",
        mobile=[MOBILE, OTHER],
        address="浙江省杭州市西湖区文三路477号",
        occupation="工程师",
        gender="男",
    )
    two = file_customer(cast.lin, name="张玮", mobile=MOBILE, email="zw@example.com", occupation="教师", gender="男")
    Customer.objects.update(provenance="{}")  # no value is newer than another
    return one, two


def opened(user: User, group: int, *, language: str = "zh-CN") -> dict[str, Any]:
    response = browser(user).get(f"/api/duplicates/suspects/{group}", headers={"Accept-Language": language})
    assert response.status_code == 200, response.content
    return dict(response.json())


def rows(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in body["rows"]}


def values(row: dict[str, Any]) -> list[list[str]]:
    return [cell["values"] for cell in row["cells"]]


def test_a_manager_sees_everything_side_by_side_with_each_share(cast: Cast, pair: tuple[int, int]) -> None:
    group = suspect(*pair, reasons=[SOUND, PHONE, ELSEWHERE])
    body = opened(cast.wang, group)
    assert [member["id"] for member in body["members"]] == [str(i) for i in pair]
    assert (body["level"], body["score"], body["concealed"], body["state"]) == ("certain", 9800, 0, "open")
    (compared,) = body["pairs"]
    assert [(r["text"], r["weight"]) for r in compared["reasons"]] == [
        ("手机相同", 182),
        ("姓名同音", 63),
        ("地区不同", -33),
    ]
    found = rows(body)
    assert values(found["mobile"]) == [[MOBILE, OTHER], [MOBILE]]
    assert (found["mobile"]["verdict"], found["mobile"]["several"], found["mobile"]["choosable"]) == (
        "different",
        True,
        False,
    )
    assert (values(found["gender"]), found["gender"]["verdict"]) == ([["男"], ["男"]], "same")
    assert (found["email"]["verdict"], values(found["email"])) == ("only", [[], ["zw@example.com"]])
    # Of two texts as new and as long the survivor's stays.
    assert (found["name"]["verdict"], found["name"]["why"], found["name"]["choosable"]) == ("different", "kept", True)
    one, two = (str(i) for i in pair)
    assert found["name"]["picks"] == {one: one, two: two}
    assert (found["occupation"]["why"], found["occupation"]["picks"]) == ("longer", {one: one, two: one})
    assert list(found)[:2] == ["name", "mobile"]
    english = opened(cast.wang, group, language="en")
    assert [r["text"] for r in english["pairs"][0]["reasons"]] == [
        "same mobile",
        "names sound the same",
        "different places",
    ]


def test_masked_numbers_are_neither_shown_nor_compared(cast: Cast, pair: tuple[int, int]) -> None:
    group = suspect(*pair, reasons=[SOUND, PHONE, ELSEWHERE])
    response = browser(cast.lin).get(f"/api/duplicates/suspects/{group}")
    body = response.json()
    found = rows(body)
    assert values(found["mobile"]) == [["138****5678", "139****4321"], [MOBILE]]
    assert (found["mobile"]["verdict"], found["mobile"]["picks"]) == ("masked", {})
    assert OTHER not in response.content.decode()
    assert "文三路" not in response.content.decode()
    # Her own record is clear: to say that the masked one is the same would be to say the number.
    (compared,) = body["pairs"]
    assert [(r["code"], r["text"], r["weight"]) for r in compared["reasons"]] == [
        ("name", "姓名同音", 63),
        ("phone", "手机", None),
        ("place", "地址", None),
    ]
    assert "相同" not in str(compared)


def test_a_hidden_field_is_not_even_named(cast: Cast, pair: tuple[int, int]) -> None:
    hidden = {"own": "hidden", "other": "hidden"}
    Role.objects.filter(code="manager").update(
        field_modes={"landline": hidden, "occupation": hidden, "name": {"own": "masked"}}
    )
    bump()
    body = opened(cast.wang, suspect(*pair, reasons=[NAME, PHONE]))
    # A comparison of telephones looks at landlines as well.
    assert [r["code"] for r in body["pairs"][0]["reasons"]] == ["name"]
    assert "occupation" not in rows(body)


def test_a_masked_contradiction_is_told_only_as_far_as_the_masks_show_it(cast: Cast) -> None:
    one = file_customer(cast.zhou, name="张伟", birth_date="1990-01-02")
    other = file_customer(cast.zhou, name="张伟", birth_date="1991-01-20")
    row = rows(opened(cast.lin, suspect(one, other)))["birth_date"]
    assert values(row) == [["1990-**-**"], ["1991-**-**"]]
    assert (row["verdict"], row["clash"], row["choosable"]) == ("masked", True, True)
    alike = file_customer(cast.zhou, name="张伟", birth_date="1990-01-20")
    row = rows(opened(cast.lin, suspect(one, alike)))["birth_date"]
    assert (row["clash"], row["choosable"], row["picks"], row["why"]) == (False, False, {}, None)
    three = file_customer(cast.zhou, name="张伟", birth_date="1990-01-02")
    row = rows(opened(cast.lin, suspect(one, three)))["birth_date"]
    assert (row["clash"], row["picks"], row["why"]) == (False, {}, None)


def test_members_beyond_reach_are_counted_and_nothing_else(cast: Cast, pair: tuple[int, int]) -> None:
    secret = file_customer(cast.chen, name="欧阳机密", mobile=MOBILE)
    group = suspect(*pair, secret)
    response = browser(cast.lin).get(f"/api/duplicates/suspects/{group}")
    body, text = response.json(), response.content.decode()
    assert (body["size"], body["concealed"], len(body["members"]), len(body["pairs"])) == (3, 1, 2, 1)
    assert "机密" not in text
    assert str(secret) not in text
    listed = browser(cast.lin).get("/api/duplicates/suspects")
    assert "机密" not in listed.content.decode()
    assert listed.json()["rows"][0]["concealed"] == 1


def test_a_group_with_one_member_in_reach_does_not_exist(cast: Cast, pair: tuple[int, int]) -> None:
    theirs = file_customer(cast.chen, name="张伟", mobile=MOBILE)
    group = suspect(pair[0], theirs)
    for user in (cast.chen, cast.lin):
        hidden = browser(user).get(f"/api/duplicates/suspects/{group}")
        absent = browser(user).get("/api/duplicates/suspects/9000000000000000001")
        assert (hidden.status_code, absent.status_code) == (404, 404)
        drop = {"request_id": None}
        assert hidden.json()["error"] | drop == absent.json()["error"] | drop
        assert browser(user).get("/api/duplicates/suspects").json()["rows"] == []
        assert browser(user).get("/api/duplicates/count").json() == {"value": 0, "capped": False}
    assert browser(cast.lin).get(f"/api/customers/{pair[0]}/duplicates").json() == []
    assert browser(cast.chen).get(f"/api/customers/{pair[0]}/duplicates").status_code == 404
    assert browser(cast.zhou).get(f"/api/duplicates/suspects/{group}").status_code == 403
    assert browser().get(f"/api/duplicates/suspects/{group}").status_code == 401
    assert not ReadEvent.objects.filter(verb="duplicates.opened").exists()


def test_looking_is_recorded_once_for_everybody_shown(cast: Cast, pair: tuple[int, int]) -> None:
    group = suspect(*pair)
    opened(cast.lin, group)
    (event,) = ReadEvent.objects.filter(verb="duplicates.opened")
    assert (event.actor_id, event.count) == (cast.lin.id, 2)
    assert MOBILE not in event.details + event.fields
    browser(cast.lin).get("/api/duplicates/suspects")
    assert ReadEvent.objects.filter(verb="customers.listed", actor_id=cast.lin.id).count() == 1


def test_what_is_only_shared_is_seen_and_not_joinable(cast: Cast, pair: tuple[int, int]) -> None:
    theirs = file_customer(cast.chen, name="张伟", mobile=MOBILE)
    sharing.share(actor(cast.chen), theirs, user_id=cast.lin.id, level="edit")
    body = opened(cast.lin, suspect(pair[1], theirs))
    assert {member["id"]: member["joinable"] for member in body["members"]} == {str(pair[1]): True, str(theirs): False}
    assert body["survivor_id"] == str(pair[1])


def test_custom_fields_tags_and_unmapped_columns_stand_side_by_side(cast: Cast) -> None:
    one = file_customer(cast.zhou, name="甲", tags="重点", **{"extra:暗号": "芝麻"})
    two = file_customer(cast.zhou, name="甲", tags="展会", **{"extra:暗号": "开门"})
    found = rows(opened(cast.wang, suspect(one, two)))
    assert (values(found["tags"]), found["tags"]["several"]) == ([["重点"], ["展会"]], True)
    assert (values(found["extra:暗号"]), found["extra:暗号"]["choosable"]) == ([["芝麻"], ["开门"]], True)
    assert values(rows(opened(cast.lin, suspect(one, two)))["extra:暗号"]) == [["芝***"], ["开***"]]
