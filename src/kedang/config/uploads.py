"""Files on their way in never touch the disk in clear: each piece is sealed under a key that lives in this process only.

Whoever keeps the file seals it again under a key of the vault; closing the upload removes the temporary file.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from kedang.kit.env import settings
from kedang.kit.errors import Refusal

LIMIT = 300 * 1024 * 1024
PIECE = 1024 * 1024
PREFIX = "arriving-"

FILE_TOO_LARGE = Refusal(
    "upload.too_large",
    413,
    "文件太大，最多 {megabytes} MB。",
    "The file is too large: at most {megabytes} MB.",
)


class SealedFile:
    """An encrypted temporary file, written once, read as often as needed."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = folder / f"{PREFIX}{secrets.token_hex(12)}"
        self._cipher = AESGCM(AESGCM.generate_key(256))
        self._out: BinaryIO | None = os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._pieces: list[int] = []
        self.size = 0

    def append(self, data: bytes) -> None:
        """Seal and write one piece."""
        assert self._out is not None
        sealed = self._cipher.encrypt(_nonce(len(self._pieces)), data, None)
        self._out.write(sealed)
        self._pieces.append(len(sealed))
        self.size += len(data)

    def finish(self) -> None:
        """No more is coming."""
        out, self._out = self._out, None
        if out is not None:
            out.close()

    def pieces(self) -> Iterator[bytes]:
        """The content again, piece by piece."""
        self.finish()
        with self.path.open("rb") as file:
            for number, length in enumerate(self._pieces):
                yield self._cipher.decrypt(_nonce(number), file.read(length), None)

    def remove(self) -> None:
        """Close and delete, also when there is no room for the last piece."""
        with suppress(OSError):
            self.finish()
        self.path.unlink(missing_ok=True)


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


class SealedUpload(UploadedFile):  # type: ignore[type-arg]
    """What an endpoint receives: `chunks()`, `size`, `name`; `read()` for small files."""

    def __init__(self, sealed: SealedFile, name: str | None, content_type: str | None) -> None:
        self.sealed = sealed
        super().__init__(file=None, name=name, content_type=content_type, size=sealed.size)

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The content in pieces of about a megabyte."""
        return self.sealed.pieces()

    def multiple_chunks(self, chunk_size: int | None = None) -> bool:
        """Whether it is worth reading in pieces."""
        return self.sealed.size > PIECE

    def read(self, *args: Any) -> bytes:
        """Everything at once."""
        return b"".join(self.sealed.pieces())

    def open(self, mode: str | None = None) -> BytesIO:  # type: ignore[override]
        """A file object over everything; for formats that cannot be streamed."""
        return BytesIO(self.read())

    def close(self) -> None:
        """Remove the temporary file; Django calls this when the response has gone."""
        self.sealed.remove()


class SealedUploadHandler(FileUploadHandler):
    """Django's upload handler."""

    chunk_size = PIECE

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Refuse by the announced length before receiving anything."""
        content_length = args[2] if len(args) > 2 else kwargs.get("content_length", 0)
        if content_length > LIMIT + PIECE:
            raise FILE_TOO_LARGE(megabytes=LIMIT // PIECE)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self.sealed = SealedFile(settings().uploads)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal one piece."""
        if start + len(raw_data) > LIMIT:
            self.sealed.remove()
            raise FILE_TOO_LARGE(megabytes=LIMIT // PIECE)
        with self._or_nothing():
            self.sealed.append(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload:
        """The file is here."""
        with self._or_nothing():
            self.sealed.finish()
        return SealedUpload(self.sealed, self.file_name, self.content_type)

    @contextmanager
    def _or_nothing(self) -> Iterator[None]:
        """A disk that is full keeps no half file: there is little room as it is."""
        try:
            yield
        except OSError:
            self.sealed.remove()
            raise

    def upload_interrupted(self) -> None:
        """The sender went away."""
        if hasattr(self, "sealed"):
            self.sealed.remove()


def remove_leftovers(folder: Path) -> int:
    """Delete what a crashed process left; its keys died with it."""
    left = list(folder.glob(f"{PREFIX}*")) if folder.exists() else []
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)
