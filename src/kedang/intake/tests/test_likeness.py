"""Rows that look like somebody: listed or held as chosen, in the archive and within the file, counted once, and taken back."""

import pytest
from django.db import connection

from kedang.archive.digest import archive_digest
from kedang.archive.models import Customer
from kedang.duplicates.models import MatchEntry, SuspectGroup, SuspectMember
from kedang.intake import lifecycle
from kedang.intake.fates import CHECK, LIKELY, read_batches
from kedang.intake.models import ImportRun
from kedang.intake.runs import fates_of, run_counts
from kedang.intake.tests.builders import bring, counts, fates, stage, table, take_back, work
from kedang.kit.actor import system_actor
from tests.people import Cast, actor, make_cast

pytestmark = pytest.mark.django_db
HEADER = ("姓名", "手机", "地址")
DOOR = "浙江省杭州市西湖区文三路138号3幢501室"
OLD = ("张玮", "13812345678", DOOR)
LIKE_OLD = ("张伟", "13812345678", "")
NEW = ("刘洋", "15912340000", "")
LIKE_NEW = ("刘扬", "15912340000", "")
OTHER = ("陈静", "13600001111", "")


@pytest.fixture
def cast() -> Cast:
    """Everybody, and one customer of 林."""
    made = make_cast()
    bring(actor(made.lin), table(HEADER, OLD), kind="person")
    return made


FILE = table(HEADER, LIKE_OLD, NEW, LIKE_NEW, OTHER)


def test_look_alikes_are_filed_and_listed(cast: Cast) -> None:
    run = bring(actor(cast.lin), FILE, kind="person")
    assert counts(run) == {"created": 4}
    assert [fate.reason for fate in fates(run)] == ["suspect.certain", "", "suspect.certain", ""]
    assert run_counts(run) == dict.fromkeys(("updated", "unchanged", "duplicate", "refused", "skipped_layout"), 0) | {
        "rows": 4,
        "created": 4,
        "suspected": 2,
    }
    names = dict(Customer.objects.values_list("id", "name"))
    groups = [
        {names[i] for i in SuspectMember.objects.filter(group=group).values_list("customer_id", flat=True)}
        for group in SuspectGroup.objects.order_by("id")
    ]
    assert groups == [{"张玮", "张伟"}, {"刘洋", "刘扬"}]
    listed = fates_of(actor(cast.lin), run.id, fate=LIKELY).fates
    assert [fate.name for fate in listed] == ["张伟", "刘扬"]


def test_very_likely_ones_are_held_when_that_was_chosen(cast: Cast) -> None:
    run = bring(actor(cast.lin), FILE, kind="person", fuzzy="hold")
    assert counts(run) == {"created": 2, "duplicate": 2}
    held = [fate for fate in fates(run) if fate.fate == "duplicate"]
    old = Customer.objects.get(name="张玮")
    assert [(fate.reason, fate.number) for fate in held] == [
        ("duplicate.likely", old.number),
        ("duplicate.likely_in_file", ""),
    ]
    assert SuspectGroup.objects.count() == 0
    assert Customer.objects.count() == 3


def test_nobody_is_looked_for_when_it_is_off(cast: Cast) -> None:
    run = bring(actor(cast.lin), FILE, kind="person", fuzzy="off")
    assert (counts(run), run.suspected, SuspectGroup.objects.count()) == ({"created": 4}, 0, 0)


def test_of_somebody_beyond_reach_no_number_is_told(cast: Cast) -> None:
    run = bring(actor(cast.chen), FILE, kind="person", fuzzy="hold")
    (held, *_) = [fate for fate in fates(run) if fate.fate == "duplicate"]
    assert (held.reason, held.number, held.customer_id) == ("duplicate.likely", "", 0)


@pytest.mark.parametrize("fuzzy", ["list", "hold"])
def test_the_dry_run_says_what_filing_does(cast: Cast, fuzzy: str) -> None:
    run = stage(actor(cast.lin), FILE, kind="person", fuzzy=fuzzy)
    lifecycle.check(actor(cast.lin), run.id)
    checked = work(run.id)
    foreseen, likely = [(f.fate, f.reason) for f in fates(checked, CHECK)], run_counts(checked)
    assert (Customer.objects.count(), MatchEntry.objects.count(), SuspectGroup.objects.count()) == (1, 1, 0)
    lifecycle.commit(actor(cast.lin), run.id)
    done = work(run.id)
    assert [(f.fate, f.reason) for f in fates(done)] == foreseen
    assert run_counts(done) == likely


def test_small_batches_see_the_same(cast: Cast) -> None:
    """What a later batch meets is the same, whether the row before it is remembered or was entered before a crash."""
    run = stage(actor(cast.lin), FILE, kind="person")
    lifecycle.commit(actor(cast.lin), run.id)
    ImportRun.objects.filter(id=run.id).update(batch_rows=1)
    assert [fate.reason for fate in fates(work(run.id))] == ["suspect.certain", "", "suspect.certain", ""]


def test_undoing_takes_the_suspicions_and_the_keys_back(cast: Cast) -> None:
    before, keys = archive_digest(system_actor("command")), rows_of("duplicates_key_fresh")
    run = bring(actor(cast.lin), FILE, kind="person")
    assert rows_of("duplicates_key_fresh") > keys
    assert take_back(actor(cast.lin), run).state == "undone"
    assert archive_digest(system_actor("command")) == before
    assert rows_of("duplicates_key_fresh") == keys
    assert (MatchEntry.objects.count(), SuspectGroup.objects.count(), SuspectMember.objects.count()) == (1, 0, 0)


def rows_of(name: str) -> int:
    """How many rows a table has."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {name}")
        return int(cursor.fetchone()[0])


def test_a_large_file_is_not_compared_unless_somebody_says_so(cast: Cast) -> None:
    run = stage(actor(cast.lin), FILE, kind="person")
    ImportRun.objects.filter(id=run.id).update(total=50_001)
    lifecycle.commit(actor(cast.lin), run.id)
    assert ImportRun.objects.get(id=run.id).fuzzy == "off"
    assert list(read_batches(lifecycle.run_key(run), run.id, CHECK)) == []
