"""Encrypted files: whole or refused."""

from pathlib import Path

import pytest

from kedang.kit import suites
from kedang.kit.crypto import Tampered
from kedang.kit.ids import new_id
from kedang.vault.files import CHUNK, EncryptedWriter, read_encrypted, write_encrypted
from kedang.vault.keys import SubjectKey, create_keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=suites.NAMES)
def suite(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Everything here holds whichever suite seals."""
    name = str(request.param)
    monkeypatch.setattr(suites, "chosen", lambda: suites.NAMES[name])
    return name


@pytest.fixture
def key() -> SubjectKey:
    one = new_id()
    return create_keys([one])[one]


def chunks_of(path: Path) -> list[bytes]:
    """The sealed chunks as they lie in the file, each with its length in front."""
    raw, found = path.read_bytes()[8:], []
    while raw:
        size = 4 + int.from_bytes(raw[:4], "big")
        found.append(raw[:size])
        raw = raw[size:]
    return found


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_round_trip(key: SubjectKey, tmp_path: Path, size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    write_encrypted(tmp_path / "f", [data[:size][:1000], data[:size][1000:]], key, file_id=9)
    assert b"".join(read_encrypted(tmp_path / "f", key, file_id=9)) == data[:size]
    assert (tmp_path / "f").stat().st_mode & 0o077 == 0


def test_nothing_lies_in_clear(key: SubjectKey, tmp_path: Path) -> None:
    write_encrypted(tmp_path / "f", [b"canary" * 50_000], key, file_id=9)
    assert b"canary" not in (tmp_path / "f").read_bytes()


@pytest.mark.parametrize("change", ["drop_last", "swap", "repeat", "drop_first", "cut", "longer"])
def test_a_changed_file_is_refused(key: SubjectKey, tmp_path: Path, change: str) -> None:
    path = tmp_path / "f"
    write_encrypted(path, [bytes(CHUNK * 3)], key, file_id=9)
    head, chunks = path.read_bytes()[:8], chunks_of(path)
    assert len(chunks) == 3
    changed = {
        "drop_last": chunks[:-1],
        "swap": [chunks[1], chunks[0], chunks[2]],
        "repeat": [chunks[0], chunks[0], *chunks[1:]],
        "drop_first": chunks[1:],
        "cut": [*chunks[:2], chunks[2][:-3]],
        "longer": [*chunks[:2], (len(chunks[2]) - 3).to_bytes(4, "big") + chunks[2][4:]],
    }[change]
    path.write_bytes(head + b"".join(changed))
    with pytest.raises(Tampered):
        b"".join(read_encrypted(path, key, file_id=9))


def test_every_bit_of_a_file_counts(tmp_path: Path) -> None:
    path, key = tmp_path / "f", SubjectKey(7, bytes(32))
    write_encrypted(path, [b"clear"], key, file_id=9)
    whole = path.read_bytes()
    assert list(read_encrypted(path, key, file_id=9)) == [b"clear"]
    for bit in range(len(whole) * 8):
        turned = bytearray(whole)
        turned[bit // 8] ^= 1 << bit % 8
        path.write_bytes(turned)
        with pytest.raises(Tampered):
            list(read_encrypted(path, key, file_id=9))


def test_another_file_id_does_not_open(key: SubjectKey, tmp_path: Path) -> None:
    write_encrypted(tmp_path / "f", [b"x"], key, file_id=9)
    with pytest.raises(Tampered):
        b"".join(read_encrypted(tmp_path / "f", key, file_id=10))


def test_an_abandoned_file_is_no_file(key: SubjectKey, tmp_path: Path) -> None:
    writer = EncryptedWriter(tmp_path / "f", key, file_id=9)
    writer.write(bytes(CHUNK * 2))
    writer.abandon()
    with pytest.raises(Tampered):
        b"".join(read_encrypted(tmp_path / "f", key, file_id=9))
