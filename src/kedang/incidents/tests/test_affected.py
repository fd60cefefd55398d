"""Who was affected, against a log written by hand: everybody who was touched, nobody else, and what cannot be told said so."""

import pytest

from kedang.accounts.tokens import Reach, create_token
from kedang.archive.models import Customer
from kedang.archive.removal import remove
from kedang.history import involving
from kedang.history.models import Event, ReadEvent
from kedang.incidents import affected
from kedang.incidents.models import Affected, Incident
from kedang.incidents.tests.scene import FOUND, SINCE, THIEF, UNTIL, Scene, minutes, search
from kedang.merging.merge import merge
from tests.people import actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def numbers(scene: Scene) -> list[str]:
    """The archive numbers of the five."""
    known = dict(Customer.objects.values_list("id", "number"))
    return [known[each] for each in scene.people]


def test_everybody_touched_is_listed_once_with_what_was_done(scene: Scene) -> None:
    one, two, three, four, five = scene.people
    zhou, lin = scene.cast.zhou, scene.cast.lin
    scene.look(zhou, minutes(1), "customers.listed", one, two, three, fields='["name"]')
    scene.look(zhou, minutes(2), "customer.opened", two)
    scene.look(zhou, minutes(3), "customer.revealed", two, fields='["mobile", "id_number"]')
    scene.look(zhou, minutes(4), "customer.printed", three)
    scene.change(zhou, minutes(5), three)
    scene.look(zhou, minutes(6), "denied", four)
    # A stranger to the incident looks at others in the same minutes.
    scene.look(lin, minutes(2), "customers.listed", four, five)
    scene.change(lin, minutes(3), five)
    incident = scene.opened()
    n = numbers(scene)
    assert scene.list_of(incident) == {n[0]: (1, 0, 0, 0), n[1]: (2, 1, 0, 0), n[2]: (1, 0, 1, 1)}
    told = scene.seen(incident)
    assert (told["affected"], told["looks"], told["changes"], told["unnamed"], told["waits"]) == (3, 4, 1, [], False)
    row = Affected.objects.get(customer_id=two)
    assert (row.fields, row.first_at, row.last_at) == ('["id_number","mobile","name"]', minutes(1), minutes(3))


def test_the_window_begins_with_its_first_moment_and_ends_before_its_last(scene: Scene) -> None:
    one, two, three, four, _ = scene.people
    zhou = scene.cast.zhou
    scene.look(zhou, minutes(-0.001), "customer.opened", one)
    scene.look(zhou, SINCE, "customer.opened", two)
    scene.look(zhou, minutes(239.999), "customer.opened", three)
    scene.look(zhou, UNTIL, "customer.opened", four)
    scene.change(zhou, minutes(-0.001), one)
    scene.change(zhou, UNTIL, four)
    n = numbers(scene)
    assert scene.list_of(scene.opened()) == {n[1]: (1, 0, 0, 0), n[2]: (1, 0, 0, 0)}


def test_a_token_and_an_address_are_found_whoever_they_worked_for(scene: Scene) -> None:
    one, two, three, four, five = scene.people
    lin, zhou, wang = scene.cast.lin, scene.cast.zhou, scene.cast.wang
    token = create_token(actor(lin), name="夜间同步", reach=Reach()).token
    scene.look(lin, minutes(1), "customers.listed", one, two, via="token", session_id=token.id)
    scene.look(lin, minutes(2), "customer.opened", three)
    scene.look(wang, minutes(3), "customer.opened", four, ip=THIEF)
    scene.look(zhou, minutes(4), "customer.opened", five, ip=THIEF)
    # The address came by the token as well: one look, once.
    scene.look(lin, minutes(5), "customer.opened", one, via="token", session_id=token.id, ip=THIEF)
    n = numbers(scene)
    by_token = scene.opened(("token", token.id))
    assert scene.list_of(by_token) == {n[0]: (2, 0, 0, 0), n[1]: (1, 0, 0, 0)}
    assert scene.seen(by_token)["sources"] == [{"kind": "token", "value": str(token.id), "text": "夜间同步"}]
    both = scene.opened(("token", token.id), ("address", THIEF))
    assert scene.list_of(both) == {n[0]: (2, 0, 0, 0), n[1]: (1, 0, 0, 0), n[3]: (1, 0, 0, 0), n[4]: (1, 0, 0, 0)}
    # A token that is gone has no owner to look under: the log is read as it lies.
    number = token.id
    token.delete()
    assert scene.list_of(scene.opened(("token", number))) == {n[0]: (2, 0, 0, 0), n[1]: (1, 0, 0, 0)}


def test_an_export_that_names_nobody_cannot_be_told(scene: Scene) -> None:
    zhou = scene.cast.zhou
    inside = scene.look(zhou, minutes(1), "customers.exported", count=4200)
    named = scene.look(zhou, minutes(-600), "privacy.copy_handed_out", scene.people[0], fields='["*"]')
    scene.look(zhou, minutes(2), "documents.searched", count=12)
    scene.look(zhou, minutes(3), "documents.searched", count=3)
    scene.look(zhou, minutes(4), "customers.counted", count=99)
    incident = scene.opened(("person", zhou.id), ("export", named), ("export", inside))
    assert scene.list_of(incident) == {numbers(scene)[0]: (0, 0, 1, 0)}
    export, searched = scene.seen(incident)["unnamed"]
    assert (export["text"], export["event"], export["rows"]) == ("导出了客户", str(inside), 4200)
    assert (searched["text"], searched["event"], searched["looks"], searched["rows"]) == ("检索了文件", "", 2, 15)
    assert scene.seen(incident)["looks"] == 5


def test_who_was_merged_counts_once_and_who_was_erased_is_not_named(scene: Scene) -> None:
    one, two, three, four, _ = scene.people
    zhou = scene.cast.zhou
    scene.look(zhou, minutes(1), "customers.listed", one, two, three, four)
    merge(actor(scene.cast.lin), one, [two], choices={"name": one, "mobile": one})
    remove([three])
    incident = scene.opened()
    rows = scene.ask(scene.cast.admin, "GET", f"/{incident}/affected").json()["rows"]
    n = dict(Customer.objects.values_list("id", "number"))
    assert [(row["number"], row["looks"], row["customer_id"]) for row in rows] == [
        (n[one], 2, str(one)),
        (n[four], 1, str(four)),
        ("", 1, None),
    ]
    assert scene.seen(incident)["affected"] == 3
    # What happens to them afterwards changes no count.
    merge(actor(scene.cast.lin), one, [four], choices={"name": one, "mobile": one})
    remove([one, two, four])
    rows = scene.ask(scene.cast.admin, "GET", f"/{incident}/affected").json()["rows"]
    assert ([row["number"] for row in rows], scene.seen(incident)["affected"]) == (["", "", ""], 3)
    assert not Affected.objects.exclude(customer_id=None).exists()


def test_a_list_names_whom_somebody_was_merged_into_since(scene: Scene) -> None:
    one, two, *_ = scene.people
    scene.look(scene.cast.zhou, minutes(1), "customers.listed", one, two)
    incident = scene.opened()
    merge(actor(scene.cast.lin), one, [two], choices={"name": one, "mobile": one})
    rows = scene.ask(scene.cast.admin, "GET", f"/{incident}/affected").json()["rows"]
    n = numbers(scene)
    assert {row["number"]: row["into"] for row in rows} == {n[0]: "", n[1]: n[0]}


def test_pages_of_the_log_lose_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(involving, "PAGE", 2)
    monkeypatch.setattr(affected, "BATCH", 2)
    for turn in range(7):
        scene.look(scene.cast.zhou, minutes(turn), "customer.opened", scene.people[turn % 5])
        scene.change(scene.cast.zhou, minutes(turn), scene.people[turn % 5])
    found = scene.list_of(scene.opened(("person", scene.cast.zhou.id), ("address", THIEF)))
    assert [found[each] for each in numbers(scene)] == [(2, 0, 0, 2), (2, 0, 0, 2), *[(1, 0, 0, 1)] * 3]


def test_a_list_is_frozen_until_somebody_asks_again(scene: Scene) -> None:
    zhou = scene.cast.zhou
    scene.look(zhou, minutes(1), "customer.opened", scene.people[0])
    incident = scene.opened()
    first = scene.seen(incident)
    scene.look(zhou, minutes(2), "customer.opened", scene.people[1])
    assert scene.seen(incident)["affected"] == 1
    assert scene.ask(scene.cast.admin, "POST", f"/{incident}/look", {"version": first["version"]}).status_code == 204
    assert scene.seen(incident)["waits"] is True
    search()
    again = scene.seen(incident)
    assert (again["affected"], again["waits"], again["digest"] == first["digest"]) == (2, False, False)
    assert Event.objects.filter(verb="incident.affected_frozen").count() == 2
    assert ReadEvent.objects.filter(verb="history.read", details__contains="incident").count() == 2


def test_an_answer_to_what_is_asked_no_more_is_dropped(scene: Scene) -> None:
    scene.look(scene.cast.zhou, minutes(1), "customer.opened", scene.people[0])
    incident = scene.opened()
    row = Incident.objects.get(id=incident)
    found = affected.read_logs(row, lambda: None)
    Incident.objects.filter(id=row.id).update(asked=row.asked + 1, discovered_at=FOUND)
    affected._freeze(actor(scene.cast.admin), row.id, row.asked, found, {}, [])
    assert (Incident.objects.get(id=incident).affected, Affected.objects.count()) == (1, 1)
