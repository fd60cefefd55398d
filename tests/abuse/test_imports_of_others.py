"""周 brings a file. Who else sees the run must not be able to turn it into something she did not mean.

史 is a data steward: he sees everybody's imports, and identity numbers are masked for him. If he could map the column of
identity numbers to the remark, and file that, he would read them all. And what he once confirmed for a head must not be
what a colleague's next file is read with.
"""

from typing import Any

import pytest
from django.test import Client

from kedang.archive.models import Customer
from kedang.intake.models import ImportRun, RememberedMapping
from kedang.jobs.models import Job
from kedang.jobs.worker import run_waiting
from tests.abuse import scene
from tests.abuse.scene import ID_NUMBER, get, text
from tests.people import Cast, browser, code, make_cast, make_user, send

pytestmark = pytest.mark.django_db

SHEET = f"姓名,手机,身份证号\n赵钱孙,13877665544,{ID_NUMBER}\n".encode()


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


def _columns(field: str) -> dict[str, Any]:
    return {"columns": [{"index": 2, "field": field}]}


def _state() -> tuple[Any, ...]:
    run = ImportRun.objects.values_list("state", "mode", "match_key", "owner_id", "inspection_enc").get()
    return (*run[:4], bytes(run[4] or b""), RememberedMapping.objects.count(), Job.objects.count())


def _doors(run: str) -> list[tuple[str, str, Any]]:
    return [
        ("PUT", f"/imports/{run}/mapping", _columns("remark")),
        ("PUT", f"/imports/{run}/mapping", {"mode": "update", "owner_id": None}),
        ("POST", f"/imports/{run}/check", None),
        ("POST", f"/imports/{run}/commit", None),
        ("POST", f"/imports/{run}/cancel", None),
    ]


def test_who_may_only_look_at_a_run_changes_nothing_of_it(cast: Cast) -> None:
    run = scene.start_import(browser(cast.zhou), SHEET)
    steward = browser(make_user("shi", "史岩", "steward", cast.head_office))
    seen = get(steward, f"/imports/{run}").json()
    assert (seen["id"], seen["can_change"]) == (run, False)
    before = _state()
    for method, path, body in _doors(run):
        answer = send(steward, method, path, body)
        assert (answer.status_code, code(answer)) == (403, "import.not_yours"), path
        assert ID_NUMBER not in text(answer)
    assert _state() == before
    run_waiting()
    assert not Customer.objects.exists()


@pytest.mark.parametrize("who", ["zhou", "wang"])
def test_its_creator_and_a_manager_of_everybody_may(cast: Cast, who: str) -> None:
    run = scene.start_import(browser(cast.zhou), SHEET)
    eyes = browser(getattr(cast, who))
    assert get(eyes, f"/imports/{run}").json()["can_change"] is True
    for method, path, body in _doors(run)[1:3]:
        assert send(eyes, method, path, body).status_code == 200
    run_waiting()
    assert send(eyes, "PUT", f"/imports/{run}/mapping", {"mode": "upsert"}).status_code == 200
    assert scene.judge(eyes, run, "commit")["state"] == "done"
    assert Customer.objects.count() == 1


def _proposed(client: Client) -> tuple[bool, str | None]:
    run = scene.start_import(client, SHEET)
    found = get(client, f"/imports/{run}/inspection").json()
    return found["remembered"], found["columns"][2]["field"]


def test_a_mapping_is_remembered_for_who_confirmed_it_only(cast: Cast) -> None:
    lin, zhou = browser(cast.lin), browser(cast.zhou)
    scene.start_import(lin, SHEET, **_columns("remark"))
    assert _proposed(lin) == (True, "remark")
    assert _proposed(zhou) == (False, "id_number")
    scene.start_import(zhou, SHEET, **_columns("passport"))
    assert (_proposed(lin), _proposed(zhou)) == ((True, "remark"), (True, "passport"))
    assert RememberedMapping.objects.count() == 2
