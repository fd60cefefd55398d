"""How many break a rule today, within reach and at fields one may read; marking everybody anew; who may do either."""

from typing import Any

import pytest

from kedang.accounts.models import User
from kedang.archive.models import Customer
from kedang.history.models import ReadEvent
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
    assert (found["customers"], found["broken"], found["changed"], found["sample"]) == (3, 2, 2, [])
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
    assert (again["changed"], set(Customer.objects.values_list("rule_marks", flat=True))) == (2, {None})
