"""An erasure from proposal to certificate: two people, a rule, and nothing left."""

import sqlite3
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.db import DatabaseError, connection, connections, transaction

from kedang.archive.models import Customer, SearchEntry
from kedang.archive.notes import write as write_note
from kedang.archive.tests.filing import file_customer
from kedang.finding.conditions import today
from kedang.history.models import Event, ReadEvent
from kedang.merging.merge import merge
from kedang.privacy import erasing, forgetting, ledger, obstacles
from kedang.privacy.models import Comeback, Erased, Erasure, Mark, Request
from kedang.privacy.obstacles import Obstacle
from kedang.privacy.tests.scene import ID_NUMBER, MOBILE, Scene, make_scene
from tests.people import actor, code
from tests.state import unchanged

DELETE = {"kind": "delete", "channel": "phone", "words": "请删除我的信息"}


def proposed(scene: Scene) -> str:
    """A request to delete, identified, and the proposal that follows."""
    asked = scene.made(scene.steward, "/data-requests", DELETE)
    assert (
        scene.of(
            scene.steward, "POST", f"/data-requests/{asked}/identify", {"how": "document", "version": 1}
        ).status_code
        == 204
    )
    return scene.made(scene.steward, "/erasures", {"reason": "asked_for", "request_id": asked})


def confirm(scene: Scene, erasure: str, user: Any = None, version: int = 1) -> Any:
    """Somebody confirms."""
    return scene.ask(user or scene.cast.wang, "POST", f"/privacy/erasures/{erasure}/confirm", {"version": version})


def keys_left(*customer_ids: int) -> int:
    """How many of them still have a key."""
    with connections["keys"].cursor() as cursor:
        marks = ",".join(["%s"] * len(customer_ids))
        cursor.execute(f"SELECT count(*) FROM vault_subject_key WHERE subject_id IN ({marks})", list(customer_ids))
        return int(cursor.fetchone()[0])


@pytest.fixture
def kept_until(monkeypatch: pytest.MonkeyPatch) -> list[Obstacle]:
    """What stands against every erasure; a test puts something in."""
    found: list[Obstacle] = []
    monkeypatch.setattr(obstacles, "_keepers", [lambda ids: iter(found)])
    return found


@pytest.mark.django_db(transaction=True)
def test_nobody_erases_alone_and_the_customer_is_gone() -> None:
    scene = make_scene()
    erasure = proposed(scene)
    with unchanged():
        alone = confirm(scene, erasure, scene.steward)
        stale = confirm(scene, erasure, version=7)
    assert (alone.status_code, stale.status_code, code(stale)) == (403, 409, "stale")
    done = confirm(scene, erasure)
    assert (done.status_code, done.json()) == (200, {"state": "erased"})
    assert not Customer.objects.filter(id=scene.zhang).exists()
    assert keys_left(scene.zhang) == 0
    row = Erasure.objects.get()
    assert (row.customer_id, row.state, row.cleared_at is not None) == (None, "erased", True)
    asked = Request.objects.get()
    assert (asked.customer_id, asked.state) == (None, "done")
    assert list(Erased.objects.values_list("subject_id", flat=True)) == [scene.zhang]
    again = confirm(scene, erasure, version=2)
    assert (again.status_code, code(again)) == (409, "privacy.erasure_decided")


@pytest.mark.django_db
def test_who_proposed_does_not_confirm_unless_the_house_is_small() -> None:
    scene = make_scene()
    erasure = scene.made(scene.cast.wang, "/erasures", {"reason": "purpose_over"})
    with unchanged():
        own = confirm(scene, erasure)
    assert (own.status_code, code(own)) == (403, "privacy.four_eyes")
    small = {"answer_days": 15, "four_eyes": False, "invoice_years": 10}
    assert scene.ask(scene.cast.wang, "PUT", "/privacy/policy", small).status_code == 204
    assert confirm(scene, erasure).json() == {"state": "erased"}


@pytest.mark.django_db
def test_who_asked_is_identified_first() -> None:
    scene = make_scene()
    asked = scene.made(scene.steward, "/data-requests", DELETE)
    with unchanged():
        early = scene.of(scene.steward, "POST", "/erasures", {"reason": "asked_for", "request_id": asked})
        member = scene.of(scene.cast.zhou, "POST", "/erasures", {"reason": "asked_for"})
        stranger = scene.of(scene.cast.chen, "POST", "/erasures", {"reason": "asked_for"})
    assert (early.status_code, code(early)) == (409, "privacy.erasure_not_identified")
    assert (member.status_code, stranger.status_code) == (403, 403)


@pytest.mark.django_db
def test_what_has_to_be_kept_makes_it_a_restriction_that_nobody_sees(kept_until: list[Obstacle]) -> None:
    scene = make_scene()
    last = today() + timedelta(days=30)
    kept_until.append(Obstacle("invoices", "会计凭证须保存 10 年", "Invoices are kept", last))
    assert scene.seen(scene.steward)["against"][0]["until"] == last.isoformat()
    erasure = proposed(scene)
    assert confirm(scene, erasure).json() == {"state": "restricted"}
    for user in (scene.cast.zhou, scene.cast.wang, scene.steward):
        assert scene.of(user, "GET", "").status_code == 404
        for path in ("/customers?trashed=true", "/customers", f"/search?q={MOBILE}"):
            assert "张伟" not in scene.ask(user, "GET", path).content.decode()
    assert not SearchEntry.objects.filter(customer_id=scene.zhang).exists()
    assert scene.of(scene.cast.wang, "POST", "/restore").status_code == 404
    shown = scene.ask(scene.cast.wang, "GET", "/privacy/erasures").json()["rows"][0]
    assert (shown["state"], shown["erase_on"], shown["customer_id"]) == ("restricted", last.isoformat(), None)
    assert keys_left(scene.zhang) == 1


@pytest.mark.django_db
def test_a_look_at_the_restricted_has_a_reason_that_is_recorded(kept_until: list[Obstacle]) -> None:
    scene = make_scene()
    kept_until.append(Obstacle("owed", "有未结清的应收款", "Money is owed"))
    erasure = proposed(scene)
    confirm(scene, erasure)
    path = f"/privacy/erasures/{erasure}/look"
    with unchanged():
        assert scene.ask(scene.steward, "POST", path, {"reason": "催收应收款"}).status_code == 403
        assert scene.ask(scene.cast.wang, "POST", path, {"reason": "看"}).status_code == 422
    seen = scene.ask(scene.cast.wang, "POST", path, {"reason": "催收应收款"}).json()
    assert seen["name"] == "张伟"
    assert ReadEvent.objects.get(verb="privacy.restricted_viewed").customer_id == scene.zhang
    assert scene.ask(scene.cast.wang, "POST", f"/privacy/erasures/{erasure}/release", {"version": 2}).status_code == 204
    assert scene.of(scene.cast.zhou, "GET", "").status_code == 200
    assert "张伟" in scene.ask(scene.cast.zhou, "GET", "/customers").content.decode()


@pytest.mark.django_db
def test_the_restricted_go_when_their_day_is_over(kept_until: list[Obstacle], monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    day = date(2026, 12, 31)
    kept_until.append(Obstacle("invoices", "会计凭证", "Invoices", day))
    monkeypatch.setattr(erasing, "today", lambda: date(2026, 12, 1))
    confirm(scene, proposed(scene))
    monkeypatch.setattr(erasing, "today", lambda: day)
    erasing.erase_due()
    assert Customer.objects.filter(id=scene.zhang).exists()
    kept_until.append(Obstacle("documents", "合同", "Contracts", date(2027, 6, 30)))
    monkeypatch.setattr(erasing, "today", lambda: date(2027, 1, 1))
    erasing.erase_due()
    assert Erasure.objects.get().erase_on == date(2027, 6, 30), "what came meanwhile moves the day"
    monkeypatch.setattr(erasing, "today", lambda: date(2027, 7, 1))
    erasing.erase_due()
    assert not Customer.objects.filter(id=scene.zhang).exists()
    assert Erasure.objects.get().state == "erased"


@pytest.mark.django_db
def test_an_interrupted_erasure_is_finished() -> None:
    scene = make_scene()
    confirm(scene, proposed(scene))
    # Inside the test's transaction nothing is committed: the keys wait, as after a power cut.
    assert keys_left(scene.zhang) == 1
    forgetting.finish()
    assert keys_left(scene.zhang) == 0


@pytest.mark.django_db
def test_whoever_was_merged_in_goes_too() -> None:
    scene = make_scene()
    twin = file_customer(scene.cast.zhou, name="张玮", wechat="wx_canary_9")
    merge(actor(scene.cast.lin), scene.zhang, [twin])
    confirm(scene, proposed(scene))
    forgetting.finish()
    assert not Customer.objects.filter(id__in=[scene.zhang, twin]).exists()
    assert keys_left(scene.zhang, twin) == 0
    assert set(Erased.objects.values_list("subject_id", flat=True)) == {scene.zhang, twin}


@pytest.mark.django_db
def test_who_comes_back_is_told_to_the_steward_and_the_ledger_names_nobody() -> None:
    scene = make_scene()
    confirm(scene, proposed(scene))
    assert all(MOBILE not in mark and len(mark) == 64 for mark in Mark.objects.values_list("mark", flat=True))
    other = file_customer(scene.cast.zhou, name="王芳", mobile="13700137000")
    back = file_customer(scene.cast.zhou, name="张先生", landline="", mobile=MOBILE)
    ledger.compare()
    ledger.compare()
    assert list(Comeback.objects.values_list("customer_id", flat=True)) == [back]
    told = scene.ask(scene.steward, "GET", "/privacy/requests").json()["comebacks"]
    assert [row["customer"] for row in told] == ["张先生"]
    assert scene.ask(scene.steward, "POST", f"/customers/{back}/comeback/settle").status_code == 204
    assert scene.ask(scene.steward, "GET", "/privacy/requests").json()["comebacks"] == []
    assert scene.ask(scene.steward, "POST", f"/customers/{other}/comeback/settle").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["privacy_erased", "privacy_mark"])
def test_the_ledger_only_grows(table: str) -> None:
    scene = make_scene()
    confirm(scene, proposed(scene))
    for statement in (f"UPDATE {table} SET erasure_id = 1", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db
def test_the_certificate_says_what_when_and_by_whom() -> None:
    scene = make_scene()
    erasure = proposed(scene)
    path = f"/privacy/erasures/{erasure}/certificate.pdf"
    early = scene.ask(scene.cast.wang, "GET", path)
    assert (early.status_code, code(early)) == (409, "privacy.no_certificate")
    confirm(scene, erasure)
    paper = scene.ask(scene.steward, "GET", path)
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(paper.content)).pages)
    for said in ("个人信息删除证明", "本人要求删除", "管数据", "王磊", "客档示例公司"):
        assert said in text
    assert "张伟" not in text
    assert scene.ask(scene.cast.zhou, "GET", path).status_code == 403


@pytest.mark.django_db
def test_a_rejected_erasure_changes_nothing() -> None:
    scene = make_scene()
    erasure = proposed(scene)
    assert scene.ask(scene.cast.wang, "POST", f"/privacy/erasures/{erasure}/reject", {"version": 1}).status_code == 204
    assert scene.of(scene.cast.zhou, "GET", "").status_code == 200
    assert Event.objects.filter(verb="erasure.rejected", subject_id=scene.zhang).exists()


CANARIES = {
    "name": "金丝雀独孤求败",
    "former_name": "曾用名慕容紫英",
    "employer": "独此一家金丝雀公司",
    "occupation": "养鸟专家甲乙丙",
    "remark": "canary-remark-7f3a91",
    "interests": "canary-interest-55c1e0",
    "email": "canary.bird.77@example.com",
    "mobile": "13987650077",
    "wechat": "canarywechat771",
    "address": "浙江省杭州市西湖区金丝雀路七十七号",
    "id_number": ID_NUMBER,
    "external_id": "CANARYEXT-4471",
}


def everything() -> bytes:
    """All that the databases hold, with the log and free pages on SQLite, as text of every table on PostgreSQL."""
    if connection.vendor == "sqlite":
        found = b""
        for alias in ("default", "keys", "audit"):
            connections[alias].ensure_connection()
            raw: sqlite3.Connection = connections[alias].connection
            found += raw.serialize()
            name = connections[alias].settings_dict["NAME"]
            wal = Path(f"{name}-wal")
            found += wal.read_bytes() if wal.exists() else b""
        return found
    parts: list[str] = []
    for alias in ("default", "keys", "audit"):
        for table in connections[alias].introspection.table_names():
            with connections[alias].cursor() as cursor:
                cursor.execute(f'SELECT t::text FROM "{table}" t')
                parts += [row[0] for row in cursor.fetchall()]
    return "\n".join(parts).encode()


@pytest.mark.django_db(transaction=True)
def test_no_canary_is_left_anywhere() -> None:
    scene = make_scene()
    for place in range(16):
        said = {
            field: f"{value}{place}"
            for field, value in CANARIES.items()
            if field in ("remark", "interests", "employer")
        }
        scene.zhang = file_customer(scene.cast.zhou, **{**CANARIES, **said, "external_id": f"CANARYEXT-{place}"})
        write_note(actor(scene.cast.zhou), scene.zhang, body=f"canary-note-{place}")
        scene.made(
            scene.cast.zhou,
            "/consents",
            {"purpose_id": str(scene.purpose), "channel": "paper", "evidence": "canary-proof"},
        )
        if place == 0:
            before = everything()
            assert b"canary-remark-7f3a91" in before, "the search finds what is there"
            assert CANARIES["name"].encode() in before
            assert b"jinsiqueduguqiubai" in before or connection.vendor != "sqlite", "the words of the index are seen"
        assert confirm(scene, proposed(scene)).json() == {"state": "erased"}
    after = everything()
    words = [*CANARIES.values(), "canary-", "CANARYEXT", "jinsique", "独孤"]
    assert [word for word in words if word.encode() in after] == []
