"""Who is erased is gone from every table, those of rooms that do not exist yet too."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson
import pytest
from django.db import connection, connections, models, transaction

from kedang.archive import links as register
from kedang.archive.links import link, links
from kedang.archive.models import Contact, Customer
from kedang.archive.removal import remove
from kedang.archive.tests.filing import file_customer
from kedang.cleaning.models import Fix, FixRow
from kedang.delivery.models import Message
from kedang.delivery.outbox import Draft, post
from kedang.duplicates.entering import enter_again
from kedang.duplicates.models import SuspectGroup
from kedang.duplicates.tests.suspecting import suspect
from kedang.intake.tests.builders import COMMAND, PERSON, bring, table, take_back
from kedang.merging.merge import merge
from kedang.merging.tests.world import World, make_row
from kedang.merging.undo import undo_merge
from kedang.quality.models import RuleCheck
from kedang.verification.models import Request
from tests.people import actor, make_cast

pytestmark = pytest.mark.django_db

# What is kept on purpose: where an archive number leads, and the record of merges.
KEPT = {"archive_customer.survivor_id", "merging_merge.survivor_id", "merging_participant.customer_id"}
PAST = ("history_", "merging_")
# SQLite's full-text tables list nothing; what they hold is in the tables behind them.
VIRTUAL = {"archive_search"}


def holders(customer_id: int) -> set[str]:
    """Every table with the id in some cell, but the history and the record of merges."""
    found = set()
    for name in connection.introspection.table_names():
        if name.startswith(PAST) or (name in VIRTUAL and connection.vendor == "sqlite"):
            continue
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{name}"')
            if any(str(customer_id) in str(cell) for row in cursor.fetchall() for cell in row):
                found.add(name)
    return found


def erase(*customer_ids: int) -> None:
    with transaction.atomic():
        remove(customer_ids)


def test_every_link_is_erased_or_kept_on_purpose() -> None:
    assert {each.on_erase for each in links()} <= {"delete", "anonymise", "keep"}
    assert {each.name for each in links() if each.on_erase == "keep"} == KEPT


def test_what_is_emptied_can_be_empty() -> None:
    emptied = [each for each in links() if each.on_erase == "anonymise"]
    assert [each.name for each in emptied] == [
        "archive_contact.person_id",
        "cleaning_fix_row.customer_id",
        "commerce_transaction.customer_id",
        "incidents_affected.customer_id",
        "privacy_erasure.customer_id",
        "privacy_request.customer_id",
        "strategy_stakeholder.person_id",
    ]
    fields = [f for each in emptied for f in each.model._meta.concrete_fields if f.column == each.column]
    assert [field.name for field in fields if not field.null] == []


@pytest.fixture
def world() -> World:
    made = World(make_cast(), 7)
    for each in links():
        if each.on_merge == "keep" and each.name not in KEPT:
            for customer_id in made.everybody:
                make_row(made, each, customer_id)
    # Chance may have left those who are erased without a suspicion.
    for pair in (made.people[:2], made.firms[:2]):
        suspect(*pair)
    with transaction.atomic():
        enter_again(made.everybody)
        for request_id in Request.objects.values_list("id", flat=True):
            draft = Draft(channel="mail", to="a@b.example", text="您好", purpose="verification", actor_id=1)
            post(replace(draft, subject_id=request_id))
        fix = Fix.objects.create(field="source", method="manual", plan_enc=b"", created_by=1)
        RuleCheck.objects.create(sample=orjson.dumps(made.everybody).decode(), created_by=1)
        FixRow.objects.bulk_create(FixRow(fix=fix, customer_id=i, fate="changed") for i in made.everybody)
    return made


def test_nothing_holds_an_erased_customer(world: World) -> None:
    gone, left = (world.people[0], world.firms[0]), (world.people[1], world.firms[1])
    linked = {each.model._meta.db_table for each in links() if not each.name.startswith(PAST)}
    for customer_id in gone:
        found = holders(customer_id)
        assert {"duplicates_key_fresh", "archive_search_entry", "quality_score", "quality_rule_check"} <= found
    assert linked <= set().union(*(holders(i) for i in gone)), "the world holds a row of every table"
    messages = Message.objects.count()
    mine = Request.objects.filter(customer_id__in=gone).count()
    erase(*gone)
    assert [holders(i) for i in gone] == [set(), set()]
    assert Message.objects.count() == messages - mine
    for customer_id in left:
        found = holders(customer_id)
        assert {"duplicates_key_fresh", "archive_search_entry", "verification_request", "quality_rule_check"} <= found


def test_a_group_of_one_is_no_group_and_one_of_three_becomes_one_of_two() -> None:
    people = [file_customer(None, name=name) for name in ("张伟", "张玮", "章伟", "王芳", "王方")]
    three = suspect(*people[:3])
    suspect(*people[3:])
    erase(people[0], people[3])
    assert dict(SuspectGroup.objects.values_list("id", "size")) == {three: 2}


def test_somebody_elses_contact_person_stays_and_leads_nowhere() -> None:
    cast = make_cast()
    firm, person = file_customer(cast.zhou, "organisation", name="云帆"), file_customer(cast.zhou, name="钱一")
    row = Contact.objects.create(customer_id=firm, name="钱经理", person_id=person)
    erase(person)
    row.refresh_from_db()
    assert (row.name, row.person_id) == ("钱经理", None)


def test_the_record_of_an_undone_merge_stays() -> None:
    cast = make_cast()
    one, other = file_customer(cast.lin, name="张伟"), file_customer(cast.lin, name="张玮")
    undo_merge(actor(cast.lin), merge(actor(cast.lin), one, [other]).id)
    erase(other)
    assert holders(other) == set()
    assert Customer.objects.filter(id=one).exists()


@pytest.fixture
def later() -> Iterator[type[models.Model]]:
    """A table of a room that comes later, entered into the register."""

    class Later(models.Model):
        customer = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")

        class Meta:
            app_label = "nowhere"
            db_table = "later"
            managed = False

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later (id bigint PRIMARY KEY, customer_id bigint NOT NULL)")
    try:
        yield Later
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE later")
        del Later._meta.apps.all_models["nowhere"]["later"]
        Later._meta.apps.clear_cache()


def test_a_table_registered_later_is_erased_too(later: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "_links", dict(register._links))
    link(later.customer, on_merge="recompute", on_erase="delete", in_dsar=False)
    one, other = (file_customer(None, name=name) for name in ("张伟", "王芳"))
    later.objects.create(id=1, customer_id=one)
    later.objects.create(id=2, customer_id=other)
    erase(one)
    assert list(later.objects.values_list("customer_id", flat=True)) == [other]


def test_what_the_law_keeps_stays(later: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "_links", dict(register._links))
    one, other = (file_customer(None, name=name) for name in ("张伟", "王芳"))
    link(later.customer, on_merge="recompute", on_erase="delete", in_dsar=False, retain=lambda i: i == other)
    later.objects.create(id=1, customer_id=one)
    later.objects.create(id=2, customer_id=other)
    erase(one, other)
    assert list(later.objects.values_list("customer_id", flat=True)) == [other]


def test_an_undone_import_leaves_nothing_of_whom_it_made() -> None:
    run = bring(COMMAND, table(PERSON, ("P1", "林晓", "13912345678", "lin@example.com", "教师")))
    made = Customer.objects.get(name="林晓").id
    assert {"archive_contact_point", "duplicates_key_fresh"} <= holders(made)
    take_back(COMMAND, run)
    assert holders(made) == set()
    with connections["keys"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM vault_subject_key WHERE subject_id = %s", [made])
        assert cursor.fetchone()[0] == 0
