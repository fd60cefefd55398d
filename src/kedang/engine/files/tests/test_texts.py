"""The text of files, and the process that reads them: what it finds, and what hostile files cannot make it do."""

import io
import json
import subprocess
import sys
import zlib
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from kedang.engine.files import texts
from kedang.engine.files.plain_text import decoded
from kedang.engine.files.texts import MOST_CHARACTERS, Unreadable, text_of, tidy

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str) -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", body)
    return target.getvalue()


def page_pdf(stream: bytes, pages: int = 1, *, filtered: bool = False) -> bytes:
    """A PDF whose pages all have this content."""
    kids = " ".join(["3 0 R"] * pages)
    kind = "/Filter /FlateDecode " if filtered else ""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F "
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< {kind}/Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream",
    ]
    out, table = b"%PDF-1.4\n", b""
    for number, each in enumerate(objects, start=1):
        table += f"{len(out):010d} 00000 n \n".encode()
        out += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    end = f"xref\n0 5\n0000000000 65535 f \n{table.decode()}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()


def child(inside: str, data: bytes, *, code: str = "") -> "subprocess.CompletedProcess[bytes]":
    """The confined process; or other code in its place, after it is confined."""
    command = ["-c", code] if code else ["-m", "kedang.engine.files.child", inside]
    return subprocess.run([sys.executable, "-I", *command], input=data, capture_output=True, check=False, env={})


def test_paper_lines_become_sentences() -> None:
    assert (
        tidy("总价为人民币\n  三十万元。\r\n\r\n第二条\n  pay\nment  now")
        == "总价为人民币三十万元。\n第二条\npay\nment now"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_in_the_encodings_people_have(encoding: str) -> None:
    assert text_of("text", "甲方：张伟".encode(encoding)).text == "甲方：张伟"


def test_a_cut_character_is_no_other_encoding() -> None:
    data = "甲乙丙".encode()
    assert decoded(data[:-1], cut=True) == "甲乙"
    assert decoded(b"\x00\x01") is None


def test_a_long_text_is_cut() -> None:
    found = text_of("text", b"ab " * MOST_CHARACTERS)
    assert (len(found.text), found.cut) == (MOST_CHARACTERS, True)


def test_paragraphs_of_word() -> None:
    body = f'<w:document xmlns:w="{WORD}"><w:p><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:p><w:p><w:t>丙。</w:t></w:p></w:document>'
    assert text_of("zip", docx(body)).text == "甲 乙\n丙。"


def test_a_word_file_that_unfolds_without_end_is_refused() -> None:
    with pytest.raises(Unreadable):
        text_of("zip", docx("<a>" + " " * (texts.MOST_UNPACKED + 1)))


def test_entities_are_refused() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert child("zip", docx(laughs)).returncode != 0
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    assert b"root" not in child("zip", docx(outside)).stdout


def test_pages_are_read_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MOST_PAGES", 2)
    found = text_of("pdf", page_pdf(b"BT /F 9 Tf (word) Tj ET", pages=3))
    assert (found.text, found.pages, found.cut) == ("word\nword", 3, True)


def test_the_process_answers_in_json() -> None:
    done = child("pdf", page_pdf(b"BT /F 9 Tf (kingfisher) Tj ET"))
    assert json.loads(done.stdout) == {"text": "kingfisher", "pages": 1, "cut": False}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\n" + b"[" * 200_000, bytes(1000)])
def test_a_broken_pdf_ends_the_process_and_says_nothing(data: bytes) -> None:
    done = child("pdf", data)
    assert (done.returncode != 0, done.stdout) == (True, b"")


def test_a_stream_that_unfolds_without_end_finds_its_limit() -> None:
    bomb = zlib.compress(bytes(400 * 1024 * 1024), 9)
    done = child("pdf", page_pdf(bomb, filtered=True))
    assert b"kingfisher" not in done.stdout
    assert len(done.stdout) < 1000


CONFINED = "from kedang.engine.files.child import confine\nconfine()\n"


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd')",
        "open('/tmp/kedang-child', 'w')",
        "import socket; socket.socket()",
        "import os; os.pipe()",
        "bytearray(2 << 30)",
    ],
)
def test_the_process_can_do_nothing_else(attempt: str) -> None:
    done = child(
        "", b"", code=f"{CONFINED}try:\n    {attempt}\nexcept (OSError, MemoryError):\n    raise SystemExit(7)"
    )
    assert done.returncode == 7, done.stderr
    assert child("", b"", code=CONFINED).returncode == 0
