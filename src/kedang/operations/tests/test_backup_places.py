"""A folder and a bucket keep backups the same way."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kedang.documents.settings import store_settings
from kedang.documents.tests import s3_server
from kedang.documents.unavailable import Missing
from kedang.kit.errors import DomainError
from kedang.operations import backup_places
from kedang.operations.backup_places import NO_BUCKET, S3, Place, place_at


@pytest.fixture(params=["folder", S3])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    if request.param == "folder":
        yield place_at(str(tmp_path / "backups"))
        return
    with s3_server.running() as bucket:
        monkeypatch.setattr(backup_places, "store_settings", lambda: replace(store_settings(), bucket=bucket))
        yield place_at(S3)


def test_what_was_put_is_found_under_its_name_until_it_is_removed(place: Place) -> None:
    place.put("backup-1/manifest.json", iter((b"one", b"two")))
    place.put("files/ab/ab12", [b"x"])
    assert sorted(place.names()) == ["backup-1/manifest.json", "files/ab/ab12"]
    assert list(place.names("backup-")) == ["backup-1/manifest.json"]
    with place.open("backup-1/manifest.json") as read:
        assert read(100) == b"onetwo"
    place.remove("backup-1/manifest.json")
    place.remove("backup-1/manifest.json")
    assert list(place.names()) == ["files/ab/ab12"]
    with pytest.raises(Missing), place.open("backup-1/manifest.json"):
        pass


def test_a_bucket_that_is_not_set_up_is_refused() -> None:
    with pytest.raises(DomainError) as refused:
        place_at(S3)
    assert refused.value.code == NO_BUCKET.code
