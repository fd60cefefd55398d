"""Whatever is said of somebody's sight is what the page, the list, search and a look answer that person: everybody × customers × fields."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from kedang.access.sight import FieldSight, Sight, sight_of
from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.approvals import asking, granting
from kedang.approvals.asking import Wanted
from kedang.approvals.models import Terms
from kedang.archive import customers, sharing
from kedang.archive.models import Grant
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.kit.modes import Mode
from tests.abuse import scene
from tests.abuse.scene import COMPANY, PERSON, Scene, get
from tests.people import actor, browser, make_user, send

pytestmark = pytest.mark.django_db

HIDDEN = dict.fromkeys(("own", "other", "list", "export"), "hidden")
READ = dict.fromkeys(("own", "other", "list", "export"), "read")
POINTS = ("mobile", "email", "wechat")
LOOKED_AT = ("id_number", "bank_account", "mobile")
WORDS = "核对客户证件，办理开户业务"


def _role(code: str, **content: Any) -> Role:
    return Role.objects.create(code=code, name_zh=code, name_en=code, **content)


def everybody(there: Scene) -> list[User]:
    """The cast, and those the house does not ship: two roles at once, hidden fields, a team, a share that ended, somebody disabled."""
    cast = there.cast
    both = make_user("both", "双角", "member", cast.east)
    both.roles.add(Role.objects.get(code="auditor"), _role("reads", rights=[], scope=1, field_modes={"*S": READ}))
    blind = make_user("blind", "不见", "auditor", cast.east)
    view = ["customers.view", "customers.edit"]
    blind.roles.set([_role("blind", rights=view, scope=2, field_modes={"mobile": HIDDEN, "*S": HIDDEN})])
    reader = make_user("reader", "只读", "auditor", cast.south)
    reader.roles.set([_role("reader", rights=view, scope=1)])
    former, gone = make_user("former", "曾享", "member", cast.south), make_user("gone", "离职", "manager", cast.east)
    User.objects.filter(id=gone.id).update(is_active=False)
    demo = system_actor("demo")
    sharing.share(demo, there.person, user_id=reader.id, level="read")
    ended = sharing.share(demo, there.company, user_id=former.id, level="edit")
    Grant.objects.filter(id=ended).update(until=now() - timedelta(days=1))
    bump()
    return [*cast.everybody, both, blind, reader, former, gone]


def _granted(there: Scene) -> None:
    """周 may see the bank account for a while; passports are never shown, identity numbers only after an approval."""
    Terms.objects.create(
        id=1, active=True, sample_percent=0, needs={"passport": "never", "id_number": "approval", "*C": "reason"}
    )
    wanted = Wanted(
        customer_ids=[there.person], fields=["bank_account"], purpose="check", words=WORDS, minutes=10, looks=5
    )
    granting.approve(actor(there.cast.lin), asking.ask(actor(there.cast.zhou), wanted).id, version=1)


@pytest.fixture
def there() -> Scene:
    """The scene, with a customer in the recycle bin."""
    built = scene.build()
    _granted(built)
    return built


def told(there: Scene, user: User, customer_id: int) -> Sight:
    """What the administrator is told of somebody."""
    return sight_of(actor(there.cast.admin), user.id, there.numbers[customer_id])


def _shown(page: Any) -> dict[str, list[dict[str, Any]]]:
    """Everything of a page that has a mask or not, by field."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for section in page["sections"]:
        for field in section["fields"]:
            found[field["code"]].append(field)
    for part in ("identifiers", "contact_points"):
        for row in page[part]:
            found[row["kind"]].append(row)
    for row in page["addresses"]:
        found["address"].append(row)
    for contact in page["contacts"]:
        for point in contact["contact_points"]:
            found[f"contact_{point['kind']}"].append(point)
    return found


def _disagree(field: FieldSight, rows: list[dict[str, Any]], *, filled: bool) -> Iterator[str]:
    """Where the page shows something else than what was told."""
    if field.page == Mode.HIDDEN and rows:
        yield f"{field.code} is shown"
    if field.page != Mode.HIDDEN and filled and not rows:
        yield f"{field.code} is missing"
    for row in rows:
        if row["value"] and row["masked"] != (field.page == Mode.MASKED):
            yield f"{field.code} masked: {row['masked']}"
        if "editable" in row and row["editable"] != field.editable:
            yield f"{field.code} editable: {row['editable']}"


def test_what_is_told_is_what_the_page_answers(there: Scene) -> None:
    people = everybody(there)
    customers.trash(system_actor("demo"), there.company)
    loaded, wrong = 0, []
    for user in people:
        client = browser(user)
        for customer, filed in ((there.person, PERSON), (there.company, COMPANY), (there.own, {})):
            sight, page = told(there, user, customer), get(client, f"/customers/{customer}")
            loaded += sight.loads
            assert sight.loads == (page.status_code == 200), (user.login, customer, page.status_code)
            assert sight.loads == bool(sight.ways) == bool(sight.fields)
            if sight.loads:
                shown = _shown(page.json())
                wrong += [
                    (user.login, why)
                    for field in sight.fields
                    for why in _disagree(field, shown[field.code], filled=field.code in filed and field.code in POINTS)
                ]
                assert page.json()["mine"] == sight.own
                assert page.json()["editable"] == sight.open_to_edit
    assert wrong == []
    # lin 2, zhou 2, chen 1, wang 3, both 0, blind 2 (team), reader 1; the disabled manager and the ended share 0
    assert loaded == 11


def test_what_is_told_is_what_the_list_answers(there: Scene) -> None:
    for user in everybody(there):
        rows = {}
        if user.is_active:
            answer = get(browser(user), "/customers", columns="mobile,id_number,remark")
            rows = {int(row["id"]): row for row in answer.json()["rows"]} if answer.status_code == 200 else {}
        for customer in (there.person, there.company, there.own):
            sight = told(there, user, customer)
            assert sight.loads == (customer in rows), (user.login, customer)
            if customer != there.person or not sight.loads:
                continue
            lists = {field.code: field.list for field in sight.fields}
            for code in ("mobile", "id_number", "remark"):
                body = json.dumps(rows[customer].get(code), ensure_ascii=False)
                expected = {Mode.HIDDEN: "null" in body, Mode.MASKED: "*" in body}
                assert expected.get(lists[code], PERSON[code] in body), (user.login, code, lists[code], body)


def test_what_is_told_of_masks_is_what_a_look_answers(there: Scene) -> None:
    opened = set()
    for user in everybody(there):
        sight = told(there, user, there.person)
        how = {field.code: field.opening.how for field in sight.fields if field.opening}
        for code in LOOKED_AT if sight.loads else ():
            if code not in how:
                continue
            body = {"fields": [code], "reason": "回访客户，核对号码"}
            answer = send(browser(user), "POST", f"/customers/{there.person}/reveal", body)
            assert (answer.status_code == 200) == (how[code] in ("granted", "reason")), (user.login, code, how[code])
            opened.add((user.login, code, how[code]))
    assert ("zhou", "bank_account", "granted") in opened
    assert ("zhou", "id_number", "ask") in opened
    assert ("wang", "bank_account", "reason") in opened
    assert ("lin", "id_number", "ask") in opened


def test_the_ways_are_named_with_what_they_come_from(there: Scene) -> None:
    zhou, lin, wang = (told(there, user, there.person) for user in (there.cast.zhou, there.cast.lin, there.cast.wang))
    assert [way.code for way in zhou.ways] == ["owner"]
    assert [way.code for way in lin.ways] == ["shared", "department"]
    assert [role.name_en for role in lin.ways[1].roles] == ["Team lead"]
    assert lin.ways[0].grant is not None
    assert lin.ways[0].grant.level == "read"
    assert [(way.code, [role.name_en for role in way.roles]) for way in wang.ways] == [("all", ["Manager"])]


def test_the_role_and_line_that_open_a_field_are_named(there: Scene) -> None:
    user = next(each for each in everybody(there) if each.login == "both")
    sharing.share(system_actor("demo"), there.person, user_id=user.id, level="read")
    fields = {field.code: field for field in told(there, user, there.person).fields}
    number = fields["id_number"]
    assert (number.page, number.editable) == (Mode.READ, False)
    assert [(why.role.name_en, why.line) for why in number.because if why.role] == [("reads", "class")]
    assert {why.line for why in fields["remark"].because} == {"default"}
    assert len(fields["remark"].because) == 3
