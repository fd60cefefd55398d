"""Somebody was merged, stands alone again, and is erased: what the other's records keep of that time is gone with the key."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from kedang.archive import notes, parts
from kedang.archive.edit import change_values
from kedang.archive.load import load_content
from kedang.archive.models import Customer
from kedang.archive.removal import remove
from kedang.archive.tests.filing import file_customer
from kedang.cleaning.models import FixRow
from kedang.cleaning.tests.scene import Scene, change, counts, make_scene
from kedang.history.models import Event
from kedang.intake.models import ImportRun
from kedang.intake.tests.builders import PERSON, bring, table, take_back
from kedang.merging.kept import kept_record
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from kedang.vault import joint
from kedang.vault.keys import shred
from tests.attack import reads
from tests.people import actor, browser

pytestmark = pytest.mark.django_db
SOURCE = "暗号来源乙"
VALUES = {
    "name": "尉迟暗号",
    "mobile": "13900139777",
    "wechat": "wx_canary7",
    "email": "canary@example.org",
    "id_number": "330106199003078518",
    "birth_date": "1990-03-07",
    "address": "上海市浦东新区世纪大道7777号",
    "remark": "暗号说明",
    "某一列": "暗号栏",
    "source": SOURCE,
    "external_id": "暗号编号7",
}
NOTE, OTHER_NOTE = "暗号便条一", "暗号便条二"
CANARIES = {"尉迟暗号", "13900139777", "wx_canary7", "canary@example.org", "330106199003078518", "1990-03-07"} | {
    "7777号",
    "暗号说明",
    "暗号栏",
    "暗号来源乙",
    "暗号编号7",
    NOTE,
    OTHER_NOTE,
}


@dataclass(slots=True)
class Story:
    """`mine` held `theirs` for a time, in which everything was written that can be written; then they were separated."""

    scene: Scene
    mine: int
    theirs: int
    merge_id: int
    run: ImportRun
    fix: str

    def separate(self) -> None:
        undo_merge(actor(self.scene.cast.wang), self.merge_id)

    def erase(self) -> None:
        with transaction.atomic():
            remove([self.theirs])
        shred([self.theirs])


@pytest.fixture
def story() -> Story:
    scene = make_scene()
    wang = actor(scene.cast.wang)
    mine = file_customer(scene.cast.zhou, name="吴敏敏", mobile="13800138111", level="A", external_id="S-1")
    theirs = file_customer(scene.cast.zhou, **VALUES)
    written = [notes.write(wang, theirs, body=text) for text in (NOTE, OTHER_NOTE)]
    change_values(wang, mine, {"level": "B"})
    merge_id = merge(wang, mine, [theirs], choices={"name": theirs}).id
    change_values(wang, mine, {"level": "C", "name": "吴敏敏"})
    parts.add_point(wang, mine, parts.PointDraft(kind="mobile", value="13700137000"))
    notes.change(wang, mine, written[0], {"body": "改过"})
    notes.delete(wang, mine, written[1])
    run = bring(wang, table(PERSON, ("S-1", "吴敏敏", "13800138111", "", "律师")))
    fix = scene.prepare("source", changes=[change(SOURCE, "渠道甲")])["id"]
    for verb in ("apply", "undo"):
        assert counts(scene.act(verb, fix)) == {"changed" if verb == "apply" else "undone": 1}
    return Story(scene, mine, theirs, merge_id, run, fix)


def history(story: Story) -> list[dict[str, Any]]:
    answer = browser(story.scene.cast.wang).get(f"/api/customers/{story.mine}/history?limit=100")
    assert answer.status_code == 200, answer.content
    return list(answer.json()["events"])


def said(events: list[dict[str, Any]]) -> list[tuple[str, dict[str, tuple[Any, Any]]]]:
    return [(e["verb"], {f["code"]: (f["before"], f["after"]) for f in e["fields"]}) for e in events]


def newest(customer_id: int) -> Event:
    return Event.objects.filter(subject_id=customer_id, before__isnull=False).latest("id")


def named_in(event: Event) -> tuple[int, ...]:
    return joint.others_in(event.before or b"")


def test_while_they_are_one_everything_is_read_as_ever(story: Story) -> None:
    assert reads([story.mine, story.theirs], CANARIES).keys() == CANARIES
    told = json.dumps(history(story), ensure_ascii=False)
    assert [text for text in ("canary@example.org", "13900139777", "暗号说明", SOURCE) if text not in told] == []
    assert FixRow.objects.get(fix_id=int(story.fix), fate="undone").customer_id == story.mine


def test_the_others_key_opens_nothing_of_who_stands_alone_again(story: Story) -> None:
    story.separate()
    both = reads([story.mine, story.theirs], CANARIES)
    assert both.keys() == CANARIES
    assert all("history_event" in tables for tables in both.values()), "the control: with both keys it is all there"
    assert "cleaning_fix_row" in both[SOURCE]
    before = history(story)
    assert "canary@example.org" in json.dumps(before, ensure_ascii=False)
    story.erase()
    left = set(Customer.objects.values_list("id", flat=True))
    assert story.mine in left
    assert reads(left, CANARIES) == {}
    after = history(story)
    assert [(e["verb"], [f["code"] for f in e["fields"]]) for e in after] == [
        (e["verb"], [f["code"] for f in e["fields"]]) for e in before
    ], "what happened is told as before, without the values"
    told = said(after)
    assert [text for text in CANARIES if text in json.dumps(after, ensure_ascii=False)] == []
    assert ("customer.changed", {"level": (None, None), "name": (None, None)}) in told
    assert ("customer.changed", {"level": ("A", "B")}) in told, "its own history from before is whole"
    change_values(actor(story.scene.cast.wang), story.mine, {"level": "D"})
    assert said(history(story))[0] == ("customer.changed", {"level": ("C", "D")})


def test_a_key_that_is_gone_while_they_are_one_keeps_no_page_shut(story: Story) -> None:
    shred([story.theirs])
    assert "canary@example.org" not in json.dumps(history(story), ensure_ascii=False)
    change_values(actor(story.scene.cast.wang), story.mine, {"level": "D"})
    assert said(history(story))[0][1] == {"level": ("C", "D")}


def test_undoing_an_import_of_that_time_gives_nobody_the_others_values(story: Story) -> None:
    story.separate()
    wang, before = actor(story.scene.cast.wang), load_content(story.mine).signature()
    take_back(wang, story.run, also="all")
    assert load_content(story.mine).signature() == before
    story.erase()
    take_back(wang, story.run, also="all")
    assert load_content(story.mine).signature() == before


def test_a_fix_of_that_time_is_left_alone_and_says_nothing(story: Story) -> None:
    scene = story.scene
    fix = scene.prepare("source", changes=[change(SOURCE, "渠道甲")])["id"]
    scene.act("apply", fix)
    story.separate()
    assert [load_content(i).fields["source"] for i in (story.mine, story.theirs)] == ["渠道甲", SOURCE]
    kept = ("kept", "cleaning.changed_after")
    assert counts(scene.act("undo", fix)) == {"kept": 1}
    assert [row[1:] for row in scene.rows(fix)] == [(SOURCE, "渠道甲", *kept)]
    assert load_content(story.mine).fields["source"] == "渠道甲", "not the other's value once more"
    story.erase()
    assert counts(scene.act("undo", fix)) == {"kept": 1}
    assert [row[1:] for row in scene.rows(fix)] == [(None, None, *kept)]


def test_an_image_names_only_those_it_tells_of(story: Story) -> None:
    """The one of the merge itself is what the survivor said before, and needs nobody else's key."""
    story.separate()
    events = Event.objects.filter(subject_kind="customer", subject_id=story.mine, before__isnull=False).order_by("id")
    named = [(event.verb, named_in(event)) for event in events]
    assert named[:2] == [("customer.changed", ()), ("customer.merged", ())]
    assert {others for _, others in named[2:]} == {(story.theirs,)}
    assert {verb for verb, _ in named[2:]} == {
        "customer.changed",
        "note.changed",
        "note.deleted",
        "customer.unmerged",
    }
    change_values(actor(story.scene.cast.wang), story.mine, {"level": "D"})
    assert named_in(newest(story.mine)) == ()


def test_who_is_taken_out_of_a_chain_is_gone_from_all_above(story: Story) -> None:
    """`theirs` into `mine`, `mine` into a third, a fourth into the third; then the first is undone underneath and erased."""
    wang = actor(story.scene.cast.wang)
    third, fourth = (file_customer(story.scene.cast.zhou, name=name, level="A") for name in ("丙一", "丁一"))
    second = merge(wang, third, [story.mine], choices={"name": third, "level": third})
    change_values(wang, third, {"level": "E"})
    over = merge(wang, third, [fourth], choices={"name": third, "level": third})
    change_values(wang, third, {"level": "D"})
    assert named_in(newest(third)) == tuple(sorted([story.mine, story.theirs, fourth]))
    assert "canary@example.org" in kept_record(wang, over.id).model_dump_json()
    story.separate()
    assert "canary@example.org" not in kept_record(wang, over.id).model_dump_json()
    assert reads([story.mine, story.theirs, third, fourth], CANARIES).keys() == CANARIES
    story.erase()
    assert reads(set(Customer.objects.values_list("id", flat=True)), CANARIES) == {}
    assert "丙一" in kept_record(wang, over.id).model_dump_json()
    answer = browser(story.scene.cast.wang).get(f"/api/customers/{third}/history?limit=100")
    assert answer.status_code == 200, answer.content
    undo_merge(wang, second.id)
    assert load_content(story.mine).fields["level"] == "C"
    assert reads(set(Customer.objects.values_list("id", flat=True)), CANARIES) == {}
