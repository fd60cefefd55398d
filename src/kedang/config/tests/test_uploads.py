"""A file on its way in never lies in clear on the disk, and never stays."""

import io
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any, BinaryIO

import pytest
from cryptography.exceptions import InvalidTag
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.test import RequestFactory

from kedang.config import uploads
from kedang.config.uploads import PREFIX, SealedFile, SealedUpload, remove_leftovers
from kedang.kit.env import settings
from kedang.kit.errors import DomainError

CANARY = b"canary-13812345678"


def sent(content: bytes, name: str = "客户.csv") -> HttpRequest:
    """A request that carries one file."""
    return RequestFactory().post("/api/imports", {"file": SimpleUploadedFile(name, content), "source": "x"})


def arrived() -> list[Path]:
    """What lies in the uploads folder."""
    folder = settings().uploads
    return sorted(folder.glob(f"{PREFIX}*")) if folder.exists() else []


def file_of(request: HttpRequest) -> SealedUpload:
    """The uploaded file."""
    file: Any = request.FILES["file"]
    assert isinstance(file, SealedUpload)
    return file


@pytest.mark.parametrize("size", [0, 1, len(CANARY), 1024 * 1024, 3 * 1024 * 1024 + 7])
def test_what_was_sent_comes_back_and_is_not_on_the_disk(size: int) -> None:
    content = (CANARY * (size // len(CANARY) + 1))[:size]
    request = sent(content)
    file = file_of(request)
    assert (file.name, file.size) == ("客户.csv", size)
    assert b"".join(file.chunks()) == content == file.read()
    assert b"".join(file.chunks()) == content
    (path,) = arrived()
    assert CANARY not in path.read_bytes()
    assert oct(path.stat().st_mode)[-3:] == "600"
    request.close()
    assert arrived() == []


def test_a_file_too_large_is_refused_and_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LIMIT", 2 * 1024 * 1024)
    request = sent(b"x" * (2 * 1024 * 1024 + 1))
    with pytest.raises(DomainError, match=r"upload\.too_large"):
        request.FILES["file"]
    assert arrived() == []


def test_a_file_announced_too_large_is_not_even_received(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LIMIT", 1024)
    request = sent(b"x" * (2 * 1024 * 1024))
    with pytest.raises(DomainError, match=r"upload\.too_large"):
        request.FILES["file"]
    assert request.META["wsgi.input"].read(1) != b""


@pytest.mark.parametrize("size", [10, 3 * 1024 * 1024])
def test_a_full_disk_keeps_no_half_file(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    def full(descriptor: int, mode: str) -> BinaryIO:
        os.close(descriptor)
        return Path("/dev/full").open("wb")

    monkeypatch.setattr(uploads, "os", SimpleNamespace(**{**vars(os), "fdopen": full}))
    request = sent(b"x" * size)
    with pytest.raises(OSError, match="No space left"):
        request.FILES["file"]
    assert arrived() == []


def test_a_changed_byte_on_the_disk_is_noticed(tmp_path: Path) -> None:
    sealed = SealedFile(tmp_path)
    sealed.append(CANARY)
    sealed.finish()
    spoilt = bytearray(sealed.path.read_bytes())
    spoilt[3] ^= 1
    sealed.path.write_bytes(spoilt)
    with pytest.raises(InvalidTag):
        list(sealed.pieces())


def test_what_a_crashed_process_left_is_removed_at_the_next_start(tmp_path: Path) -> None:
    (tmp_path / f"{PREFIX}dead").write_bytes(b"?")
    (tmp_path / "run-5").write_bytes(b"kept")
    assert remove_leftovers(tmp_path) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["run-5"]
    assert remove_leftovers(tmp_path / "absent") == 0


def test_a_sender_that_goes_away_leaves_nothing() -> None:
    request = sent(b"x" * 100_000)
    body = request.META["wsgi.input"].read()
    cut = {**request.META, "wsgi.input": io.BytesIO(body[: len(body) // 2])}
    request = WSGIRequest(cut)
    request.FILES  # noqa: B018 - reading it is the point
    request.close()
    assert arrived() == []
