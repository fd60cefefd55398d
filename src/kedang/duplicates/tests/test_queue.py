"""The queue: what waits, in which order, in which pages, and for whom."""

from typing import Any

import pytest

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.archive.tests.filing import file_customer
from kedang.duplicates import review_deciding
from kedang.duplicates.models import SuspectGroup, Thresholds
from kedang.duplicates.tests.suspecting import suspect
from tests.people import Cast, acting, actor, browser, code, make_cast, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def twins(owner: User, name: str, *, kind: str = "person", score: int = 9800) -> int:
    return suspect(*(file_customer(owner, kind, name=name) for _ in range(2)), score=score)


def asked(user: User, query: str = "") -> dict[str, Any]:
    response = browser(user).get(f"/api/duplicates/suspects{query}")
    assert response.status_code == 200, response.content
    return dict(response.json())


def names(body: dict[str, Any]) -> list[str]:
    return [row["names"][0] for row in body["rows"]]


def test_the_surest_first_page_by_page(cast: Cast) -> None:
    for name, score in (("丙", 8000), ("甲", 9900), ("乙", 9000), ("丁", 8000)):
        twins(cast.zhou, name, score=score)
    first = asked(cast.lin, "?limit=3")
    assert (names(first), first["count"]) == (["甲", "乙", "丙"], {"value": 4, "capped": False})
    second = asked(cast.lin, f"?limit=3&cursor={first['next']}")
    assert (names(second), second["next"]) == (["丁"], None)
    assert [row["level"] for row in first["rows"]] == ["certain", "review", "review"]
    assert browser(cast.lin).get("/api/duplicates/suspects?cursor=x").status_code == 422


def test_filters(cast: Cast) -> None:
    twins(cast.zhou, "甲")
    twins(cast.lin, "乙公司", kind="organisation", score=8000)
    twins(cast.chen, "丙")
    assert names(asked(cast.wang, "?kind=organisation")) == ["乙公司"]
    assert names(asked(cast.wang, "?certain=true")) == ["甲", "丙"]
    assert names(asked(cast.wang, "?certain=false")) == ["乙公司"]
    assert names(asked(cast.wang, f"?owner={cast.zhou.id}")) == ["甲"]
    assert names(asked(cast.wang, f"?department={cast.east.id}")) == ["甲", "乙公司"]
    assert names(asked(cast.wang, f"?department={cast.head_office.id}")) == ["甲", "丙", "乙公司"]
    # A filter reaches no further than the reader does.
    assert names(asked(cast.lin)) == ["甲", "乙公司"]
    assert names(asked(cast.lin, f"?owner={cast.chen.id}")) == []
    assert browser(cast.lin).get("/api/duplicates/suspects?state=gone").status_code == 422


def test_who_may_not_read_owners_cannot_ask_by_them(cast: Cast) -> None:
    twins(cast.zhou, "甲")
    Role.objects.filter(code="lead").update(field_modes={"owner": {"list": "hidden", "other": "hidden"}})
    bump()
    assert names(asked(cast.lin, f"?owner={cast.zhou.id}")) == []
    group = asked(cast.lin)["rows"][0]["id"]
    body = browser(cast.lin).get(f"/api/duplicates/suspects/{group}").json()
    assert {member["owner"] for member in body["members"]} == {None}


def test_decided_ones_by_time_with_who_decided(cast: Cast) -> None:
    first, second = twins(cast.zhou, "甲"), twins(cast.zhou, "乙", score=9900)
    for group in (second, first):
        review_deciding.dismiss(actor(cast.lin), group)
    body = asked(cast.lin, "?state=dismissed&limit=1")
    assert (names(body), body["rows"][0]["decided_by"]["name"]) == (["甲"], "林晓")
    assert names(asked(cast.lin, f"?state=dismissed&cursor={body['next']}")) == ["乙"]
    assert asked(cast.chen, "?state=dismissed")["rows"] == []
    third = twins(cast.zhou, "丙")
    a, b = (int(m["id"]) for m in browser(cast.lin).get(f"/api/duplicates/suspects/{third}").json()["members"])
    review_deciding.merge_group(actor(cast.lin), third, a, [b])
    (row,) = asked(cast.lin, "?state=merged")["rows"]
    assert (row["names"], row["size"], row["concealed"], row["state"]) == (["丙"], 1, 0, "merged")
    assert asked(cast.chen, "?state=merged")["rows"] == []


def test_a_customer_leads_to_its_groups(cast: Cast) -> None:
    a, b, c = (file_customer(cast.zhou, name="甲") for _ in range(3))
    group = suspect(a, b)
    (row,) = browser(cast.lin).get(f"/api/customers/{a}/duplicates").json()
    assert (row["id"], row["size"]) == (str(group), 2)
    assert browser(cast.lin).get(f"/api/customers/{c}/duplicates").json() == []


def test_the_limits_move_the_queue(cast: Cast) -> None:
    twins(cast.zhou, "甲", score=8000)
    assert send(browser(cast.wang), "GET", "/duplicates/thresholds").json() == {"certain": 9500, "review": 7500}
    answer = send(browser(cast.wang), "PUT", "/duplicates/thresholds", {"certain": 9700, "review": 8500})
    assert answer.json() == {"certain": 9700, "review": 8500}
    assert asked(cast.lin)["rows"] == []
    assert SuspectGroup.objects.get().state == "open"
    with unchanged():
        for body in (
            {"certain": 8000, "review": 8000},
            {"certain": 10_000, "review": 7000},
            {"certain": 9000, "review": 1},
        ):
            refused = send(browser(cast.wang), "PUT", "/duplicates/thresholds", body)
            assert (refused.status_code, code(refused)) == (422, "duplicates.thresholds")
        body = {"certain": 9000, "review": 8000}
        assert send(browser(cast.lin), "PUT", "/duplicates/thresholds", body).status_code == 403
        assert send(browser(cast.lin), "GET", "/duplicates/thresholds").status_code == 403
    assert Thresholds.objects.get().certain == 9700


def test_a_colleague_with_the_right_reviews_her_own(cast: Cast) -> None:
    twins(cast.zhou, "甲")
    twins(cast.lin, "乙")
    assert browser(cast.zhou).get("/api/duplicates/suspects").status_code == 403
    Role.objects.filter(code="member").update(rights=["customers.view", "duplicates.review"])
    bump()
    assert names(asked(cast.zhou)) == ["甲"]
    assert browser(cast.zhou).get("/api/duplicates/count").json()["value"] == 1
    assert acting(cast.zhou).can("duplicates.review")


def test_decisions_over_http(cast: Cast) -> None:
    group = twins(cast.zhou, "甲")
    lin = browser(cast.lin)
    body = lin.get(f"/api/duplicates/suspects/{group}").json()
    one, two = (member["id"] for member in body["members"])
    path = f"/duplicates/suspects/{group}"
    said = send(lin, "POST", f"{path}/dismiss", {}).json()
    assert said == {"open": False, "pairs": [[one, two]], "merge_id": None}
    back = send(lin, "POST", f"{path}/take-back", {"pairs": said["pairs"]}).json()
    assert (back["open"], back["pairs"]) == (True, [[one, two]])
    versions = {member["id"]: member["version"] for member in body["members"]}
    merge = {"survivor_id": two, "loser_ids": [one], "choices": {"name": one}, "versions": versions}
    merged = send(lin, "POST", f"{path}/merge", merge).json()
    assert (merged["open"], merged["pairs"]) == (False, [])
    again = send(lin, "POST", f"{path}/merge", merge)
    assert (again.status_code, code(again)) == (409, "duplicates.merged_already")
    assert "林晓" in again.json()["error"]["message"]
    assert send(lin, "POST", f"{path}/undo-merge").json() == {"open": True, "pairs": [], "merge_id": merged["merge_id"]}
    assert send(lin, "POST", f"{path}/dismiss", {"customer_id": [one]}).status_code == 422
