"""Files in a bucket of an S3-compatible server. What leaves this machine is sealed already."""

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from kedang.documents.settings import BucketSettings
from kedang.documents.unavailable import STORE_UNAVAILABLE, Missing

_PART = 8 * 1024 * 1024
_PREFIX = "documents/"
_GONE = frozenset({"404", "NoSuchKey", "NotFound"})


class Bucket:
    """A store in a bucket. Large files travel in parts of 8 MB, one at a time."""

    def __init__(self, settings: BucketSettings, *, prefix: str = _PREFIX) -> None:
        self._name, self._prefix = settings.bucket, prefix
        self._transfer = TransferConfig(multipart_threshold=_PART, multipart_chunksize=_PART, use_threads=False)
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=settings.endpoint or None,
            region_name=settings.region or "us-east-1",
            aws_access_key_id=settings.user or None,
            aws_secret_access_key=settings.secret or None,
            verify=settings.ca_file or None,
            # Not every compatible server knows the newer check sums; what was kept is read back and compared anyway.
            config=Config(
                connect_timeout=5,
                read_timeout=30,
                retries={"max_attempts": 3, "mode": "standard"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                s3={"addressing_style": "path"} if settings.endpoint else {},
            ),
        )

    def put(self, place: str, pieces: Iterable[bytes]) -> None:
        """Send a file; the server shows it when it is whole."""
        try:
            self._client.upload_fileobj(_Stream(pieces), self._name, self._prefix + place, Config=self._transfer)
        except (BotoCoreError, ClientError, Boto3Error) as failure:
            raise STORE_UNAVAILABLE() from failure

    @contextmanager
    def open(self, place: str) -> Iterator[Callable[[int], bytes]]:
        """Fetch a file."""
        try:
            body = self._client.get_object(Bucket=self._name, Key=self._prefix + place)["Body"]
        except ClientError as failure:
            if failure.response.get("Error", {}).get("Code") in _GONE:
                raise Missing(place) from None
            raise STORE_UNAVAILABLE() from failure
        except BotoCoreError as failure:
            raise STORE_UNAVAILABLE() from failure
        try:
            yield body.read
        except BotoCoreError as failure:
            raise STORE_UNAVAILABLE() from failure
        finally:
            body.close()

    def remove(self, place: str) -> None:
        """Delete a file."""
        try:
            self._client.delete_object(Bucket=self._name, Key=self._prefix + place)
        except (BotoCoreError, ClientError) as failure:
            raise STORE_UNAVAILABLE() from failure

    def places(self, folder: str = "") -> Iterator[tuple[str, datetime]]:
        """Every file below our prefix."""
        below = self._prefix + folder
        try:
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._name, Prefix=below):
                for entry in page.get("Contents", ()):
                    yield entry["Key"].removeprefix(self._prefix), entry["LastModified"]
        except (BotoCoreError, ClientError) as failure:
            raise STORE_UNAVAILABLE() from failure


class _Stream(io.RawIOBase):
    """Pieces as something to read from."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self._held = iter(pieces), bytearray()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        while size < 0 or len(self._held) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._held += piece
        end = len(self._held) if size < 0 else size
        given = bytes(self._held[:end])
        del self._held[:end]
        return given
