"""Finding documents by what they say: what is found, by whom, and what the index gives away."""

from typing import Any

import pytest
from django.db import connection

from kedang.documents import searching
from kedang.documents.models import Document, Text
from kedang.documents.tests.scene import PNG, SAID, SECRET, docx, folded, make_scene, pdf, work
from kedang.finding.sql import Sql
from kedang.history.models import ReadEvent
from tests.people import browser, code
from tests.state import unchanged

pytestmark = pytest.mark.django_db


def ids(rows: list[dict[str, Any]]) -> list[int]:
    """Which documents were found."""
    return [int(row["id"]) for row in rows]


def indexed() -> int:
    """How many documents the index holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM documents_search")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("信.txt", SAID.encode()),
        ("信.txt", SAID.encode("gb18030")),
        ("信.md", SAID.encode("utf-16")),
        ("表.csv", f"a,b\n{SAID},1\n".encode()),
        ("信.docx", docx(SAID)),
    ],
)
def test_text_is_found_with_the_place_where_it_stands(name: str, content: bytes) -> None:
    scene = make_scene()
    document = scene.filed(name=name, content=content, title="一份文件")
    assert scene.found(scene.cast.zhou, SECRET) == []
    assert work() == 1
    (hit,) = scene.found(scene.cast.zhou, SECRET)
    assert (int(hit["id"]), hit["customer_name"], hit["text"]) == (document, "张伟", "found")
    assert SECRET in hit["snippet"]
    for question in ("三十万", "翠鸟 payment", "DELIVERY", "張偉", "30"):
        assert ids(scene.found(scene.cast.zhou, question)) == [document], question
    for question in ("四十万", "翠鸟 receipt", "翠鸟 暗暗"):
        assert scene.found(scene.cast.zhou, question) == [], question


def test_the_text_of_a_pdf_is_found_and_its_pages_counted() -> None:
    scene = make_scene()
    document = scene.filed(name="paper.pdf", content=pdf("first kingfisher", "second page"))
    work()
    (hit,) = scene.found(scene.cast.zhou, "kingfisher")
    assert (int(hit["id"]), hit["pages"], hit["snippet"]) == (document, 2, "first kingfisher second page")


def test_what_has_no_text_is_found_by_its_title_and_name() -> None:
    scene = make_scene()
    document = scene.filed(name="营业执照副本.png", content=PNG, title="扫描件")
    assert work() == 0
    for question in ("营业执照", "扫描件"):
        (hit,) = scene.found(scene.cast.zhou, question)
        assert (int(hit["id"]), hit["snippet"], hit["text"]) == (document, "", "none")
    scene.ask(scene.cast.zhou, "PATCH", f"/{document}", {"version": 1, "title": "新照片"})
    assert scene.found(scene.cast.zhou, "扫描件") == []
    assert ids(scene.found(scene.cast.zhou, "新照片")) == [document]


def test_a_stranger_finds_nothing_and_the_search_is_on_record() -> None:
    scene = make_scene()
    scene.filed()
    work()
    assert scene.found(scene.cast.chen, SECRET) == []
    assert ids(scene.found(scene.cast.lin, SECRET)) != []
    counts = ReadEvent.objects.filter(verb="documents.searched").order_by("id").values_list("actor_id", "count")
    assert list(counts) == [(scene.cast.chen.id, 0), (scene.cast.lin.id, 1)]
    assert not any(SECRET in str(row) for row in ReadEvent.objects.values_list())


def test_sight_is_checked_again_when_the_index_says_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    document = scene.filed()
    work()
    monkeypatch.setattr(
        searching, "_proposed", lambda actor, grams, narrowed, edge: [document] if edge > document else []
    )
    assert scene.found(scene.cast.chen, SECRET) == []


def test_what_only_shares_pieces_is_not_found() -> None:
    scene = make_scene()
    scene.filed(content="翠绿 鸟翠 绿鸟".encode())
    work()
    assert scene.found(scene.cast.zhou, "翠绿鸟") == []


def test_the_most_sensitive_are_neither_read_nor_indexed() -> None:
    scene = make_scene()
    wang = scene.cast.wang
    document = scene.filed(wang, sensitivity="most")
    assert (work(), indexed(), Text.objects.count()) == (0, 0, 0)
    assert scene.found(wang, SECRET) == []
    assert scene.found(wang, "合同") == []
    scene.ask(wang, "PATCH", f"/{document}", {"version": 1, "sensitivity": "normal"})
    work()
    assert ids(scene.found(wang, SECRET)) == [document]
    scene.ask(wang, "PATCH", f"/{document}", {"version": 2, "sensitivity": "most"})
    assert (indexed(), Text.objects.count()) == (0, 0)
    assert scene.found(wang, SECRET) == []


def test_reading_that_comes_too_late_keeps_nothing() -> None:
    scene = make_scene()
    document = scene.filed(scene.cast.wang)
    Document.objects.filter(id=document).update(sensitivity="most")
    assert work() == 1
    assert Text.objects.count() == 0


def test_only_the_newest_version_is_found() -> None:
    scene = make_scene()
    document = scene.filed()
    scene.add_version(document, version=1, content="新的内容 蓝鲸".encode())
    assert work() == 2
    assert scene.found(scene.cast.zhou, SECRET) == []
    assert ids(scene.found(scene.cast.zhou, "蓝鲸")) == [document]


def test_the_database_holds_no_word_of_any_text() -> None:
    scene = make_scene()
    scene.filed(title="一份")
    work()
    tables = ["documents_search", "documents_text"]
    if connection.vendor == "sqlite":
        tables += ["documents_search_content", "documents_search_data"]
    held = b""
    for table in tables:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            held += b"|".join(
                bytes(c) if isinstance(c, memoryview | bytes) else str(c).encode() for r in cursor for c in r
            )
    assert held
    for piece in ("翠鸟", "暗号", "合同", "payment", "pay", "del"):
        assert piece.encode() not in held


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("弹.docx", folded(docx(" " * 90_000_000))),
        ("弹.docx", docx("</w:t><!DOCTYPE x><w:t>")),
        ("弹.pdf", b"%PDF-1.7\n" + b"[" * 500_000),
    ],
)
def test_a_bomb_is_kept_unread_and_the_next_file_is_read(name: str, content: bytes) -> None:
    scene = make_scene()
    bomb, document = scene.filed(name=name, content=content), scene.filed()
    assert work() == 2
    (row, other) = scene.of_customer(scene.cast.zhou)["rows"]
    assert (int(row["id"]), row["text"], int(other["id"]), other["text"]) == (document, "found", bomb, "failed")
    assert ids(scene.found(scene.cast.zhou, SECRET)) == [document]


def test_what_cannot_be_read_is_said_and_kept() -> None:
    scene = make_scene()
    document = scene.filed(name="坏.pdf", content=b"%PDF-1.7\nnothing at all")
    work()
    (seen,) = scene.of_customer(scene.cast.zhou)["rows"]
    assert (int(seen["id"]), seen["text"]) == (document, "failed")
    assert ids(scene.found(scene.cast.zhou, "坏.pdf")) == [document]


def test_pages_of_hits_go_on_and_end() -> None:
    scene = make_scene()
    filed = [scene.filed(title=f"第{n}份") for n in range(5)]
    work()
    found, cursor = [], ""
    for _ in range(9):
        more = {"cursor": cursor} if cursor else {}
        page = browser(scene.cast.zhou).get("/api/documents", {"q": SECRET, "limit": "2", **more}).json()
        found += ids(page["rows"])
        cursor = page["next"]
        if not cursor:
            break
    assert found == filed[::-1]


def test_more_false_proposals_than_a_batch_do_not_hide_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    wanted = scene.filed()
    for _ in range(5):
        scene.filed(content="翠绿 鸟号".encode())
    work()
    monkeypatch.setattr(searching, "_BATCH", 2)
    monkeypatch.setattr(searching, "proposes", lambda grams: Sql("1 = 1"))
    assert ids(scene.found(scene.cast.zhou, SECRET)) == [wanted]


@pytest.mark.parametrize("question", ["翠", "a", "。，", "🙂"])
def test_a_question_without_two_letters_is_refused(question: str) -> None:
    scene = make_scene()
    with unchanged():
        answer = browser(scene.cast.zhou).get("/api/documents", {"q": question})
    assert (answer.status_code, code(answer)) == (422, "documents.query")


@pytest.mark.parametrize("question", ['" OR 1=1 --', '翠鸟" NEAR', "xx' || 'yy", "%_%鸟翠", "\\翠鸟*"])
def test_a_question_is_never_a_command(question: str) -> None:
    scene = make_scene()
    scene.filed(title="别的", content="别的内容".encode())
    work()
    assert scene.found(scene.cast.zhou, question) == []


def test_a_type_narrows_the_search() -> None:
    scene = make_scene()
    scene.filed()
    invoice = scene.filed(type="invoice")
    work()
    assert ids(scene.found(scene.cast.zhou, SECRET, type="invoice")) == [invoice]
