"""A root key that a transit engine holds: moved there and back, opened only by it, and never lost on the way."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kedang.kit import crypto
from kedang.kit.crypto import Tampered
from kedang.kit.ids import new_ids
from kedang.vault import envelopes, keys, rootfile, rotating, transit
from kedang.vault.blind import forget_keys
from kedang.vault.models import MasterKey
from kedang.vault.root import ProviderAway, RootKeyWrong, fitting_root, master
from kedang.vault.tests.fake_transit import Engine, serving

pytestmark = pytest.mark.django_db
AT: Any = {"table": "t", "column": "c", "row_id": 1}


@pytest.fixture(autouse=True)
def own_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("KEDANG_ROOT_KEY_FILE", str(tmp_path / "root.key"))
    MasterKey.objects.all().delete()
    forget()
    yield tmp_path / "root.key"
    forget()


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    with serving(tmp_path, monkeypatch) as found:
        yield found


def forget() -> None:
    """As if the process had been started anew."""
    master.cache_clear()
    forget_keys()


def sealed_for(ids: list[int]) -> dict[int, bytes]:
    return {key.subject_id: key.seal(f"值{key.subject_id}", **AT) for key in keys.create_keys(ids).values()}


def opened(sealed: dict[int, bytes]) -> list[str]:
    found = keys.keys_for(sealed)
    return [found[each].open(blob, **AT) for each, blob in sealed.items()]


def all_well(sealed: dict[int, bytes]) -> bool:
    forget()
    return opened(sealed) == [f"值{each}" for each in sealed]


def test_moved_to_the_engine_and_back(own_root: Path, engine: Engine) -> None:
    sealed = sealed_for(new_ids(3))
    plain = own_root.read_bytes()
    named = rotating.rotate_root("transit")
    facts = json.loads(own_root.read_bytes())
    assert (facts["kind"], facts["mount"], facts["key"]) == ("transit", "transit", "kedang")
    assert facts["sealed"].startswith("vault:v1:")
    root = engine.decrypt("kedang", facts["sealed"])
    assert (rotating.fingerprint(root), root != plain) == (named, True)
    assert base64.b64encode(root) not in own_root.read_bytes()
    assert all_well(sealed)
    rotating.rotate_root("file")
    engine.sealed = True
    assert (len(own_root.read_bytes()), all_well(sealed)) == (crypto.KEY, True)


def test_the_engine_sees_the_root_key_alone(engine: Engine) -> None:
    sealed = sealed_for(new_ids(50))
    rotating.rotate_root("transit")
    engine.asked.clear()
    assert all_well(sealed | sealed_for(new_ids(50)))
    # Once for the master key, and once by the watch that begins with it.
    assert (set(engine.asked), len(engine.asked) <= 2) == ({"decrypt"}, True)


def test_the_same_root_key_under_a_newer_version(own_root: Path, engine: Engine) -> None:
    sealed = sealed_for(new_ids(2))
    named = rotating.rotate_root("transit")
    engine.rotate()
    rotating.renew_at_provider()
    assert json.loads(own_root.read_bytes())["sealed"].startswith("vault:v2:")
    engine.oldest = 2
    assert (all_well(sealed), rotating.fingerprint(fitting_root())) == (True, named)
    assert not rootfile.next_path().exists()


def test_nothing_to_renew_where_the_root_key_lies_in_its_file(own_root: Path) -> None:
    sealed_for(new_ids(1))
    before = own_root.read_bytes()
    with pytest.raises(envelopes.NotAnEnvelope):
        rotating.renew_at_provider()
    assert (own_root.read_bytes(), rootfile.next_path().exists()) == (before, False)


def test_a_version_the_engine_no_longer_opens_is_a_wrong_key(engine: Engine) -> None:
    sealed = sealed_for(new_ids(1))
    rotating.rotate_root("transit")
    engine.rotate()
    engine.oldest = 2
    forget()
    with pytest.raises(RootKeyWrong):
        opened(sealed)


@pytest.mark.parametrize("given", ["né", "not base64!"])
def test_what_is_no_key_counts_as_no_answer(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transit, "_ask", lambda *_: given)
    with pytest.raises(ProviderAway, match="answer"):
        transit.open_({"mount": "transit", "key": "kedang", "sealed": "vault:v1:x"})


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"sealed": True}, "sealed"),
        ({"token": "another"}, "denied"),
        ({"standby": True}, "redirect"),
        ({"garbled": True}, "answer"),
    ],
)
def test_an_engine_that_does_not_open_it_is_away_and_nothing_is_lost(
    how: dict[str, Any], why: str, own_root: Path, engine: Engine
) -> None:
    sealed = sealed_for(new_ids(1))
    rotating.rotate_root("transit")
    before = own_root.read_bytes(), list(MasterKey.objects.values_list("epoch", "wrapped"))
    usual = dict(vars(engine))
    vars(engine).update(how)
    forget()
    for attempt in (lambda: opened(sealed), rotating.rotate_root, rotating.renew_at_provider):
        with pytest.raises(ProviderAway, match=f"^{why}$"):
            attempt()
    assert (own_root.read_bytes(), list(MasterKey.objects.values_list("epoch", "wrapped"))) == before
    vars(engine).update({name: usual[name] for name in how})
    assert all_well(sealed)


def test_a_slow_engine_is_not_waited_for(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = sealed_for(new_ids(1))
    rotating.rotate_root("transit")
    monkeypatch.setattr(transit, "SECONDS", 0.15)
    engine.go_on.clear()
    forget()
    with pytest.raises(ProviderAway, match="too_slow"):
        opened(sealed)
    engine.go_on.set()
    assert all_well(sealed)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("KEDANG_TRANSIT_URL", "", "unset"),
        ("KEDANG_TRANSIT_URL", "http://127.0.0.1:9", "unreachable"),
        ("KEDANG_TRANSIT_URL", "http://192.0.2.1:8200", "insecure"),
        ("KEDANG_TRANSIT_URL", "https://user@vault.example", "url"),
        ("KEDANG_TRANSIT_TOKEN_FILE", "/nowhere", "token"),
        ("KEDANG_TRANSIT_KEY", "a/../../sys/seal?", "unset"),
        ("KEDANG_TRANSIT_MOUNT", "elsewhere", "no_engine"),
    ],
)
def test_a_bad_setting_changes_nothing(
    name: str, value: str, why: str, own_root: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = sealed_for(new_ids(1))
    before = own_root.read_bytes()
    monkeypatch.setenv(name, value)
    with pytest.raises(ProviderAway, match=f"^{why}$"):
        rotating.rotate_root("transit")
    assert (own_root.read_bytes(), rootfile.next_path().exists(), all_well(sealed)) == (before, False, True)


def test_the_engine_says_no_to_what_it_did_not_seal(own_root: Path, engine: Engine) -> None:
    sealed_for(new_ids(1))
    rotating.rotate_root("transit")
    facts = json.loads(own_root.read_bytes())
    with pytest.raises(Tampered):
        envelopes.opened(json.dumps({**facts, "sealed": facts["sealed"][:-6] + "AAAA=="}).encode())


@pytest.mark.parametrize("stage", ["write", "rewrap_masters", "put_in_place"])
@pytest.mark.parametrize("way", ["there", "back"])
def test_cut_off_on_the_way_the_store_opens_with_one_of_the_two(
    stage: str, way: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = sealed_for(new_ids(2))
    if way == "back":
        rotating.rotate_root("transit")

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(rotating if stage == "rewrap_masters" else rootfile, stage, cut)
        with pytest.raises(KeyboardInterrupt):
            rotating.rotate_root("transit" if way == "there" else "file")
    assert all_well(sealed)
    rotating.settle()
    assert (rootfile.next_path().exists(), all_well(sealed)) == (False, True)


def test_cut_off_on_the_way_to_it_no_engine_is_needed_to_stay_with_the_file(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = sealed_for(new_ids(1))

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(rotating, "rewrap_masters", cut)
        with pytest.raises(KeyboardInterrupt):
            rotating.rotate_root("transit")
    engine.sealed = True
    rotating.settle()
    assert (rootfile.next_path().exists(), all_well(sealed)) == (False, True)


def test_an_exchange_that_cannot_be_judged_is_left_as_it_is(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = sealed_for(new_ids(1))

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(rootfile, "put_in_place", cut)
        with pytest.raises(KeyboardInterrupt):
            rotating.rotate_root("transit")
    engine.sealed = True
    forget()
    with pytest.raises(ProviderAway):
        rotating.settle()
    assert rootfile.next_path().exists()
    engine.sealed = False
    rotating.settle()
    assert (rootfile.next_path().exists(), all_well(sealed)) == (False, True)
