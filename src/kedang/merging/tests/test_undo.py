"""Undoing at any later time: what came since is asked for, and nothing of it is lost."""

import orjson
import pytest

from kedang.archive import customers, notes, parts, relations, tags
from kedang.archive.edit import change_values
from kedang.archive.load import load_content
from kedang.archive.models import Customer, Note, Tag
from kedang.archive.tests.filing import file_customer
from kedang.history.models import Event
from kedang.kit.errors import DomainError
from kedang.merging import telling
from kedang.merging.kept import merges_of, undo_outlook
from kedang.merging.merge import merge
from kedang.merging.tests import tables
from kedang.merging.undo import undo_merge
from kedang.vault.keys import key_for, shred
from tests.people import Cast, actor, make_cast
from tests.state import unchanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def mobiles(customer_id: int) -> list[str]:
    return sorted(p.value[-4:] for p in load_content(customer_id).points if p.kind == "mobile")


def body(note: Note) -> str:
    return key_for(note.customer_id).open_padded(note.body_enc, table="note", column="body", row_id=note.id)


def test_what_came_since_stays_or_goes_where_somebody_says(cast: Cast) -> None:
    lin = actor(cast.lin)
    a = file_customer(cast.lin, name="张伟", mobile="13800138000", level="A")
    b = file_customer(cast.lin, name="张玮", mobile="13900139000")
    notes.write(lin, b, body="旧备注")
    made = merge(lin, a, [b])
    parts.add_point(lin, a, parts.PointDraft(kind="mobile", value="13700137000"))
    parts.add_point(lin, a, parts.PointDraft(kind="mobile", value="15012345678"))
    change_values(lin, a, {"level": "B"})
    notes.write(lin, a, body="新备注")
    notes.write(lin, a, body="归乙的备注")
    with unchanged():
        asked = undo_outlook(lin, made.id)
    keys = {(item.label, item.now): item for item in asked.since}
    assert {home.home for home in asked.since} == {str(a)}
    assert [item.was for item in asked.since if item.label == "等级"] == ["A"]
    given = next(item.key for (_, now), item in keys.items() if (now and "1234" in now) or (now and "15" in now))
    rows = [item.key for item in asked.since if item.label == "备注"]
    assert [item.now for item in asked.since if item.label == "备注"] == ["新备注", "归乙的备注"]
    undo_merge(lin, made.id, places={given: b, rows[1]: b}, version=asked.version)
    assert (mobiles(a), mobiles(b)) == (["7000", "8000"], ["5678", "9000"])
    assert load_content(a).fields["level"] == "B"
    assert "level" not in load_content(b).fields
    said = {body(note): note.customer_id for note in Note.objects.all()}
    assert said == {"旧备注": b, "新备注": a, "归乙的备注": b}


def test_an_edit_of_a_value_that_came_with_a_loser_goes_back_with_it(cast: Cast) -> None:
    lin = actor(cast.lin)
    a = file_customer(cast.lin, name="张伟", mobile="13800138000")
    b = file_customer(cast.lin, name="张玮", mobile="13900139000")
    made = merge(lin, a, [b])
    point = next(p for p in load_content(a).points if p.value.endswith("9000"))
    parts.change_point(lin, a, point.id, {"label": "家里"})
    undo_merge(lin, made.id)
    assert mobiles(a) == ["8000"]
    assert [p.label for p in load_content(b).points] == ["家里"]


def test_an_edited_note_goes_back_with_its_edit(cast: Cast) -> None:
    lin = actor(cast.lin)
    a, b = file_customer(cast.lin, name="张伟"), file_customer(cast.lin, name="张玮")
    note = notes.write(lin, b, body="旧")
    made = merge(lin, a, [b])
    notes.change(lin, a, note, {"body": "改过"})
    undo_merge(lin, made.id)
    row = Note.objects.get(id=note)
    assert (row.customer_id, body(row)) == (b, "改过")


def test_a_chain_is_undone_from_below_and_keeps_later_edits(cast: Cast) -> None:
    """B into A, A into C, an edit on C; then only the first merge is undone."""
    lin = actor(cast.lin)
    a = file_customer(cast.lin, name="张伟", mobile="13800138000")
    b = file_customer(cast.lin, name="张玮", mobile="13900139000", external_id="B-1")
    c = file_customer(cast.lin, name="章伟", mobile="13700137000")
    before = tables.rows()
    first = merge(lin, a, [b])
    second = merge(lin, c, [a])
    assert mobiles(c) == ["7000", "8000", "9000"]
    parts.add_point(lin, c, parts.PointDraft(kind="email", value="c@example.com"))
    change_values(lin, c, {"level": "B"})
    assert undo_outlook(lin, first.id).again == 1
    undo_merge(lin, first.id)
    assert (mobiles(c), mobiles(b)) == (["7000", "8000"], ["9000"])
    assert Customer.objects.get(id=a).survivor_id == c
    assert load_content(c).fields["level"] == "B"
    assert [p.value for p in load_content(c).points if p.kind == "email"] == ["c@example.com"]
    assert load_content(b).external_ids == [("", "B-1")]
    told = Event.objects.filter(verb="customer.unmerged").values_list("subject_id", flat=True)
    assert sorted(told) == sorted([a, b, c])
    change_values(lin, c, {"level": None, "email": []})
    undo_merge(lin, second.id)
    assert set(tables.differences(before, tables.rows())) <= {"archive_customer"}, "only where the level came from"


def test_overlapping_merges_are_undone_in_the_order_they_were_made(cast: Cast) -> None:
    lin = actor(cast.lin)
    a, b, c = (
        file_customer(cast.lin, name=n, mobile=m)
        for n, m in (("甲", "13800138000"), ("乙", "13900139000"), ("丙", "13700137000"))
    )
    before = tables.rows()
    first, second = merge(lin, a, [b]), merge(lin, a, [c])
    undo_merge(lin, first.id)
    assert (mobiles(a), mobiles(b)) == (["7000", "8000"], ["9000"])
    undo_merge(lin, second.id)
    assert tables.differences(before, tables.rows()) == {}
    again = merge(lin, b, [a, c])
    undo_merge(lin, again.id)
    assert tables.differences(before, tables.rows()) == {}


def test_what_cannot_be_undone_is_refused_in_words(cast: Cast) -> None:
    lin = actor(cast.lin)
    a, b, c, d = (file_customer(cast.lin, name="张伟") for _ in range(4))
    made, other = merge(lin, a, [b]), merge(lin, c, [d])
    with unchanged(), pytest.raises(DomainError) as refusal:
        undo_merge(actor(cast.zhou), made.id)
    assert refusal.value.code == "denied"
    with unchanged(), pytest.raises(DomainError) as refusal:
        undo_merge(actor(cast.chen), made.id)
    assert refusal.value.code == "not_found"
    with unchanged(), pytest.raises(DomainError) as refusal:
        undo_merge(lin, made.id, version=1)
    assert refusal.value.code == "stale"
    with unchanged(), pytest.raises(DomainError) as refusal:
        undo_merge(lin, made.id, places={"x": c})
    assert refusal.value.code == "merge.place"
    customers.trash(lin, a)
    with unchanged(), pytest.raises(DomainError) as refusal:
        undo_merge(lin, made.id)
    assert refusal.value.code == "merge.in_trash"
    customers.restore(lin, a)
    undo_merge(lin, made.id)
    with unchanged(), pytest.raises(DomainError) as refusal:
        undo_merge(lin, made.id)
    assert refusal.value.code == "merge.undone"
    shred([d])
    with unchanged(), pytest.raises(DomainError) as refusal:
        undo_merge(lin, other.id)
    assert refusal.value.code == "merge.erased"


def test_tags_and_groups_that_changed_since_do_not_come_back_wrongly(cast: Cast) -> None:
    lin, wang = actor(cast.lin), actor(cast.wang)
    a = file_customer(cast.lin, name="张伟", tags="老客户", groups="华东")
    b = file_customer(cast.lin, name="张玮", tags=["重点", "旧标签"])
    words = dict(Tag.objects.values_list("name", "id"))
    made = merge(lin, a, [b])
    tags.merge(wang, words["重点"], into=words["老客户"])
    tags.delete(wang, words["旧标签"])
    undo_merge(lin, made.id)
    assert load_content(a).tag_ids == [words["老客户"]]
    assert load_content(b).tag_ids == [words["老客户"]]


def test_a_bystander_beyond_reach_keeps_what_is_its_own_and_is_not_told_of(cast: Cast) -> None:
    """A tie of the loser names somebody of another region, who merged later: that merge is only made again underneath."""
    lin, chen = actor(cast.lin), actor(cast.chen)
    a, b = file_customer(cast.lin, name="张伟"), file_customer(cast.lin, name="张玮")
    far, twin = file_customer(cast.chen, name="陆远航"), file_customer(cast.chen, name="陆远行")
    relations.relate(actor(cast.wang), b, relations.TieDraft(kind="household", other_id=far))
    made, theirs = merge(lin, a, [b]), merge(chen, far, [twin])
    change_values(chen, far, {"mobile": ["13711112222"]})
    note = notes.write(chen, far, body="南区的备注")
    asked = undo_outlook(lin, made.id)
    assert ([item.key for item in asked.since], asked.again) == ([], 1)
    point = next(p.id for p in load_content(far).points)
    for key in (f"{theirs.id}:points:{point}", f"{theirs.id}:row:archive_note.customer_id:{note}", f"{made.id}:x"):
        with unchanged(), pytest.raises(DomainError) as refusal:
            undo_merge(lin, made.id, places={key: b})
        assert refusal.value.code == "merge.place"
    undo_merge(lin, made.id)
    assert (mobiles(far), mobiles(a), mobiles(b)) == (["2222"], [], [])
    assert Note.objects.get(id=note).customer_id == far
    assert Customer.objects.get(id=twin).survivor_id == far
    told = Event.objects.filter(verb="customer.rejoined", actor_id=lin.id).values_list("subject_id", flat=True)
    assert sorted(told) == sorted([far, twin]), "whoever was touched has it in the own history"


def test_a_bystander_who_was_classified_since_stays_so(cast: Cast) -> None:
    """Whoever undoes a merge of ordinary customers does not see them, and lowers nothing."""
    lin, chen = actor(cast.lin), actor(cast.chen)
    a, b = file_customer(cast.lin, name="张伟"), file_customer(cast.lin, name="张玮")
    far, twin = file_customer(cast.chen, name="陆远航"), file_customer(cast.chen, name="陆远行")
    relations.relate(actor(cast.wang), b, relations.TieDraft(kind="household", other_id=far))
    made, _ = merge(lin, a, [b]), merge(chen, far, [twin])
    Customer.objects.filter(id=far).update(classification=3)
    undo_merge(lin, made.id)
    assert dict(Customer.objects.values_list("id", "classification")) == {a: None, b: None, far: 3, twin: None}


def test_what_came_in_between_is_read_as_whom_it_stands_on(cast: Cast) -> None:
    """What was written on somebody who was merged later is masked as theirs, though the holder is one's own."""
    lin = actor(cast.lin)
    a, b = file_customer(cast.zhou, name="张伟"), file_customer(cast.zhou, name="张玮")
    c = file_customer(cast.lin, name="章伟")
    made = merge(lin, a, [b])
    parts.add_point(actor(cast.zhou), a, parts.PointDraft(kind="mobile", value="13700137000"))
    merge(lin, c, [a])
    parts.add_point(lin, c, parts.PointDraft(kind="mobile", value="15012345678"))
    said = undo_outlook(lin, made.id).model_dump_json()
    assert "13700137000" not in said
    assert said.count("5678") == 1


def test_after_an_undo_nobody_beyond_sight_is_named(cast: Cast) -> None:
    """While they are one, the number of who was merged away leads to the survivor; afterwards it is the other's own again."""
    a, b = file_customer(cast.zhou, name="张伟"), file_customer(cast.lin, name="张玮")
    made = merge(actor(cast.lin), a, [b])
    own = Customer.objects.get(id=b).number
    events = Event.objects.filter(verb="customer.merged", subject_id=a).values_list("details", flat=True)
    details = orjson.loads(events.get())
    (told,) = merges_of(actor(cast.zhou), a).merges
    assert ([p.number for p in told.losers], telling.told(actor(cast.zhou), details)["from"]) == ([own], [own])
    undo_merge(actor(cast.lin), made.id)
    (told,) = merges_of(actor(cast.zhou), a).merges
    assert told.losers == []
    assert told.survivor.id == str(a)
    assert "from" not in telling.told(actor(cast.zhou), details)
    assert [p.number for p in merges_of(actor(cast.lin), a).merges[0].losers] == [own]
