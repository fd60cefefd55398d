"""Several customers become one: what it consists of, what leads to it, what is refused."""

import orjson
import pytest

from kedang.archive import notes, relations, sharing
from kedang.archive.edit import change_values
from kedang.archive.load import load_content
from kedang.archive.models import Contact, ContactPoint, Customer, ExternalId, Relation
from kedang.archive.relations import TieDraft
from kedang.archive.tests.filing import file_customer
from kedang.history.models import Event
from kedang.kit.errors import DomainError
from kedang.kit.modes import FieldModes, parse_modes
from kedang.merging.kept import kept_record, merges_of
from kedang.merging.merge import merge
from kedang.merging.tests import tables
from kedang.merging.undo import undo_merge
from kedang.merging.workbench import plan
from tests.people import Cast, acting, actor, browser, make_cast, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def numbers(text: str, cast: Cast) -> list[str]:
    answer = browser(cast.wang).get(f"/api/search?q={text}")
    return [hit["number"] for hit in answer.json()["hits"]]


def test_two_become_one_and_two_again(cast: Cast) -> None:
    lin = actor(cast.lin)
    a = file_customer(cast.lin, name="张伟", mobile="13800138000", external_id="CRM-1", level="A")
    b = file_customer(
        cast.zhou, name="张玮", mobile="13900139000", email="zw@example.com", external_id="ERP-9", tags="老客户"
    )
    other = file_customer(cast.lin, name="李娜")
    notes.write(lin, b, body="喜欢喝茶")
    relations.relate(lin, b, TieDraft(kind="household", other_id=other))
    sharing.share(actor(cast.zhou), b, user_id=cast.chen.id)
    former = Customer.objects.get(id=b).number
    before = tables.rows()

    made = merge(lin, a, [b])

    content = load_content(a)
    assert sorted(p.value for p in content.points if p.kind == "mobile") == ["+8613800138000", "+8613900139000"]
    assert {("", "CRM-1"), ("", "ERP-9")} == set(content.external_ids)
    assert content.fields["level"] == "A"
    assert [n.value for n in content.names if n.kind == "former_name"] != []
    assert len(content.tag_ids) == 1
    assert [t.other_id for t in relations.ties_of(lin, a)] == [other]
    assert numbers(former, cast) == [Customer.objects.get(id=a).number]
    assert not Customer.objects.visible_to(actor(cast.wang), trashed=None).filter(id=b).exists()
    assert ContactPoint.objects.filter(customer_id=b).count() == 2, "nothing of the loser is deleted"
    assert set(
        Event.objects.filter(subject_id=b, verb="customer.merged_away").values_list("subject_id", flat=True)
    ) == {b}

    undo_merge(lin, made.id)
    assert tables.differences(before, tables.rows()) == {}
    assert numbers(former, cast) == [former]


def test_clashes_are_refused_until_somebody_chooses(cast: Cast) -> None:
    lin = actor(cast.lin)
    a = file_customer(cast.lin, "organisation", name="杭州云帆科技有限公司", credit_code="91330106MA27X1AB2K")
    b = file_customer(cast.lin, "organisation", name="杭州云帆科技", credit_code="91310115MA1H7XXX1B")
    valid = {i.value for i in (*load_content(a).identifiers, *load_content(b).identifiers) if not i.reason}
    assert len(valid) == 2
    with unchanged(), pytest.raises(DomainError) as refusal:
        merge(lin, a, [b])
    assert refusal.value.code == "merge.clash"
    assert refusal.value.details["fields"] == ["credit_code"]
    merge(lin, a, [b], choices={"credit_code": b})
    assert [i.value for i in load_content(a).identifiers] == ["91310115MA1H7XXX1B"]
    assert [i.value for i in load_content(b).identifiers] == ["91310115MA1H7XXX1B"], "the kept record is untouched"


def test_newer_beats_older_and_a_person_beats_both(cast: Cast) -> None:
    lin = actor(cast.lin)
    a = file_customer(cast.lin, name="张伟", level="A", status="在谈")
    b = file_customer(cast.lin, name="张伟", level="B", status="成交")
    for customer_id, seconds in ((a, 100), (b, 200)):
        Customer.objects.filter(id=customer_id).update(provenance=f'{{"*": ["0", "1", {seconds}]}}')
    made = merge(lin, a, [b], choices={"status": a})
    content = load_content(a)
    assert (content.fields["level"], content.fields["status"]) == ("B", "在谈")
    assert made.fields == ("level",)
    stamps = orjson.loads(Customer.objects.get(id=a).provenance)
    assert (stamps["*"][2], stamps["level"][2]) == (100, 200), "what was taken over is as old as it was"


def test_who_may_not_merge(cast: Cast) -> None:
    a, b = file_customer(cast.lin, name="张伟"), file_customer(cast.zhou, name="张伟")
    far = file_customer(cast.chen, name="张伟")
    firm = file_customer(cast.lin, "organisation", name="云帆科技")
    shared = file_customer(cast.chen, name="张伟")
    sharing.share(actor(cast.chen), shared, user_id=cast.lin.id)
    refused = [
        (cast.zhou, a, [b], "denied"),
        (cast.lin, a, [far], "not_found"),
        (cast.lin, a, [shared], "denied"),
        (cast.lin, a, [firm], "merge.kinds"),
        (cast.lin, a, [a], "merge.too_few"),
        (cast.lin, a, [], "merge.too_few"),
        (cast.lin, a, list(range(1, 60)), "merge.too_many"),
        (cast.lin, a, [12345], "not_found"),
    ]
    for who, survivor, losers, code in refused:
        with unchanged(), pytest.raises(DomainError) as refusal:
            merge(actor(who), survivor, losers)
        assert refusal.value.code == code


def test_a_second_press_and_a_stale_page_are_refused_in_words(cast: Cast) -> None:
    lin = actor(cast.lin)
    a, b, c = (file_customer(cast.lin, name="张伟") for _ in range(3))
    change_values(lin, b, {"level": "A"})
    with unchanged(), pytest.raises(DomainError) as stale:
        merge(lin, a, [b], versions={a: 1, b: 1})
    assert stale.value.code == "stale"
    merge(lin, a, [b], versions={a: 1, b: 2})
    with unchanged(), pytest.raises(DomainError) as again:
        merge(lin, a, [b])
    assert again.value.code == "customer.merged"
    assert "已并入" in again.value.text()
    with unchanged(), pytest.raises(DomainError) as edited:
        change_values(lin, b, {"level": "C"})
    assert edited.value.code == "customer.merged"
    with unchanged(), pytest.raises(DomainError) as away:
        merge(lin, c, [b])
    assert away.value.details["into"] == str(a)


def test_hidden_fields_follow_the_rules_but_no_hand(cast: Cast) -> None:
    a = file_customer(cast.lin, name="张伟", id_number="11010519491231002X")
    b = file_customer(cast.lin, name="张伟", level="A")
    modes = parse_modes({"level": {"own": "read"}, "id_number": {"own": "hidden", "other": "hidden"}})
    reader = acting(cast.lin, modes=FieldModes((modes,)))
    with unchanged(), pytest.raises(DomainError) as locked:
        merge(reader, a, [b], choices={"level": b})
    assert locked.value.code == "field.locked"
    planned = plan(reader, [b, a], survivor_id=b)
    assert "11010519491231002X" not in planned.model_dump_json()
    merge(reader, b, [a])
    assert [i.value for i in load_content(b).identifiers] == ["11010519491231002X"]


def test_rows_that_would_be_double_or_tie_to_itself_stay_behind(cast: Cast) -> None:
    lin = actor(cast.lin)
    a, b, other = (file_customer(cast.lin, name=name) for name in ("张伟", "张玮", "李娜"))
    relations.relate(lin, a, TieDraft(kind="partner", other_id=other))
    relations.relate(lin, other, TieDraft(kind="partner", other_id=b))
    relations.relate(lin, a, TieDraft(kind="household", other_id=b))
    for customer_id in (a, b):
        sharing.share(lin, customer_id, user_id=cast.chen.id, level="read")
    before = tables.rows()
    made = merge(lin, a, [b])
    assert [(t.kind.code, t.other_id) for t in relations.ties_of(lin, a)] == [("partner", other)]
    assert [t.other_id for t in relations.ties_of(lin, other)] == [a]
    assert Relation.objects.count() == 3
    undo_merge(lin, made.id)
    assert tables.differences(before, tables.rows()) == {}


def test_contacts_point_to_the_survivor(cast: Cast) -> None:
    lin = actor(cast.lin)
    firm = file_customer(cast.lin, "organisation", name="云帆科技", contact_name="张伟")
    a, b = file_customer(cast.lin, name="张伟"), file_customer(cast.lin, name="张玮")
    Contact.objects.filter(customer_id=firm).update(person_id=b)
    made = merge(lin, a, [b])
    assert Contact.objects.get(customer_id=firm).person_id == a
    undo_merge(lin, made.id)
    assert Contact.objects.get(customer_id=firm).person_id == b


def test_old_addresses_lead_to_the_survivor_for_those_who_see_it(cast: Cast) -> None:
    lin = actor(cast.lin)
    a, b, c = (file_customer(cast.lin, name="张伟", external_id=f"CRM-{n}") for n in range(3))
    merge(lin, a, [b])
    merge(lin, c, [a])
    page = browser(cast.lin).get(f"/api/customers/{b}").json()
    assert (page["id"], page["merged_from"]["number"]) == (str(c), Customer.objects.get(id=b).number)
    stranger = browser(cast.chen)
    there, nowhere = stranger.get(f"/api/customers/{b}"), stranger.get("/api/customers/999")
    assert there.status_code == nowhere.status_code == 404
    assert there.json()["error"]["message"] == nowhere.json()["error"]["message"]
    for customer_id in (a, b):
        assert numbers(Customer.objects.get(id=customer_id).number, cast) == [Customer.objects.get(id=c).number]
    assert set(ExternalId.objects.values_list("customer_id", flat=True)) == {c}
    wang = browser(cast.wang)
    assert wang.get("/api/customers?trashed=true").json()["count"]["value"] == 0
    assert wang.get("/api/customers").json()["count"]["value"] == 1
    assert wang.get("/api/customers/count?trashed=true").json()["value"] == 0
    assert send(wang, "POST", f"/customers/{b}/restore").status_code == 409


def test_the_kept_record_reads_what_lost(cast: Cast) -> None:
    lin = actor(cast.lin)
    a = file_customer(cast.lin, name="张伟", birth_date="1980-01-01")
    b = file_customer(cast.lin, name="张玮", birth_date="1990-02-02")
    made = merge(lin, a, [b], choices={"birth_date": a})
    lines = {line.code: [cell.value for cell in line.cells] for line in kept_record(lin, made.id).lines}
    assert lines["birth_date"] == ["1980-01-01", "1990-02-02"]
    assert lines["name"] == ["张伟", "张玮"]
    told = merges_of(lin, a).merges
    assert [(m.standing, [p.number for p in m.losers]) for m in told] == [(True, [Customer.objects.get(id=b).number])]
    with pytest.raises(DomainError) as refusal:
        kept_record(actor(cast.chen), made.id)
    assert refusal.value.code == "not_found"
    undo_merge(lin, made.id)
    with pytest.raises(DomainError) as undone:
        kept_record(lin, made.id)
    assert undone.value.code == "merge.undone"
