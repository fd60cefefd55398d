"""Who sees which documents, and how contents leave."""

import pytest
from django.db import connection

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.archive.models import Customer, Grant
from kedang.archive.moments import Slice
from kedang.archive.tests.filing import share
from kedang.documents import reading
from kedang.documents.keeping import content_of
from kedang.documents.models import Document, Version
from kedang.documents.moments import documents
from kedang.documents.reading import Narrowed
from kedang.documents.settings import store_settings
from kedang.documents.tests.scene import PNG, SAID, Scene, make_scene, pdf, work
from kedang.history.models import Event, ReadEvent
from kedang.kit.clock import now
from tests.people import actor, browser, code, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db


def reads(scene: Scene) -> list[str]:
    """What the audit says of 张伟's documents."""
    found = ReadEvent.objects.filter(customer_id=scene.zhang, verb__startswith="document").order_by("id")
    return list(found.values_list("verb", flat=True))


def paths(document: int) -> list[tuple[str, str]]:
    """Every way to a document."""
    return [
        ("GET", f"/{document}"),
        ("GET", f"/{document}/versions/1/content"),
        ("GET", f"/{document}/versions/1/preview"),
        ("PATCH", f"/{document}"),
        ("POST", f"/{document}/trash"),
        ("POST", f"/{document}/restore"),
    ]


def test_a_download_is_an_attachment_that_nothing_runs_in() -> None:
    scene = make_scene()
    document = scene.filed(name='合同 "终稿".txt')
    answer = scene.ask(scene.cast.zhou, "GET", f"/{document}/versions/1/content")
    assert b"".join(answer.streaming_content) == SAID.encode()
    assert answer["Content-Disposition"] == (
        "attachment; filename=\"__ ____.txt\"; filename*=UTF-8''%E5%90%88%E5%90%8C%20%22%E7%BB%88%E7%A8%BF%22.txt"
    )
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Length"] == str(len(SAID.encode()))
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert reads(scene) == ["document.downloaded"]


def test_only_images_and_pdf_are_shown() -> None:
    scene = make_scene()
    user = scene.cast.zhou
    text, image, paper = (
        scene.filed(),
        scene.filed(name="a.png", content=PNG),
        scene.filed(name="a.pdf", content=pdf("x")),
    )
    assert scene.ask(user, "GET", f"/{text}/versions/1/preview").status_code == 404
    shown = scene.ask(user, "GET", f"/{image}/versions/1/preview")
    assert (shown["Content-Type"], shown["X-Frame-Options"]) == ("image/png", "DENY")
    assert shown["Content-Disposition"].startswith("inline;")
    assert "sandbox" in shown["Content-Security-Policy"]
    assert "script-src" not in shown["Content-Security-Policy"]
    framed = scene.ask(user, "GET", f"/{paper}/versions/1/preview")
    assert (framed["Content-Type"], framed["X-Frame-Options"]) == ("application/pdf", "SAMEORIGIN")
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
    assert reads(scene) == ["document.previewed", "document.previewed"]


@pytest.mark.parametrize("name", ["图.gif", "<svg onload=alert(1)>.gif", "a.html%00.gif", "a%0d%0aX-Evil: 1.gif"])
def test_an_image_that_is_a_page_too_runs_nowhere(name: str) -> None:
    scene = make_scene()
    document = scene.filed(name=name, content=b"GIF89a/*\x00\x01<html><script>alert(1)</script>*/=1;alert(1)")
    shown = scene.ask(scene.cast.zhou, "GET", f"/{document}/versions/1/preview")
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/gif", "nosniff")
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    for header in (shown["Content-Disposition"], scene.of_customer(scene.cast.zhou)["rows"][0]["name"]):
        assert "\r" not in header
        assert "\n" not in header
    assert "X-Evil" not in shown.headers
    plain = shown["Content-Disposition"].partition("filename*=")[0]
    assert not set("<>;%/") & set(plain.removeprefix("inline; filename=").removesuffix("; "))


def test_the_look_is_on_record_before_the_first_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    document = scene.filed()
    seen: list[list[str]] = []

    def looked(version: object, key: object) -> object:
        seen.append(reads(scene))
        return content_of(version, key)  # type: ignore[arg-type]

    monkeypatch.setattr("kedang.documents.reading.content_of", looked)
    scene.ask(scene.cast.zhou, "GET", f"/{document}/versions/1/content")
    assert seen == [["document.downloaded"]]


def test_a_stranger_finds_nothing_by_any_way() -> None:
    scene = make_scene()
    document = scene.filed()
    with unchanged():
        for method, path in paths(document):
            body = {"version": 1} if method != "GET" else None
            assert scene.ask(scene.cast.chen, method, path, body).status_code == 404, path
            assert scene.ask(scene.cast.chen, method, path.replace(str(document), "4711"), body).status_code == 404
        assert browser(scene.cast.chen).get(f"/api/customers/{scene.zhang}/documents").status_code == 404
        answer = browser(scene.cast.chen).get("/api/documents").json()
    assert answer == {"rows": [], "next": None}
    assert reads(scene) == []


def test_whoever_reads_by_a_grant_opens_and_changes_nothing() -> None:
    scene = make_scene()
    document = scene.filed()
    share(scene.zhang, scene.cast.chen)
    Grant.objects.update(level="read")
    answer = scene.ask(scene.cast.chen, "GET", f"/{document}/versions/1/content")
    assert answer.status_code == 200
    with unchanged():
        assert scene.ask(scene.cast.chen, "POST", f"/{document}/trash", {"version": 1}).status_code == 403
        assert scene.upload(scene.cast.chen).status_code == 403
    assert scene.of_customer(scene.cast.chen)["editable"] is False


def test_the_most_sensitive_are_there_but_closed() -> None:
    scene = make_scene()
    zhou, lin, wang = scene.cast.zhou, scene.cast.lin, scene.cast.wang
    document = scene.filed(lin, sensitivity="most", title="体检报告")
    (seen,) = scene.of_customer(zhou)["rows"]
    assert (seen["title"], seen["name"], seen["shown"], seen["type"]) == (None, None, False, "contract")
    whole = scene.ask(zhou, "GET", f"/{document}").json()
    assert (whole["versions"][0]["name"], whole["versions"][0]["sha256"]) == (None, None)
    assert "体检" not in str(whole)
    for user in (zhou, lin):
        answer = scene.ask(user, "GET", f"/{document}/versions/1/content")
        assert (answer.status_code, code(answer)) == (403, "denied")
        with unchanged():
            assert scene.ask(user, "PATCH", f"/{document}", {"version": 1, "sensitivity": "normal"}).status_code == 403
    assert reads(scene).count("document.downloaded") == 0
    opened = scene.ask(wang, "GET", f"/{document}/versions/1/content")
    assert b"".join(opened.streaming_content) == SAID.encode()
    assert scene.of_customer(wang)["rows"][0]["title"] == "体检报告"


def test_lists_go_on_where_they_ended() -> None:
    scene = make_scene()
    filed = [scene.filed(title=f"第{n}份") for n in range(5)]
    first = scene.of_customer(scene.cast.zhou, limit=2)
    second = scene.of_customer(scene.cast.zhou, limit=2, cursor=first["next"])
    third = scene.of_customer(scene.cast.zhou, limit=2, cursor=second["next"])
    ids = [int(row["id"]) for page in (first, second, third) for row in page["rows"]]
    assert (ids, third["next"]) == (filed[::-1], None)


def test_all_documents_in_sight_with_their_customers() -> None:
    scene = make_scene()
    mine, theirs = scene.filed(), scene.filed(scene.cast.chen, customer=scene.li, type="invoice")
    everything = browser(scene.cast.wang).get("/api/documents").json()["rows"]
    assert [(int(r["id"]), r["customer_name"]) for r in everything] == [(theirs, "李娜"), (mine, "张伟")]
    assert [int(r["id"]) for r in browser(scene.cast.lin).get("/api/documents").json()["rows"]] == [mine]
    invoices = browser(scene.cast.wang).get("/api/documents", {"type": "invoice"}).json()["rows"]
    assert [int(r["id"]) for r in invoices] == [theirs]


def test_documents_stand_on_the_timeline() -> None:
    scene = make_scene()
    first, second = scene.filed(title="甲"), scene.filed(title="乙")
    customer, reader = Customer.objects.get(id=scene.zhang), actor(scene.cast.zhou)
    found = documents(reader, customer, Slice(5))
    assert [(m.id, m.kind, m.shown.title) for m in found] == [(second, "document", "乙"), (first, "document", "甲")]
    (older,) = documents(reader, customer, Slice(5, (found[0].at, found[0].id)))
    assert older.id == first


def test_a_content_that_is_gone_is_said_in_words() -> None:
    scene = make_scene()
    document = scene.filed()
    version = Version.objects.get(document_id=document)
    (store_settings().folder / version.place[:2] / version.place).unlink()
    answer = scene.ask(scene.cast.zhou, "GET", f"/{document}/versions/1/content")
    assert (answer.status_code, code(answer)) == (410, "documents.file_gone")


def test_a_content_that_was_changed_does_not_open() -> None:
    scene = make_scene()
    document = scene.filed()
    version = Version.objects.get(document_id=document)
    path = store_settings().folder / version.place[:2] / version.place
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    answer = scene.ask(scene.cast.zhou, "GET", f"/{document}/versions/1/content")
    assert (answer.status_code, code(answer)) == (409, "sealed_value")


def test_contents_cannot_be_swapped() -> None:
    scene = make_scene()
    one, other = scene.filed(), scene.filed()
    first, second = Version.objects.get(document_id=one), Version.objects.get(document_id=other)
    Version.objects.filter(id=first.id).update(place="x")
    Version.objects.filter(id=second.id).update(place=first.place)
    answer = scene.ask(scene.cast.zhou, "GET", f"/{other}/versions/1/content")
    assert (answer.status_code, code(answer)) == (409, "sealed_value")


LISTS = [
    (Narrowed(), "PRIMARY KEY"),
    (Narrowed(type="photo"), "documents_document_type"),
    (Narrowed(retention="permanent"), "documents_document_retention"),
    (Narrowed(damaged=True), "documents_version_damaged"),
]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the planner of PostgreSQL reads small tables whole")
@pytest.mark.parametrize(("narrowed", "index"), LISTS)
def test_lists_walk_their_indexes(narrowed: Narrowed, index: str) -> None:
    scene = make_scene()
    for reader in (scene.cast.zhou, scene.cast.wang):
        found = reading.in_sight(actor(reader), narrowed).filter(id__lt=2**62).order_by("-id")[:51]
        plan = found.explain()
        assert index in plan
        assert "SCAN documents_document" not in plan
        assert "SCAN documents_version\n" not in f"{plan}\n"
        # What is damaged is little, and may be sorted.
        assert narrowed.damaged or "TEMP B-TREE" not in plan


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the planner of PostgreSQL reads small tables whole")
def test_a_customers_documents_and_what_is_due_walk_their_indexes() -> None:
    scene = make_scene()
    of = Document.objects.filter(customer_id=scene.zhang, trashed_at__isnull=True).order_by("-created_at", "-id")[:5]
    due = Version.objects.filter(check_at__lte=now()).order_by("check_at", "id")[:5]
    for found, index in ((of, "documents_document_of"), (due, "documents_version_check")):
        plan = found.explain()
        assert index in plan
        assert "TEMP B-TREE" not in plan


def test_numbers_beyond_reason_are_answered() -> None:
    scene = make_scene()
    document = scene.filed()
    for number in ("0", "2", "99999999999999999999999"):
        assert scene.ask(scene.cast.zhou, "GET", f"/{document}/versions/{number}/content").status_code in (404, 422)
    assert send(browser(scene.cast.zhou), "GET", "/documents?cursor=x").status_code == 422


def test_a_masked_reader_gets_no_word_of_what_is_masked_wherever_documents_are_told() -> None:
    scene = make_scene()
    zhou, wang = scene.cast.zhou, scene.cast.wang
    words = ("体检结论", "暗号白鹭", "暗号苍鹭", "暗号翠鸟")
    said = {"title": "体检结论", "note": "暗号苍鹭", "name": "暗号白鹭.txt"}
    scene.filed(wang, sensitivity="most", **said)
    turned = scene.filed(wang, **said)
    work()
    assert scene.ask(wang, "PATCH", f"/{turned}", {"version": 1, "sensitivity": "most"}).status_code == 204
    paths = [
        f"/documents{rest}"
        for rest in ("", "?q=体检结论", "?q=暗号翠鸟", "?q=暗号白鹭", "?type=contract", f"/{turned}")
    ]
    paths += [f"/customers/{scene.zhang}{rest}" for rest in ("/documents", "/timeline", "/history", "")]
    for path in paths:
        masked = send(browser(zhou), "GET", path)
        assert masked.status_code == 200, path
        assert [word for word in words if word in masked.content.decode()] == [], path
    for path in (f"/documents/{turned}", f"/customers/{scene.zhang}/documents", f"/customers/{scene.zhang}/timeline"):
        assert "体检结论" in send(browser(wang), "GET", path).content.decode(), "so the words would be seen here"
    for kind in ("content", "preview"):
        assert scene.ask(zhou, "GET", f"/{turned}/versions/1/{kind}").status_code in (403, 404), kind
    assert not any(word in str(row) for word in words for row in (*Event.objects.values(), *ReadEvent.objects.values()))


def test_whoever_has_names_masked_in_lists_has_them_masked_among_documents() -> None:
    scene = make_scene()
    scene.filed(title="采购合同")
    work()
    role = Role.objects.get(code="member")
    role.field_modes = {**role.field_modes, "name": {"list": "masked"}}
    role.save()
    bump()
    for question in ("", "采购合同"):
        (row,) = scene.found(scene.cast.zhou, question)
        assert (row["title"], "张伟" in row["customer_name"]) == ("采购合同", False)
