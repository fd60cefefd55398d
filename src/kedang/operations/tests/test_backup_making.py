"""A backup holds everything but the keys, says nothing in clear, and is there whole or not at all."""

import errno
import os
import threading
from collections.abc import Iterable
from pathlib import Path

import orjson
import pytest
from django.db import connections

from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.documents.models import Version
from kedang.history.models import Event
from kedang.kit.errors import DomainError
from kedang.operations import backup_files, backup_making, backup_manifest
from kedang.operations.backup_making import BUSY, NO_ROOM, files_of
from kedang.operations.backup_manifest import NOT_A_BACKUP, NOT_OURS
from kedang.operations.backup_places import FolderPlace
from kedang.operations.models import FAILED, GOOD, MAKING, UNPROVEN, Backup
from kedang.operations.tests.backup_scene import ACTOR, Backups
from kedang.vault.models import SubjectKeyRow
from tests.people import actor


def test_a_backup_says_what_it_holds_and_is_good_only_after_a_trial_restore(backups: Backups) -> None:
    made = backups.made()
    assert (made.state, made.files, made.missing) == (UNPROVEN, 1, 0)
    manifest = backup_manifest.read(backups.place, made.name)
    assert manifest.counts["default"]["archive_customer"] == 7
    assert manifest.counts["default"]["documents_version"] == 1
    assert set(manifest.parts) == {"default", "audit"}
    proof = backups.proved(made)
    assert (proof.wrong, proof.unable, proof.files, proof.customers) == ([], "", 1, 5)
    assert Backup.objects.get(id=made.id).state == GOOD
    told = Event.objects.filter(subject_kind="backup").order_by("id").values_list("verb", flat=True)
    assert list(told) == ["backup.begun", "backup.made", "backup.proved"]


def test_the_key_store_is_not_in_it_and_nothing_is_in_clear(backups: Backups) -> None:
    made = backups.made()
    content = b"".join(path.read_bytes() for path in backups.parts(made) if path.suffix == ".sealed")
    for clear in ("张伟", "13800000001", "SQLite format", "PGDMP", "archive_customer"):
        assert clear.encode() not in content
    listed = orjson.loads((backups.folder / made.name / "manifest.json").read_bytes())["contents"]
    assert listed["key_store"]["subjects"] == SubjectKeyRow.objects.count()
    assert "vault_subject_key" not in listed["counts"]["default"]
    everything = b"".join(path.read_bytes() for path in backups.folder.rglob("*") if path.is_file())
    for wrapped in SubjectKeyRow.objects.values_list("wrapped", flat=True):
        assert bytes(wrapped) not in everything
    assert [p for p in backups.folder.rglob("*") if p.is_file() and p.stat().st_mode & 0o077] == []


def test_files_that_have_not_changed_are_not_copied_again(backups: Backups) -> None:
    first = backups.made()
    assert first.new_bytes > 0
    again = backups.made()
    assert (again.new_bytes, again.files) == (0, 1)
    backups.people.filed(name="补充.txt")
    third = backups.made()
    assert third.files == 2
    assert third.new_bytes > 0
    assert len(list(backups.place.names("files"))) == 2


def test_a_lost_and_an_empty_file_are_said_and_not_kept(backups: Backups) -> None:
    place = Version.objects.get().place
    path = backup_files.store_of("folder")._path(place)  # type: ignore[attr-defined]
    path.write_bytes(b"")
    made = backups.made()
    assert (made.files, made.missing) == (0, 1)
    assert backup_manifest.read(backups.place, made.name).missing == [f"folder/{place}"]


def test_what_is_cut_off_is_no_backup_and_is_cleared_by_the_next_one(
    backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def cut(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(backup_manifest, "write", cut)
    monkeypatch.setattr(backup_making, "_leave_nothing", lambda *_: None)
    with pytest.raises(Killed):
        backups.made()
    monkeypatch.undo()
    cut_off = Backup.objects.get()
    assert cut_off.state == FAILED
    Backup.objects.update(state=MAKING)  # as after kill -9, which lets nobody write that down
    assert len(backups.parts(cut_off)) == 3
    assert backup_manifest.names(backups.place) == []
    with pytest.raises(DomainError) as refused:
        backup_manifest.read(backups.place, cut_off.name)
    assert refused.value.code == NOT_A_BACKUP.code
    made = backups.made()
    assert backup_manifest.names(backups.place) == [made.name]
    assert not (backups.folder / cut_off.name).exists()
    assert Backup.objects.get(id=cut_off.id).state == FAILED


def test_a_full_target_is_said_and_leaves_nothing(backups: Backups, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: FolderPlace, name: str, pieces: Iterable[bytes]) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(FolderPlace, "put", full)
    with pytest.raises(DomainError) as refused:
        backups.made()
    assert refused.value.code == NO_ROOM.code
    assert Backup.objects.get().state == FAILED
    assert list(backups.folder.rglob("*.sealed")) == []


def test_a_changed_list_of_contents_is_not_ours(backups: Backups) -> None:
    made = backups.made()
    path = backups.folder / made.name / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b'"archive_customer": 7', b'"archive_customer": 6'))
    with pytest.raises(DomainError) as refused:
        backup_manifest.read(backups.place, made.name)
    assert refused.value.code == NOT_OURS.code


def test_data_and_audit_are_of_one_moment_while_others_write(backups: Backups) -> None:
    stop, written = threading.Event(), list[int]()

    def write() -> None:
        while not stop.is_set():
            written.append(file_customer(None, name=f"并发{len(written)}"))
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [backups.made() for _ in range(3)]
    finally:
        stop.set()
        writer.join()
    assert [backups.proved(each).wrong for each in made] == [[], [], []]
    assert Customer.objects.count() == 7 + len(written)


def test_two_at_once_are_refused(backups: Backups) -> None:
    with backup_making.alone(), pytest.raises(DomainError) as refused:
        backups.made()
    assert refused.value.code == BUSY.code


def test_only_who_has_the_right_makes_one(backups: Backups) -> None:
    with pytest.raises(DomainError):
        backup_making.make(actor(backups.people.cast.wang), reason="button", to=str(backups.folder))
    assert not Backup.objects.exists()
    assert not backups.folder.exists()


def test_digests_carry_the_name_of_their_algorithm(backups: Backups) -> None:
    manifest = backup_manifest.read(backups.place, backups.made().name)
    assert all(part.digest.startswith("sha256:") for part in manifest.parts.values())
    assert [kept.digest[:7] for kept in files_of(backups.place, manifest)] == ["sha256:"]


def test_the_actor_of_commands_may(backups: Backups, tmp_path: Path) -> None:
    made = backup_making.make(ACTOR, reason="command", to=str(tmp_path / "elsewhere"))
    assert made.place == str(tmp_path / "elsewhere")
