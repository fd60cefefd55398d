"""Runs over HTTP: who may start, follow and stop one, and what is told while it works."""

from datetime import timedelta
from typing import Any

import pytest

from kedang.accounts.models import User
from kedang.archive.tests.filing import file_customer
from kedang.duplicates.models import DedupeRun
from kedang.jobs.models import RUNNING, Job
from kedang.kit.clock import now
from tests.people import Cast, browser, code, make_cast, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def runs(user: User, query: str = "") -> dict[str, Any]:
    response = browser(user).get(f"/api/duplicates/runs{query}")
    assert response.status_code == 200, response.content
    return dict(response.json())


def test_a_run_is_started_once_followed_and_stopped(cast: Cast) -> None:
    for name in ("甲", "乙"):
        file_customer(cast.zhou, name=name)
    wang = browser(cast.wang)
    started = send(wang, "POST", "/duplicates/runs").json()
    assert (started["state"], started["total"], started["rate"], started["by"]["name"]) == ("waiting", 2, None, "王磊")
    again = send(wang, "POST", "/duplicates/runs")
    assert (again.status_code, code(again)) == (409, "duplicates.running")

    Job.objects.filter(subject_id=int(started["id"])).update(
        state=RUNNING, started_at=now() - timedelta(seconds=10), done=1, total=5
    )
    DedupeRun.objects.update(state="running", stage="read", started_at=now() - timedelta(seconds=10))
    (row,) = runs(cast.wang)["rows"]
    assert (row["state"], row["stage"], row["done"], row["total"], row["rate"]) == ("running", "read", 1, 5, 0.1)
    assert row["remaining"] == pytest.approx(40, abs=0.5)

    stopped = send(wang, "POST", f"/duplicates/runs/{started['id']}/cancel")
    assert stopped.status_code == 200
    assert Job.objects.get(subject_id=int(started["id"])).cancel


def test_pages_of_runs_newest_first(cast: Cast) -> None:
    for customers in (1, 2, 3):
        DedupeRun.objects.create(state="done", created_by=cast.wang.id, customers=customers, groups=customers)
    first = runs(cast.wang, "?limit=2")
    assert [row["customers"] for row in first["rows"]] == [3, 2]
    second = runs(cast.wang, f"?limit=2&cursor={first['next']}")
    assert ([row["customers"] for row in second["rows"]], second["next"]) == ([1], None)


def test_reviewing_is_not_running(cast: Cast) -> None:
    run = DedupeRun.objects.create(state="waiting", created_by=cast.wang.id)
    with unchanged():
        for user in (cast.lin, cast.zhou, cast.admin):
            assert browser(user).get("/api/duplicates/runs").status_code == 403
            assert send(browser(user), "POST", "/duplicates/runs").status_code == 403
            assert send(browser(user), "POST", f"/duplicates/runs/{run.id}/cancel").status_code == 403
        assert send(browser(cast.wang), "POST", "/duplicates/runs/9/cancel").status_code == 404
