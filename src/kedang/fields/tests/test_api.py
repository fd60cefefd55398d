"""Definitions, templates and views over HTTP: who may, what is refused, what others see of it."""

from typing import Any

import pytest
from django.db import connection

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.fields import queries
from kedang.fields.models import Definition, DefinitionsVersion, View
from kedang.fields.template_catalogue import TEMPLATES
from kedang.history.models import Event
from tests.people import Cast, browser, make_cast

pytestmark = pytest.mark.django_db
STARS = {"code": "stars", "label_zh": "星级", "label_en": "Stars", "type": "choice",
         "options": [{"value": "1", "label": "一星"}, {"value": "2", "label_zh": "二星", "label_en": "Two"}]}  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def send(user: User, method: str, path: str, body: Any = None) -> Any:
    response = getattr(browser(user), method)(f"/api/{path}", body, content_type="application/json")
    assert response.status_code < 500, response.content
    return response


def register(user: User, **headers: str) -> dict[str, dict[str, Any]]:
    return {f["code"]: f for f in browser(user).get("/api/fields", headers=headers).json()["fields"]}


def test_a_field_is_created_changed_switched_off_and_on(cast: Cast) -> None:
    made = send(cast.admin, "post", "fields", STARS)
    assert (made.status_code, made.json()["code"], made.json()["options"][0]) == (
        201,
        "custom:stars",
        {"value": "1", "label": "一星"},
    )
    assert register(cast.zhou)["custom:stars"]["filter_ops"] == ["eq", "ne", "any", "empty", "not_empty"]
    changed = send(cast.admin, "patch", "fields/custom:stars", {"label_zh": "客户星级", "kinds": ["person", "contact"]})
    assert (changed.json()["label"], changed.json()["kinds"]) == ("客户星级", ["person", "contact"])
    assert send(cast.admin, "delete", "fields/stars").status_code == 204
    assert "custom:stars" not in register(cast.zhou)
    assert register(cast.admin)["custom:stars"]["active"] is False
    assert [d.code for d in queries.active_definitions()] == []
    assert send(cast.admin, "patch", "fields/stars", {"active": True}).json()["active"] is True
    assert list(Event.objects.order_by("id").values_list("verb", flat=True)) == [
        "field.created",
        "field.changed",
        "field.deactivated",
        "field.activated",
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": "Stars"}, "field.code"),
        ({"code": "name"}, "field.code"),
        ({"code": "a"}, "field.code"),
        ({"code": "x'; drop table"}, "field.code"),
        ({"type": "blob"}, "field.invalid"),
        ({"sensitivity": "X"}, "field.invalid"),
        ({"kinds": ["robot"]}, "field.invalid"),
        ({"kinds": []}, "field.invalid"),
        ({"label_zh": " ", "label_en": ""}, "field.invalid"),
        ({"options": []}, "field.invalid"),
        ({"type": "text"}, "field.invalid"),
        ({"group": "nowhere"}, "field.invalid"),
        ({"options": [{"value": "1", "label": "a"}, {"value": "1", "label": "b"}]}, "field.invalid"),
    ],
)
def test_a_bad_field_is_refused(cast: Cast, change: dict[str, Any], code: str) -> None:
    answer = send(cast.admin, "post", "fields", STARS | change)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert not Definition.objects.exists()
    assert not Event.objects.exists()


def test_what_values_are_stored_by_does_not_change(cast: Cast) -> None:
    send(cast.admin, "post", "fields", STARS)
    for change in ({"type": "text"}, {"sensitivity": "S"}, {"code": "other"}, {"id": 1}):
        assert send(cast.admin, "patch", "fields/stars", change).status_code == 422
    lost = send(cast.admin, "patch", "fields/stars", {"options": [{"value": "1", "label": "一颗星"}]})
    assert lost.json()["error"]["code"] == "field.option_lost"
    assert send(cast.admin, "post", "fields", STARS).json()["error"]["code"] == "field.taken"
    assert Definition.objects.get().options[0]["zh"] == "一星"


def test_a_failing_change_does_not_switch_the_field_either(cast: Cast) -> None:
    send(cast.admin, "post", "fields", STARS)
    assert send(cast.admin, "patch", "fields/stars", {"active": False, "group": "nowhere"}).status_code == 422
    assert Definition.objects.get().active


@pytest.mark.parametrize("login", ["zhou", "lin", "wang", "auditor"])
def test_only_those_who_manage_fields_may(cast: Cast, login: str) -> None:
    user = next(u for u in cast.everybody if u.login == login)
    for method, path, body in (
        ("post", "fields", STARS),
        ("patch", "fields/stars", {"label_zh": "x"}),
        ("delete", "fields/stars", None),
        ("post", "templates/bank/apply", None),
    ):
        assert send(user, method, path, body).status_code == 403
    assert not Definition.objects.exists()


def test_the_register_speaks_the_readers_language_and_modes(cast: Cast) -> None:
    send(cast.admin, "post", "fields", STARS | {"sensitivity": "S"})
    fields = register(cast.zhou)
    assert (fields["mobile"]["label"], fields["mobile"]["modes"]["own"], fields["mobile"]["modes"]["list"]) == (
        "手机",
        "edit",
        "masked",
    )
    assert fields["custom:stars"]["modes"]["own"] == "masked"
    assert fields["custom:stars"]["filter_ops"] == [], "a filter on what one may not read would be an oracle"
    assert fields["id_number"]["filter_ops"] == []
    assert [o["label"] for o in fields["gender"]["options"]] == ["男", "女", "其他"]
    english = register(cast.zhou, **{"Accept-Language": "en"})
    assert english["mobile"]["label"] == "Mobile"


def test_a_field_hidden_everywhere_is_not_in_the_register(cast: Cast) -> None:
    everywhere = dict.fromkeys(("own", "other", "list", "export"), "hidden")
    Role.objects.filter(code="member").update(field_modes={"remark": everywhere})
    bump()
    assert "remark" not in register(cast.zhou)
    assert "remark" in register(cast.lin)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.code)
def test_every_template_applies_once(cast: Cast, template: Any) -> None:
    assert 6 <= len(template.fields) <= 12
    assert len(send(cast.admin, "post", f"templates/{template.code}/apply").json()["added"]) == len(template.fields)
    assert send(cast.admin, "post", f"templates/{template.code}/apply").json()["added"] == []
    applied = {t["code"]: t["applied"] for t in send(cast.zhou, "get", "templates").json()["templates"]}
    assert applied[template.code]
    assert all(d.label_zh and d.label_en and d.label_zh != d.label_en for d in queries.active_definitions())
    assert Event.objects.filter(verb="template.applied").count() == 1


def test_all_templates_together_agree_on_shared_codes(cast: Cast) -> None:
    for template in TEMPLATES:
        send(cast.admin, "post", f"templates/{template.code}/apply")
    by_code: dict[str, Any] = {}
    for template in TEMPLATES:
        for draft in template.fields:
            assert by_code.setdefault(draft.code, draft).type == draft.type
    assert Definition.objects.count() == len(by_code)
    assert send(cast.admin, "post", "templates/nope/apply").status_code == 404


def test_a_change_by_another_process_is_seen_at_once(cast: Cast) -> None:
    send(cast.admin, "post", "fields", STARS)
    assert queries.by_code()["stars"].label_zh == "星级"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE fields_definition SET label_zh = 'X'")
    assert queries.by_code()["stars"].label_zh == "星级", "the cache is used while the version stands"
    DefinitionsVersion.objects.update(version=5)
    assert queries.by_code()["stars"].label_zh == "X"


# ---- views

VIEW = {"list": "customers", "name": "沉默客户", "state": {"filter": [{"field": "mobile", "op": "eq", "value": "13812345678"}], "sort": "-updated_at", "columns": ["name"]}}  # fmt: skip


def test_a_view_is_ones_own_until_it_is_shared(cast: Cast) -> None:
    own = send(cast.zhou, "post", "views", VIEW).json()
    assert (own["mine"], own["shared"], own["state"]) == (True, False, VIEW["state"])
    assert send(cast.lin, "get", "views?list=customers").json() == []
    for method, body in (("patch", {"name": "x"}), ("delete", None)):
        assert send(cast.lin, method, f"views/{own['id']}", body).status_code == 404
    assert send(cast.zhou, "patch", f"views/{own['id']}", {"shared": True, "name": "大家的"}).status_code == 200
    assert [(v["name"], v["mine"]) for v in send(cast.lin, "get", "views").json()] == [("大家的", False)]
    assert send(cast.auditor, "patch", f"views/{own['id']}", {"name": "x"}).status_code == 403
    assert send(cast.auditor, "delete", f"views/{own['id']}").status_code == 403
    assert send(cast.lin, "patch", f"views/{own['id']}", {"state": {"sort": "name"}}).json()["state"] == {
        "sort": "name"
    }
    assert send(cast.zhou, "delete", f"views/{own['id']}").status_code == 204
    assert not View.objects.exists()


def test_sharing_needs_the_right(cast: Cast) -> None:
    assert send(cast.auditor, "post", "views", VIEW | {"shared": True}).status_code == 403
    own = send(cast.auditor, "post", "views", VIEW).json()
    assert send(cast.auditor, "patch", f"views/{own['id']}", {"shared": True}).status_code == 403
    assert View.objects.get().shared is False


def test_a_phone_number_in_a_filter_is_sealed(cast: Cast) -> None:
    send(cast.zhou, "post", "views", VIEW)
    row = View.objects.get()
    assert b"13812345678" not in bytes(row.state_enc)
    assert "13812345678" not in "".join(e.details + e.fields for e in Event.objects.all())


@pytest.mark.parametrize(
    "change", [{"name": " "}, {"name": "x" * 65}, {"list": "nope"}, {"state": {"evil": 1}}, {"owner_id": 1}]
)
def test_a_bad_view_is_refused(cast: Cast, change: dict[str, Any]) -> None:
    assert send(cast.zhou, "post", "views", VIEW | change).status_code == 422
    assert send(cast.zhou, "post", "views", VIEW | {"state": {"columns": ["x" * 30_000]}}).status_code == 422
    assert not View.objects.exists()
