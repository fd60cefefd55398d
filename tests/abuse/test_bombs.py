"""Files made to exhaust or to mislead whoever opens them: refused at the door, or read where they hurt nobody."""

import io
import resource
import stat
import struct
import time
import zlib
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from kedang.documents import extracting
from kedang.documents.extracting import extract
from kedang.engine.files.recognising import FileRefused, recognise
from kedang.engine.tables.opening import open_table
from kedang.engine.tables.refusals import TableRefused

LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;">]>'
)
OUTSIDE = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
MOST_GROWTH = 200 * 1024  # in KiB, as the system counts


def packed(parts: dict[str, bytes]) -> bytes:
    """A package of parts."""
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def sheet(head: str, cell: str) -> bytes:
    """A workbook of one cell."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    rows = f'{head}<worksheet xmlns="{main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{cell}</t></is></c></row></sheetData></worksheet>'
    relation = f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/s.xml"/></Relationships>'
    book = f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>'
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    parts = {"[Content_Types].xml": types, "xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": relation}
    return packed({name: text.encode() for name, text in {**parts, "xl/worksheets/s.xml": rows}.items()})


def word(body: str) -> bytes:
    """A document of Word with this for its main part."""
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": body.encode()})


def many_objects(count: int) -> bytes:
    """A PDF of very many objects, all of them kids of one another."""
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n")
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count))
    out.write(b"2 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n" % (count, kids))
    for number in range(3, count):
        out.write(b"%d 0 obj\n<</Type/Pages/Count 1/Kids[2 0 R]/Parent 2 0 R>>\nendobj\n" % number)
    out.write(b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n0\n%%%%EOF\n" % count)
    return out.getvalue()


def png(width: int, height: int) -> bytes:
    """The head of an image of so many pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def memory() -> int:
    """The most this process has ever held, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.png", png(50_000, 50_000), "pixels"),
        (
            "a.docx",
            b"PK\x03\x04" + b"\x00" * 100 + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0, 60_000, 0, 0, 0),
            "members",
        ),
        ("a.xlsx", packed({"xl/workbook.xml": b"x", "xl/vbaProject.bin": b"x"}), "macros"),
        ("a.svg", b"<svg onload='alert(1)'/>", "ending"),
        ("a.html", b"<script>1</script>", "ending"),
        ("a.pdf", b"<html><script>1</script></html>", "content"),
        ("a.docx", packed({"OFD.xml": b"x"}), "content"),
    ],
)
def test_what_is_a_bomb_on_its_face_is_refused_at_the_door(name: str, data: bytes, why: str) -> None:
    with pytest.raises(FileRefused) as refused:
        recognise(name, data[: 64 * 1024], lambda: data)
    assert refused.value.code == why


def test_a_link_inside_a_package_is_refused() -> None:
    target = io.BytesIO(word("<w/>"))
    with ZipFile(target, "a") as made:
        link = ZipInfo("word/media/image1.png")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    data = target.getvalue()
    with pytest.raises(FileRefused) as refused:
        recognise("a.docx", data, lambda: data)
    assert refused.value.code == "content"
    workbook = io.BytesIO(sheet("", "x"))
    with ZipFile(workbook, "a") as made:
        made.writestr(link, "/etc/passwd")
    with pytest.raises(TableRefused):
        open_table(workbook.getvalue(), filename="a.xlsx")


@pytest.mark.parametrize(
    ("inside", "data"),
    [
        ("zip", word(f"{LAUGHS}<w>&f;</w>")),
        ("zip", word(f"{OUTSIDE}<w>&a;</w>")),
        ("zip", packed({"word/document.xml": b"<a>" + b" " * (80 << 20)})),
        ("zip", word("<a>" * 200_000)),
        ("pdf", many_objects(20_000)),
        ("pdf", b"%PDF-1.7\n" + b"<<" * 300_000),
    ],
    ids=["billion-laughs", "outside", "unfolds", "deep", "many-objects", "deep-pdf"],
)
def test_a_hostile_document_costs_the_server_nothing(inside: str, data: bytes) -> None:
    before, started = memory(), time.monotonic()
    found = extract(inside, data, beat=lambda: None)
    assert not (found.text or "").strip()
    assert memory() - before < MOST_GROWTH
    assert time.monotonic() - started < 85


@pytest.mark.parametrize(("head", "cell"), [(LAUGHS, "&f;"), (OUTSIDE, "&a;")], ids=["billion-laughs", "outside"])
def test_a_hostile_workbook_is_refused(head: str, cell: str) -> None:
    before = memory()
    with pytest.raises(TableRefused):
        list(open_table(sheet(head, cell), filename="a.xlsx").sheets[0].rows())
    assert memory() - before < MOST_GROWTH


def test_a_workbook_inside_workbooks_is_read_no_deeper() -> None:
    inner = sheet("", "x")
    for _ in range(20):
        inner = packed({"xl/workbook.xml": b"<workbook/>", "xl/embeddings/inner.xlsx": inner})
    with pytest.raises(TableRefused):
        list(open_table(inner, filename="a.xlsx").sheets[0].rows())


def test_a_file_that_takes_longer_than_a_moment_is_still_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracting, "_PATIENCE", 0.05)
    monkeypatch.setattr(extracting, "SECONDS", 600)
    beats: list[int] = []
    found = extract("text", "甲方：张伟".encode(), beat=lambda: beats.append(1))
    assert found.text == "甲方：张伟"
    assert beats, "the process takes longer than that to start"
