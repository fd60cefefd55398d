"""The test harness: which database, which home folder, and a clean state after every test.

KEDANG_TEST_DATABASE=sqlite (default) or postgres. With PostgreSQL the run gets a cluster of its own, shared by the
workers, each of which has its own databases; tests that ask no database are left to the other half, where they say the same. Django's settings are named here and not in pyproject.toml, so that
the environment they read is complete before they load.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import postgres

ALIASES = ["default", "keys", "audit"]
DATABASE_FIXTURES = {"django_db_setup", "db", "transactional_db", "django_db_reset_sequences", "live_server"}
DATABASE = os.environ.get("KEDANG_TEST_DATABASE", "sqlite")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


class Session:
    """What this run made outside the databases, to be removed at its end (by the process that made it)."""

    base: Path | None = None
    cluster: postgres.Cluster | None = None


def _prepare() -> None:
    if not WORKER:
        Session.base = Path(tempfile.mkdtemp(prefix="kedang-test-"))
        os.environ["KEDANG_TEST_BASE"] = str(Session.base)
        os.environ.pop("KEDANG_DATABASE_URL", None)
    home = Path(os.environ["KEDANG_TEST_BASE"]) / (WORKER or "main")
    home.mkdir(exist_ok=True)
    os.environ["KEDANG_HOME"] = str(home)
    os.environ["KEDANG_DEMO"] = ""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kedang.config.settings"
    if DATABASE == "postgres" and not WORKER:
        programs = postgres.binaries()
        if programs is None:
            raise pytest.UsageError("KEDANG_TEST_DATABASE=postgres, but there are no PostgreSQL server programs here")
        Session.cluster = postgres.start(programs)
        os.environ["KEDANG_DATABASE_URL"] = Session.cluster.url


_prepare()


def pytest_configure(config: pytest.Config) -> None:
    """Settings that only tests want."""
    from django.conf import settings  # noqa: PLC0415 - not before the environment is set

    settings.READ_EVENTS_GROUPED = False
    settings.SEAL_PATIENCE_SECONDS = float("inf")  # nothing is sealed here but where a test does it
    # The workers inherit the environment; named there, the settings would load before a worker has its own home.
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the cluster and remove the home folders."""
    if Session.cluster:
        Session.cluster.stop()
        Session.cluster = None
    if Session.base:
        shutil.rmtree(Session.base, ignore_errors=True)


def pytest_report_header() -> str:
    """Say which database this run is on."""
    return f"database: {DATABASE}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Every test that touches a database may touch all three; the others need no second half on PostgreSQL."""
    asking = [item for item in items if _asks_a_database(item)]
    for item in asking:
        marker = item.get_closest_marker("django_db")
        arguments = dict(marker.kwargs) if marker else {}
        arguments.setdefault("databases", ALIASES)
        item.add_marker(pytest.mark.django_db(**arguments), append=False)
    if DATABASE == "postgres" and len(asking) < len(items):
        kept = {id(item) for item in asking}
        config.hook.pytest_deselected(items=[item for item in items if id(item) not in kept])
        items[:] = asking


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(DATABASE_FIXTURES & fixtures)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """Keep a copy of the databases as the migrations leave them, for tests that really commit."""
    from django.db import connections  # noqa: PLC0415

    from kedang.operations import row_sums  # noqa: PLC0415
    from kedang.vault.root import master  # noqa: PLC0415
    from tests import pristine  # noqa: PLC0415 - not before Django is set up

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        for alias in ALIASES:
            row_sums.lay(connections[alias])  # as `kedang migrate` does
        master()  # the installation's keys stay the same through all tests of a process
        pristine.remember(ALIASES)
    with pristine.restored_after_each_transactional_test():
        yield
