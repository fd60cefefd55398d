"""One person cannot fill the disk: files and bytes within 24 hours, on every way files come in by."""

from datetime import UTC, datetime, timedelta

import pytest

from kedang.accounts import file_quota
from kedang.accounts.models import FilesSent
from kedang.kit.actor import system_actor
from kedang.kit.errors import DomainError
from tests.people import actor, make_cast

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The time, as the quota reads it."""
    moment = [NOON]
    monkeypatch.setattr(file_quota, "now", lambda: moment[0])
    return moment


@pytest.fixture(autouse=True)
def three_files_or_two_megabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small quota."""
    monkeypatch.setenv("KEDANG_FILES_A_DAY", "3")
    monkeypatch.setenv("KEDANG_FILE_MEGABYTES_A_DAY", "2")


def counted() -> list[tuple[int, int]]:
    """What is counted of everybody."""
    return [(row.files, row.bytes) for row in FilesSent.objects.order_by("user_id")]


def test_the_fourth_file_of_a_day_is_refused_and_says_when_to_go_on(clock: list[datetime]) -> None:
    zhou = actor(make_cast().zhou, language="en")
    for _ in range(3):
        file_quota.take(zhou, 10)
    clock[0] += timedelta(hours=20)
    with pytest.raises(DomainError) as refused:
        file_quota.take(zhou, 10)
    assert (refused.value.code, refused.value.status) == ("upload.quota", 429)
    assert "(3, 2 MB together)" in refused.value.text("en")
    assert "about 4 hours" in refused.value.text("en")
    assert refused.value.details["seconds"] == 4 * 3600
    assert counted() == [(3, 30)]


def test_bytes_count_as_files_do(clock: list[datetime]) -> None:
    zhou = actor(make_cast().zhou)
    file_quota.take(zhou, 1 << 20)
    file_quota.require_room(zhou, 1 << 20)
    with pytest.raises(DomainError, match=r"upload\.quota"):
        file_quota.require_room(zhou, (1 << 20) + 1)
    with pytest.raises(DomainError, match=r"upload\.quota"):
        file_quota.take(zhou, (1 << 20) + 1)
    assert counted() == [(1, 1 << 20)]


def test_a_day_later_it_begins_anew(clock: list[datetime]) -> None:
    zhou = actor(make_cast().zhou)
    for _ in range(3):
        file_quota.take(zhou, 10)
    clock[0] += timedelta(hours=24)
    file_quota.require_room(zhou)
    file_quota.take(zhou, 7)
    assert counted() == [(1, 7)]


def test_everybody_has_their_own_and_the_command_line_has_none(clock: list[datetime]) -> None:
    cast = make_cast()
    for _ in range(3):
        file_quota.take(actor(cast.zhou), 10)
    file_quota.take(actor(cast.lin), 10)
    for _ in range(9):
        file_quota.take(system_actor("command"), 1 << 30)
    assert sorted(counted()) == [(1, 10), (3, 30)]


def test_nought_is_no_limit(clock: list[datetime], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEDANG_FILES_A_DAY", "0")
    monkeypatch.setenv("KEDANG_FILE_MEGABYTES_A_DAY", "0")
    zhou = actor(make_cast().zhou)
    for _ in range(5):
        file_quota.take(zhou, 1 << 30)
    assert counted() == [(5, 5 << 30)]


@pytest.mark.parametrize("said", ["many", "-1", "1.5"])
def test_a_quota_that_is_no_number_is_said(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEDANG_FILES_A_DAY", said)
    assert "KEDANG_FILES_A_DAY" in str(file_quota.wrongly_set())
