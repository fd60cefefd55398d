"""An installation whose root key another service holds: moved there by the verb, told of, and what is refused while it is away."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.config import doctor, prepare
from kedang.finding.list_values import Loader
from kedang.finding.lists import ListQuery, policy_of
from kedang.history.models import Event
from kedang.kit.errors import DomainError
from kedang.operations import keys_escrow, keys_rotating
from kedang.operations.keys_standing import standing
from kedang.operations.tests.scene import forget, own_keys
from kedang.vault import tenure
from kedang.vault.root import ProviderAway, master
from kedang.vault.tests.fake_transit import Engine, serving
from tests.people import Cast, actor, browser, code, make_cast, send

pytestmark = pytest.mark.django_db
MOBILE = "13812345678"


class Clock:
    """A clock that goes when it is told to."""

    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(tenure, "now", found)
    monkeypatch.setattr(tenure.Tenure, "_see_to_the_watch", lambda _: None)
    return found


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Engine]:
    own_keys(tmp_path, monkeypatch)
    with serving(tmp_path, monkeypatch) as found:
        yield found
    forget()


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def silence(engine: Engine, clock: Clock) -> None:
    """The service is sealed, and has been for longer than keys may serve."""
    clock.seconds += 60
    master().tenure.require()
    engine.sealed = True
    master().tenure.ask()
    clock.seconds += 15 * 60


def listed(cast: Cast) -> list[dict[str, Any]]:
    answer = browser(cast.zhou).get("/api/customers?columns=phone,email,id_number,address")
    assert answer.status_code == 200, answer.content
    return list(answer.json()["rows"])


def test_the_root_key_is_moved_and_renewed_on_record(cast: Cast, engine: Engine) -> None:
    admin = actor(cast.admin)
    customer = file_customer(cast.zhou, name="张伟", mobile=MOBILE)
    named = keys_rotating.rotate_root(admin, "transit")
    engine.rotate()
    assert keys_rotating.renew_at_provider(admin) == named
    told = standing(admin)
    assert (told.provider, told.fingerprint, told.away) == ("transit", named, tenure.Answering("", shut=False))
    events = Event.objects.filter(subject_kind="keys").order_by("id").values_list("verb", flat=True)
    assert list(events) == ["keys.root", "keys.renewed"]
    assert browser(cast.zhou).get(f"/api/customers/{customer}").status_code == 200


def test_who_may_not_run_the_installation_moves_nothing(cast: Cast, engine: Engine) -> None:
    file_customer(cast.zhou, name="张伟")
    for deed in (keys_rotating.rotate_root, keys_rotating.renew_at_provider):
        with pytest.raises(DomainError, match="denied"):
            deed(actor(cast.zhou))
    assert (engine.asked, Event.objects.filter(subject_kind="keys").exists()) == ([], False)


def test_a_service_that_refuses_leaves_everything_as_it_was(cast: Cast, engine: Engine, tmp_path: Path) -> None:
    admin = actor(cast.admin)
    file_customer(cast.zhou, name="张伟", mobile=MOBILE)
    before = (tmp_path / "root.key").read_bytes()
    with pytest.raises(DomainError, match=r"keys\.not_provided"):
        keys_rotating.renew_at_provider(admin)
    engine.token = "another"
    with pytest.raises(DomainError, match=r"keys\.provider_refused") as refused:
        keys_rotating.rotate_root(admin, "transit")
    assert "denied" in refused.value.text("en")
    assert ((tmp_path / "root.key").read_bytes(), Event.objects.filter(subject_kind="keys").exists()) == (before, False)


def test_cards_bring_the_root_key_back_when_the_service_is_gone_for_good(cast: Cast, engine: Engine) -> None:
    admin = actor(cast.admin)
    customer = file_customer(cast.zhou, name="张伟", mobile=MOBILE)
    keys_rotating.rotate_root(admin, "transit")
    cards = keys_escrow.make_cards(admin, needed=2, of=3).texts
    engine.keys.clear()
    forget()
    with pytest.raises(ImproperlyConfigured):
        prepare.require_keys()
    keys_escrow.recover(admin, cards[:2])
    prepare.require_keys()
    assert standing(admin).provider == "file"
    assert browser(cast.zhou).get(f"/api/customers/{customer}").status_code == 200


def test_while_it_is_away_lists_show_masks_and_nothing_opens_or_is_written(
    cast: Cast, engine: Engine, clock: Clock
) -> None:
    customer = file_customer(
        cast.zhou, name="张伟", mobile=MOBILE, email="z@example.com", id_number="11010519491231002X"
    )
    keys_rotating.rotate_root(actor(cast.admin), "transit")
    [before] = listed(cast)
    assert before["phone"] == "138****5678"
    silence(engine, clock)
    [row] = listed(cast)
    assert (row["name"], row["phone"], row["email"], row["id_number"]) == ("张伟", "****", "****", "****")
    lin, values = browser(cast.lin), {"name": ["李四"], "mobile": ["13900001111"]}
    refused = [
        send(lin, "GET", f"/customers/{customer}"),
        send(lin, "POST", "/customers", {"kind": "person", "values": values}),
        send(lin, "POST", f"/customers/{customer}/reveal", {"fields": ["id_number"], "reason": "核对身份证号码"}),
    ]
    assert [(each.status_code, code(each)) for each in refused] == [(503, "keys.provider_away")] * 3
    assert Customer.objects.count() == 1
    engine.sealed = False
    master().tenure.ask()
    assert listed(cast) == [before]


def test_what_takes_values_along_is_refused_not_masked(cast: Cast, engine: Engine, clock: Clock) -> None:
    customer = file_customer(cast.zhou, name="张伟", mobile=MOBILE, id_number="11010519491231002X")
    keys_rotating.rotate_root(actor(cast.admin), "transit")
    silence(engine, clock)
    taken = Loader([customer], policy_of(actor(cast.zhou), ListQuery(), place="export"))
    with pytest.raises(ProviderAway):
        taken.clear("id_number")


def test_page_and_doctor_say_so(cast: Cast, engine: Engine, clock: Clock) -> None:
    admin = actor(cast.admin)
    file_customer(cast.zhou, name="张伟")
    named = keys_rotating.rotate_root(admin, "transit")
    keys_escrow.make_cards(admin, needed=2, of=3)
    assert [each.what for each in doctor._keys() if not each.fine] == []
    silence(engine, clock)
    told = standing(admin)
    assert (told.away.reason, told.away.shut, told.fingerprint, told.escrow.fits) == ("sealed", True, named, True)
    found = {each.what: (each.fine, each.detail) for each in doctor._keys()}
    assert found["provider of the root key"] == (False, "sealed")
    said = browser(cast.admin).get("/api/operations/keys").json()["root"]
    assert (said["away"], said["shut"]) == ("sealed", True)


def test_nothing_starts_without_it(cast: Cast, engine: Engine) -> None:
    file_customer(cast.zhou, name="张伟")
    keys_rotating.rotate_root(actor(cast.admin), "transit")
    engine.sealed = True
    forget()
    with pytest.raises(ImproperlyConfigured, match=r"does not answer.*sealed"):
        prepare.require_keys()
