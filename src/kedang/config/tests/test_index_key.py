"""`kedang keys rotate index` at the terminal, what starts before it is done, and a backup from before it."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from kedang.archive.enforcing import Asked, holders
from kedang.archive.models import ContactPoint, Customer
from kedang.archive.tests.filing import content
from kedang.config import doctor
from kedang.config.cli import main
from kedang.finding.search import search
from kedang.history.models import Event
from kedang.intake.keys import keys_under
from kedang.intake.lookup import neighbours
from kedang.kit.actor import system_actor
from kedang.operations import index_exchanging
from kedang.operations.backup_programs import address_of
from kedang.operations.models import IndexStanding
from kedang.operations.tests.backup_scene import Backups
from kedang.operations.tests.conftest import backups as backups
from kedang.vault.blind import blind, forget_keys
from kedang.vault.models import MasterKey
from kedang.vault.root import INDEX

ASKED = "13800000003"


@pytest.fixture(autouse=True)
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("KEDANG_KEY_COPIES", str(tmp_path / "copies"))
    forget_keys()
    yield
    # The key store of the next test has never heard of these versions.
    forget_keys()


def names() -> list[str]:
    return [hit.name for hit in search(system_actor("command"), ASKED).hits]


def met() -> list[list[int]]:
    """Whom an import and a rule that wants a value once only lead to."""
    filed = content("person", {"name": "客户3", "mobile": ASKED})
    rows = keys_under(filed, ("phone", "phone_name"), source="")
    near = neighbours(system_actor("command"), rows, source="")
    asked = Asked("archive_contact_point", blind("point", f"+86{ASKED}"))
    return [sorted(ids) for ids in (*near.by_point.values(), holders([asked])[asked])]


def numbers() -> set[int | None]:
    return set(ContactPoint.objects.values_list("blind", flat=True))


def finding() -> bool:
    return next(found.fine for found in doctor.examine() if found.what == "index key")


def test_nothing_starts_before_it_is_done(backups: Backups, capsys: pytest.CaptureFixture[str]) -> None:
    former = numbers()
    IndexStanding(cursor="customers:0").save()
    for command in (["digest"], ["keys", "show"], ["keys", "rotate", "customers"]):
        assert main(command) == 1
    assert "kedang keys rotate index" in capsys.readouterr().err
    assert (finding(), numbers()) == (False, former)
    assert main(["keys", "rotate", "index"]) == 0
    assert (finding(), numbers(), names(), main(["keys", "show"])) == (True, former, ["客户3"], 0)


def test_nobody_else_may_be_in_the_database(backups: Backups, capsys: pytest.CaptureFixture[str]) -> None:
    if connections["default"].vendor != "postgresql":
        pytest.skip("nobody can tell who else has a file open")
    former = numbers()
    with psycopg.connect(address_of("default")):
        assert main(["keys", "rotate", "index"]) == 1
    assert (numbers(), index_exchanging.is_fit(), Event.objects.filter(verb="keys.indexing").count()) == (
        former,
        True,
        0,
    )
    assert "kedang serve" in capsys.readouterr().err


def test_a_backup_from_before_is_searched_by_the_key_of_now(
    backups: Backups, capsys: pytest.CaptureFixture[str]
) -> None:
    former, made, whom = numbers(), backups.made(), met()
    assert main(["keys", "rotate", "index"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("done ")
    fresh = numbers()
    assert (met(), len(whom), len(whom[0])) == (whom, 2, 1)
    assert (names(), fresh & former, MasterKey.objects.filter(purpose=INDEX).count()) == (["客户3"], set(), 1)
    assert main(["restore", f"{backups.folder}/{made.name}", "--replace"]) == 0
    assert (names(), numbers(), met(), index_exchanging.is_fit()) == (["客户3"], fresh, whom, True)
    assert Event.objects.filter(verb="keys.indexed").count() == 1
    assert Customer.objects.count() == 7
