"""How many break a rule today, within reach and at fields one may read; marking everybody anew; who may do either."""

from typing import Any

import orjson
import pytest

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.archive.models import Customer
from kedang.history.models import Event, ReadEvent
from kedang.jobs.claiming import claim_job
from kedang.jobs.queue import open_job
from kedang.jobs.worker import run_claimed
from kedang.quality.models import QualityScore, RuleCheck
from kedang.quality.rescore import score_customers
from tests.people import Cast, browser, make_cast, make_user, send

pytestmark = pytest.mark.django_db
MAIL = {"test": "pattern", "fields": ["website"], "pattern": "*.cn", "mask": True}
ALONE = {"test": "unique", "fields": ["mobile"]}


@pytest.fixture
def cast() -> Cast:
    """Everybody, with three customers: two of 周, one of 陈."""
    made = make_cast()
    create(made.zhou, name="林晓", website="https://a.com", mobile="13800001111")
    create(made.zhou, name="何静", website="https://b.cn", mobile="13800002222")
    create(made.chen, name="陆远航", website="https://c.com", mobile="13800001111")
    return made


@pytest.fixture
def steward(cast: Cast) -> User:
    """黄, who answers for the quality of everybody's data."""
    return make_user("huang", "黄静", "steward", cast.head_office)


def create(who: User, **values: str) -> str:
    """A person; the id."""
    answer = send(browser(who), "POST", "/customers", {"kind": "person", "values": values, "force": True})
    assert answer.status_code == 201, answer.content
    made: str = answer.json()["id"]
    return made


def begun(who: User, asked: dict[str, Any]) -> dict[str, Any]:
    """A look that was begun and did its work; what it found."""
    answer = send(browser(who), "POST", "/rules/checks", {"rule": asked})
    assert answer.status_code == 202, answer.content
    return worked(who, answer.json()["id"])


def worked(who: User, check_id: str) -> dict[str, Any]:
    """The look after its job."""
    job = open_job(int(check_id))
    assert job is not None
    claimed = claim_job(job.id)
    assert claimed is not None
    run_claimed(claimed)
    found: dict[str, Any] = send(browser(who), "GET", f"/rules/checks/{check_id}").json()
    return found


def test_who_breaks_a_rule_is_counted_and_shown_within_reach(cast: Cast, steward: User) -> None:
    found = begun(steward, MAIL)
    assert (found["state"], found["customers"], found["broken"]) == ("done", 3, 2)
    assert [each["name"] for each in found["sample"]] == ["林晓", "陆远航"]
    assert ReadEvent.objects.filter(verb="customers.checked").count() == 1
    # nobody was marked, nothing changed
    assert set(Customer.objects.values_list("rule_marks", "version")) == {(None, 1)}
    # the administrator writes rules and sees no customer: nothing is told
    found = begun(cast.admin, MAIL)
    assert (found["state"], found["customers"], found["broken"], found["sample"]) == ("done", 0, 0, [])


def test_unique_is_counted_on_both_sides(cast: Cast, steward: User) -> None:
    rule = {"test": "unique", "fields": ["external_id"]}
    assert send(browser(steward), "POST", "/rules/checks", {"rule": rule}).status_code == 422
    manager = make_user("luo", "罗", "manager", cast.head_office)
    found = begun(manager, ALONE)
    assert (found["broken"], [each["name"] for each in found["sample"]]) == (2, ["林晓", "陆远航"])


def test_a_field_one_may_not_read_cannot_be_tried_out(cast: Cast, steward: User) -> None:
    rule = {"test": "pattern", "fields": ["id_number"], "pattern": "33.*", "kinds": ["person"]}
    answer = send(browser(steward), "POST", "/rules/checks", {"rule": rule})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "rule.unreadable")
    assert RuleCheck.objects.count() == 0


def test_a_look_is_its_own_persons_and_can_be_stopped(cast: Cast, steward: User) -> None:
    check = send(browser(steward), "POST", "/rules/checks", {"rule": MAIL}).json()["id"]
    assert send(browser(cast.admin), "GET", f"/rules/checks/{check}").status_code == 404
    assert send(browser(cast.admin), "POST", f"/rules/checks/{check}/cancel").status_code == 404
    assert send(browser(cast.zhou), "GET", f"/rules/checks/{check}").status_code == 403
    assert send(browser(steward), "POST", f"/rules/checks/{check}/cancel").json()["state"] == "cancelled"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/rules", None),
        ("POST", "/rules", MAIL),
        ("POST", "/rules/try", {"rule": MAIL}),
        ("POST", "/rules/checks", {"rule": MAIL}),
        ("POST", "/rules/marking", None),
    ],
)
def test_rules_are_for_who_shapes_fields_or_answers_for_quality(
    cast: Cast, steward: User, method: str, path: str, body: Any
) -> None:
    for who in (cast.zhou, cast.lin, cast.auditor):
        assert send(browser(who), method, path, body).status_code == 403
    for who in (cast.admin, steward):
        assert send(browser(who), method, path, body).status_code in (200, 201, 202)


def test_everybody_is_marked_anew_and_scored_as_invalid(cast: Cast, steward: User) -> None:
    made = send(browser(steward), "POST", "/rules", {**MAIL, "active": True, "severity": "refuse"}).json()
    check = send(browser(steward), "POST", "/rules/marking").json()
    assert check["marking"] is True
    found = worked(steward, check["id"])
    assert (found["customers"], found["broken"], found["sample"]) == (3, None, [])
    xiao = Customer.objects.get(name="林晓")
    assert (xiao.rule_marks, xiao.version) == (f'{{"{made["id"]}":["website"]}}', 1)
    score_customers([xiao.id])
    assert QualityScore.objects.get(customer=xiao).validity < 100
    (finding,) = (
        each
        for each in send(browser(cast.zhou), "GET", f"/customers/{xiao.id}/quality").json()["findings"]
        if each["kind"] == "invalid"
    )
    assert (finding["code"], finding["why"]) == ("website", "“网站”须符合格式 *.cn")
    # out of force, and looked at again: nothing is left of it
    assert send(browser(steward), "PATCH", f"/rules/{made['id']}", {"active": False}).status_code == 200
    again = worked(steward, send(browser(steward), "POST", "/rules/marking").json()["id"])
    assert (again["broken"], set(Customer.objects.values_list("rule_marks", flat=True))) == (None, {None})


DIGITS = {"test": "pattern", "fields": ["id_number"], "pattern": "33.*", "kinds": ["person"]}


def marked(who: User, **asked: Any) -> tuple[str, dict[str, Any]]:
    """A rule in force by which everybody was marked; its id and what its maker was told."""
    made = send(browser(who), "POST", "/rules", {"active": True, "severity": "mark", **asked})
    assert made.status_code == 201, made.content
    return made.json()["id"], worked(who, send(browser(who), "POST", "/rules/marking").json()["id"])


def test_marking_everybody_is_no_way_to_guess_what_is_masked(cast: Cast, steward: User) -> None:
    made = [create(cast.zhou, name="张伟", id_number=number) for number in ("11010519491231002X", "330106199003078518")]
    told = []
    for pattern in ("11.*", "33.*"):
        rule_id, found = marked(cast.admin, **{**DIGITS, "pattern": pattern})
        seen = []
        for customer_id in made:
            page = send(browser(steward), "GET", f"/customers/{customer_id}").json()
            score_customers([int(customer_id)])
            quality = send(browser(steward), "GET", f"/customers/{customer_id}/quality").json()
            seen.append((page["broken_rules"], page["identifiers"][0]["valid"], {**quality, "measured_at": ""}))
        told.append((found["customers"], found["broken"], found["sample"], seen))
        assert Customer.objects.exclude(rule_marks=None).count() == 1
        assert send(browser(cast.admin), "DELETE", f"/rules/{rule_id}").status_code == 204
    assert told[0] == told[1]


def test_the_marking_and_its_rule_are_on_record(cast: Cast) -> None:
    condition = {"field": "mobile", "operator": "is", "values": ["13800001111"]}
    rule_id, _ = marked(cast.admin, **{**DIGITS, "condition": condition})
    read = ReadEvent.objects.get(verb="customers.checked")
    assert (read.actor_id, "id_number" in read.fields, "mobile" in read.fields, rule_id in read.details) == (
        cast.admin.id,
        True,
        True,
        True,
    )
    event = Event.objects.get(verb="rule.created")
    assert orjson.loads(event.details)["condition"] == ["mobile", "is"]
    assert "13800001111" not in event.details
    assert "33." not in event.details
    again, _ = marked(cast.admin, **{**DIGITS, "condition": condition, "pattern": "34.*"})
    wordings = {orjson.loads(e.details)["wording"] for e in Event.objects.filter(verb="rule.created")}
    assert (len(wordings), again != rule_id) == (2, True)


def test_a_condition_on_a_hidden_field_is_not_told(cast: Cast, steward: User) -> None:
    lin = create(cast.zhou, name="何远", level="A", mobile="13800003333")
    asked = {
        "test": "required",
        "fields": ["website"],
        "condition": {"field": "level", "operator": "is", "values": ["A"]},
    }
    marked(steward, **asked)
    assert len(send(browser(cast.zhou), "GET", f"/customers/{lin}").json()["broken_rules"]) == 1
    Role.objects.filter(code="member").update(field_modes={"level": {"own": "hidden", "other": "hidden"}})
    bump()
    assert send(browser(cast.zhou), "GET", f"/customers/{lin}").json()["broken_rules"] == []
    quality = send(browser(cast.zhou), "GET", f"/customers/{lin}/quality").json()
    assert [each for each in quality["findings"] if each["kind"] == "invalid"] == []


def test_a_count_asks_again_when_it_runs_and_when_it_is_read(cast: Cast, steward: User) -> None:
    asked = {"test": "pattern", "fields": ["mobile"], "pattern": "137.*"}
    manager = make_user("luo", "罗", "manager", cast.head_office)
    done = begun(manager, asked)
    assert done["broken"] == 3
    check = send(browser(manager), "POST", "/rules/checks", {"rule": {**asked, "pattern": "136.*"}}).json()["id"]
    kept = RuleCheck.objects.get(id=int(check))
    Role.objects.filter(code="manager").update(field_modes={"*C": {"own": "masked", "other": "masked"}})
    bump()
    job = open_job(int(check))
    assert job is not None
    claimed = claim_job(job.id)
    assert claimed is not None
    run_claimed(claimed)
    kept.refresh_from_db()
    assert (kept.state, kept.customers, kept.broken) == ("failed", 0, 0)
    answer = send(browser(manager), "GET", f"/rules/checks/{check}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "rule.unreadable")


def test_of_who_holds_a_value_only_those_in_reach_count(cast: Cast) -> None:
    role = Role.objects.get(code="lead")
    role.rights = [*role.rights, "quality.manage"]
    role.field_modes = {"*C": {"own": "edit", "other": "edit"}}
    role.save()
    bump()
    found = begun(cast.lin, ALONE)
    assert (found["customers"], found["broken"], found["sample"]) == (2, 0, [])


def test_no_value_of_a_condition_stays_behind_a_count(cast: Cast) -> None:
    manager = make_user("luo", "罗", "manager", cast.head_office)
    condition = {"field": "mobile", "operator": "is", "values": ["13800001111"]}
    check = begun(manager, {**MAIL, "condition": condition})
    assert (check["state"], check["marking"], check["broken"]) == ("done", False, 2)
    assert orjson.loads(RuleCheck.objects.get(id=int(check["id"])).draft) == {"reads": ["website", "mobile"]}
