"""Copies of the key store as the clock and people make them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kedang.accounts.models import User
from kedang.kit.actor import Actor
from kedang.kit.errors import DomainError
from kedang.kit.ids import new_ids
from kedang.operations import keys_copying, keys_deeds
from kedang.operations.tests.scene import forget, own_keys
from kedang.privacy.models import Erased
from kedang.vault import copies
from kedang.vault import keys as vault
from kedang.vault.models import MasterKey, SubjectKeyRow
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield own_keys(tmp_path, monkeypatch)
    forget()


@pytest.fixture
def admin() -> Actor:
    vault.create_keys(new_ids(3))
    return people.actor(people.make_cast().admin)


def test_a_copy_is_made_once_a_day(admin: Actor, tmp_path: Path) -> None:
    keys_copying.tend()
    keys_copying.tend()
    [path] = copies.copies(tmp_path / "copies")
    assert keys_deeds.facts_of(keys_deeds.last("copied")) == {"name": path.name, "keys": 3}


def test_a_lost_key_store_is_brought_back(admin: Actor, tmp_path: Path) -> None:
    path = tmp_path / "copies" / keys_copying.copy(admin)
    with pytest.raises(DomainError, match=r"keys\.store_not_empty"):
        keys_copying.put_back(admin, path)
    SubjectKeyRow.objects.all().delete()
    MasterKey.objects.all().delete()
    forget()
    with pytest.raises(DomainError, match=r"keys\.bad_copy"):
        keys_copying.put_back(admin, tmp_path / "nowhere.keys")
    assert keys_copying.put_back(admin, path) == 3
    assert keys_deeds.facts_of(keys_deeds.last("put_back")) == {"name": path.name, "keys": 3}


def test_an_old_copy_does_not_bring_back_who_was_erased_since(admin: Actor, tmp_path: Path) -> None:
    erased, *others = SubjectKeyRow.objects.order_by("subject_id").values_list("subject_id", flat=True)
    path = tmp_path / "copies" / keys_copying.copy(admin)
    Erased.objects.create(subject_id=erased, erasure_id=1)
    SubjectKeyRow.objects.all().delete()
    MasterKey.objects.all().delete()
    forget()
    assert keys_copying.put_back(admin, path) == 2
    assert list(SubjectKeyRow.objects.order_by("subject_id").values_list("subject_id", flat=True)) == others


def test_only_who_runs_the_installation_may(admin: Actor, tmp_path: Path) -> None:
    clerk = people.actor(User.objects.get(login="zhou"))
    with pytest.raises(DomainError, match="denied"):
        keys_copying.copy(clerk)
    with pytest.raises(DomainError, match="denied"):
        keys_copying.put_back(clerk, tmp_path / "x.keys")
    assert copies.copies(tmp_path / "copies") == []
