"""Projects: entered, carried on, judged by the customer; read by whom; what is late first."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.archive import customers
from kedang.archive.models import Customer, Grant
from kedang.archive.moments import Slice
from kedang.archive.tests.filing import file_customer, share
from kedang.deals import project_listing
from kedang.deals.models import Milestone, NeedChange, Problem, Project
from kedang.deals.moments import milestones
from kedang.deals.tests.scene import PROJECT, day, make_scene
from kedang.deals.tests.test_board import planned
from kedang.finding.conditions import today
from kedang.history.models import Event
from kedang.kit.actor import system_actor
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from tests.people import actor, browser, code, send

pytestmark = pytest.mark.django_db


def happened() -> list[str]:
    """What happened to projects and their parts, in order."""
    verbs = Event.objects.filter(subject_kind="customer").order_by("id").values_list("verb", flat=True)
    return [verb for verb in verbs if verb.split(".")[0] in ("project", "milestone", "problem", "need")]


def without(*prefixes: str) -> None:
    """Take rights that begin so from the role of 周 and 陈."""
    role = Role.objects.get(code="member")
    role.rights = [right for right in role.rights if not right.startswith(prefixes)]
    role.save()
    bump()


def test_a_project_is_entered_and_its_texts_stand_only_in_cipher() -> None:
    scene = make_scene()
    of = scene.opened()
    made = scene.project(goal="白鹭按期投产", opportunity_id=str(of), starts_on=day(1), due_on=day(60))
    shown = scene.whole(made)["project"]
    assert (shown["name"], shown["goal"], shown["state"], shown["progress"]) == (PROJECT, "白鹭按期投产", "planned", 0)
    assert (shown["next_due"], shown["opportunity_id"], shown["owner"]["name"]) == (day(60), str(of), "周敏")
    assert (shown["customer_name"], shown["editable"], shown["score"]) == ("张伟", True, None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body_enc FROM deals_project")
        assert "白鹭".encode() not in bytes(cursor.fetchone()[0])
    assert "白鹭" not in Event.objects.get(verb="project.entered").details


def test_it_is_carried_on_and_every_step_is_one_event() -> None:
    scene = make_scene()
    made = scene.project(due_on=day(90))
    path = f"/projects/{made}"
    zhou = scene.cast.zhou
    assert scene.ask(zhou, "POST", f"{path}/state", {"state": "running", "version": 1}).status_code == 204
    changed = {"version": 2, "progress": 35, "name": "二期", "due_on": None}
    assert scene.ask(zhou, "PATCH", path, changed).status_code == 204
    feedback = {"version": 3, "score": 4, "words": "安装快，培训少了"}
    assert scene.ask(zhou, "POST", f"{path}/feedback", feedback).status_code == 204
    assert scene.ask(zhou, "POST", f"{path}/state", {"state": "done", "version": 4}).status_code == 204
    shown = scene.whole(made)["project"]
    assert (shown["state"], shown["progress"], shown["name"], shown["due_on"]) == ("done", 35, "二期", None)
    assert (shown["score"], shown["feedback"], shown["feedback_on"]) == (4, "安装快，培训少了", day(0))
    assert (shown["ended_at"] is None, shown["next_due"], shown["version"]) == (False, None, 5)
    assert happened() == [
        "project.entered",
        "project.state_set",
        "project.changed",
        "project.feedback",
        "project.state_set",
    ]
    event = Event.objects.get(verb="project.changed")
    assert event.before is not None
    assert PROJECT.encode() not in bytes(event.before)
    history = scene.ask(zhou, "GET", "/history")
    assert (history.status_code, PROJECT in history.content.decode()) == (200, False)
    assert all(each["fields"] == [] for each in history.json()["events"] if each["verb"].startswith("project."))
    assert scene.ask(zhou, "POST", f"{path}/state", {"state": "running", "version": 5}).status_code == 204
    assert Project.objects.get(id=made).ended_at is None


def test_milestones_say_what_is_due_next_and_stand_in_the_timeline_once_reached() -> None:
    scene = make_scene()
    made = scene.project(due_on=day(90))
    late, soon = scene.milestone(made, -3, "到货"), scene.milestone(made, 20, "验收")
    shown = scene.whole(made)["project"]
    assert (shown["next_due"], shown["next"], shown["milestones"], shown["done"], shown["late"]) == (
        day(-3),
        "到货",
        2,
        0,
        1,
    )
    customer, who = Customer.objects.get(id=scene.zhang), actor(scene.cast.zhou)
    assert milestones(who, customer, Slice(9)) == []
    path = f"/milestones/{late}"
    assert scene.ask(scene.cast.zhou, "POST", f"{path}/done", {"done": True, "version": 1}).status_code == 204
    stale = scene.ask(scene.cast.zhou, "PATCH", path, {"title": "x", "version": 1})
    assert (stale.status_code, code(stale)) == (409, "stale")
    shown = scene.whole(made)["project"]
    assert (shown["next_due"], shown["next"], shown["done"], shown["late"]) == (day(20), "验收", 1, 0)
    assert shown["version"] == 1, "whoever edits the project is not disturbed"
    (moment,) = milestones(who, customer, Slice(9))
    assert (moment.shown.title, moment.shown.project, moment.shown.by.name) == ("到货", PROJECT, "周敏")
    told = scene.ask(scene.cast.zhou, "GET", "/timeline?kinds=milestone").json()
    assert [each["milestone"]["id"] for each in told["moments"]] == [str(late)]
    assert (
        scene.ask(scene.cast.zhou, "PATCH", f"/milestones/{soon}", {"due_on": day(8), "version": 1}).status_code == 204
    )
    assert scene.whole(made)["project"]["next_due"] == day(8)
    assert scene.ask(scene.cast.zhou, "DELETE", f"/milestones/{soon}?version=1").status_code == 409
    assert scene.ask(scene.cast.zhou, "DELETE", f"/milestones/{soon}?version=2").status_code == 204
    assert scene.whole(made)["project"]["next_due"] == day(90)
    assert scene.ask(scene.cast.zhou, "POST", f"{path}/done", {"done": False, "version": 2}).status_code == 204
    assert milestones(who, customer, Slice(9)) == []
    assert happened()[1:] == [
        "milestone.planned",
        "milestone.planned",
        "milestone.reached",
        "milestone.changed",
        "milestone.dropped",
        "milestone.reopened",
    ]


def test_problems_stand_open_until_they_are_solved_and_how_is_kept() -> None:
    scene = make_scene()
    made = scene.project()
    zhou = scene.cast.zhou
    noted = scene.ask(zhou, "POST", f"/projects/{made}/problems", {"title": "白鹭少了三套支架"}).json()["id"]
    other = scene.ask(zhou, "POST", f"/projects/{made}/problems", {"title": "图纸未定"}).json()["id"]
    solved = {"solved": True, "solution": "改用现货", "version": 1}
    assert scene.ask(zhou, "POST", f"/problems/{noted}/solved", solved).status_code == 204
    whole = scene.whole(made)
    first, second = whole["problems"]
    assert (first["id"], second["id"], whole["project"]["problems"]) == (other, noted, 1), "open ones first"
    assert (second["solution"], second["solved_by"]["name"], second["solved_at"] is None) == ("改用现货", "周敏", False)
    again = {"solved": False, "version": 2}
    assert scene.ask(zhou, "POST", f"/problems/{noted}/solved", again).status_code == 204
    assert {each["solution"] for each in scene.whole(made)["problems"]} == {"", "改用现货"}
    body = {"title": "白鹭少了两套支架", "version": 3}
    assert scene.ask(zhou, "PATCH", f"/problems/{noted}", body).status_code == 204
    assert scene.ask(zhou, "PATCH", f"/problems/{noted}", body).status_code == 409
    with connection.cursor() as cursor:
        cursor.execute("SELECT body_enc FROM deals_problem")
        assert not any("白鹭".encode() in bytes(row[0]) for row in cursor.fetchall())


@pytest.mark.parametrize(
    ("path", "body", "refused"),
    [
        ("", {"name": " "}, "deals.text"),
        ("", {"name": "长" * 201}, "deals.text"),
        ("", {"name": "x", "due_on": "1901-01-01"}, "deals.project_day"),
        ("", {"name": "x", "starts_on": "2026-05-02", "due_on": "2026-05-01"}, "deals.project_day"),
        ("", {"name": "x", "owner_id": "77"}, "deals.owner"),
        ("", {"name": "x", "opportunity_id": "77"}, "deals.not_theirs"),
        ("/{}", {"progress": 101, "version": 1}, "deals.progress"),
        ("/{}/state", {"state": "else", "version": 1}, "invalid"),
        ("/{}/feedback", {"score": 6, "version": 1}, "deals.score"),
        ("/{}/feedback", {"score": 1, "on": "2150-01-01", "version": 1}, "deals.project_day"),
        ("/{}/milestones", {"title": "", "due_on": "2026-05-02"}, "deals.text"),
        ("/{}/milestones", {"title": "x", "due_on": "2150-05-02"}, "deals.project_day"),
        ("/{}/problems", {"title": ""}, "deals.text"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(path: str, body: dict[str, Any], refused: str) -> None:
    scene = make_scene()
    made = scene.project()
    before = happened()
    method = "PATCH" if path == "/{}" else "POST"
    answer = scene.ask(scene.cast.zhou, method, f"/projects{path.format(made)}", body)
    assert (answer.status_code, code(answer)) == (422, refused)
    counts = (Project.objects.count(), Milestone.objects.count(), Problem.objects.count())
    assert (happened(), counts, Project.objects.get().version) == (before, (1, 0, 0), 1)


def test_the_opportunity_of_another_customer_cannot_be_linked() -> None:
    scene = make_scene()
    theirs = scene.opened(scene.cast.chen, customer=scene.li)
    body = {"name": "x", "opportunity_id": str(theirs)}
    assert code(scene.ask(scene.cast.zhou, "POST", "/projects", body)) == "deals.not_theirs"
    need = {"after": "x", "opportunity_id": str(theirs)}
    assert code(scene.ask(scene.cast.zhou, "POST", "/needs", need)) == "deals.not_theirs"
    project = scene.project(scene.cast.chen, customer=scene.li)
    assert code(scene.ask(scene.cast.zhou, "POST", "/needs", {"after": "x", "project_id": str(project)})) == (
        "deals.not_theirs"
    )
    assert (Project.objects.count(), NeedChange.objects.count()) == (1, 0)


def test_the_stranger_sees_and_changes_nothing() -> None:
    scene = make_scene()
    made = scene.project()
    point = scene.milestone(made, 3)
    problem = scene.ask(scene.cast.zhou, "POST", f"/projects/{made}/problems", {"title": "x"}).json()["id"]
    before = happened()
    for method, path, body in (
        ("GET", "/projects", None),
        ("POST", "/projects", {"name": "x"}),
        ("GET", f"/projects/{made}", None),
        ("PATCH", f"/projects/{made}", {"version": 1, "name": "x"}),
        ("POST", f"/projects/{made}/state", {"version": 1, "state": "done"}),
        ("POST", f"/projects/{made}/feedback", {"version": 1, "score": 1}),
        ("POST", f"/projects/{made}/milestones", {"title": "x", "due_on": day(1)}),
        ("PATCH", f"/milestones/{point}", {"version": 1, "title": "x"}),
        ("POST", f"/milestones/{point}/done", {"version": 1, "done": True}),
        ("DELETE", f"/milestones/{point}?version=1", None),
        ("POST", f"/projects/{made}/problems", {"title": "x"}),
        ("PATCH", f"/problems/{problem}", {"version": 1, "title": "x"}),
        ("POST", f"/problems/{problem}/solved", {"version": 1, "solved": True}),
    ):
        for customer in (scene.zhang, scene.li):
            if customer == scene.li and path == "/projects":
                continue
            answer = scene.ask(scene.cast.chen, method, path, body, customer=customer)
            assert (answer.status_code, code(answer)) == (404, "not_found"), (path, customer)
    assert (happened(), scene.projects(scene.cast.chen, "?whose=all")) == (before, [])


def test_who_may_only_read_the_customer_carries_on_only_what_is_theirs() -> None:
    scene = make_scene()
    share(scene.zhang, scene.cast.chen)
    Grant.objects.update(level="view")
    own, other = scene.project(owner_id=str(scene.cast.chen.id)), scene.project()
    body = {"version": 1, "progress": 10}
    assert scene.ask(scene.cast.chen, "PATCH", f"/projects/{own}", body).status_code == 204
    assert scene.ask(scene.cast.chen, "PATCH", f"/projects/{other}", body).status_code == 403
    assert scene.ask(scene.cast.chen, "POST", "/projects", {"name": "x"}).status_code == 403
    assert scene.ask(scene.cast.chen, "POST", "/needs", {"after": "x"}).status_code == 403
    seen = scene.ask(scene.cast.chen, "GET", "/projects").json()
    assert seen["editable"] is False
    assert {each["id"]: each["editable"] for each in seen["projects"]} == {str(own): True, str(other): False}


def test_whoever_may_not_read_notes_learns_how_it_stands_and_not_what_it_is() -> None:
    scene = make_scene()
    made = scene.project(goal="暗号鹭")
    scene.milestone(made, -1, "暗号鹭到货")
    scene.ask(scene.cast.zhou, "POST", f"/projects/{made}/problems", {"title": "暗号鹭缺料"})
    scene.ask(scene.cast.zhou, "POST", "/needs", {"after": "暗号鹭加急", "project_id": str(made)})
    role = Role.objects.get(code="member")
    role.field_modes = {**role.field_modes, "notes": {"own": "hidden", "other": "hidden"}}
    role.save()
    bump()
    whole = scene.whole(made)
    assert (whole["project"]["name"], whole["project"]["late"], whole["needs"][0]["after"]) == (None, 1, None)
    listed = send(browser(scene.cast.zhou), "GET", "/projects").content.decode()
    moments = scene.ask(scene.cast.zhou, "GET", "/timeline?kinds=need_change").content.decode()
    for said in (str(whole), listed, moments):
        assert "暗号" not in said


def test_without_the_rights_there_is_neither_project_nor_opportunity() -> None:
    scene = make_scene()
    of = scene.opened()
    made = scene.project(opportunity_id=str(of))
    scene.ask(scene.cast.zhou, "POST", "/needs", {"after": "x", "opportunity_id": str(of)})
    without("deals.")
    whole, shown = scene.whole(made), scene.ask(scene.cast.zhou, "GET", "/projects").json()
    assert whole["project"]["opportunity_id"] is None
    assert (shown["needs"][0]["opportunity_id"], shown["needs"][0]["opportunity"]) == (None, None)
    refused = scene.ask(scene.cast.zhou, "POST", "/needs", {"after": "x", "opportunity_id": str(of)})
    assert code(refused) == "deals.not_theirs"
    without("projects.")
    assert scene.ask(scene.cast.zhou, "GET", f"/projects/{made}").status_code == 403
    assert send(browser(scene.cast.zhou), "GET", "/projects").status_code == 403
    told = scene.ask(scene.cast.zhou, "GET", "/timeline?kinds=need_change,milestone").json()
    assert told["moments"] == []


def test_the_list_shows_what_is_late_first_and_is_paged_without_gap_or_repeat() -> None:
    scene = make_scene()
    never, far, late = scene.project(), scene.project(due_on=day(50)), scene.project(due_on=day(70))
    scene.milestone(late, -2)
    same = scene.project(due_on=day(50))
    mine = [str(each) for each in (late, far, same, never)]
    lins = file_customer(scene.cast.lin, name="王芳")
    other = str(scene.project(scene.cast.lin, customer=lins, due_on=day(1)))
    chens = str(scene.project(scene.cast.chen, customer=scene.li, due_on=day(-9)))
    assert scene.projects(scene.cast.zhou) == mine
    assert scene.projects(scene.cast.lin, "?whose=team") == [mine[0], other, *mine[1:]]
    assert scene.projects(scene.cast.lin, f"?whose=team&owner={scene.cast.lin.id}") == [other]
    assert scene.projects(scene.cast.wang, "?whose=all") == [chens, mine[0], other, *mine[1:]]
    seen: list[str] = []
    cursor = ""
    while True:
        page = send(browser(scene.cast.zhou), "GET", f"/projects?limit=1{cursor}").json()
        seen += [each["id"] for each in page["rows"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert (seen, page["count"]) == (mine, {"value": 4, "capped": False})
    for each in (far, late):
        scene.ask(scene.cast.zhou, "POST", f"/projects/{each}/state", {"state": "cancelled", "version": 1})
    assert scene.projects(scene.cast.zhou) == [mine[2], mine[3]]
    assert scene.projects(scene.cast.zhou, "?state=over") == [str(late), str(far)]
    first = send(browser(scene.cast.zhou), "GET", "/projects?state=over&limit=1").json()
    assert scene.projects(scene.cast.zhou, f"?state=over&cursor={first['next']}") == [str(far)]
    for bad in ("state=else", "whose=else", "cursor=eA", "cursor=WzAsMF0"):
        assert send(browser(scene.cast.zhou), "GET", f"/projects?{bad}").status_code == 422, bad


def test_who_lost_sight_of_a_customer_loses_its_projects() -> None:
    scene = make_scene()
    made = str(scene.project())
    customers.assign(system_actor("demo"), scene.zhang, scene.cast.chen.id)
    assert scene.projects(scene.cast.zhou) == []
    assert scene.projects(scene.cast.chen, "?whose=all") == [made]
    customers.trash(system_actor("demo"), scene.zhang)
    assert scene.projects(scene.cast.chen, "?whose=all") == []


def test_pages_are_read_from_their_indexes_in_a_fixed_number_of_questions() -> None:
    scene = make_scene()
    counts = []
    for _ in range(2):
        for days in (-1, 4):
            scene.milestone(scene.project(due_on=day(40)), days)
        with CaptureQueriesContext(connection) as seen:
            project_listing.listed(actor(scene.cast.zhou), whose="mine")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Over so few rows it would rather sort them.
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    for user, whose, index in (
        (scene.cast.zhou, "mine", "deals_project_owner"),
        (scene.cast.wang, "all", "deals_project_due"),
    ):
        with CaptureQueriesContext(connection) as seen:
            project_listing.listed(actor(user), whose=whose)
        asked = [
            q["sql"] for q in seen.captured_queries if 'FROM "deals_project"' in q["sql"] and "ORDER BY" in q["sql"]
        ]
        assert asked
        for statement in asked:
            assert index in planned(statement), (statement, planned(statement))


def test_a_merge_brings_projects_along_and_its_undoing_takes_them_back() -> None:
    scene = make_scene()
    twin = file_customer(scene.cast.zhou, name="张玮")
    made = scene.project()
    scene.milestone(made, 5)
    scene.ask(scene.cast.zhou, "POST", f"/projects/{made}/problems", {"title": "缺料"})
    scene.ask(scene.cast.zhou, "POST", "/needs", {"after": "加急", "project_id": str(made)})
    who = actor(scene.cast.lin)
    merged = merge(who, twin, [scene.zhang])
    whole = scene.whole(made, customer=twin)
    assert (whole["project"]["name"], whole["milestones"][0]["title"]) == (PROJECT, "到货验收")
    assert (whole["problems"][0]["title"], whole["needs"][0]["after"]) == ("缺料", "加急")
    undo_merge(who, merged.id)
    assert scene.whole(made)["needs"][0]["project"] == PROJECT
    assert scene.ask(scene.cast.zhou, "GET", "/projects", customer=twin).json()["projects"] == []


def test_what_is_late_is_late_where_the_archive_is_kept() -> None:
    scene = make_scene()
    made = scene.project()
    scene.milestone(made, 0)
    assert scene.whole(made)["project"]["late"] == 0
    Milestone.objects.update(due_on=today() - timedelta(days=1))
    assert scene.whole(made)["project"]["late"] == 1
