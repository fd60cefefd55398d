"""陈 leads 华南 and would love to know whom 华东 sells to.

He asks every door he can reach for two customers of 周's, with every right a lead has, knowing all about them beforehand:
names, numbers, telephone numbers, ids. Nothing that comes back may confirm any of it. Only the duplicate message may say
that somebody is there: an initial, a department, a state.
"""

import json
import re
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kedang.engine.catalogue import FIELDS
from kedang.history.models import ReadEvent
from tests.abuse import scene
from tests.abuse.scene import COMPANY, ID_NUMBER, PERSON, Scene, get, text, where
from tests.people import browser, code, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> Scene:
    """The scene."""
    return scene.build()


@pytest.fixture
def chen(there: Scene) -> Client:
    """The stranger's browser."""
    return browser(there.cast.chen)


SEARCHES = (
    "碧落",
    "欧阳碧落",
    "玄机碧落",
    "司徒",
    "ouyangbiluo",
    "oybl",
    "13877665544",
    "138 7766 5544",
    "5544",
    "0571-87654321",
    "4321",
    "13699887766",
    ID_NUMBER,
    "E98765432",
    "6222021234567890128",
    "biluo.ouyang@secret.example",
    "biluo_wx_7788",
    "EAST-P-0001",
    "91330106MA2GY7XB26",
    "重点",
    "老客户",
    "碧落 13877665544",
)


def test_the_searches_do_find_them_for_their_owner(there: Scene) -> None:
    """Without this the silence below would prove nothing."""
    zhou = browser(there.cast.zhou)
    silent = [q for q in SEARCHES if not get(zhou, "/search", q=q).json()["hits"]]
    # 周 may not read identity numbers of her own customers, so she may not ask for them either.
    assert set(silent) == {ID_NUMBER, "E98765432", "6222021234567890128"}


def test_search_and_the_number_of_hits_say_nothing(there: Scene, chen: Client) -> None:
    numbers = [there.numbers[i] for i in there.hidden]
    for asked in (*SEARCHES, *numbers, *(n.lstrip("KH0") for n in numbers), *map(str, there.hidden)):
        answer = get(chen, "/search", q=asked).json()
        assert (answer["hits"], answer["count"]["value"]) == ([], 0), asked


def test_lists_counts_and_sorting_leave_them_out(there: Scene, chen: Client) -> None:
    for sort in ("created_at", "-created_at", "updated_at", "name", "-name", "number", "region", "-region"):
        page = get(chen, "/customers", sort=sort, columns=",".join(["phone", "email", *list(FIELDS)[:30]]))
        assert [row["id"] for row in page.json()["rows"]] == [str(there.own)], sort
        assert page.json()["count"] == {"value": 1, "capped": False}
        assert not there.leaks(text(page))
    assert get(chen, "/customers/count").json()["value"] == 1
    assert get(chen, "/customers", trashed="true").json()["count"]["value"] == 0


def test_an_export_leaves_them_out(there: Scene, chen: Client) -> None:
    wanted = where(("number", "any", [there.numbers[i] for i in there.hidden]))
    everything = text(get(chen, "/customers/export", format="csv"))
    asked_for = text(get(chen, "/customers/export", format="csv", filter=wanted, columns="name,mobile,email"))
    assert "陈客户" in everything
    assert len(asked_for.splitlines()) == 1
    assert not there.leaks(everything + asked_for)


def _conditions(there: Scene) -> list[tuple[str, str, object]]:
    given: dict[str, str] = {**COMPANY, **PERSON}
    found: list[tuple[str, str, object]] = [(c, "eq", v) for c, v in given.items() if not c.startswith("extra:")]
    found += [(code, "not_empty", None) for code in FIELDS]
    found += [("name", "contains", "碧落"), ("mobile", "tail", "5544"), ("landline", "tail", "4321")]
    found += [("tags", "any", [str(there.tag)]), ("groups", "any", [str(there.group)])]
    found += [("owner", "eq", str(there.cast.zhou.id)), ("department", "under", str(there.cast.head_office.id))]
    found += [("region", "under", "330000"), ("number", "any", [there.numbers[i] for i in there.hidden])]
    return found


def test_no_filter_finds_or_counts_them(there: Scene, chen: Client) -> None:
    answered = 0
    for field, op, value in _conditions(there):
        for path in ("/customers", "/customers/count"):
            answer = get(chen, path, filter=where((field, op, value)))
            if answer.status_code == 200:
                answered += 1
                rows = [row["id"] for row in answer.json().get("rows", [])]
                assert set(rows) <= {str(there.own)}, (field, op)
                counted = answer.json().get("count", answer.json()).get("value")
                assert counted <= 1, (field, op)
            assert not there.leaks(text(answer), said=json.dumps(value, ensure_ascii=False) or ""), (field, op)
    assert answered > 80


def test_tag_and_group_counts_are_of_visible_customers(there: Scene, chen: Client) -> None:
    for path, key in (("/tags", "tags"), ("/groups", "groups")):
        listed = get(chen, path).json()[key]
        assert [each["customers"] for each in listed] == [0], path
        assert get(browser(there.cast.zhou), path).json()[key][0]["customers"] == 2, path


def _routes(there: Scene, customer: str) -> list[tuple[str, str, Any]]:
    base = f"/customers/{customer}"
    sub, value = "999", {"value": "x"}
    return [
        ("GET", base, None),
        ("GET", f"{base}/history", None),
        ("PATCH", base, {"values": {"remark": "x"}}),
        ("PATCH", base, {"version": 999, "values": {"mobile": "13877665544"}}),
        ("POST", f"{base}/trash", {}),
        ("POST", f"{base}/restore", {}),
        ("POST", f"{base}/owner", {"owner_id": str(there.cast.chen.id)}),
        ("POST", f"{base}/reveal", {"fields": ["mobile"], "reason": "我想知道他的电话"}),
        ("PUT", f"{base}/tags", {"tag_ids": []}),
        ("PUT", f"{base}/groups", {"group_ids": [str(there.group)]}),
        ("POST", f"{base}/names", {"kind": "short_name", "value": "x"}),
        ("PATCH", f"{base}/names/{sub}", value),
        ("POST", f"{base}/identifiers", {"kind": "passport", "value": "E98765432"}),
        ("DELETE", f"{base}/identifiers/{sub}", None),
        ("POST", f"{base}/contact-points", {"kind": "mobile", "value": "13877665544"}),
        ("DELETE", f"{base}/contact-points/{sub}", None),
        ("POST", f"{base}/addresses", value),
        ("POST", f"{base}/contacts", {"name": "司徒玄机"}),
        ("POST", f"{base}/contacts/{sub}/contact-points", {"kind": "mobile", "value": "13699887766"}),
        ("POST", f"{base}/relations", {"kind": "other", "other_id": str(there.own)}),
        ("DELETE", f"{base}/relations/{there.relation}", None),
        ("POST", f"{base}/notes", {"body": "x"}),
        ("DELETE", f"{base}/notes/{there.note}", None),
        ("POST", f"{base}/collaborators", {"user_id": str(there.cast.chen.id)}),
        ("DELETE", f"{base}/collaborators/{there.grant}", None),
    ]


def _without_id(response: Any) -> object:
    body = json.loads(response.content)
    body["error"].pop("request_id")
    return response.status_code, body, sorted(name for name in response.headers if name != "X-Request-Id")


def test_a_hidden_customer_answers_like_one_that_does_not_exist(there: Scene, chen: Client) -> None:
    absent = str(there.company + 4096)
    for hidden in map(str, there.hidden):
        for (method, path, body), (_, nowhere, _) in zip(_routes(there, hidden), _routes(there, absent), strict=True):
            answer, expected = send(chen, method, path, body), send(chen, method, nowhere, body)
            assert answer.status_code == 404, (method, path, answer.content)
            assert _without_id(answer) == _without_id(expected), (method, path)


def test_bulk_refuses_them_like_absent_ones(there: Scene, chen: Client) -> None:
    ids = [*map(str, there.hidden), str(there.company + 4096)]
    for action, value in (("tag", str(there.tag)), ("assign", str(there.cast.chen.id)), ("trash", None)):
        body = send(chen, "POST", "/customers/bulk", {"ids": ids, "action": action, "value": value}).json()
        assert body["done"] == 0
        assert len({each["reason"] for each in body["refused"]}) == 1, action


def test_own_customers_cannot_be_tied_to_hidden_ones(there: Scene, chen: Client) -> None:
    for other in (*there.hidden, there.company + 4096):
        tie = send(chen, "POST", f"/customers/{there.own}/relations", {"kind": "other", "other_id": str(other)})
        contact = send(chen, "PATCH", f"/customers/{there.own}", {"values": {"custom:pet": str(other)}})
        assert (tie.status_code, code(tie)) == (404, "not_found")
        assert not there.leaks(text(contact), said=str(other))


def test_a_tie_to_a_hidden_customer_is_left_out_of_page_and_history(there: Scene, chen: Client) -> None:
    wang = browser(there.cast.wang)
    tied = send(
        wang,
        "POST",
        f"/customers/{there.own}/relations",
        {"kind": "other", "other_id": str(there.person), "note": "碧落牵线"},
    )
    assert tied.status_code == 201
    page, past = get(chen, f"/customers/{there.own}"), get(chen, f"/customers/{there.own}/history")
    assert page.json()["relations"] == []
    assert not there.leaks(text(page))
    assert not there.leaks(text(past))


def test_the_auditors_doors_and_other_peoples_views_stay_shut(there: Scene, chen: Client) -> None:
    zhou = browser(there.cast.zhou)
    view = send(zhou, "POST", "/views", {"list": "customers", "name": "碧落", "state": {"filter": []}}).json()
    assert "碧落" not in text(get(chen, "/views", list="customers"))
    assert send(chen, "PATCH", f"/views/{view['id']}", {"name": "x"}).status_code == 404
    assert send(chen, "DELETE", f"/views/{view['id']}").status_code == 404
    for path in ("/audit/events", "/audit/reads", "/audit/verbs"):
        assert get(chen, path).status_code == 403


def test_the_duplicate_message_tells_an_initial_a_department_and_a_state(there: Scene, chen: Client) -> None:
    values = {"name": PERSON["name"], "mobile": PERSON["mobile"], "id_number": ID_NUMBER}
    for answer in (
        send(chen, "POST", "/customers/check", {"kind": "person", "values": values}),
        send(chen, "POST", "/customers", {"kind": "person", "values": values}),
    ):
        body = answer.json()
        hits = body["duplicates"] if answer.status_code == 200 else body["error"]["details"]["hits"]
        assert hits[0].pop("handle")
        kept = {key: value for key, value in hits[0].items() if value not in (None, [], "")}
        assert kept == {"visible": False, "initial": "欧", "department": "华东销售部", "state": "active"}
        assert not there.leaks(text(answer), said=json.dumps(values, ensure_ascii=False))
    taken = send(chen, "POST", "/customers", {"kind": "person", "values": {"name": "甲", "external_id": "EAST-P-0001"}})
    assert taken.status_code == 409
    assert not there.leaks(text(taken), said="EAST-P-0001")


def test_asking_for_duplicates_leaves_a_trace_even_when_they_are_hidden(there: Scene, chen: Client) -> None:
    """Who tries a list of telephone numbers against the archive must be seen doing it."""
    before = ReadEvent.objects.count()
    send(chen, "POST", "/customers/check", {"kind": "person", "values": {"mobile": PERSON["mobile"]}})
    looks = ReadEvent.objects.order_by("-id")[: ReadEvent.objects.count() - before]
    assert [(look.verb, look.count) for look in looks] == [("customers.compared", 1)]


SHEET = """姓名,手机,邮箱,身份证号,外部编号,备注
欧阳碧落,13877665544,,,,改
甲,,biluo.ouyang@secret.example,,,改
乙,,,330106199003077232,,改
丙,,,,EAST-P-0001,改
丁,13500000001,,,,改
戊,13512345678,,,,改
"""


@pytest.mark.parametrize("match_key", ["external_id", "id_number", "phone", "email", "phone_name"])
@pytest.mark.parametrize("mode", ["update", "upsert", "create"])
def test_a_dry_run_says_no_more_than_that_somebody_is_there(
    there: Scene, chen: Client, match_key: str, mode: str
) -> None:
    run = scene.start_import(chen, SHEET.encode(), mode=mode, match_key=match_key)
    scene.judge(chen, run)
    answer = get(chen, f"/imports/{run}/rows")
    assert len(answer.json()["rows"]) >= 6
    assert not there.leaks(text(answer), said=SHEET)
    for row in answer.json()["rows"]:
        assert row["customer_id"] in (None, str(there.own)), row
        assert row["number"] in (None, there.numbers[there.own]), row
        assert row["reason"] not in ("匹配到的客户在回收站里，请先恢复", "与前面的行指向同一位客户"), row


def test_a_stranger_cannot_tell_a_trashed_one_from_another(there: Scene, chen: Client) -> None:
    def reasons() -> list[tuple[str, str]]:
        run = scene.start_import(chen, SHEET.encode(), mode="update", match_key="external_id")
        scene.judge(chen, run)
        return [(row["fate"], row["reason"]) for row in get(chen, f"/imports/{run}/rows").json()["rows"]]

    before = reasons()
    assert ("refused", "匹配到的客户不在您的权限范围内") in before
    assert send(browser(there.cast.wang), "POST", f"/customers/{there.person}/trash").status_code == 200
    assert reasons()[3] == before[3]


def test_two_rows_do_not_tell_whether_they_are_the_same_hidden_customer(there: Scene, chen: Client) -> None:
    """Else a telephone number and an identity number could be joined."""
    rows = f"姓名,身份证号,外部编号\n乙,{ID_NUMBER},\n丙,,EAST-P-0001\n"
    run = scene.start_import(chen, rows.encode(), mode="update", match_key="external_id")
    scene.judge(chen, run)
    fates = {(row["fate"], row["reason"]) for row in get(chen, f"/imports/{run}/rows").json()["rows"]}
    assert len(fates) == 1, fates


def test_a_committed_upsert_changes_nothing_of_theirs(there: Scene, chen: Client) -> None:
    zhou = browser(there.cast.zhou)
    before = [get(zhou, f"/customers/{i}").json() for i in there.hidden]
    run = scene.start_import(chen, SHEET.encode(), mode="upsert", match_key="external_id")
    scene.judge(chen, run, "commit")
    assert [get(zhou, f"/customers/{i}").json() for i in there.hidden] == before
    report = chen.get(f"/api/imports/{run}/report.xlsx")
    assert report.status_code == 200
    assert send(zhou, "POST", f"/imports/{run}/undo", {"also": "all"}).status_code in (403, 404)


def test_a_hidden_customer_is_refused_by_the_same_work_as_an_absent_one(there: Scene, chen: Client) -> None:
    """Time cannot tell them apart when the database is asked the same things; a clock in a test would only measure the machine."""
    get(chen, "/customers/1")  # whatever the first request of a process learns once
    asked: dict[str, list[str]] = {}
    for name, customer_id in (("hidden", there.company), ("absent", there.company + 4096)):
        with CaptureQueriesContext(connections["default"]) as captured:
            assert get(chen, f"/customers/{customer_id}").status_code == 404
        asked[name] = [re.sub(r"\d+", "N", query["sql"]) for query in captured.captured_queries]
    assert asked["hidden"] == asked["absent"]
    assert asked["hidden"]
