"""Cards are made, tried and used; the red comes when it must."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kedang.accounts.models import User
from kedang.history.models import Event
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from kedang.kit.ids import new_ids
from kedang.operations import keys_cards, keys_escrow, keys_rotating
from kedang.operations.models import KeyDeed
from kedang.operations.tests.scene import forget, own_keys
from kedang.vault import keys as vault
from kedang.vault.models import MasterKey
from kedang.vault.root import RootKeyMissing
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield own_keys(tmp_path, monkeypatch)
    forget()


@pytest.fixture
def admin() -> Actor:
    vault.create_keys(new_ids(1))
    return people.actor(people.make_cast().admin)


def test_three_of_five_cards_prove_themselves_and_change_nothing(admin: Actor, root: Path) -> None:
    cards = keys_escrow.make_cards(admin, needed=3, of=5)
    before = (root.read_bytes(), list(MasterKey.objects.values_list("wrapped", flat=True)))
    assert keys_escrow.drill(admin, [cards.texts[4], cards.texts[0], cards.texts[2]]) == cards.fingerprint
    assert (root.read_bytes(), list(MasterKey.objects.values_list("wrapped", flat=True))) == before
    with pytest.raises(DomainError, match=r"keys\.cards"):
        keys_escrow.drill(admin, cards.texts[:2])
    with pytest.raises(DomainError, match=r"keys\.cards"):
        keys_escrow.drill(admin, [*cards.texts[:2], "no card"])


def test_nothing_of_a_card_is_kept(admin: Actor) -> None:
    cards = keys_escrow.make_cards(admin, needed=2, of=3)
    kept = [*KeyDeed.objects.values_list("facts", flat=True), *Event.objects.values_list("details", flat=True)]
    groups = [group for text in cards.texts for group in text.split("-")[2:]]
    assert not [group for group in groups if any(group in str(each) for each in kept)]


def test_a_lost_root_key_comes_back_from_cards_only(admin: Actor, root: Path) -> None:
    cards = keys_escrow.make_cards(admin, needed=2, of=3)
    with pytest.raises(DomainError, match=r"keys\.root_not_lost"):
        keys_escrow.recover(admin, cards.texts[:2])
    lost = root.read_bytes()
    root.unlink()
    forget()
    with pytest.raises(RootKeyMissing):
        vault.create_keys(new_ids(1))
    assert keys_escrow.recover(admin, cards.texts[1:]) == cards.fingerprint
    assert (root.read_bytes(), root.stat().st_mode & 0o077) == (lost, 0)
    forget()
    assert vault.create_keys(new_ids(1))


def test_a_wrong_root_key_is_put_aside_not_destroyed(admin: Actor, root: Path) -> None:
    cards = keys_escrow.make_cards(admin, needed=2, of=2)
    root.write_bytes(bytes(32))
    forget()
    keys_escrow.recover(admin, cards.texts)
    assert [path.read_bytes() for path in root.parent.glob("root.key.unfit-*")] == [bytes(32)]


def test_cards_of_a_former_root_key_do_not_count(admin: Actor) -> None:
    cards = keys_escrow.make_cards(admin, needed=2, of=2)
    assert keys_escrow.escrow().fits
    keys_rotating.rotate_root(admin)
    with pytest.raises(DomainError, match=r"keys\.cards_of_another_key"):
        keys_escrow.drill(admin, cards.texts)
    with pytest.raises(DomainError, match=r"keys\.cards_of_another_key"):
        keys_escrow.recover(admin, cards.texts)
    stands = keys_escrow.escrow()
    assert (stands.fits, stands.overdue) == (False, False)
    KeyDeed.objects.update(at=now() - timedelta(days=8))
    assert keys_escrow.escrow().overdue


def test_it_is_red_after_thirty_days_without_cards_and_a_quarter_without_a_drill(admin: Actor) -> None:
    assert not keys_escrow.escrow().overdue
    MasterKey.objects.update(created_at=now() - timedelta(days=31))
    assert keys_escrow.escrow().overdue
    cards = keys_escrow.make_cards(admin, needed=2, of=2)
    assert not keys_escrow.escrow().overdue
    KeyDeed.objects.update(at=now() - timedelta(days=93))
    assert keys_escrow.escrow().overdue
    keys_escrow.drill(admin, cards.texts)
    assert not keys_escrow.escrow().overdue


@pytest.mark.parametrize(("needed", "of"), [(1, 1), (4, 3), (2, 17)])
def test_senseless_numbers_are_refused(admin: Actor, needed: int, of: int) -> None:
    with pytest.raises(DomainError, match=r"keys\.card_numbers"):
        keys_escrow.make_cards(admin, needed=needed, of=of)
    assert not KeyDeed.objects.exists()


def test_the_cards_print_a_page_each_for_the_owner_only(admin: Actor, tmp_path: Path) -> None:
    cards = keys_escrow.make_cards(admin, needed=3, of=5)
    paper = tmp_path / "cards.pdf"
    keys_cards.write_pdf(paper, cards, language="zh-CN")
    data = paper.read_bytes()
    assert (data[:5], data.count(b"/Type /Page\n") or data.count(b"/Type/Page/"), paper.stat().st_mode & 0o077) == (
        b"%PDF-",
        5,
        0,
    )
    with pytest.raises(FileExistsError):
        keys_cards.write_pdf(paper, cards, language="en")


def test_only_who_runs_the_installation_may(admin: Actor) -> None:
    clerk = people.actor(User.objects.get(login="zhou"))
    with pytest.raises(DomainError, match="denied"):
        keys_escrow.make_cards(clerk, needed=2, of=2)
    with pytest.raises(DomainError, match="denied"):
        keys_escrow.drill(clerk, [])
    with pytest.raises(DomainError, match="denied"):
        keys_escrow.recover(clerk, [])
