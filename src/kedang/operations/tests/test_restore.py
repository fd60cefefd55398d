"""A backup comes back as it was, but for whoever was erased since; and never over data that nobody said to replace."""

import pytest
from django.db import connections, transaction

from kedang.accounts.models import Session, User
from kedang.archive import removal
from kedang.archive.models import ContactPoint, Customer
from kedang.archive.tests.filing import file_customer
from kedang.documents.models import Document, Version
from kedang.documents.settings import store_settings
from kedang.history.models import Event
from kedang.kit.errors import DomainError
from kedang.operations import restore_finishing, restore_marker, restore_placing
from kedang.operations.backup_manifest import NOT_OURS
from kedang.operations.models import GOOD, Backup
from kedang.operations.restore_marker import UNFINISHED
from kedang.operations.restore_placing import DAMAGED, NEWER, NOT_EMPTY, OLD_KEYS, Wish
from kedang.operations.tests.backup_scene import ACTOR, Backups
from kedang.vault.keys import shred
from kedang.vault.models import MasterKey, SubjectKeyRow
from kedang.vault.root import master
from tests.people import browser

OVER = Wish(replace=True)


def restore(backups: Backups, name: str, wish: Wish = OVER) -> int:
    """Both halves, as the command does them; how many were erased again."""
    manifest = restore_placing.place(ACTOR, backups.place, name, wish, lambda _: None)
    assert restore_marker.unfinished().endswith(name)
    return restore_finishing.finish(ACTOR, backups.place, manifest)


def erase(*customers: int) -> None:
    """What an erasure does: rows in one transaction, keys after it."""
    with transaction.atomic():
        removal.remove(customers)
    shred(customers)


def refusal_of(backups: Backups, name: str, wish: Wish = OVER) -> str:
    """Why a restore is refused; nothing was touched."""
    before = Customer.objects.count()
    with pytest.raises(DomainError) as refused:
        restore_placing.place(ACTOR, backups.place, name, wish, lambda _: None)
    assert Customer.objects.count() == before
    assert restore_marker.unfinished() == ""
    return refused.value.code


def test_everything_comes_back(backups: Backups) -> None:
    made = backups.made()
    backups.proved(made)
    backups.place.put("backup-20260101T000000Z-ffff/manifest.json", [b"of somebody else"])
    document = Version.objects.get()
    path = store_settings().folder / document.place[:2] / document.place
    sealed = path.read_bytes()
    path.write_bytes(b"spoiled")
    Customer.objects.all().delete()
    later = file_customer(backups.people.cast.zhou, name="后来的")
    assert restore(backups, made.name) == 0
    assert Customer.objects.count() == 7
    assert not Customer.objects.filter(id=later).exists()
    assert path.read_bytes() == sealed
    zhou = browser(User.objects.get(login="zhou"))
    assert zhou.get("/api/search", {"q": "张伟"}).json()["hits"][0]["name"] == "张伟"
    assert Backup.objects.get(name=made.name).state == GOOD
    assert Event.objects.filter(verb="backup.restored").count() == 1


def test_nobody_who_was_erased_since_comes_back(backups: Backups) -> None:
    made = backups.made()
    zhang, first, *_ = backups.people.zhang, *backups.others
    erase(zhang, first)
    assert restore(backups, made.name) == 2
    assert set(Customer.objects.values_list("id", flat=True)).isdisjoint({zhang, first})
    assert not ContactPoint.objects.filter(customer_id__in=(zhang, first)).exists()
    assert not Document.objects.filter(customer_id=zhang).exists()
    wang = browser(User.objects.get(login="wang"))
    assert wang.get("/api/search", {"q": "张伟"}).json()["hits"] == []
    listed = wang.get("/api/customers").json()
    assert str(zhang) not in {row["id"] for row in listed["rows"]}
    assert len(listed["rows"]) == 5
    assert wang.get("/api/customers/count").json()["value"] == 5
    assert wang.get(f"/api/customers/{zhang}").status_code == 404
    told = Event.objects.filter(verb="customer.erased_again").values_list("subject_id", flat=True)
    assert set(told) == {zhang, first}


def test_a_restore_that_is_cut_off_keeps_everybody_out_and_can_be_run_again(
    backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backups.made()
    erase(backups.people.zhang)
    restore_placing.place(ACTOR, backups.place, made.name, OVER, lambda _: None)
    with pytest.raises(DomainError) as refused:
        restore_marker.refuse_unfinished()
    assert refused.value.code == UNFINISHED.code
    assert restore(backups, made.name, Wish()) == 1
    restore_marker.refuse_unfinished()


def test_data_is_not_overwritten_unless_that_is_asked_for(backups: Backups) -> None:
    made = backups.made()
    assert refusal_of(backups, made.name, Wish()) == NOT_EMPTY.code


def test_sessions_of_the_time_of_the_backup_end(backups: Backups) -> None:
    browser(backups.people.cast.zhou)
    assert Session.objects.exists()
    restore(backups, backups.made().name)
    assert not Session.objects.exists()


def test_a_key_store_that_is_older_than_the_backup_is_refused(backups: Backups) -> None:
    made = backups.made()
    newest = SubjectKeyRow.objects.order_by("-subject_id")[0]
    newest.delete()
    assert refusal_of(backups, made.name) == OLD_KEYS.code
    assert restore(backups, made.name, Wish(replace=True, accept_old_keys=True)) <= 1


def test_another_key_store_opens_nothing(backups: Backups) -> None:
    made = backups.made()
    MasterKey.objects.filter(purpose="backup").delete()
    master.cache_clear()
    try:
        assert refusal_of(backups, made.name) == NOT_OURS.code
    finally:
        master.cache_clear()


def test_a_backup_of_a_newer_release_is_refused(backups: Backups) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('archive', '9999_later', '2026-11-23')"
        )
    made = backups.made()
    with connections["default"].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
    assert refusal_of(backups, made.name) == NEWER.code


@pytest.mark.parametrize("part", ["default", "audit", "files"])
def test_a_damaged_backup_is_not_put_in_place(backups: Backups, part: str) -> None:
    made = backups.made()
    path = next(path for path in backups.parts(made) if path.name.startswith(part))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert backups.proved(made).wrong
    assert refusal_of(backups, made.name) == DAMAGED.code
