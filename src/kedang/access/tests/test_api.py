"""Who may ask, what they are told and what they are not, and that each question is on record."""

import pytest

from kedang.access import rights
from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.archive.models import Customer
from kedang.history.models import ReadEvent
from kedang.kit.clock import now
from tests.abuse import scene
from tests.abuse.scene import WORDS, Scene, get
from tests.people import browser, code

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> Scene:
    """The scene."""
    return scene.build()


def test_rights_come_with_their_roles_and_are_those_the_person_has(there: Scene) -> None:
    lin = there.cast.lin
    lin.roles.add(Role.objects.get(code="auditor"))
    bump()
    found = get(browser(there.cast.auditor), f"/access/users/{lin.id}").json()
    held = get(browser(lin), "/session").json()["rights"]
    assert sorted(right["code"] for right in found["rights"]) == sorted(held)
    by = {right["code"]: [role["name"] for role in right["roles"]] for right in found["rights"]}
    assert by["customers.export"] == ["团队主管"]
    assert by["audit.read"] == ["审计员"]
    assert all(by.values())
    assert (found["scope"], sorted(d["name"] for d in found["departments"])) == ("tree", ["华东销售部", "杭州组"])


def test_nothing_of_the_customer_is_told_but_its_number(there: Scene) -> None:
    number = there.numbers[there.person]
    for asker in (there.cast.auditor, there.cast.admin):
        for user in (there.cast.zhou, there.cast.wang):
            answer = get(browser(asker), f"/access/users/{user.id}/sight", customer=number)
            assert answer.status_code == 200
            body = answer.content.decode()
            known = (number, str(there.person))
            assert [word for word in there.leaks(body) if word not in known] == []
            assert answer.json()["name"] == ""
    assert any(word in "欧阳碧落" for word in WORDS)


def test_whoever_sees_the_customer_is_told_its_name_too(there: Scene) -> None:
    role = Role.objects.create(code="asks", name_zh="查", name_en="asks", rights=[rights.EXPLAIN.code], scope=1)
    for user in (there.cast.zhou, there.cast.chen):
        user.roles.add(role)
    bump()
    path, number = f"/access/users/{there.cast.lin.id}/sight", there.numbers[there.person]
    assert get(browser(there.cast.zhou), path, customer=number).json()["name"] == "欧阳碧落"
    assert get(browser(there.cast.chen), path, customer=number).json()["name"] == ""


@pytest.mark.parametrize("who", ["zhou", "lin", "wang"])
def test_without_the_right_nothing_is_told(there: Scene, who: str) -> None:
    client, before = browser(getattr(there.cast, who)), ReadEvent.objects.filter(verb="access.explained").count()
    for path in (f"/access/users/{there.cast.chen.id}", f"/access/users/{there.cast.chen.id}/sight?customer=1"):
        answer = client.get(f"/api{path}")
        assert (answer.status_code, code(answer)) == (403, "denied")
    assert ReadEvent.objects.filter(verb="access.explained").count() == before


def test_each_question_is_on_record_with_whom_it_was_about(there: Scene) -> None:
    client, zhou = browser(there.cast.auditor), there.cast.zhou
    get(client, f"/access/users/{zhou.id}")
    get(client, f"/access/users/{zhou.id}/sight", customer=there.numbers[there.person])
    events = list(ReadEvent.objects.filter(verb="access.explained").order_by("id"))
    assert [(event.actor_id, event.customer_id) for event in events] == [
        (there.cast.auditor.id, None),
        (there.cast.auditor.id, there.person),
    ]
    assert all(str(zhou.id) in str(event.details) for event in events)


def test_unknown_and_restricted_customers_answer_alike(there: Scene) -> None:
    client, path = browser(there.cast.auditor), f"/access/users/{there.cast.wang.id}/sight"
    Customer.objects.filter(id=there.company).update(restricted_at=now(), trashed_at=now())
    absent = get(client, path, customer="KH-NONE")
    for asked in (there.numbers[there.company], str(there.company), "9" * 30, "0", "  "):
        answer = get(client, path, customer=asked)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
        assert answer.json()["error"]["message"] == absent.json()["error"]["message"]
    assert get(client, "/access/users/1", customer="").status_code == 404


def test_why_a_customer_does_not_load_is_said(there: Scene) -> None:
    client, number = browser(there.cast.auditor), there.numbers[there.person]

    def blocked(user: User) -> list[str]:
        found = get(client, f"/access/users/{user.id}/sight", customer=number).json()
        assert not found["loads"]
        assert (found["ways"], found["fields"]) == ([], [])
        return list(found["blocked"])

    assert blocked(there.cast.chen) == ["out_of_reach"]
    assert blocked(there.cast.admin) == ["no_right"]
    User.objects.filter(id=there.cast.wang.id).update(is_active=False)
    bump()
    assert blocked(there.cast.wang) == ["disabled"]
