"""Both stores keep, give, list and forget the same way; what has no row is swept."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from kedang.archive.removal import remove
from kedang.documents import destroying, stores
from kedang.documents.bucket import Bucket
from kedang.documents.folder import Folder
from kedang.documents.models import Version
from kedang.documents.settings import BucketSettings, StoreSettings, store_settings
from kedang.documents.stores import Store
from kedang.documents.tests import s3_server
from kedang.documents.tests.scene import SAID, SECRET, lying, make_scene, work
from kedang.documents.unavailable import Missing
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from tests.people import code
from tests.state import unchanged

PLACE = "ab12" * 10
LARGE = 9 * 1024 * 1024


@pytest.fixture(scope="module")
def bucket() -> Iterator[BucketSettings]:
    with s3_server.running() as settings:
        yield settings


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return Folder(tmp_path) if request.param == "folder" else Bucket(request.getfixturevalue("bucket"))


def content(store: Store, place: str = PLACE) -> bytes:
    with store.open(place) as read:
        return read(1 << 30)


def test_what_was_put_is_there_until_it_is_removed(store: Store) -> None:
    store.put(PLACE, iter((b"one", b"two")))
    assert content(store) == b"onetwo"
    assert [place for place, _ in store.places()] == [PLACE]
    store.remove(PLACE)
    store.remove(PLACE)
    assert list(store.places()) == []
    with pytest.raises(Missing), store.open(PLACE):
        pass


def test_large_files_travel_in_parts(store: Store) -> None:
    piece = os.urandom(1 << 20)
    store.put(PLACE, iter([piece] * 9))
    with store.open(PLACE) as read:
        found = [read(LARGE // 4) for _ in range(5)]
    assert b"".join(found) == piece * 9
    assert [len(each) for each in found] == [LARGE // 4] * 4 + [0]
    store.remove(PLACE)


def test_a_file_that_breaks_off_is_not_there(store: Store) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"x" * LARGE
        raise RuntimeError("the sender went away")

    with pytest.raises(RuntimeError):
        store.put(PLACE, pieces())
    assert list(store.places()) == []


def test_a_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    Folder(tmp_path / "new").put(PLACE, [b"x"])
    for path in (tmp_path / "new" / "ab", tmp_path / "new" / "ab" / PLACE):
        assert path.stat().st_mode & 0o077 == 0


def test_a_server_that_is_away_is_said_in_words(bucket: BucketSettings) -> None:
    away = Bucket(replace(bucket, endpoint="http://127.0.0.1:9"))
    for ask in (lambda: away.put(PLACE, [b"x"]), lambda: away.remove(PLACE), lambda: list(away.places())):
        with pytest.raises(DomainError) as refused:
            ask()
        assert refused.value.code == "documents.store"
    with pytest.raises(DomainError), away.open(PLACE):
        pass


def test_the_secret_stands_in_no_text() -> None:
    assert "hush" not in repr(BucketSettings("b", secret="hush"))


@pytest.fixture
def in_bucket(bucket: BucketSettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[BucketSettings]:
    for name, value in (
        ("BUCKET", bucket.bucket),
        ("ENDPOINT", bucket.endpoint),
        ("USER", bucket.user),
        ("SECRET", bucket.secret),
    ):
        monkeypatch.setenv(f"KEDANG_S3_{name}", value)
    stores.forget_settings()
    yield bucket
    monkeypatch.undo()
    stores.forget_settings()


@pytest.mark.django_db
def test_a_document_lives_in_the_bucket_and_nothing_of_it_in_clear(in_bucket: BucketSettings) -> None:
    scene, client = make_scene(), s3_server.client_of(in_bucket)
    document = scene.filed(content=SAID.encode() * 20_000)
    version = Version.objects.get(document_id=document)
    key = f"documents/{version.place}"
    stored = client.get_object(Bucket=in_bucket.bucket, Key=key)["Body"].read()
    assert version.store == "s3"
    assert len(stored) > version.size
    assert SECRET.encode() not in stored
    answer = scene.ask(scene.cast.zhou, "GET", f"/{document}/versions/1/content")
    assert b"".join(answer.streaming_content) == SAID.encode() * 20_000
    work()
    assert len(scene.found(scene.cast.zhou, SECRET)) == 1
    scene.ask(scene.cast.lin, "POST", f"/{document}/trash", {"version": 1})
    scene.ask(scene.cast.lin, "POST", f"/{document}/destroy", {"version": 2})
    work()
    assert client.list_objects_v2(Bucket=in_bucket.bucket).get("Contents", []) == []


@pytest.mark.django_db
def test_an_erased_customer_leaves_nothing_in_the_bucket(in_bucket: BucketSettings) -> None:
    scene, client = make_scene(), s3_server.client_of(in_bucket)
    document = scene.filed()
    scene.add_version(document, version=1, content="第二稿".encode())
    left = scene.filed(scene.cast.chen, customer=scene.li)
    with transaction.atomic():
        remove([scene.zhang])
    work()
    kept = client.list_objects_v2(Bucket=in_bucket.bucket).get("Contents", [])
    assert [entry["Key"] for entry in kept] == [f"documents/{Version.objects.get(document_id=left).place}"]


@pytest.mark.django_db
def test_files_of_the_folder_are_read_after_the_bucket_was_chosen(
    bucket: BucketSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_scene()
    document = scene.filed()
    monkeypatch.setenv("KEDANG_S3_BUCKET", bucket.bucket)
    stores.forget_settings()
    try:
        answer = scene.ask(scene.cast.zhou, "GET", f"/{document}/versions/1/content")
        assert b"".join(answer.streaming_content) == SAID.encode()
    finally:
        monkeypatch.undo()
        stores.forget_settings()


@pytest.mark.django_db
def test_a_bucket_that_is_away_refuses_and_records_nothing(
    bucket: BucketSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_scene()
    away = replace(bucket, endpoint="http://127.0.0.1:9")
    settings = StoreSettings(store_settings().folder, away, 1 << 20)
    monkeypatch.setattr("kedang.documents.keeping.store_settings", lambda: settings)
    monkeypatch.setattr("kedang.documents.keeping.store_of", lambda kind: Bucket(away))
    with unchanged():
        answer = scene.upload()
    assert (answer.status_code, code(answer)) == (503, "documents.store")


@pytest.mark.django_db
def test_what_has_no_row_is_swept_when_it_is_old(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    before = lying()
    scene.filed()
    kept = lying()
    store: Any = stores.store_of("folder")
    store.put(PLACE, [b"x"])
    part = store_settings().folder / "cd" / ".part-cdef"
    part.parent.mkdir(exist_ok=True)
    part.write_bytes(b"x")
    assert destroying.sweep() == 0, "an upload may still be on its way"
    later = now() + timedelta(hours=25)
    monkeypatch.setattr(destroying, "now", lambda: later)
    assert destroying.sweep() == 2 + len(before)
    assert lying() == sorted(set(kept) - set(before))
    assert destroying.sweep() == 0
