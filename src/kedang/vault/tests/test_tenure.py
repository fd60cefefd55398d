"""While the provider is away, open keys serve for a while, and then what needs them is refused until it is back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kedang.kit.ids import new_ids
from kedang.vault import blind, keys, rootfile, rotating, tenure
from kedang.vault.models import MasterKey
from kedang.vault.root import KEK, ProviderAway, master
from kedang.vault.tenure import Answering
from kedang.vault.tests.fake_transit import Engine, serving

pytestmark = pytest.mark.django_db
AT: Any = {"table": "t", "column": "c", "row_id": 1}


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(tenure, "now", found)
    monkeypatch.setattr(tenure.Tenure, "_see_to_the_watch", lambda _: None)
    monkeypatch.setenv("KEDANG_TRANSIT_MINUTES", "15")
    return found


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Engine]:
    """An installation whose root key the engine holds."""
    monkeypatch.setenv("KEDANG_ROOT_KEY_FILE", str(tmp_path / "root.key"))
    MasterKey.objects.all().delete()
    forget()
    with serving(tmp_path, monkeypatch) as found:
        keys.create_keys(new_ids(1))
        rotating.rotate_root("transit")
        forget()
        master()
        yield found
    forget()


def forget() -> None:
    master.cache_clear()
    blind.forget_keys()


def test_keys_serve_for_the_minutes_that_are_set_and_then_are_forgotten(engine: Engine, clock: Clock) -> None:
    [one] = new_ids(1)
    sealed = keys.create_keys([one])[one].seal("值", **AT)
    found = blind.blind("mobile", "+8613812345678")
    engine.sealed = True
    master().tenure.ask()
    assert master().tenure.answering == Answering("sealed", shut=False)
    clock.seconds += 14 * 60 + 59
    assert keys.key_for(one).open(sealed, **AT) == "值"
    clock.seconds += 1
    for attempt in (lambda: keys.key_for(one), lambda: keys.create_keys(new_ids(1))):
        with pytest.raises(ProviderAway, match="sealed"):
            attempt()
    assert master().tenure.answering == Answering("sealed", shut=True)
    assert [held for held, _ in master()._cache if held == KEK] == []
    assert blind.blind("mobile", "+8613812345678") == found
    engine.sealed = False
    master().tenure.ask()
    assert keys.key_for(one).open(sealed, **AT) == "值"
    assert master().tenure.answering == Answering("", shut=False)


def test_an_engine_that_answers_keeps_the_keys_open(engine: Engine, clock: Clock) -> None:
    [one] = new_ids(1)
    keys.create_keys([one])
    for _ in range(3):
        clock.seconds += 10 * 60
        master().tenure.ask()
        assert keys.key_for(one).subject_id == one


def test_a_root_key_in_its_file_needs_nobody(engine: Engine, clock: Clock) -> None:
    [one] = new_ids(1)
    keys.create_keys([one])
    rotating.rotate_root("file")
    engine.sealed = True
    clock.seconds += 10**6
    assert keys.key_for(one).subject_id == one


def test_a_running_process_notices_that_the_root_key_was_moved_to_an_engine(engine: Engine, clock: Clock) -> None:
    [one] = new_ids(1)
    keys.create_keys([one])
    rotating.rotate_root("file")
    clock.seconds += 3600
    assert keys.key_for(one).subject_id == one
    rotating.rotate_root("transit")
    engine.sealed = True
    clock.seconds += 61
    assert keys.key_for(one).subject_id == one
    clock.seconds += 15 * 60
    with pytest.raises(ProviderAway):
        keys.key_for(one)


def test_the_watch_asks_without_being_asked(engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    waited = list[float]()
    watched = master().tenure

    class Once:
        def wait(self, seconds: float) -> bool:
            waited.append(seconds)
            return len(waited) > 3

        def set(self) -> None:
            """Nothing to end."""

    asked = list[str]()
    monkeypatch.setattr(watched, "_ended", Once())
    monkeypatch.setattr(tenure, "provided", lambda: True)

    def ask() -> None:
        asked.append("x")
        watched._reason = "sealed" if len(asked) > 1 else ""

    monkeypatch.setattr(watched, "ask", ask)
    watched._see_to_the_watch()
    assert watched._watch is not None
    watched._watch.join(5)
    assert (asked, waited) == (["x"] * 4, [60.0, 10.0, 10.0, 10.0])


def test_a_root_key_given_to_an_engine_between_two_looks_is_not_shut_at_the_next(
    engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEDANG_TRANSIT_MINUTES", "1")
    [one] = new_ids(1)
    keys.create_keys([one])
    rotating.rotate_root("file")
    clock.seconds += 3600
    assert keys.key_for(one).subject_id == one
    rotating.rotate_root("transit")
    clock.seconds += 60
    assert keys.key_for(one).subject_id == one
    clock.seconds += 60
    with pytest.raises(ProviderAway, match="silent"):
        keys.key_for(one)
    assert master().tenure.answering == Answering("silent", shut=True)


@pytest.mark.parametrize("spoilt", ["gone", "not an envelope", "a folder"])
def test_a_root_key_that_cannot_be_read_is_a_provider_that_is_silent(engine: Engine, clock: Clock, spoilt: str) -> None:
    [one] = new_ids(1)
    keys.create_keys([one])
    path = rootfile.root_path()
    kept = path.read_bytes()
    path.unlink()
    if spoilt == "a folder":
        path.mkdir()
    elif spoilt == "not an envelope":
        path.write_bytes(b"{}")
    clock.seconds += 14 * 60
    assert keys.key_for(one).subject_id == one
    master().tenure.ask()
    assert master().tenure.answering == Answering("unfit", shut=False)
    clock.seconds += 60
    with pytest.raises(ProviderAway, match="unfit"):
        keys.key_for(one)
    path.rmdir() if spoilt == "a folder" else path.unlink(missing_ok=True)
    path.write_bytes(kept)
    master().tenure.ask()
    assert keys.key_for(one).subject_id == one


@pytest.mark.parametrize("said", ["nan", "inf", "-inf", "-5", "0", "10081", "1e400", "fifteen"])
def test_a_time_that_is_none_is_the_shortest(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("KEDANG_TRANSIT_MINUTES", said)
    assert (tenure.minutes_set(), tenure.seconds_allowed()) == (None, 60.0)
    monkeypatch.setenv("KEDANG_TRANSIT_MINUTES", "2.5")
    assert (tenure.minutes_set(), tenure.seconds_allowed()) == (2.5, 150.0)
