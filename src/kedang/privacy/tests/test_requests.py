"""Requests about personal data: the clock, who asks, refusals with reasons, and a copy in which nothing is missing."""

from io import BytesIO

import pypdf
import pytest

from kedang.archive.links import links
from kedang.archive.notes import write as write_note
from kedang.archive.relations import TieDraft
from kedang.archive.relations import relate as tie
from kedang.archive.tests.filing import file_customer
from kedang.history.models import ReadEvent
from kedang.privacy import gathering
from kedang.privacy.models import Request
from kedang.privacy.tests.scene import ID_NUMBER, Scene, make_scene
from tests.people import actor, code
from tests.state import unchanged

pytestmark = pytest.mark.django_db
ACCESS = {"kind": "access", "channel": "phone", "words": "我想知道你们有我的什么"}


def identified(scene: Scene) -> str:
    """A request of somebody who is known."""
    asked = scene.made(scene.steward, "/data-requests", ACCESS)
    path = f"/data-requests/{asked}/identify"
    assert scene.of(scene.steward, "POST", path, {"how": "document", "version": 1}).status_code == 204
    return asked


def test_the_clock_counts_working_days() -> None:
    scene = make_scene()
    # From 9 October 2026, a Friday, on: weekends do not count, but the Saturday after is worked in exchange for a holiday.
    scene.made(scene.steward, "/data-requests", {**ACCESS, "received_on": "2026-10-09"})
    assert str(Request.objects.get().due_on) == "2026-10-29"
    listed = scene.ask(scene.steward, "GET", "/privacy/requests").json()["rows"]
    assert [(row["customer"], row["overdue"], row["state"]) for row in listed] == [("张伟", True, "open")]
    future = scene.of(scene.steward, "POST", "/data-requests", {**ACCESS, "received_on": "2099-01-01"})
    assert (future.status_code, code(future)) == (422, "privacy.request_day")


def test_it_is_seen_who_asks_before_anything_is_done() -> None:
    scene = make_scene()
    asked = scene.made(scene.steward, "/data-requests", ACCESS)
    path = f"/data-requests/{asked}"
    with unchanged():
        early = scene.of(scene.steward, "POST", f"{path}/answer", {"words": "已办", "version": 1})
        copy = scene.of(scene.steward, "GET", f"{path}/copy.json")
    assert (code(early), code(copy)) == ("privacy.not_identified", "privacy.no_copy_asked")
    scene.of(scene.steward, "POST", f"{path}/identify", {"how": "in_person", "version": 1})
    assert scene.of(scene.steward, "POST", f"{path}/answer", {"words": "已寄出副本", "version": 2}).status_code == 204
    (shown,) = scene.seen(scene.steward)["requests"]
    assert (shown["state"], shown["answer"], shown["identified_by"]) == ("done", "已寄出副本", "管数据")
    again = scene.of(scene.steward, "POST", f"{path}/answer", {"words": "再办", "version": 3})
    assert (again.status_code, code(again)) == (409, "privacy.request_closed")


def test_a_refusal_says_why() -> None:
    scene = make_scene()
    path = f"/data-requests/{identified(scene)}/refuse"
    with unchanged():
        bare = scene.of(scene.steward, "POST", path, {"reason": "excessive", "words": "", "version": 2})
    assert (bare.status_code, code(bare)) == (422, "privacy.request_words")
    assert (
        scene.of(scene.steward, "POST", path, {"reason": "excessive", "words": "本月第九次", "version": 2}).status_code
        == 204
    )
    assert Request.objects.get().reason == "excessive"


def test_the_copy_holds_everything_and_nobody_else() -> None:
    scene = make_scene(remark="喜欢喝茶", address="浙江省杭州市西湖区文三路1号")
    write_note(actor(scene.cast.zhou), scene.zhang, body="上次谈到搬家")
    friend = file_customer(scene.cast.zhou, name="第三人王五")
    tie(actor(scene.cast.zhou), scene.zhang, TieDraft(other_id=friend, kind="household"))
    asked = identified(scene)
    answer = scene.of(scene.steward, "GET", f"/data-requests/{asked}/copy.json")
    assert answer.status_code == 200
    text = answer.content.decode()
    for said in (ID_NUMBER, "喜欢喝茶", "文三路", "上次谈到搬家", "营销", "我想知道你们有我的什么"):
        assert said in text, said
    assert "第三人王五" not in text
    assert str(friend) not in text
    kinds = {each["kind"] for each in answer.json()["records"]}
    shown = {link.model._meta.db_table for link in links() if link.in_dsar}
    assert shown - kinds == gathering.CONTENT & shown, "every table of a request is there, or told by the profile"
    assert ReadEvent.objects.filter(verb="privacy.copy_handed_out", customer_id=scene.zhang).exists()


def test_every_withheld_column_has_a_reason() -> None:
    told = {code for code, _, _ in gathering.LEFT_OUT}
    columns = [field for link in links() if link.in_dsar for field in link.model._meta.concrete_fields]
    assert {gathering.withheld(field) for field in columns} - {""} <= told


def test_the_copy_can_be_read_on_paper() -> None:
    scene = make_scene()
    paper = scene.of(scene.steward, "GET", f"/data-requests/{identified(scene)}/copy.pdf")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(paper.content)).pages)
    for said in ("个人信息副本", "张伟", ID_NUMBER, "营销"):
        assert said in text


def test_who_does_not_handle_requests_gets_no_copy() -> None:
    scene = make_scene()
    path = f"/data-requests/{identified(scene)}/copy.json"
    with unchanged():
        assert scene.of(scene.cast.zhou, "GET", path).status_code == 403
        assert scene.of(scene.cast.chen, "GET", path).status_code == 404


def test_the_register_goes_out_as_a_sheet() -> None:
    scene = make_scene()
    sheet = scene.ask(scene.cast.wang, "GET", "/privacy/register.csv").content.decode("utf-8-sig")
    assert sheet.splitlines()[1] == "营销,本人同意,手机,24,,,,"
