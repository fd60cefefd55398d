"""Filing: what is kept, what stands in clear, what is refused and leaves nothing behind."""

import errno
import hashlib
import os
from typing import Any

import pytest
from django.db import connection

from kedang.documents.models import Document, Version
from kedang.documents.settings import store_settings
from kedang.documents.tests.scene import PNG, SAID, SECRET, docx, lying, make_scene, pdf, png, raw, rows
from kedang.history.models import Event
from tests.people import code
from tests.state import unchanged

pytestmark = pytest.mark.django_db


def cells(table: str) -> bytes:
    """Everything a table holds, as it holds it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return b"\n".join(
            bytes(cell) if isinstance(cell, memoryview | bytes) else str(cell).encode()
            for row in cursor.fetchall()
            for cell in row
        )


def test_a_file_is_kept_with_its_words_and_all_of_it_in_cipher() -> None:
    scene, before = make_scene(), lying()
    scene.filed(name="采购合同2026.txt", note="扫描件在柜三", retention="permanent")
    (seen,) = scene.of_customer(scene.cast.zhou)["rows"]
    assert (seen["title"], seen["name"], seen["type"]) == ("采购合同2026", "采购合同2026.txt", "contract")
    assert (seen["retention"], seen["sensitivity"], seen["number"], seen["mine"]) == ("permanent", "normal", 1, True)
    whole = scene.ask(scene.cast.zhou, "GET", f"/{seen['id']}").json()
    (version,) = whole["versions"]
    assert version["note"] == "扫描件在柜三"
    assert version["sha256"] == hashlib.sha256(SAID.encode()).hexdigest()
    assert len(set(lying()) - set(before)) == 1
    stored = raw() + cells("documents_document") + cells("documents_version")
    for canary in (SECRET, "采购合同", "柜三", version["sha256"]):
        assert canary.encode() not in stored


def test_the_event_names_the_document_and_no_word_of_it() -> None:
    scene = make_scene()
    document = scene.filed(title="绝密标题")
    event = Event.objects.get(verb="document.filed", subject_id=scene.zhang)
    assert event.details == f'{{"document":"{document}","type":"contract"}}'
    assert event.before is None


def test_what_is_not_said_follows_from_the_file_and_its_type() -> None:
    scene = make_scene()
    scene.filed(type="photo", name="门店.png", content=PNG)
    scene.filed(type="identity", name="身份证.png", content=PNG)
    identity, photo = scene.of_customer(scene.cast.zhou)["rows"]
    assert (photo["title"], photo["retention"], photo["shown"]) == ("门店", "d10", True)
    assert (identity["title"], identity["retention"]) == ("身份证", "d30")


def test_a_document_may_be_about_a_record_of_another_room() -> None:
    scene = make_scene()
    scene.filed(about_kind="interaction", about_id="4711")
    (seen,) = scene.of_customer(scene.cast.zhou)["rows"]
    assert (seen["about_kind"], seen["about_id"]) == ("interaction", "4711")


@pytest.mark.parametrize(
    ("name", "content", "refused"),
    [
        ("空.txt", b"", "documents.empty"),
        ("页.html", b"<script>", "documents.ending"),
        ("图.svg", b"<svg onload='x'/>", "documents.ending"),
        ("合同.pdf.exe", b"MZ", "documents.ending"),
        ("合同.exe\u202efdp.", b"MZ", "documents.ending"),
        ("没有扩展名", b"x", "documents.ending"),
        ("合同.pdf", b"<html><script>alert(1)</script></html>", "documents.content"),
        ("合同.pdf", b"MZ\x90\x00", "documents.content"),
        ("图.png", b"\xff\xd8\xff\xe0", "documents.content"),
        ("信.txt", b"\x00\x01\x02\x03", "documents.content"),
        ("信.docx", b"PK\x03\x04 not a package", "documents.content"),
        ("表.xlsx", docx("x"), "documents.content"),
        ("信.docx", docx("x", "word/vbaProject.bin"), "documents.macros"),
        ("大.png", png(50_000, 50_000), "documents.pixels"),
    ],
)
def test_what_is_not_taken_is_said_and_leaves_nothing(name: str, content: bytes, refused: str) -> None:
    scene = make_scene()
    before = lying()
    with unchanged():
        answer = scene.upload(name=name, content=content)
    assert (answer.status_code, code(answer)) == (422, refused)
    assert lying() == before


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\合同.txt", "合同.txt"),
        ("合同\u202etxt.fdp.txt", "合同txt.fdp.txt"),
        ("长" * 300 + ".txt", "长" * 196 + ".txt"),
        ("<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt"),
    ],
)
def test_a_hostile_name_is_kept_harmless(name: str, kept: str) -> None:
    scene = make_scene()
    scene.filed(name=name)
    (seen,) = scene.of_customer(scene.cast.zhou)["rows"]
    # The framework itself cuts names at 255 characters before we see them.
    assert seen["name"] == kept
    assert all("/" not in place and "." not in place for place in lying())


def test_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, before = make_scene(), lying()
    settings = store_settings()
    monkeypatch.setattr(
        "kedang.documents.arriving.store_settings", lambda: type(settings)(settings.folder, None, 1 << 20)
    )
    with unchanged():
        answer = scene.upload(content=b"x" * ((1 << 20) + 1))
    assert (answer.status_code, code(answer)) == (413, "documents.too_large")
    assert "1 MB" in answer.json()["error"]["message"]
    assert lying() == before


def test_a_full_disk_is_said_and_leaves_no_half_file(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, before = make_scene(), lying()

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("kedang.documents.folder.os.fsync", full)
    with unchanged():
        answer = scene.upload(content=SAID.encode() * 5_000)
    assert (answer.status_code, code(answer)) == (507, "disk_full")
    assert lying() == before
    monkeypatch.undo()
    assert scene.filed()


def test_a_content_that_does_not_read_back_is_not_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, before = make_scene(), lying()
    monkeypatch.setattr("kedang.documents.keeping._stored_hash", lambda store, place: "other")
    with unchanged():
        answer = scene.upload()
    assert (answer.status_code, code(answer)) == (503, "documents.store")
    assert lying() == before


def test_a_row_that_cannot_be_written_takes_its_content_away(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, before = make_scene(), lying()

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("no event")

    monkeypatch.setattr("kedang.documents.filing.record", broken)
    with unchanged():
        assert scene.upload().status_code == 500
    assert lying() == before


def test_versions_follow_each_other_and_stay() -> None:
    scene = make_scene()
    document, zhou = scene.filed(), scene.cast.zhou
    added = scene.add_version(document, version=1, name="合同-改.pdf", content=pdf("changed"), note="改了金额")
    assert added.json() == {"number": 2}
    whole = scene.ask(zhou, "GET", f"/{document}").json()
    assert [(v["number"], v["name"], v["note"]) for v in whole["versions"]] == [
        (2, "合同-改.pdf", "改了金额"),
        (1, "合同.txt", ""),
    ]
    assert (whole["number"], whole["version"], whole["name"]) == (2, 2, "合同-改.pdf")
    first = scene.ask(zhou, "GET", f"/{document}/versions/1/content")
    assert b"".join(first.streaming_content) == SAID.encode()


def test_a_stale_version_is_refused_and_its_content_taken_away() -> None:
    scene = make_scene()
    document = scene.filed()
    assert scene.add_version(document, version=1).status_code == 201
    before = lying()
    with unchanged():
        answer = scene.add_version(document, version=1)
    assert (answer.status_code, code(answer)) == (409, "stale")
    assert lying() == before
    assert rows() == (1, 2)


def test_who_may_not_file_stores_nothing() -> None:
    scene, before = make_scene(), lying()
    with unchanged():
        assert scene.upload(scene.cast.chen).status_code == 404
        assert scene.upload(scene.cast.auditor).status_code == 403
    assert lying() == before


def test_words_have_limits() -> None:
    scene = make_scene()
    with unchanged():
        assert code(scene.upload(title="长" * 201)) == "documents.words"
        assert code(scene.upload(note="长" * 501)) == "documents.words"
        assert scene.upload(type="unheard").status_code == 422
        assert scene.upload(about_kind="Drop Table").status_code == 422


def test_every_document_has_a_key_of_its_own() -> None:
    scene = make_scene()
    scene.filed()
    scene.filed()
    first, second = Version.objects.order_by("id")
    assert bytes(first.body_enc) != bytes(second.body_enc)
    assert len({bytes(d.key_enc) for d in Document.objects.all()}) == 2
