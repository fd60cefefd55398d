"""Who hears of what: named in a text, given something to do, given a customer or losing one; and who must not."""

import pytest

from kedang.accounts.models import User
from kedang.accounts.policy import bump
from kedang.accounts.queries import directory
from kedang.activity.keeping_contact import follow
from kedang.activity.models import FollowUp
from kedang.activity.recording import Happened, write_down
from kedang.activity.tests.scene import at
from kedang.activity.tests.test_contact_plan import aged, set_plan
from kedang.archive import customers
from kedang.archive.mentions import named_in, who_see
from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer, share
from kedang.history.news import FALLING, News, tell
from kedang.kit.actor import system_actor
from kedang.notices.models import Notice
from kedang.notices.tests.scene import heard, kinds, make_scene, unread
from tests.people import actor, browser, send

pytestmark = pytest.mark.django_db
SECRET = "暗号翠鸟"


def test_who_is_named_in_a_note_hears_of_it_and_who_does_not_see_the_customer_does_not() -> None:
    scene = make_scene()
    body = {"body": f"请@林晓 看一下，也问问 @陈刚。{SECRET}"}
    assert scene.ask(scene.cast.zhou, "POST", "/notes", body).status_code == 201
    (row,) = heard(scene.cast.lin)
    assert (row["kind"], row["by"]["name"], row["customer"]["name"], row["about_kind"], row["read"]) == (
        "mentioned",
        "周敏",
        "张伟",
        "note",
        False,
    )
    assert SECRET not in str(row)
    assert SECRET not in str(list(Notice.objects.values()))
    assert (heard(scene.cast.chen), unread(scene.cast.chen), unread(scene.cast.lin)) == ([], 0, 1)
    assert Notice.objects.filter(user_id=scene.cast.chen.id).count() == 0


def test_the_writer_is_told_beforehand_who_will_not_hear_of_it() -> None:
    scene = make_scene()
    answer = scene.ask(scene.cast.zhou, "POST", "/mentions", {"text": "@林晓 @陈刚 @周敏 看看"})
    said = answer.json()
    assert ([p["name"] for p in said["told"]], [p["name"] for p in said["untold"]]) == (["林晓"], ["陈刚"])
    assert scene.ask(scene.cast.chen, "POST", "/mentions", {"text": "@林晓"}).status_code == 404
    assert scene.ask(scene.cast.chen, "GET", "/colleagues").status_code == 404
    assert Notice.objects.count() == 0


def test_the_picker_offers_those_who_see_the_customer() -> None:
    scene = make_scene()
    share(scene.zhang, scene.cast.chen)
    offered = scene.ask(scene.cast.zhou, "GET", "/colleagues").json()
    assert {person["name"] for person in offered} == {"林晓", "王磊", "陈刚"}
    assert [p["handle"] for p in scene.ask(scene.cast.zhou, "GET", "/colleagues?text=林").json()] == ["林晓"]
    User.objects.filter(id=scene.cast.wang.id).update(name="林晓")
    bump()
    offered = scene.ask(scene.cast.zhou, "GET", "/colleagues?text=林").json()
    assert {person["handle"] for person in offered} == {"lin", "wang"}, "two of one name are called by their logins"


def test_who_sees_a_customer_is_the_same_however_it_is_asked() -> None:
    scene = make_scene()
    share(scene.li, scene.cast.zhou)
    mine = file_customer(scene.cast.admin, name="谁的")
    for customer in Customer.objects.filter(id__in=[scene.zhang, scene.li, mine]):
        seeing = {person.id for person in who_see(customer, directory().people.values())}
        asked = {u.id for u in scene.cast.everybody if Customer.objects.visible_to(actor(u)).filter(id=customer.id)}
        assert seeing == asked


@pytest.mark.parametrize(
    ("text", "logins"),
    [
        ("@林晓", ["lin"]),
        ("请@林晓看", ["lin"]),
        ("@LIN, 看", ["lin"]),
        ("@lin_", []),
        ("@linda", []),
        ("写给 zhou@lin.example", []),
        ("@林", []),
        ("@林晓@周敏", ["lin", "zhou"]),
        ("@@林晓", ["lin"]),
        ("@", []),
        ("没有人", []),
    ],
)
def test_a_name_is_read_where_it_stands_behind_an_at(text: str, logins: list[str]) -> None:
    make_scene()
    assert [person.login for person in named_in(text)] == logins


def test_of_two_names_that_begin_alike_the_longer_one_is_meant() -> None:
    scene = make_scene()
    User.objects.filter(id=scene.cast.chen.id).update(name="林晓东")
    bump()
    assert [person.login for person in named_in("@林晓东")] == ["chen"]


def test_a_corrected_text_calls_only_those_it_did_not_call_before() -> None:
    scene = make_scene()
    told = scene.told(text="@林晓 来过")
    path = f"/interactions/{told}"
    assert scene.ask(scene.cast.zhou, "PATCH", path, {"version": 1, "text": "@林晓 @王磊 来过"}).status_code == 204
    assert (kinds(scene.cast.lin), kinds(scene.cast.wang)) == (["mentioned"], ["mentioned"])


def test_what_others_wrote_calls_nobody() -> None:
    scene = make_scene()
    write_down(actor(scene.cast.zhou), scene.zhang, Happened(kind="email", text="@林晓 请看", calls=False))
    assert kinds(scene.cast.lin) == []


def test_who_is_given_something_to_do_hears_of_it_until_it_is_done() -> None:
    scene = make_scene()
    share(scene.zhang, scene.cast.chen)
    planned = scene.planned(assignee_id=str(scene.cast.chen.id))
    assert (kinds(scene.cast.chen), kinds(scene.cast.zhou)) == (["follow_up"], [])
    path = f"/follow-ups/{planned}"
    body = {"version": 1, "assignee_id": str(scene.cast.lin.id)}
    assert scene.ask(scene.cast.zhou, "PATCH", path, body).status_code == 204
    assert (unread(scene.cast.chen), unread(scene.cast.lin)) == (0, 1)
    assert scene.ask(scene.cast.zhou, "POST", f"{path}/done", {"version": 2}).status_code == 204
    assert unread(scene.cast.lin) == 0
    scene.planned(due_at=at(2))
    assert kinds(scene.cast.zhou) == [], "nobody hears of what they did themselves"


def test_the_contact_plan_gives_nobody_notice_and_who_hands_its_follow_up_on_does() -> None:
    scene = make_scene()
    zhou, lin, chen = scene.cast.zhou, scene.cast.lin, scene.cast.chen
    aged(scene)
    set_plan(scene)
    assert follow() == 1
    row = FollowUp.objects.get()
    assert (row.assignee_id, Notice.objects.count()) == (zhou.id, 0), "nobody gave it to anybody"
    path, body = f"/follow-ups/{row.id}", {"version": row.version, "assignee_id": str(lin.id)}
    assert scene.ask(zhou, "PATCH", path, body, customer=row.customer_id).status_code == 204
    assert (kinds(lin), kinds(zhou), kinds(chen)) == (["follow_up"], [], [])
    assert heard(lin)[0]["by"]["name"] == "周敏"
    scene.planned(lin, assignee_id=str(zhou.id))
    scene.told(lin, follows={"kind": "call", "due_at": at(1), "text": "回电", "assignee_id": str(zhou.id)})
    assert kinds(zhou) == ["follow_up", "follow_up"], "planned for somebody, by itself or as a next step"


def test_the_new_owner_hears_of_the_customer_and_the_former_one_only_that_it_is_gone() -> None:
    scene = make_scene()
    assert scene.ask(scene.cast.wang, "POST", "/owner", {"owner_id": str(scene.cast.chen.id)}).status_code == 200
    (given,), (taken,) = heard(scene.cast.chen), heard(scene.cast.zhou)
    assert (given["kind"], given["customer"]["name"]) == ("given", "张伟")
    assert (taken["kind"], taken["customer"], taken["by"]["name"]) == ("taken", None, "王磊")
    assert "张伟" not in str(taken)


def test_many_customers_at_once_make_one_notice() -> None:
    scene = make_scene()
    ids = [str(file_customer(scene.cast.zhou, name=f"客户{number}")) for number in range(3)]
    body = {"ids": ids, "action": "assign", "value": str(scene.cast.lin.id)}
    assert send(browser(scene.cast.wang), "POST", "/customers/bulk", body).status_code == 200
    (row,) = heard(scene.cast.lin)
    assert (row["kind"], row["count"]) == ("given", 3)


def test_whom_a_night_announces_makes_one_notice_that_only_the_owner_reads() -> None:
    scene = make_scene()
    more = [file_customer(scene.cast.zhou, name=f"客户{n}") for n in range(3)]
    for customer_id in (scene.zhang, *more):
        tell(system_actor("worker"), News(FALLING, customer_id, (scene.cast.zhou.id,)))
    (row,) = heard(scene.cast.zhou)
    assert (row["kind"], row["count"], row["customer"]["id"]) == ("falling", 4, str(more[-1]))
    assert heard(scene.cast.lin) == []
    customers.assign(system_actor("demo"), more[-1], scene.cast.chen.id)
    assert "falling" not in [each["kind"] for each in heard(scene.cast.zhou)], "who is another's is told no more"
