"""Figures, work list and reviews over HTTP: what each of the cast sees, and what must not leak."""

from datetime import timedelta
from typing import Any

import orjson
import pytest

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.archive.models import Customer, Grant
from kedang.archive.tests.filing import file_customer, share
from kedang.fields import templates
from kedang.finding.conditions import today
from kedang.history.models import Event, ReadEvent
from kedang.jobs.models import Job
from kedang.kit.actor import system_actor
from kedang.quality import reviews, snapshots
from kedang.quality.models import QualityScore, Snapshot
from kedang.quality.rescore import score_customers
from kedang.quality.tests.builders import age, catch_up
from tests.people import Cast, browser, code, make_cast, make_user, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db
GOOD = {
    "mobile": "13812345678", "email": "li@example.com", "id_number": "11010519491231002X", "region": "330100",
    "address": "杭州市西湖区文三路1号", "level": "A", "source": "展会", "gender": "女", "birth_date": "1990-01-01",
    "occupation": "教师", "remark": "老客户",
}  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def world(cast: Cast) -> dict[str, int]:
    """Zhou has a bare and a full customer, Lin one, Chen of another department one; one belongs to nobody."""
    made = {
        "bare": file_customer(cast.zhou, name="张伟"),
        "full": file_customer(cast.zhou, name="李娜", **GOOD),
        "lins": file_customer(cast.lin, name="王芳", mobile="13800001111"),
        "chens": file_customer(cast.chen, name="陈家客户", mobile="1380000"),
    }
    catch_up()
    return made


def ask(user: User, path: str, method: str = "GET", body: Any = None) -> Any:
    answer = send(browser(user), method, path, body)
    assert answer.status_code == 200, answer.content
    return orjson.loads(answer.content)


def ids(answer: dict[str, Any]) -> list[int]:
    return [int(row["id"]) for row in answer["rows"]]


def test_each_sees_the_figures_of_their_reach(cast: Cast, world: dict[str, int]) -> None:
    assert [ask(user, "/quality/figures")["customers"] for user in (cast.zhou, cast.lin, cast.chen, cast.wang)] == [
        2, 3, 1, 4,
    ]  # fmt: skip
    assert ask(cast.zhou, "/quality/figures")["scores"]["completeness"] == 57  # 15 and 100


def test_departments_add_up_along_the_tree(cast: Cast, world: dict[str, int]) -> None:
    file_customer(make_user("qian", "钱程", "member", cast.hangzhou), name="杭州客户")
    catch_up()
    lin = ask(cast.lin, "/quality/figures")
    assert [(part["name"], part["depth"], part["customers"]) for part in lin["departments"]] == [
        ("华东销售部", 1, 4),
        ("杭州组", 2, 1),
    ]
    assert {part["name"]: part["customers"] for part in lin["owners"]} == {"周敏": 2, "林晓": 1, "钱程": 1}
    wang = ask(cast.wang, "/quality/figures")
    assert {part["name"]: part["customers"] for part in wang["departments"]} == {
        "总公司": 5, "华东销售部": 4, "杭州组": 1, "华南销售部": 1,
    }  # fmt: skip
    assert ask(cast.wang, f"/quality/figures?department={cast.east.id}")["customers"] == 4


def test_nothing_of_another_department_leaks(cast: Cast, world: dict[str, int]) -> None:
    """Neither names, nor counts, nor a difference between what is foreign and what does not exist."""
    for path in ("/quality/figures", "/quality/work", "/quality/reviews?which=team"):
        text = send(browser(cast.chen), "GET", path).content.decode()
        for secret in ("华东", "杭州组", "周敏", "林晓", "张伟", "李娜", "王芳"):
            assert secret not in text, path
    for cut in (f"department={cast.east.id}", f"owner={cast.zhou.id}"):
        foreign = ask(cast.chen, f"/quality/figures?{cut}")
        absent = ask(cast.chen, f"/quality/figures?{cut[:-3]}999")
        assert foreign == absent
        assert (foreign["customers"], foreign["owners"], foreign["departments"]) == (0, [], [])
        assert ask(cast.chen, f"/quality/work?{cut}")["count"]["value"] == 0
    assert send(browser(cast.chen), "GET", f"/customers/{world['bare']}/quality").status_code == 404
    assert send(browser(cast.chen), "GET", "/customers/9000000000000000001/quality").status_code == 404
    for user in (cast.admin, cast.auditor):
        assert send(browser(user), "GET", "/quality/figures").status_code == 403


def test_former_days_keep_to_the_reach_too(cast: Cast, world: dict[str, int]) -> None:
    snapshots.take(today() - timedelta(days=2))
    Snapshot.objects.filter(owner_id=cast.zhou.id).update(completeness=40)
    zhou = ask(cast.zhou, "/quality/figures")["trend"]
    assert [(point["customers"], point["scores"]["completeness"]) for point in zhou] == [(2, 20), (2, 57)]
    assert [point["customers"] for point in ask(cast.chen, "/quality/figures")["trend"]] == [1, 1]
    assert [point["customers"] for point in ask(cast.wang, "/quality/figures")["trend"]] == [4, 4]
    cut = ask(cast.wang, f"/quality/figures?department={cast.east.id}")["trend"]
    assert [point["customers"] for point in cut] == [3, 3]
    assert len(ask(cast.wang, "/quality/figures?days=1")["trend"]) == 1


def test_a_snapshot_taken_twice_is_one(cast: Cast, world: dict[str, int]) -> None:
    snapshots.take()
    snapshots.take()
    assert Snapshot.objects.filter(owner_id=cast.zhou.id).count() == 1


def test_the_worst_come_first_with_what_to_mend(cast: Cast, world: dict[str, int]) -> None:
    answer = ask(cast.zhou, "/quality/work")
    assert ids(answer) == [world["bare"], world["full"]]
    first = answer["rows"][0]["findings"][0]
    assert (first["kind"], first["code"], first["label"]) == ("missing", "mobile", "手机 / 座机…")
    assert answer["rows"][1]["findings"] == [
        {"kind": "unverified", "code": "mobile", "label": "手机", "weight": 0, "since": None, "why": None},
        {"kind": "unverified", "code": "email", "label": "邮箱", "weight": 0, "since": None, "why": None},
    ]


def test_each_number_opens_the_list_behind_it(cast: Cast, world: dict[str, int]) -> None:
    age(world["full"], 400)
    score_customers(world.values())
    figures = ask(cast.wang, "/quality/figures")
    lists = {
        measure: ask(cast.wang, f"/quality/work?measure={measure}")
        for measure in figures["defects"]
        if measure != "review"
    }
    assert {measure: answer["count"]["value"] for measure, answer in lists.items()} == {
        measure: count for measure, count in figures["defects"].items() if measure != "review"
    }
    assert ids(lists["validity"]) == [world["chens"]]
    assert ids(lists["freshness"]) == [world["full"]]
    assert code(send(browser(cast.wang), "GET", "/quality/work?measure=beauty")) == "invalid"


@pytest.mark.parametrize(
    "asked",
    [
        "figures?department=99999999999999999999&owner=99999999999999999999",
        "figures?owner=-1&days=-99999999999",
        "figures?days=99999999999999999999",
        "work?owner=99999999999999999999&limit=-3",
        "work?cursor=WzFd",
        "work?cursor=WyJhIiwiYiJd",
        "reviews?cursor=WyJhIiwxLDJd",
        "reviews?which=%00",
    ],
)
def test_odd_questions_get_an_answer_or_a_refusal(cast: Cast, asked: str) -> None:
    assert send(browser(cast.zhou), "GET", f"/quality/{asked}").status_code in (200, 422)


def test_pages_follow_one_another(cast: Cast) -> None:
    made = [file_customer(cast.zhou, name=f"客户{n}", **({"gender": "男"} if n % 2 else {})) for n in range(7)]
    catch_up()
    seen: list[int] = []
    page = ask(cast.zhou, "/quality/work?limit=2")
    while page["next"]:
        seen += ids(page)
        page = ask(cast.zhou, f"/quality/work?limit=2&cursor={page['next']}")
    seen += ids(page)
    assert sorted(seen) == made
    assert seen == [*made[0::2], *made[1::2]]


def test_whoever_left_ones_sight_is_not_shown(cast: Cast, world: dict[str, int]) -> None:
    """Between a handover and the next score the figures are those of before, the rows never are."""
    Customer.objects.filter(id=world["bare"]).update(owner_id=cast.chen.id, department_id=cast.south.id)
    assert ids(ask(cast.zhou, "/quality/work")) == [world["full"]]


def test_what_is_shared_is_seen_on_its_page_and_counts_where_it_belongs(cast: Cast, world: dict[str, int]) -> None:
    share(world["bare"], cast.chen)
    assert ask(cast.chen, "/quality/figures")["customers"] == 1
    assert ask(cast.chen, f"/customers/{world['bare']}/quality")["scores"]["completeness"] == 15


def hide(role: str, **modes: dict[str, str]) -> None:
    stored = Role.objects.get(code=role)
    stored.field_modes = modes
    stored.save()
    bump()


def test_a_hidden_field_is_not_named(cast: Cast, world: dict[str, int]) -> None:
    hidden = {"own": "hidden", "other": "hidden", "list": "hidden", "export": "hidden"}
    age(world["full"], 400)
    before = send(browser(cast.zhou), "GET", f"/customers/{world['full']}/quality").content.decode()
    assert "手机" in before
    hide("member", mobile=hidden, id_number=hidden, passport=hidden, tax_number=hidden, gender=hidden)
    for path in (f"/customers/{world['full']}/quality", f"/customers/{world['bare']}/quality", "/quality/work"):
        text = send(browser(cast.zhou), "GET", path).content.decode()
        for word in ("手机", "mobile", "身份证", "id_number", "性别"):
            assert word not in text, path


def test_who_may_not_see_owners_gets_no_figures_by_owner(cast: Cast, world: dict[str, int]) -> None:
    hide("lead", owner={"list": "hidden"})
    answer = ask(cast.lin, "/quality/figures")
    assert (answer["customers"], answer["owners"]) == (3, [])
    assert ask(cast.lin, f"/quality/figures?owner={cast.zhou.id}")["customers"] == 0
    assert all(row["owner"] is None for row in ask(cast.lin, "/quality/work")["rows"])


def test_looking_is_recorded(cast: Cast, world: dict[str, int]) -> None:
    ReadEvent.objects.all().delete()
    ask(cast.zhou, "/quality/figures")
    ask(cast.zhou, "/quality/work")
    ask(cast.zhou, f"/customers/{world['bare']}/quality")
    verbs = list(ReadEvent.objects.order_by("id").values_list("verb", "count", "customer_id"))
    assert verbs == [
        ("customers.counted", 2, None),
        ("customers.listed", 2, None),
        ("customer.opened", 1, world["bare"]),
    ]


def overdue(customer_id: int, days: int) -> None:
    """Level A, last confirmed so long ago that the review is late by so many days."""
    Customer.objects.filter(id=customer_id).update(level="A")
    age(customer_id, 90 + days)
    score_customers([customer_id])


def test_reviews_reach_the_owner_and_the_lead(cast: Cast, world: dict[str, int]) -> None:
    nobodys = file_customer(None, name="无主客户")
    Customer.objects.filter(id=nobodys).update(department_id=cast.hangzhou.id)
    overdue(world["bare"], 3)
    overdue(world["full"], 40)
    overdue(world["chens"], 50)
    overdue(nobodys, 20)
    assert ids(ask(cast.zhou, "/quality/reviews")) == [world["full"], world["bare"]]
    assert ids(ask(cast.lin, "/quality/reviews")) == [nobodys]
    assert ids(ask(cast.lin, "/quality/reviews?which=team")) == [world["full"], nobodys, world["bare"]]
    row = ask(cast.zhou, "/quality/reviews")["rows"][0]
    assert (row["overdue_days"], row["review_due"]) == (40, str(today() - timedelta(days=40)))
    # The new owner inherits the review, the old one is rid of it.
    ask(cast.lin, f"/customers/{world['full']}/owner", "POST", {"owner_id": str(cast.lin.id)})
    catch_up()
    assert ids(ask(cast.zhou, "/quality/reviews")) == [world["bare"]]
    assert ids(ask(cast.lin, "/quality/reviews")) == [world["full"], nobodys]


def test_checked_all_correct(cast: Cast, world: dict[str, int]) -> None:
    overdue(world["full"], 40)
    before = Customer.objects.get(id=world["full"])
    answer = ask(cast.zhou, f"/customers/{world['full']}/review", "POST", {"version": before.version})
    assert answer["review_due"] == str(today() + timedelta(days=90))
    assert ids(ask(cast.zhou, "/quality/reviews")) == []
    customer = Customer.objects.get(id=world["full"])
    stamps = orjson.loads(customer.provenance)
    assert stamps["mobile"][1] == str(cast.zhou.id)
    assert (customer.version, customer.updated_at) == (before.version, before.updated_at)
    event = Event.objects.get(verb="customer.reviewed")
    assert "mobile" in orjson.loads(event.fields)
    assert "id_number" not in orjson.loads(event.fields)  # masked for her: nobody confirms what they cannot read
    assert stamps["id_number"][2] < stamps["mobile"][2]
    newest = ask(cast.lin, f"/customers/{world['full']}/history")["events"][0]
    assert newest["text"] == "定期审核，确认资料无误"


def test_a_refused_review_changes_nothing(cast: Cast, world: dict[str, int]) -> None:
    Grant.objects.create(customer_id=world["bare"], user_id=cast.chen.id, level="read", created_by=1)
    for user, customer, body, status in (
        (cast.chen, world["full"], {}, 404),
        (cast.chen, world["bare"], {}, 403),
        (cast.auditor, world["full"], {}, 403),
        (cast.zhou, world["full"], {"version": 99}, 409),
    ):
        with unchanged():
            assert send(browser(user), "POST", f"/customers/{customer}/review", body).status_code == status


def test_what_is_much_too_late_is_told_once(cast: Cast, world: dict[str, int]) -> None:
    overdue(world["bare"], 14)
    overdue(world["full"], 15)
    assert (reviews.escalate(), reviews.escalate()) == (1, 0)
    assert [event.subject_id for event in Event.objects.filter(verb="customer.review_overdue")] == [world["full"]]
    assert ids(ask(cast.lin, "/quality/reviews?which=escalated")) == [world["full"]]
    assert ids(ask(cast.zhou, "/quality/reviews?which=escalated")) == []
    assert ids(ask(cast.chen, "/quality/reviews?which=escalated")) == []
    score_customers([world["full"]])
    assert QualityScore.objects.get(customer_id=world["full"]).escalated
    ask(cast.zhou, f"/customers/{world['full']}/review", "POST", {})
    assert not QualityScore.objects.get(customer_id=world["full"]).escalated


def test_rules_are_for_stewards(cast: Cast) -> None:
    sun = make_user("sun", "孙洁", "steward", cast.head_office)
    book = ask(sun, "/quality/rules")
    person = next(each for each in book["weights"] if (each["template"], each["kind"]) == ("", "person"))
    assert (person["shipped"], person["items"][0]) == (True, {"fields": ["name"], "labels": ["名称"], "weight": 15})
    body = {"template": "", "kind": "person", "items": [{"fields": ["name", "mobile"], "weight": 3}]}
    changed = ask(sun, "/quality/rules/weights", "PUT", body)
    person = next(each for each in changed["weights"] if (each["template"], each["kind"]) == ("", "person"))
    assert (person["shipped"], person["items"][0]["weight"], changed["scoring"]) == (False, 3, {"done": 0, "total": 0})
    assert Job.objects.count() == 1
    with unchanged():
        assert send(browser(cast.lin), "PUT", "/quality/rules/weights", body).status_code == 403
        assert send(browser(cast.zhou), "GET", "/quality/rules").status_code == 403


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("weights", {"template": "", "kind": "person", "items": []}),
        ("weights", {"template": "", "kind": "person", "items": [{"fields": ["credit_code"], "weight": 3}]}),
        ("weights", {"template": "", "kind": "person", "items": [{"fields": ["name"], "weight": -1}]}),
        ("weights", {"template": "nope", "kind": "person", "items": [{"fields": ["name"], "weight": 1}]}),
        ("standard-template", {"template": "nope"}),
        ("valid-for", {"days": {"mobile": 0}}),
        ("valid-for", {"days": {"password": 10}}),
        ("reviews", {"intervals": [{"level": "A", "days": 1}, {"level": "a", "days": 2}], "escalate_days": 14}),
        ("reviews", {"intervals": [{"template": "nope", "days": 1}], "escalate_days": 14}),
        ("reviews", {"intervals": [], "escalate_days": 0}),
    ],
)
def test_rules_that_make_no_sense_are_refused(cast: Cast, path: str, body: dict[str, Any]) -> None:
    with unchanged():
        answer = send(browser(cast.wang), "PUT", f"/quality/rules/{path}", body)
        assert (answer.status_code, code(answer)) == (422, "quality.rules")


def test_times_and_intervals_are_kept(cast: Cast) -> None:
    templates.apply(system_actor("demo"), "bank")
    days = ask(cast.wang, "/quality/rules/valid-for", "PUT", {"days": {"mobile": 30, "custom:annual_income": 100}})
    assert [(each["label"], each["days"]) for each in days["valid_for"]] == [("手机", 30), ("年收入", 100)]
    body = {"intervals": [{"template": "bank", "level": "a", "days": 30}], "escalate_days": 5}
    kept = ask(cast.wang, "/quality/rules/reviews", "PUT", body)
    assert (kept["intervals"], kept["escalate_days"]) == ([{"template": "bank", "level": "A", "days": 30}], 5)
    assert Event.objects.filter(verb="quality.rules_changed").count() == 2


def test_the_page_and_the_list_show_the_same_completeness(cast: Cast, world: dict[str, int]) -> None:
    page = ask(cast.zhou, f"/customers/{world['bare']}")
    rows = ask(
        cast.zhou, "/customers?columns=completeness&filter=" + '[{"field":"completeness","op":"lt","value":"60"}]'
    )
    assert page["completeness"] == 15
    assert [(int(row["id"]), row["completeness"]) for row in rows["rows"]] == [(world["bare"], "15")]
