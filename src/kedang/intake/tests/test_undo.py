"""An import is taken back: nothing of it stays, nothing of others' work goes."""

from dataclasses import replace

import pytest
from django.db import connection

from kedang.archive import edit
from kedang.archive.digest import archive_digest
from kedang.archive.models import Customer
from kedang.archive.numbering import serials_given
from kedang.history.models import Event
from kedang.intake import undo
from kedang.intake.tests.builders import COMMAND, LIN, PERSON, ZHOU, bring, counts, table, take_back
from kedang.kit.errors import DomainError
from kedang.vault.keys import keys_for
from tests.people import actor, make_cast

pytestmark = pytest.mark.django_db
EDITED = ("P1", "林晓晓", "13900009999", "new@example.com", "校长")


def everything() -> dict[str, int]:
    """Rows of every archive table, numbers, tags and groups apart."""
    tables = [t for t in connection.introspection.table_names() if t.startswith("archive_")]
    kept = {"archive_number_counter", "archive_number_pattern", "archive_tag", "archive_group"}
    found = {}
    for name in tables:
        if name in kept or name.startswith("archive_search_") or name == "archive_search":
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {name}")
            found[name] = cursor.fetchone()[0]
    return found


def test_what_was_made_goes_completely_and_its_numbers_stay_given() -> None:
    bring(COMMAND, table(PERSON, ZHOU))
    before, rows = archive_digest(COMMAND), everything()
    head = (*PERSON, "标签", "分组", "地址", "身份证号", "曾用名")
    run = bring(
        COMMAND,
        table(
            head,
            (*LIN, "老客户", "重点", "浙江省杭州市西湖区文三路 1 号", "330106198001011238", "林小"),
            (*ZHOU, "新", "", "", "", ""),
        ),
    )
    assert counts(run) == {"created": 1, "updated": 1}
    made = Customer.objects.get(name="林晓").id
    undone = take_back(COMMAND, run)
    assert undone.state == "undone"
    assert archive_digest(COMMAND) == before
    assert everything() == rows
    assert keys_for([made]) == {}
    assert serials_given() == 2
    again = bring(COMMAND, table(PERSON, LIN))
    assert counts(again) == {"created": 1}
    assert Customer.objects.get(name="林晓").number.endswith("000003")


def test_what_was_changed_gets_its_former_content_back() -> None:
    bring(COMMAND, table(PERSON, LIN, ZHOU))
    before = archive_digest(COMMAND)
    run = bring(COMMAND, table(PERSON, EDITED, ZHOU))
    assert counts(run) == {"updated": 1, "unchanged": 1}
    assert archive_digest(COMMAND) != before
    take_back(COMMAND, run)
    assert archive_digest(COMMAND) == before
    verbs = Event.objects.filter(subject_id=Customer.objects.get(name="林晓").id).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["customer.created", "customer.changed", "customer.reverted"]


def test_customers_changed_since_are_listed_and_kept_unless_chosen() -> None:
    cast = make_cast()
    wang = actor(cast.wang)
    bring(COMMAND, table(PERSON, LIN))
    run = bring(COMMAND, table(PERSON, EDITED, ZHOU, ("P3", "陈刚", "13700007777", "", "")))
    lin, zhou = (Customer.objects.get(name=name) for name in ("林晓晓", "周敏"))
    edit.change_values(wang, lin.id, {"occupation": "作家"})
    edit.change_values(wang, zhou.id, {"occupation": "歌手"})
    found = undo.outlook(wang, run.id)
    assert (found.created, found.updated) == (2, 1)
    assert {t.name for t in found.edited_since} == {"林晓晓", "周敏"}
    take_back(wang, run)
    assert set(Customer.objects.values_list("name", "occupation")) == {("林晓晓", "作家"), ("周敏", "歌手")}
    take_back(wang, run, also=[lin.id])
    assert set(Customer.objects.values_list("name", "occupation")) == {("林晓", "教师"), ("周敏", "歌手")}
    take_back(wang, run, also="all")
    assert set(Customer.objects.values_list("name", "occupation")) == {("林晓", "教师")}


def test_whoever_is_above_the_clearance_stays_as_they_are_and_is_not_counted() -> None:
    wang = actor(make_cast().wang)
    bring(COMMAND, table(PERSON, LIN))
    run = bring(COMMAND, table(PERSON, EDITED, ZHOU, ("P3", "陈刚", "13700007777", "", "")))
    ids = list(Customer.objects.order_by("id").values_list("id", flat=True))
    edit.change_values(wang, ids[0], {"occupation": "作家"})
    edit.change_values(wang, ids[1], {"occupation": "歌手"})
    Customer.objects.filter(id__in=ids[:2]).update(classification=1)
    found = undo.outlook(wang, run.id)
    assert (found.edited_since, found.edited_count) == ((), 0)
    take_back(wang, run, also=ids)
    take_back(wang, run, also="all")
    left = set(Customer.objects.values_list("name", "occupation"))
    assert left == {("林晓晓", "作家"), ("周敏", "歌手")}
    assert len(keys_for(ids)) == 2
    take_back(replace(wang, clearance=1), run, also="all")
    # The job asks what the person may by then, who still has no clearance.
    assert set(Customer.objects.values_list("name", "occupation")) == left
    take_back(COMMAND, run, also="all")
    assert set(Customer.objects.values_list("name", "occupation")) == {("林晓", "教师")}


def test_a_later_import_counts_as_a_change() -> None:
    first = bring(COMMAND, table(PERSON, LIN))
    bring(COMMAND, table(PERSON, EDITED))
    take_back(COMMAND, first)
    assert list(Customer.objects.values_list("name", flat=True)) == ["林晓晓"]


def test_killed_in_the_middle_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    bring(COMMAND, table(PERSON, LIN))
    before = archive_digest(COMMAND)
    people = [(f"Q{i}", f"林{chr(0x4E00 + i)}", f"139{i:08d}", "", "") for i in range(9)]
    run = bring(COMMAND, table(PERSON, EDITED, *people))
    monkeypatch.setattr(undo, "_PAGE", 3)
    real = undo.shred  # type: ignore[attr-defined]
    calls = 0

    class Killed(BaseException):
        pass

    def dying(ids: list[int]) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise Killed
        real(ids)

    with monkeypatch.context() as patch:
        patch.setattr(undo, "shred", dying)
        with pytest.raises(Killed):
            take_back(COMMAND, run)
    from kedang.intake.tests.builders import work
    from kedang.jobs.models import Job
    from kedang.kit.clock import now

    made = list(Event.objects.filter(run_id=run.id, verb="customer.created").values_list("subject_id", flat=True))
    Job.objects.filter(subject_id=run.id, state="running").update(lease_until=now())
    assert work(run.id).state == "undone"
    assert archive_digest(COMMAND) == before
    assert keys_for(made) == {}


def test_undoing_needs_the_right() -> None:
    cast = make_cast()
    zhou = actor(cast.zhou)
    run = bring(zhou, table(PERSON, LIN))
    with pytest.raises(DomainError) as refused:
        undo.undo(zhou, run.id)
    assert refused.value.code == "denied"
    assert Customer.objects.count() == 1
    with pytest.raises(DomainError) as hidden:
        undo.undo(actor(cast.lin), run.id)
    assert hidden.value.code == "not_found"
