"""A look at a field: exact counts, for whoever asked, with nothing of what they may not see."""

import json
import logging
from typing import Any

import pytest
from django.db import connections

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.archive.models import Customer, CustomValue
from kedang.archive.tests.filing import file_customer, share
from kedang.cleaning import profiling
from kedang.cleaning.models import FieldProfile
from kedang.cleaning.tests.scene import COMMAND, Scene, killed_after, make_scene, read
from kedang.fields import definitions
from kedang.fields.definitions import Draft
from kedang.history.models import ReadEvent
from kedang.jobs.models import Job
from kedang.jobs.worker import run_waiting
from kedang.vault.keys import keys_for
from tests.people import Cast, code, make_user

ONE = "行业展会推荐"


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


def cleaner(cast: Cast, **modes: dict[str, str]) -> User:
    """Somebody of 华东 who cleans what they and their department own, with field modes of their own."""
    user = make_user("cleaner", "齐净", "lead", cast.east)
    rights = [*Role.objects.get(code="lead").rights, "cleaning.use"]
    role = Role.objects.create(
        code="cleaner", name_zh="清洗", name_en="Cleaner", rights=rights, scope=3, field_modes=modes
    )
    user.roles.set([role])
    bump()
    return user


def test_a_look_counts_exactly(scene: Scene) -> None:
    found = scene.profile("source")
    assert (found["state"], found["label"], found["kind"], found["readable"]) == ("done", "来源", None, "clear")
    assert (found["customers"], found["filled"], found["empty"], found["done"], found["total"]) == (9, 8, 1, 9, 9)
    assert (found["distinct"], found["distinct_capped"], found["invalid"], found["reasons"]) == (6, False, 0, [])
    assert (found["shortest"], found["longest"], found["least"], found["median"], found["greatest"]) == (
        2,
        7,
        None,
        None,
        None,
    )
    assert [(v["value"], v["shown"], v["count"]) for v in found["values"]] == [
        (ONE, ONE, 3),
        ("暂无", "暂无", 1),
        ("老客户介绍", "老客户介绍", 1),
        ("行业 展会推荐", "行业 展会推荐", 1),
        ("行业展会-推荐", "行业展会-推荐", 1),
        ("行业展会推荐。", "行业展会推荐。", 1),
    ]
    assert [(p["pattern"], p["example"], p["count"]) for p in found["patterns"]] == [
        ("汉×6", ONE, 3),
        ("汉×2␣汉×4", "行业 展会推荐", 1),
        ("汉×6。", "行业展会推荐。", 1),
        ("汉×4-汉×2", "行业展会-推荐", 1),
        ("汉×2", "暂无", 1),
        ("汉×5", "老客户介绍", 1),
    ]
    assert [(o["value"], o["why"], o["text"]) for o in found["outliers"]] == [("暂无", "placeholder", "像是占位内容")]


def test_invalid_values_numbers_and_sealed_fields(scene: Scene) -> None:
    for number, (staff, born) in enumerate((("20", "1980-01-01"), ("300", "1990"), ("很多", "2999-01-01"))):
        file_customer(scene.cast.zhou, "organisation", name=f"第{number}有限公司", employees=staff, credit_code="9133")
        file_customer(scene.cast.zhou, name=f"人{number}", birth_date=born)
    employees = scene.profile("employees")
    assert (employees["customers"], employees["filled"], employees["invalid"], employees["distinct"]) == (3, 3, 1, 3)
    assert [(r["reason"], r["text"], r["count"]) for r in employees["reasons"]] == [
        ("number.unreadable", "无法识别的数字", 1)
    ]
    assert (employees["least"], employees["median"], employees["greatest"]) == ("20", "20", "300")
    birth = scene.profile("birth_date")
    assert (birth["customers"], birth["filled"], birth["invalid"]) == (12, 3, 1)
    assert (birth["least"], birth["greatest"]) == ("1980-01-01", "1990")
    codes = scene.profile("credit_code")
    assert (codes["filled"], codes["invalid"], codes["values"][0]["count"]) == (3, 3, 3)


def test_what_was_not_accepted_as_a_number_is_not_reckoned_with(scene: Scene) -> None:
    for number in range(25):
        staff = ("12e456", "1e9999999999", "9000")[number] if number < 3 else str(20 + number % 3)
        file_customer(scene.cast.zhou, "organisation", name=f"第{number}有限公司", employees=staff)
    found = scene.profile("employees")
    assert (found["state"], found["invalid"], found["greatest"]) == ("done", 2, "9000")
    assert [o["value"] for o in found["outliers"] if o["why"] == "number"] == ["9000"]


def test_phones_are_shown_as_dialled_and_named_exactly(scene: Scene) -> None:
    found = scene.profile("mobile")
    assert (found["patterns"][0]["pattern"], found["patterns"][0]["count"]) == ("9×11", 9)
    assert (found["values"][0]["value"], found["values"][0]["shown"]) == ("+8613800138000", "13800138000")


def test_custom_fields_and_one_kind(scene: Scene) -> None:
    made = definitions.create(COMMAND, Draft(code="hobby", label_zh="爱好", label_en="Hobby"))
    CustomValue.objects.create(customer_id=scene.ids["张伟"], field_id=made.id, text="茶")
    file_customer(scene.cast.zhou, "organisation", name="某某有限公司")
    assert [scene.profile("custom:hobby")[k] for k in ("customers", "filled")] == [10, 1]
    one = scene.profile("custom:hobby", kind="person")
    assert (one["kind"], one["customers"], one["filled"]) == ("person", 9, 1)


def test_the_list_of_fields_has_the_newest_look(scene: Scene) -> None:
    look = scene.profile("source")
    fields = {f["code"]: f for f in read(scene.get("/cleaning/fields"))["fields"]}
    assert {"name", "mobile", "address", "id_number", "source", "birth_date"} <= fields.keys()
    assert {"tags", "owner", "external_id", "contact_name"} & fields.keys() == set()
    assert fields["source"]["profile"]["id"] == look["id"]
    assert [fields["source"]["profile"][k] for k in ("customers", "filled", "invalid", "suggestions")] == [9, 8, 0, 2]
    assert (fields["name"]["profile"], fields["gender"]["kinds"], fields["id_number"]["readable"]) == (
        None,
        ["person"],
        "masked",
    )


def test_a_look_belongs_to_who_asked(scene: Scene) -> None:
    look = scene.profile("source")
    manager = scene.cast.wang
    for method, path in (
        ("get", f"/cleaning/profiles/{look['id']}"),
        ("post", f"/cleaning/profiles/{look['id']}/cancel"),
    ):
        answer = getattr(scene, method)(path, user=manager)
        assert (answer.status_code, code(answer)) == (404, "not_found")
    body = {"profile_id": look["id"], "suggestion_id": "spelling"}
    assert scene.post("/cleaning/fixes", body, manager).status_code == 404
    assert scene.get(f"/cleaning/profiles/{look['id']}", scene.cast.lin).status_code == 403


def test_only_who_is_in_reach_is_counted(scene: Scene) -> None:
    """赵磊 belongs to the south, and is shared with nobody until somebody does."""
    user = cleaner(scene.cast)
    assert [scene.profile("source", user)[k] for k in ("customers", "filled", "distinct")] == [8, 7, 5]
    share(scene.ids["赵磊"], user)
    assert scene.profile("source", user)["customers"] == 9


def test_a_masked_field_gives_counts_and_patterns_only(scene: Scene) -> None:
    user = cleaner(scene.cast, source={"own": "masked", "other": "masked"})
    Customer.objects.filter(id=scene.ids["张伟"]).update(owner_id=user.id)
    answer = scene.profile("source", user)
    assert (answer["readable"], answer["customers"], answer["filled"], answer["empty"]) == ("masked", 8, 7, 1)
    assert (answer["patterns"][0]["pattern"], answer["patterns"][0]["example"]) == ("汉×6", None)
    assert (answer["values"], answer["outliers"], answer["suggestions"], answer["distinct"]) == ([], [], [], 0)
    assert "展会" not in json.dumps(answer, ensure_ascii=False)
    refused = scene.post(
        "/cleaning/fixes", {"profile_id": answer["id"], "changes": [{"before": ONE, "after": "展会"}]}, user
    )
    assert (refused.status_code, code(refused)) == (403, "cleaning.masked")


def test_of_masked_customers_only_counts_and_patterns(scene: Scene) -> None:
    """周's customers are masked for 齐净, 张伟 is their own."""
    user = cleaner(scene.cast, source={"own": "edit", "other": "masked"})
    Customer.objects.filter(id=scene.ids["张伟"]).update(owner_id=user.id)
    answer = scene.profile("source", user)
    assert (answer["readable"], answer["customers"], answer["filled"]) == ("clear", 8, 7)
    assert [(v["value"], v["count"]) for v in answer["values"]] == [(ONE, 1)]
    assert [(p["pattern"], p["example"], p["count"]) for p in answer["patterns"]][:2] == [
        ("汉×6", ONE, 3),
        ("汉×2␣汉×4", None, 1),
    ]
    assert "老客户" not in json.dumps(answer, ensure_ascii=False)


def test_who_sees_less_now_gets_no_values_of_before(scene: Scene) -> None:
    user = cleaner(scene.cast)
    Customer.objects.filter(id=scene.ids["张伟"]).update(owner_id=user.id)
    fix = scene.prepare("source", user, suggestion_id="spelling")
    look = scene.profile("source", user)
    role = Role.objects.get(code="cleaner")
    role.field_modes = {"source": {"own": "edit", "other": "masked"}}
    role.save()
    bump()
    again = read(scene.get(f"/cleaning/profiles/{look['id']}", user))
    assert (again["customers"], again["patterns"][0]["example"]) == (8, None)
    assert (again["values"], again["suggestions"], scene.fix(fix["id"], user)["changes"]) == ([], [], [])
    assert "展会" not in json.dumps([again, scene.fix(fix["id"], user)], ensure_ascii=False)


def test_who_moved_to_another_department_gets_no_values_of_before(scene: Scene) -> None:
    user = cleaner(scene.cast)
    fix, look = scene.prepare("source", user, suggestion_id="spelling"), scene.profile("source", user)
    assert look["values"] != []
    assert fix["changes"] != []
    user.department = scene.cast.south
    user.save()
    bump()
    again = read(scene.get(f"/cleaning/profiles/{look['id']}", user))
    assert (again["customers"], again["values"], again["suggestions"]) == (8, [], [])
    assert "展会" not in json.dumps([again, scene.fix(fix["id"], user)], ensure_ascii=False)
    refused = scene.post("/cleaning/fixes", {"profile_id": look["id"], "suggestion_id": "spelling"}, user)
    assert code(refused) == "cleaning.no_suggestion"


def test_a_manager_who_sees_less_reads_no_list_of_another(scene: Scene) -> None:
    user = cleaner(scene.cast, source={"own": "edit", "other": "masked"})
    Customer.objects.filter(id=scene.ids["张伟"]).update(owner_id=user.id)
    fix = scene.prepare("source", user, changes=[{"before": ONE, "after": "展会"}])
    assert [c["before"] for c in scene.fix(fix["id"], user)["changes"]] == [ONE]
    narrow = Role.objects.get(code="steward")
    narrow.field_modes = {"source": {"own": "edit", "other": "masked"}}
    narrow.save()
    bump()
    assert scene.fix(fix["id"])["changes"] == []
    assert scene.rows(fix["id"]) == [("张伟", "行***", "展***", "will_change", "")]


def test_a_hidden_field_is_as_unknown_as_none(scene: Scene) -> None:
    user = cleaner(scene.cast, source={"own": "hidden", "other": "hidden"})
    assert "source" not in {f["code"] for f in read(scene.get("/cleaning/fields", user))["fields"]}
    for field in ("source", "nonsense", "tags"):
        answer = scene.post("/cleaning/profiles", {"field": field}, user)
        assert (answer.status_code, code(answer)) == (422, "field.unknown")
    half = scene.cast.lin
    assert scene.post("/cleaning/profiles", {"field": "source"}, half).status_code == 403


def test_hidden_with_others_these_are_not_even_counted(scene: Scene) -> None:
    user = cleaner(scene.cast, source={"own": "edit", "other": "hidden"})
    Customer.objects.filter(id=scene.ids["张伟"]).update(owner_id=user.id)
    assert [scene.profile("source", user)[k] for k in ("customers", "filled", "empty")] == [1, 1, 0]


def everything_stored() -> str:
    """Every cell of every table of the three databases that people write into, but the customers' own."""
    found: list[Any] = []
    for alias in ("default", "keys", "audit"):
        connection = connections[alias]
        for table in connection.introspection.table_names():
            if not table.startswith(("archive_", "sqlite_", "duplicates_key")):
                with connection.cursor() as cursor:
                    cursor.execute(f'SELECT * FROM "{table}"')
                    found += cursor.fetchall()
    return repr([[bytes(c) if isinstance(c, memoryview) else c for c in row] for row in found])


def test_no_value_leaves_the_sealed_rows(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    fix = scene.prepare("mobile", changes=[{"before": "+8613800138000", "after": "13900139000"}])
    scene.act("apply", fix["id"])
    scene.act("undo", fix["id"])
    stored = everything_stored()
    for number in ("13800138000", "13900139000"):
        assert number not in stored
        assert number not in caplog.text
    assert Job.objects.filter(kind__startswith="cleaning.").count() == 4


def test_the_look_is_recorded_as_a_read(scene: Scene) -> None:
    scene.profile("mobile")
    event = ReadEvent.objects.get(verb="customers.profiled")
    assert (event.actor_id, event.fields, event.count) == (scene.steward.id, '["mobile"]', 9)


def test_looking_again_replaces_what_was_found(scene: Scene) -> None:
    first = scene.profile("source")
    second = scene.profile("source")
    assert scene.get(f"/cleaning/profiles/{first['id']}").status_code == 404
    assert keys_for([int(first["id"])]) == {}
    assert set(keys_for([int(second["id"])])) == {int(second["id"])}


def test_two_looks_at_once_are_one(scene: Scene) -> None:
    ids = {read(scene.post("/cleaning/profiles", {"field": "source"}))["id"] for _ in range(3)}
    assert len(ids) == 1
    run_waiting()
    assert FieldProfile.objects.get().state == "done"


def test_a_killed_look_counts_nobody_twice(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    look = read(scene.post("/cleaning/profiles", {"field": "source"}))
    assert (look["state"], look["total"]) == ("running", 9)
    killed_after(monkeypatch, profiling, "found_in", 0)
    run_waiting()
    assert read(scene.get(f"/cleaning/profiles/{look['id']}"))["customers"] == 9


def test_a_look_can_be_stopped(scene: Scene) -> None:
    look = read(scene.post("/cleaning/profiles", {"field": "source"}))
    assert read(scene.post(f"/cleaning/profiles/{look['id']}/cancel"))["state"] == "cancelled"
    run_waiting()
    stopped = read(scene.get(f"/cleaning/profiles/{look['id']}"))
    assert (stopped["state"], stopped["customers"], stopped["values"]) == ("cancelled", 0, [])
    assert scene.profile("source")["state"] == "done"


def test_a_damaged_record_does_not_hide_the_others(scene: Scene) -> None:
    Customer.objects.filter(id=scene.ids["张伟"]).update(given_enc=b"broken")
    assert scene.profile("source")["customers"] == 8
