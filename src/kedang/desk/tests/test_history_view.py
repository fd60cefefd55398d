"""History and reveal: what was, what became of it, and never more than the actor may read."""

import json
from typing import Any

import pytest
from django.db import transaction

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.archive import notes, sharing
from kedang.archive.edit import change_values
from kedang.archive.load import load_content
from kedang.archive.models import Customer
from kedang.archive.removal import remove
from kedang.archive.tests.filing import file_customer
from kedang.history.models import Event, ReadEvent
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from kedang.vault.keys import shred
from tests.people import Cast, actor, browser, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def zhang(cast: Cast) -> int:
    customer = file_customer(cast.zhou, name="张伟", mobile="13812345678", level="A")
    own = browser(cast.zhou)
    for values in ({"mobile": "13900001111", "level": "B"}, {"level": "C", "region": "330106"}, {"mobile": None}):
        answer = own.patch(f"/api/customers/{customer}", {"values": values}, content_type="application/json")
        assert answer.status_code == 200
    return customer


def history(user: Any, customer_id: int, query: str = "") -> dict[str, Any]:
    response = browser(user).get(f"/api/customers/{customer_id}/history{query}")
    assert response.status_code == 200, response.content
    return dict(response.json())


def changes(body: dict[str, Any]) -> list[dict[str, tuple[Any, Any]]]:
    return [{f["code"]: (f["before"], f["after"]) for f in event["fields"]} for event in body["events"]]


EXPECTED = [
    {"mobile": ("13900001111", None)},
    {"level": ("B", "C"), "region": (None, "浙江省杭州市西湖区")},
    {"level": ("A", "B"), "mobile": ("13812345678", "13900001111")},
]


def test_each_change_shows_before_and_after(cast: Cast, zhang: int) -> None:
    body = history(cast.zhou, zhang)
    assert changes(body)[:3] == EXPECTED
    created = body["events"][3]
    assert (created["verb"], created["text"], created["actor"]["name"]) == ("customer.created", "新建了客户", "demo")
    assert {"code": "level", "label": "等级", "before": None, "after": "A"} in created["fields"]


def test_pages_join_without_a_gap(cast: Cast, zhang: int) -> None:
    seen: list[dict[str, tuple[Any, Any]]] = []
    cursor = ""
    while True:
        body = history(cast.zhou, zhang, f"?limit=1{cursor}")
        seen += changes(body)
        if body["next"] is None:
            break
        cursor = f"&cursor={body['next']}"
    assert seen[:3] == EXPECTED
    assert len(seen) == 4


def test_masked_and_hidden_fields_stay_so_in_history(cast: Cast, zhang: int) -> None:
    body = history(cast.lin, zhang)
    assert "13900001111" not in json.dumps(body)
    assert changes(body)[2]["mobile"] == ("138****5678", "139****1111")
    Role.objects.filter(code="lead").update(field_modes={"mobile": {"other": "hidden"}})
    bump()
    body = history(cast.lin, zhang)
    assert changes(body)[2]["mobile"] == (None, None)


def test_history_is_refused_to_strangers_and_recorded_for_others(cast: Cast, zhang: int) -> None:
    assert browser(cast.chen).get(f"/api/customers/{zhang}/history").status_code == 404
    assert browser(cast.auditor).get(f"/api/customers/{zhang}/history").status_code == 403
    assert not ReadEvent.objects.filter(verb="history.read").exists()
    history(cast.lin, zhang)
    assert ReadEvent.objects.get(verb="history.read").actor_id == cast.lin.id


def test_notes_shares_and_owners_are_told_in_words(cast: Cast, zhang: int) -> None:
    note = notes.write(actor(cast.zhou), zhang, body="秘密的话")
    notes.change(actor(cast.zhou), zhang, note, {"body": "别的话"})
    sharing.share(actor(cast.zhou), zhang, user_id=cast.chen.id)
    browser(cast.lin).post(
        f"/api/customers/{zhang}/owner", {"owner_id": str(cast.lin.id)}, content_type="application/json"
    )
    body = history(cast.lin, zhang)
    assigned, shared, changed = body["events"][:3]
    assert (assigned["fields"][0]["before"], assigned["fields"][0]["after"]) == ("周敏", "林晓")
    assert shared["details"]["user"] == "陈刚"
    assert changed["text"] == "修改了备注"
    assert "秘密的话" not in json.dumps(body, ensure_ascii=False)
    assert changes(body)[4:7] == [
        {"mobile": ("13900001111", None)},
        {"level": ("B", "C"), "region": (None, "浙江省杭州市西湖区")},
        {"level": ("A", "B"), "mobile": ("13812345678", "13900001111")},
    ]


def test_english_readers_read_english(cast: Cast, zhang: int) -> None:
    response = browser(cast.zhou).get(f"/api/customers/{zhang}/history", headers={"Accept-Language": "en"})
    labels = {f["label"] for e in response.json()["events"] for f in e["fields"]}
    assert "Level" in labels


# ---- merged


def told(body: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(event["verb"], event["former"]) for event in body["events"]]


def number(customer: int) -> str:
    return Customer.objects.get(id=customer).number


def test_the_survivor_tells_what_happened_to_who_was_merged_into_it(cast: Cast, zhang: int) -> None:
    survivor = file_customer(cast.zhou, name="张玮", level="A")
    made = merge(actor(cast.lin), survivor, [zhang])
    was = number(zhang)
    body = history(cast.zhou, survivor)
    assert told(body) == [
        ("customer.merged_away", was),
        ("customer.merged", None),
        ("customer.created", None),
        ("customer.changed", was),
        ("customer.changed", was),
        ("customer.changed", was),
        ("customer.created", was),
    ]
    assert changes(body)[3:6] == EXPECTED, "each by its own before and after, not by the survivor's"
    assert ReadEvent.objects.filter(verb="history.read").latest("id").count == 2
    alone = history(cast.zhou, survivor, f"?former={was}")
    assert {former for _, former in told(alone)} == {was}
    assert history(cast.zhou, survivor, "?former=KH0")["events"] == []
    undo_merge(actor(cast.lin), made.id)
    assert {former for _, former in told(history(cast.zhou, survivor))} == {None}
    assert changes(history(cast.zhou, zhang))[2:5] == EXPECTED


@pytest.mark.parametrize("erased", [False, True])
def test_who_stands_alone_again_is_not_read_in_the_others_history(cast: Cast, erased: bool) -> None:
    """What the survivor said while they were one tells of both: only who sees both reads it, each masked as it is there."""
    a = file_customer(cast.zhou, name="张伟", mobile="13800138000")
    b = file_customer(cast.lin, name="张玮", mobile="13900139000", email="b@example.com", birth_date="1983-07-19")
    made = merge(actor(cast.lin), a, [b])
    change_values(actor(cast.zhou), a, {"level": "B", "mobile": ["13800138000", "13900139000", "13700137000"]})
    assert "13900139000" in json.dumps(history(cast.zhou, a)), "while they are one, it is the survivor's own"
    undo_merge(actor(cast.lin), made.id)
    change_values(actor(cast.zhou), a, {"level": "C"})
    if erased:
        with transaction.atomic():
            remove([b])
        shred([b])
    body = history(cast.zhou, a)
    said = json.dumps(body, ensure_ascii=False)
    assert not [value for value in ("13900139000", "b@example.com", "1983-07-19", "张玮") if value in said]
    assert [event["verb"] for event in body["events"]][:4] == [
        "customer.changed",
        "customer.unmerged",
        "customer.changed",
        "customer.merged",
    ]
    assert changes(body)[0] == {"level": ("B", "C")}, "what came afterwards is told as ever"
    assert changes(body)[2] == {"level": (None, None), "mobile": (None, None)}
    seen = json.dumps(history(cast.wang, a), ensure_ascii=False)
    assert ("1983-" in seen) is not erased
    assert "1983-07-19" not in json.dumps(history(cast.lin, a)), "the survivor is not lin's own"


def test_a_chain_taken_apart_below_is_not_read_above(cast: Cast) -> None:
    """B into A, A into C, C into D; the first is undone: what C and D said meanwhile held B's values too."""
    a, c, d = (file_customer(cast.zhou, name=name, level="A") for name in ("甲", "丙", "丁"))
    b = file_customer(cast.lin, name="乙", mobile="13900139000")
    first = merge(actor(cast.lin), a, [b])
    merge(actor(cast.lin), c, [a])
    change_values(actor(cast.zhou), c, {"mobile": ["13900139000", "13700137000"]})
    third = merge(actor(cast.lin), d, [c])
    undo_merge(actor(cast.lin), first.id)
    assert "13900139000" not in json.dumps(history(cast.zhou, d))
    undo_merge(actor(cast.lin), third.id)
    for customer in (c, d):
        assert "13900139000" not in json.dumps(history(cast.zhou, customer))
    assert {"level": (None, "A")} in [
        {k: v for k, v in e.items() if k == "level"} for e in changes(history(cast.zhou, d))
    ]


def test_a_former_history_is_masked_as_the_survivors_and_stays_with_who_sees_it(cast: Cast, zhang: int) -> None:
    survivor = file_customer(cast.zhou, name="张玮")
    merge(actor(cast.lin), survivor, [zhang])
    assert "13900001111" not in json.dumps(history(cast.lin, survivor))
    assert browser(cast.chen).get(f"/api/customers/{survivor}/history?former={number(zhang)}").status_code == 404


def test_pages_of_a_merged_history_join_without_a_gap(cast: Cast, zhang: int) -> None:
    first, second = (file_customer(cast.zhou, name="张玮") for _ in range(2))
    merge(actor(cast.lin), first, [zhang])
    merge(actor(cast.lin), second, [first])
    whole = history(cast.zhou, second)
    seen: list[Any] = []
    cursor = ""
    while True:
        body = history(cast.zhou, second, f"?limit=2{cursor}")
        seen += body["events"]
        if body["next"] is None:
            break
        cursor = f"&cursor={body['next']}"
    assert seen == whole["events"]
    assert {former for _, former in told(whole)} == {None, number(zhang), number(first)}


# ---- reveal


def ask(user: Any, customer_id: int, keys: list[str], reason: str = "客户来电核对") -> Any:
    return browser(user).post(
        f"/api/customers/{customer_id}/reveal", {"fields": keys, "reason": reason}, content_type="application/json"
    )


@pytest.fixture
def guo(cast: Cast) -> int:
    return file_customer(
        cast.zhou,
        name="郭靖",
        mobile=["13812345678", "13900001111"],
        id_number="11010519491231002X",
        birth_date="1949-12-31",
    )


def test_reveal_gives_what_was_asked_and_records_it_first(cast: Cast, guo: int) -> None:
    identity = str(load_content(guo).identifiers[0].id)
    answer = ask(cast.lin, guo, ["mobile", "birth_date", identity])
    assert answer.json()["values"] == {
        "mobile": ["13812345678", "13900001111"],
        "birth_date": "1949-12-31",
        identity: "11010519491231002X",
    }
    event = ReadEvent.objects.get(verb="customer.revealed")
    assert (event.customer_id, event.fields) == (guo, '["birth_date","id_number","mobile"]')
    assert json.loads(event.details) == {"reason": "客户来电核对"}


def test_reveal_needs_right_reason_sight_and_field(cast: Cast, guo: int) -> None:
    assert ask(cast.zhou, guo, ["id_number"]).status_code == 403
    assert ask(cast.chen, guo, ["id_number"]).status_code == 404
    assert ask(cast.lin, guo, ["id_number"], " 查 ").json()["error"]["code"] == "reveal.reason"
    assert ask(cast.lin, guo, []).json()["error"]["code"] == "reveal.too_many"
    assert ask(cast.lin, guo, ["nope"]).status_code == 404
    Role.objects.filter(code="lead").update(field_modes={"*S": {"other": "hidden"}})
    bump()
    hidden = ask(cast.lin, guo, ["mobile", "id_number"])
    assert hidden.status_code == 404
    assert "13812345678" not in hidden.content.decode()
    assert not ReadEvent.objects.filter(verb="customer.revealed").exists()


def test_a_row_of_another_customer_is_not_revealed(cast: Cast, guo: int) -> None:
    foreign = file_customer(cast.chen, name="陈的客户", mobile="13700007777")
    point = str(load_content(foreign).points[0].id)
    assert ask(cast.lin, guo, [point]).status_code == 404


def test_no_event_holds_a_value(cast: Cast, zhang: int) -> None:
    for row in Event.objects.values():
        text = " ".join(str(v) for v in row.values() if not isinstance(v, bytes | memoryview))
        assert "13812345678" not in text
        assert "13900001111" not in text
