"""Several customers become one: what it consists of, what leads to it, what is refused."""

import pytest

from kedang.archive import notes, relations, sharing
from kedang.archive.load import load_content
from kedang.archive.models import ContactPoint, Customer
from kedang.archive.relations import TieDraft
from kedang.archive.tests.filing import file_customer
from kedang.finding.search import search
from kedang.history.models import Event
from kedang.merging.merge import merge
from kedang.merging.tests import tables
from kedang.merging.undo import undo_merge
from tests.people import Cast, actor, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def numbers(text: str, cast: Cast) -> list[str]:
    return [hit.number for hit in search(actor(cast.wang), text).hits]


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
