"""One customer comes back from a backup: what somebody filed, and never who may see it; nobody who was erased, merged or restricted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet

from kedang.accounts.models import User
from kedang.activity import recording
from kedang.activity.models import Interaction
from kedang.activity.recording import Happened
from kedang.archive import customers, edit, notes, removal
from kedang.archive.load import load_content
from kedang.archive.models import ContactPoint, Customer, Figures, Grant, Note
from kedang.archive.tests.filing import file_customer, share
from kedang.classification.classifying import classify
from kedang.documents import changing, destroying
from kedang.documents.models import Document, Version
from kedang.documents.settings import store_settings
from kedang.finding.conditions import today
from kedang.history.models import Event
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, DomainError
from kedang.merging.merge import merge
from kedang.operations import customer_bringing, customer_then
from kedang.operations.customer_blending import Line
from kedang.operations.customer_bringing import (
    MERGED_AWAY,
    NOTHING_MISSING,
    OTHERS,
    RESTRICTED,
    UNREADABLE,
    WAS_MERGED,
)
from kedang.operations.customer_then import ERASED, KEY_GONE, NOT_IN_IT, OTHER_TABLES
from kedang.operations.models import Backup
from kedang.operations.restore_placing import DAMAGED
from kedang.operations.tests.backup_scene import ACTOR, Backups
from kedang.privacy import consents, purposes
from kedang.privacy.consents import ConsentDraft
from kedang.privacy.models import Consent, Erased
from kedang.privacy.purposes import PurposeDraft
from kedang.vault.keys import shred
from tests.people import actor, browser

CLERK = PurposeDraft(name_zh="营销", name_en="Marketing", basis="consent", fields=("mobile",), months=24)


def look(backups: Backups, made: Backup, wanted: int | str, **more: Any) -> list[Line]:
    """What a backup would bring back."""
    return customer_bringing.look(ACTOR, backups.place, made.name, str(wanted), **more).lines


def bring(backups: Backups, made: Backup, wanted: int | str, **more: Any) -> list[Line]:
    """What it brought back."""
    return customer_bringing.bring_back(ACTOR, backups.place, made.name, str(wanted), why="mistake", **more).lines


@contextmanager
def refused(code: str) -> Iterator[None]:
    """What is done within is refused for this reason, and nothing has changed."""
    before = standing()
    with pytest.raises(DomainError) as refusal:
        yield
    assert refusal.value.code == code
    assert standing() == before


def standing() -> list[Any]:
    """Everything of customers that a restore could write, and the events."""
    tables = (Customer, Note, Interaction, Document, Version, Event)
    return [list(model._base_manager.order_by("pk").values_list()) for model in tables]


def filed(backups: Backups) -> int:
    """周's customer with a bit of everything."""
    zhou = backups.people.cast.zhou
    told: dict[str, Any] = {"mobile": ["13711110001", "13711110002"], "id_number": "11010519491231002X", "level": "A"}
    found = file_customer(zhou, name="赵敏", address="浙江省杭州市西湖区文三路1号", tags=["老客户"], **told)
    notes.write(actor(zhou), found, body="爱喝龙井")
    recording.write_down(actor(zhou), found, Happened(kind="call", text="谈了续约"))
    backups.people.filed(customer=found)
    return found


def spoil(backups: Backups, customer_id: int) -> None:
    """Somebody takes most of it away, and writes something new."""
    zhou, wang = actor(backups.people.cast.zhou), actor(backups.people.cast.wang)
    new: dict[str, Any] = {"mobile": ["13900000009"], "id_number": "", "level": "B", "address": "", "remark": "新写的"}
    edit.change_values(ACTOR, customer_id, new)
    notes.delete(zhou, customer_id, Note.objects.get(customer_id=customer_id).id)
    recording.take_away(zhou, customer_id, Interaction.objects.get(customer_id=customer_id).id)
    document = Document.objects.get(customer_id=customer_id)
    places = list(Version.objects.filter(document=document).values_list("store", "place"))
    changing.trash(wang, document.id, version=document.version)
    changing.destroy(wang, document.id, version=document.version + 1)
    destroying.remove_contents(places)


def test_what_is_missing_comes_back_and_what_came_since_stays(backups: Backups) -> None:
    customer = filed(backups)
    document = Version.objects.get(document__customer_id=customer)
    path = store_settings().folder / document.place[:2] / document.place
    made, sealed = backups.made(), path.read_bytes()
    spoil(backups, customer)
    assert not path.exists()
    events = Event.objects.count()
    said = [Line("level", 1, 1, 1, 1), Line("id_number", 1, 0, 1), Line("mobile", 2, 1, 2), Line("address", 1, 0, 1)]
    rows = [Line("notes", 1, 0, 1), Line("interactions", 1, 0, 1), Line("documents", 1, 0, 1)]
    before = standing()
    assert look(backups, made, customer) == said + rows
    assert standing() == before
    assert bring(backups, made, Customer.objects.get(id=customer).number) == said + rows
    back = load_content(customer)
    assert (back.fields["level"], back.fields["remark"]) == ("A", "新写的")
    assert {point.value for point in back.points} == {"+8613900000009", "+8613711110001", "+8613711110002"}
    assert [item.value for item in back.identifiers] == ["11010519491231002X"]
    assert back.addresses[0].value == "浙江省杭州市西湖区文三路1号"
    assert path.read_bytes() == sealed
    assert Figures.objects.get(customer_id=customer).last_contact_at is not None
    assert Event.objects.count() == events + 1
    with refused(NOTHING_MISSING.code):
        bring(backups, made, customer)


def test_the_owner_sees_it_all_again_and_the_history_says_how(backups: Backups) -> None:
    customer = filed(backups)
    made = backups.made()
    spoil(backups, customer)
    bring(backups, made, customer)
    zhou = browser(backups.people.cast.zhou)
    assert [hit["name"] for hit in zhou.get("/api/search", {"q": "13711110002"}).json()["hits"]] == ["赵敏"]
    assert zhou.get(f"/api/customers/{customer}").json()["notes"][0]["body"] == "爱喝龙井"
    (document,) = zhou.get(f"/api/customers/{customer}/documents").json()["rows"]
    content = zhou.get(f"/api/documents/{document['id']}/versions/1/content")
    assert "采购合同" in b"".join(content).decode()
    told = zhou.get(f"/api/customers/{customer}/history").json()["events"][0]
    assert (told["verb"], told["text"]) == ("customer.brought_back", "从备份恢复了客户")
    assert (told["details"]["backup"], told["details"]["documents"]) == (made.name, 1)
    assert [field["code"] for field in told["fields"]] == ["address", "id_number", "level", "mobile"]
    assert told["fields"][2]["before"] == "B"
    event = Event.objects.get(verb="customer.brought_back")
    for value in ("13711110001", "龙井", "文三路", "11010519491231002X"):
        assert value not in f"{event.fields}{event.details}"


def test_rights_shares_and_consents_stay_as_they_are_now(backups: Backups) -> None:
    cast, customer = backups.people.cast, filed(backups)
    with transaction.atomic():
        share(customer, cast.chen)
    consent = consented(cast.zhou, cast.wang, customer)
    made = backups.made()
    consents.withdraw(actor(cast.zhou), customer, consent)
    Grant.objects.filter(customer_id=customer).delete()
    customers.assign(actor(cast.wang), customer, cast.lin.id)
    edit.change_values(ACTOR, customer, {"mobile": []})
    bring(backups, made, customer)
    assert Customer.objects.get(id=customer).owner_id == cast.lin.id
    assert not Grant.objects.filter(customer_id=customer).exists()
    assert Consent.objects.get(id=consent).withdrawn_at is not None
    assert browser(cast.chen).get(f"/api/customers/{customer}").status_code == 404


def consented(clerk: User, manager: User, customer_id: int) -> int:
    """The customer agrees to marketing; the consent's id."""
    purposes.publish_notice(actor(manager), text_zh="说明", text_en="What we do", valid_from=today(), renew=False)
    draft = ConsentDraft(purpose_id=purposes.add_purpose(actor(manager), CLERK), channel="paper", evidence="签字")
    return consents.give(actor(clerk), customer_id, draft)


def test_only_what_was_chosen_comes_back(backups: Backups) -> None:
    customer = filed(backups)
    made = backups.made()
    spoil(backups, customer)
    assert [line.code for line in bring(backups, made, customer, only=["mobile", "notes"])] == ["mobile", "notes"]
    back = load_content(customer)
    assert (len(back.points), back.fields["level"], back.addresses) == (3, "B", [])
    assert (Note.objects.count(), Interaction.objects.count()) == (1, 0)
    assert not Document.objects.filter(customer_id=customer).exists()


def test_nobody_who_was_erased_comes_back(backups: Backups) -> None:
    """Also not when an older key store was put back: the ledger says so by itself."""
    zhang, first, *_ = backups.people.zhang, *backups.others
    made = backups.made()
    Erased.objects.create(subject_id=zhang, erasure_id=1)
    with transaction.atomic():
        removal.remove([zhang, first])
    shred([first])
    for wanted, code in ((zhang, ERASED.code), (first, KEY_GONE.code)):
        with refused(code):
            look(backups, made, wanted)
        with refused(code):
            bring(backups, made, wanted)


def test_who_is_erased_while_the_backup_is_read_does_not_come_back(
    backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, zhang = backups.made(), backups.people.zhang
    read = customer_then.read_then

    def read_and_erased(*given: Any) -> customer_then.Then:
        found = read(*given)
        Erased.objects.create(subject_id=zhang, erasure_id=1)
        return found

    monkeypatch.setattr(customer_bringing, "read_then", read_and_erased)
    edit.change_values(ACTOR, zhang, {"name": "改了"})
    with refused(ERASED.code):
        bring(backups, made, zhang)


def test_merged_and_restricted_customers_are_refused(backups: Backups) -> None:
    wang = actor(backups.people.cast.wang)
    first, second, third, *_ = backups.others
    made = backups.made()
    merge(wang, first, [second], choices={"name": first})
    holder = Customer.objects.get(id=first).number
    with refused(MERGED_AWAY.code):
        bring(backups, made, second)
    with pytest.raises(DomainError) as refusal:
        bring(backups, made, second)
    assert holder in refusal.value.text("en")
    with refused(OTHERS.code):
        bring(backups, made, first)
    Customer.objects.filter(id=third).update(restricted_at=now(), trashed_at=now())
    with refused(RESTRICTED.code):
        bring(backups, made, third)


def test_a_customer_comes_out_of_the_recycle_bin(backups: Backups) -> None:
    cast, first = backups.people.cast, backups.others[0]
    made = backups.made()
    customers.trash(actor(cast.wang), first)
    assert browser(cast.zhou).get("/api/search", {"q": "客户0"}).json()["hits"] == []
    assert bring(backups, made, first) == [Line("recycle_bin", 0, 1, 1)]
    (hit,) = browser(cast.zhou).get("/api/search", {"q": "客户0"}).json()["hits"]
    assert hit["id"] == str(first)


def test_a_customer_whose_row_is_gone_comes_back_as_nobodys(backups: Backups) -> None:
    cast, customer = backups.people.cast, filed(backups)
    number, made = Customer.objects.get(id=customer).number, backups.made()
    with transaction.atomic():
        removal.remove([customer])
    lines = bring(backups, made, number)
    assert (lines[0], lines[-1]) == (Line("customer", 1, 0, 1), Line("documents", 1, 0, 1))
    row = Customer.objects.get(id=customer)
    assert (row.number, row.owner_id, row.department_id) == (number, None, cast.zhou.department_id)
    seen = browser(cast.wang).get("/api/search", {"q": "赵敏"}).json()["hits"]
    assert [hit["id"] for hit in seen] == [str(customer)]
    assert browser(cast.zhou).get(f"/api/customers/{customer}").status_code == 404


@pytest.mark.parametrize(("then", "since", "level"), [(2, None, 2), (0, 3, 3), (2, 1, 2)])
def test_a_customer_whose_row_is_gone_is_kept_as_closely_as_ever(
    backups: Backups, then: int, since: int | None, level: int
) -> None:
    cast, customer = backups.people.cast, backups.others[0]
    customers.assign(actor(cast.wang), customer, None)
    Customer.objects.filter(id=customer).update(classification=then or None)
    made = backups.made()
    if since is not None:
        classify(ACTOR, customer, level=since, reason="复核后调整")
    with transaction.atomic():
        removal.remove([customer])
    bring(backups, made, customer)
    assert Customer.objects.get(id=customer).classification == level
    assert browser(cast.wang).get("/api/search", {"q": "客户0"}).json()["hits"] == []
    assert browser(cast.wang).get(f"/api/customers/{customer}").status_code == 404


def test_who_is_erased_while_we_wait_for_the_customer_does_not_come_back(
    backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where rows are locked, an erasure that is committed while we wait leaves no row and, for a moment, the key."""
    made, zhang = backups.made(), backups.people.zhang
    locked = QuerySet.select_for_update
    waits: list[Any] = []

    def gone_by_then(found: QuerySet[Customer], **options: Any) -> QuerySet[Customer]:
        waits.append(found.model)
        # The first look is the one that only compares; it is over when the customer is waited for in order to write.
        if found.model is Customer and waits.count(Customer) == 2:
            Erased.objects.create(subject_id=zhang, erasure_id=1)
            removal.remove([zhang])
        return locked(found, **options)

    monkeypatch.setattr(QuerySet, "select_for_update", gone_by_then)
    with pytest.raises(DomainError) as refusal:
        bring(backups, made, zhang)
    assert refusal.value.code == ERASED.code


def test_a_customer_whose_row_is_gone_stays_in_the_bin(backups: Backups) -> None:
    cast, first = backups.people.cast, backups.others[0]
    customers.trash(actor(cast.wang), first)
    made = backups.made()
    with transaction.atomic():
        removal.remove([first])
    bring(backups, made, first)
    assert Customer.objects.get(id=first).trashed_at is not None
    assert browser(cast.wang).get("/api/search", {"q": "客户0"}).json()["hits"] == []


def test_a_row_that_is_gone_is_not_made_again_for_who_was_merged_away_or_restricted(backups: Backups) -> None:
    first, second, third, *_ = backups.others
    merge(actor(backups.people.cast.wang), first, [second], choices={"name": first})
    Customer.objects.filter(id=third).update(restricted_at=now(), trashed_at=now())
    made = backups.made()
    with transaction.atomic():
        removal.remove([second, third])
    for wanted, code in ((second, WAS_MERGED.code), (third, RESTRICTED.code)):
        with refused(code):
            look(backups, made, wanted)
        with refused(code):
            bring(backups, made, wanted)


def test_a_customer_that_does_not_open_now_is_refused_and_not_guessed_at(backups: Backups) -> None:
    customer = filed(backups)
    made, point = backups.made(), ContactPoint.objects.filter(customer_id=customer).order_by("id")[0]
    sealed = bytes(point.value_enc)
    ContactPoint.objects.filter(id=point.id).update(value_enc=sealed[:-1] + bytes((sealed[-1] ^ 1,)))
    with refused(UNREADABLE.code):
        look(backups, made, customer)
    with refused(UNREADABLE.code):
        bring(backups, made, customer)


def test_a_document_whose_file_is_nowhere_is_left_out_and_counted(backups: Backups) -> None:
    customer = filed(backups)
    made = backups.made()
    spoil(backups, customer)
    for name in list(backups.place.names("files")):
        backups.place.remove(name)
    assert bring(backups, made, customer, only=["notes", "documents"])[-1] == Line("documents", 1, 0, 0, 0, 1)
    assert not Document.objects.filter(customer_id=customer).exists()


def test_a_damaged_backup_and_one_with_other_tables_are_refused(
    backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, zhang = backups.made(), backups.people.zhang
    with refused(NOT_IN_IT.code):
        bring(backups, made, "KH1999-000001")
    columns = customer_then.columns_of
    monkeypatch.setattr(customer_then, "columns_of", lambda model: [*columns(model), "not_yet"])
    with refused(OTHER_TABLES.code):
        bring(backups, made, zhang)
    monkeypatch.undo()
    path = next(path for path in backups.parts(made) if path.name.startswith("default"))
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    with refused(DAMAGED.code):
        bring(backups, made, zhang)


def test_only_who_runs_the_installation_may(backups: Backups) -> None:
    made, zhang = backups.made(), str(backups.people.zhang)
    for person in (backups.people.cast.wang, backups.people.cast.zhou):
        with refused(DENIED.code):
            customer_bringing.look(actor(person), backups.place, made.name, zhang)
        with refused(DENIED.code):
            customer_bringing.bring_back(actor(person), backups.place, made.name, zhang, why="mistake")
