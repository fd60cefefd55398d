"""Cases: opened, taken, handed over, moved; who sees them, and what is refused."""

import pytest

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.archive.models import Grant
from kedang.archive.tests.filing import file_customer, share
from kedang.history.models import Event, ReadEvent
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from kedang.service.models import Case, Step
from kedang.service.tests.scene import SAID, Scene, make_scene
from tests.people import actor, code

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def test_a_complaint_from_entry_to_closing(scene: Scene) -> None:
    case_id = scene.opened(priority="high")
    first = scene.case(case_id)
    assert first["number"].startswith("FW20")
    assert (first["state"], first["assignee"]["name"], first["takeable"], first["moves"]) == ("new", "周敏", True, [])
    scene.went(case_id, "wait", "resume", "solve", "close")
    assert scene.do(case_id, "satisfaction", score=4, words="处理得快").status_code == 204
    closed = scene.case(case_id)
    assert (closed["state"], closed["reason"], closed["cause"], closed["solution"]) == (
        "closed",
        "product",
        "包装偏薄",
        "已换新机",
    )
    assert (closed["satisfaction"], closed["voice"], closed["moves"]) == (4, "处理得快", ["reopen"])
    steps = [step["kind"] for step in closed["steps"]]
    assert steps == ["rated", "closed", "solved", "resumed", "waiting", "taken", "opened"]
    told = [verb for verb in Event.objects.order_by("id").values_list("verb", flat=True) if verb.startswith("case.")]
    assert [verb.split(".")[1] for verb in told] == [
        "opened",
        "taken",
        "waiting",
        "resumed",
        "solved",
        "closed",
        "rated",
    ]


def test_the_machine_allows_its_moves_only(scene: Scene) -> None:
    case_id = scene.opened()
    for move in ("wait", "resume", "solve", "close", "reopen"):
        answer = scene.do(case_id, "move", move=move, text="x", reason="product")
        assert (answer.status_code, code(answer)) == (409, "service.move")
    scene.went(case_id, "solve")
    assert scene.do(case_id, "move", move="wait").status_code == 409
    assert code(scene.do(case_id, "move", move="close")) == "service.reason"
    assert code(scene.do(case_id, "move", move="reopen")) == "service.why"
    assert code(scene.do(case_id, "hand-over", why="x", assignee_id=str(scene.cast.lin.id))) == "service.ended"
    assert scene.do(case_id, "move", move="reopen", text="又裂了").status_code == 204
    again = scene.case(case_id)
    assert (again["state"], again["solved_at"], again["clock"]["running"]) == ("working", None, True)
    assert Case.objects.get().version == 4


def test_a_stranger_learns_nothing_and_who_may_not_see_service_neither(scene: Scene) -> None:
    case_id = scene.opened()
    for method, path in (
        ("GET", f"/cases/{case_id}"),
        ("GET", f"/customers/{scene.zhang}/cases"),
        ("POST", f"/cases/{case_id}/take"),
    ):
        body = {"version": 1} if method == "POST" else None
        assert scene.ask(scene.cast.chen, method, path, body).status_code == 404
    assert scene.listed(scene.cast.chen, "?whose=all") == []
    assert scene.listed(scene.cast.chen, f"?number={Case.objects.get().number}") == []
    role = Role.objects.get(code="lead")
    role.rights = [right for right in role.rights if not right.startswith("service.")]
    role.save()
    bump()
    assert scene.ask(scene.cast.lin, "GET", "/cases").status_code == 403
    assert scene.ask(scene.cast.lin, "GET", f"/cases/{case_id}").status_code == 403
    assert Case.objects.get().version == 1


def test_words_are_sealed_and_stay_with_who_may_read_notes(scene: Scene) -> None:
    case_id = scene.opened(title="暗号白鹭")
    scene.do(case_id, "comments", text="暗号苍鹰")
    role = Role.objects.get(code="lead")
    role.field_modes = {"notes": {"own": "hidden", "other": "hidden"}}
    role.save()
    bump()
    for path in (f"/cases/{case_id}", "/cases?whose=all", f"/customers/{scene.zhang}/cases"):
        answer = scene.ask(scene.cast.lin, "GET", path).content.decode()
        assert not any(word in answer for word in ("翠鸟", "白鹭", "苍鹰")), path
    assert SAID in scene.ask(scene.cast.zhou, "GET", f"/cases/{case_id}").content.decode()
    raw = b"".join(bytes(row.body_enc) for row in (*Case.objects.all(), *Step.objects.all()))
    assert not any(word.encode() in raw for word in ("翠鸟", "白鹭", "苍鹰"))
    events = "".join(map(str, Event.objects.values_list("details", "fields")))
    assert "翠鸟" not in events
    assert ReadEvent.objects.filter(verb="case.read", customer_id=scene.zhang, actor_id=scene.cast.lin.id).exists()


def test_of_two_who_take_a_case_at_once_one_gets_it(scene: Scene) -> None:
    scene.queue(scene.cast.zhou, scene.cast.lin)
    case_id = scene.opened()
    assert (scene.case(case_id)["assignee"], scene.case(case_id)["queue"]["name"]) == (None, "投诉组")
    assert scene.listed(scene.cast.lin, "?whose=queues") == [str(case_id)]
    answers = [
        scene.ask(user, "POST", f"/cases/{case_id}/take", {"version": 1}) for user in (scene.cast.lin, scene.cast.zhou)
    ]
    assert [answer.status_code for answer in answers] == [204, 409]
    late = scene.ask(scene.cast.zhou, "POST", f"/cases/{case_id}/take", {"version": 2})
    assert (late.status_code, code(late)) == (409, "service.taken")
    assert scene.case(case_id)["assignee"]["name"] == "林晓"
    assert Event.objects.filter(verb="case.taken").count() == 1
    assert scene.listed(scene.cast.lin, "?whose=queues") == []


def test_a_case_is_handed_over_with_a_reason_to_somebody_who_sees_it(scene: Scene) -> None:
    case_id = scene.opened()
    lin, chen = str(scene.cast.lin.id), str(scene.cast.chen.id)
    assert code(scene.do(case_id, "hand-over", why=" ", assignee_id=lin)) == "service.why"
    assert code(scene.do(case_id, "hand-over", why="懂行", assignee_id=chen)) == "service.assignee"
    assert code(scene.do(case_id, "hand-over", why="懂行")) == "service.one_place"
    assert code(scene.do(case_id, "hand-over", why="懂行", queue_id="77")) == "service.no_queue"
    assert Case.objects.get().assignee_id == scene.cast.zhou.id
    assert scene.do(case_id, "hand-over", why="懂行", assignee_id=lin).status_code == 204
    step = scene.case(case_id)["steps"][0]
    assert (step["kind"], step["to"], step["text"]) == ("handed", "林晓", "懂行")
    queue = scene.queue(scene.cast.lin)
    assert scene.do(case_id, "hand-over", why="排班", queue_id=str(queue)).status_code == 204
    assert (scene.case(case_id)["assignee"], scene.case(case_id)["queue"]["name"]) == (None, "投诉组")


def test_who_has_a_case_handles_it_where_they_may_only_read_the_customer(scene: Scene) -> None:
    share(scene.zhang, scene.cast.chen)
    Grant.objects.update(level="view")
    own = scene.opened(assignee_id=str(scene.cast.chen.id))
    other = scene.opened()
    assert scene.do(own, "take", scene.cast.chen).status_code == 204
    assert scene.do(other, "comments", scene.cast.chen, text="x").status_code == 403
    body = {"kind": "repair", "title": "x"}
    assert scene.ask(scene.cast.chen, "POST", f"/customers/{scene.zhang}/cases", body).status_code == 403
    Grant.objects.all().delete()
    assert scene.ask(scene.cast.chen, "GET", f"/cases/{own}").status_code == 404


def test_what_was_seen_too_long_ago_changes_nothing(scene: Scene) -> None:
    case_id = scene.opened()
    body = {"version": 1, "priority": "urgent", "title": "外壳开裂，已停用"}
    assert scene.ask(scene.cast.zhou, "PATCH", f"/cases/{case_id}", body).status_code == 204
    late = scene.ask(scene.cast.lin, "PATCH", f"/cases/{case_id}", body | {"title": "别的"})
    assert (late.status_code, code(late)) == (409, "stale")
    assert (scene.case(case_id)["title"], scene.case(case_id)["priority"]) == ("外壳开裂，已停用", "urgent")
    assert (
        code(scene.ask(scene.cast.zhou, "PATCH", f"/cases/{case_id}", {"version": 2, "title": " "})) == "service.title"
    )


def test_numbers_run_on_and_none_is_given_twice(scene: Scene) -> None:
    numbers = [scene.case(scene.opened())["number"] for _ in range(2)]
    Case.objects.all().delete()
    numbers.append(scene.case(scene.opened())["number"])
    assert [int(number.split("-")[1]) for number in numbers] == [1, 2, 3]
    assert scene.listed(scene.cast.zhou, f"?number={numbers[2].lower()}") != []
    assert scene.listed(scene.cast.zhou, f"?number={numbers[0]}") == []


def test_lists_are_cut_by_state_and_keep_their_order_over_pages(scene: Scene) -> None:
    slow, urgent, later = (scene.opened(priority=each) for each in ("normal", "urgent", "normal"))
    waits = scene.opened(priority="urgent")
    scene.went(waits, "wait")
    solved = scene.opened()
    scene.went(solved, "solve")
    expected = [str(each) for each in (urgent, slow, later, waits)]
    assert scene.listed(scene.cast.zhou) == expected
    first = scene.ask(scene.cast.zhou, "GET", "/cases?limit=2").json()
    assert (first["count"], len(first["rows"])) == ({"value": 4, "capped": False}, 2)
    assert scene.listed(scene.cast.zhou, f"?limit=2&cursor={first['next']}") == expected[2:]
    assert scene.listed(scene.cast.zhou, "?state=waiting") == [str(waits)]
    assert scene.listed(scene.cast.zhou, "?state=solved") == [str(solved)]
    assert scene.listed(scene.cast.lin, "?whose=all&kind=repair") == []
    assert len(scene.listed(scene.cast.lin, "?whose=all&state=open")) == 4
    for bad in ("?state=gone", "?whose=theirs", "?kind=x", "?cursor=x"):
        assert scene.ask(scene.cast.zhou, "GET", f"/cases{bad}").status_code == 422


def test_a_merge_brings_cases_along_and_its_undoing_takes_them_back(scene: Scene) -> None:
    case_id = scene.opened()
    twin = file_customer(scene.cast.zhou, name="张玮")
    merged = merge(actor(scene.cast.lin), twin, [scene.zhang])
    assert scene.case(case_id)["customer_id"] == str(twin)
    assert (scene.case(case_id)["title"], scene.case(case_id)["text"]) == ("外壳开裂", SAID)
    scene.went(case_id)
    undo_merge(actor(scene.cast.lin), merged.id)
    back = scene.case(case_id)
    assert (back["customer_id"], back["text"], back["state"]) == (str(scene.zhang), SAID, "working")


def test_cases_stand_in_the_timeline_of_who_may_see_service(scene: Scene) -> None:
    case_id = scene.opened()
    scene.went(case_id, "solve")
    answer = scene.ask(scene.cast.zhou, "GET", f"/customers/{scene.zhang}/timeline?kinds=case").json()
    assert [(m["case"]["what"], m["case"]["title"]) for m in answer["moments"]] == [
        ("solved", "外壳开裂"),
        ("opened", "外壳开裂"),
    ]
    role = Role.objects.get(code="member")
    role.rights = [right for right in role.rights if right != "service.view"]
    role.save()
    bump()
    path = f"/customers/{scene.zhang}/timeline?kinds=case"
    assert scene.ask(scene.cast.zhou, "GET", path).json()["moments"] == []
