"""Where files are kept and how large they may be, from the environment, read once. Secrets never stand in a text of these."""

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kedang.kit.env import settings

FOLDER, BUCKET = "folder", "s3"


@dataclass(frozen=True, slots=True)
class BucketSettings:
    """An S3-compatible store. Without an endpoint it is that of Amazon."""

    bucket: str
    endpoint: str = ""
    region: str = ""
    user: str = ""
    secret: str = field(default="", repr=False)
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """The folder, the bucket if there is one, where new files go, and the largest file in bytes."""

    folder: Path
    bucket: BucketSettings | None
    limit: int

    @property
    def chosen(self) -> str:
        """Where new files go."""
        return BUCKET if self.bucket else FOLDER


@cache
def store_settings() -> StoreSettings:
    """The settings of this process."""
    megabytes = int(os.environ.get("KEDANG_DOCUMENT_MEGABYTES") or "50")
    return StoreSettings(settings().home / "documents", _bucket(), megabytes * 1024 * 1024)


def _bucket() -> BucketSettings | None:
    name = os.environ.get("KEDANG_S3_BUCKET", "").strip()
    if not name:
        return None
    in_file = os.environ.get("KEDANG_S3_SECRET_FILE", "")
    return BucketSettings(
        bucket=name,
        endpoint=os.environ.get("KEDANG_S3_ENDPOINT", "").strip(),
        region=os.environ.get("KEDANG_S3_REGION", "").strip(),
        user=os.environ.get("KEDANG_S3_USER", ""),
        secret=Path(in_file).read_text(encoding="utf-8").strip() if in_file else os.environ.get("KEDANG_S3_SECRET", ""),
        ca_file=os.environ.get("KEDANG_S3_CA_FILE", ""),
    )
