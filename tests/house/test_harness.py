"""The harness itself: three databases, a home of its own, a clean state after a test that commits."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connections

from conftest import ALIASES, DATABASE
from kedang.kit.env import settings as environment


def test_home_is_temporary() -> None:
    assert "kedang-test-" in os.environ["KEDANG_HOME"]
    assert Path(os.environ["KEDANG_HOME"]).is_dir()
    assert environment().home == Path(os.environ["KEDANG_HOME"]), "each worker has its own"


@pytest.mark.django_db
@pytest.mark.parametrize("alias", ALIASES)
def test_each_database_answers_and_is_the_wanted_kind(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    assert connections[alias].vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[DATABASE]


@pytest.mark.django_db
@pytest.mark.skipif(DATABASE == "sqlite", reason="this half runs everything")
def test_the_other_half_runs_what_asks_a_database(request: pytest.FixtureRequest) -> None:
    assert [item.nodeid for item in request.session.items if item.get_closest_marker("django_db") is None] == []


@pytest.mark.django_db
def test_the_three_are_kept_apart() -> None:
    names = {str(settings.DATABASES[alias]["NAME"]) for alias in ALIASES}
    assert len(names) == len(ALIASES)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", [1, 2])
def test_a_committed_row_is_gone_in_the_next_test(attempt: int) -> None:
    assert not ContentType.objects.filter(app_label="leftover").exists()
    assert ContentType.objects.exists(), "rows that migrations wrote are there again"
    ContentType.objects.create(app_label="leftover", model=f"row{attempt}")
