"""What is taken, what is not, and under which name it is kept."""

import io
import struct
from zipfile import ZipFile

import pytest

from kedang.engine.files.names import LONGEST, ending_of, kept_name, without_ending
from kedang.engine.files.pixels import pixels_of
from kedang.engine.files.recognising import BOMB, KINDS, FileRefused, recognise

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0001108") + struct.pack(">HH", 600, 800)


def package(*names: str) -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return target.getvalue()


GOOD: dict[str, bytes] = {
    "pdf": b"%PDF-1.7",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": JPEG,
    "jpeg": JPEG,
    "gif": b"GIF89a\x01\x00\x01\x00",
    "webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "bmp": b"BM",
    "tif": b"II*\x00",
    "tiff": b"MM\x00*",
    "heic": b"\x00\x00\x00\x18ftypheic",
    "ofd": package("OFD.xml"),
    "docx": package("[Content_Types].xml", "word/document.xml"),
    "xlsx": package("xl/workbook.xml"),
    "pptx": package("ppt/presentation.xml"),
    **dict.fromkeys(("doc", "xls", "ppt", "wps"), bytes.fromhex("d0cf11e0a1b11ae1")),
    **dict.fromkeys(("txt", "md", "csv"), "甲,乙".encode()),
}


def seen(name: str, data: bytes) -> str:
    return recognise(name, data[:65536], lambda: data).media


def test_every_kind_is_known_by_a_good_file() -> None:
    assert GOOD.keys() == KINDS.keys()
    assert {ending: seen(f"a.{ending.upper()}", data) for ending, data in GOOD.items()} == {
        ending: kind.media for ending, kind in KINDS.items()
    }


@pytest.mark.parametrize("ending", sorted(GOOD))
def test_no_kind_passes_for_another(ending: str) -> None:
    for other, data in GOOD.items():
        if KINDS[other].media == KINDS[ending].media or KINDS[other].inside == KINDS[ending].inside:
            continue
        if KINDS[ending].inside == "text" and KINDS[other].inside in ("pdf", "bmp"):
            continue  # their beginnings are letters
        with pytest.raises(FileRefused):
            seen(f"a.{ending}", data)


def test_nothing_that_runs_or_is_a_page_is_shown_by_a_browser() -> None:
    assert {ending for ending, kind in KINDS.items() if kind.shown} == {"pdf", "png", "jpg", "jpeg", "gif", "webp"}


def test_a_package_with_too_many_parts_is_refused_before_it_is_listed() -> None:
    data = package("word/document.xml")
    at = data.rfind(b"PK\x05\x06")
    many = data[: at + 10] + struct.pack("<H", 60_000) + data[at + 12 :]
    with pytest.raises(FileRefused) as refused:
        seen("a.docx", many)
    assert refused.value.code == BOMB


@pytest.mark.parametrize(
    ("head", "pixels"),
    [
        (JPEG, 480_000),
        (b"GIF89a" + struct.pack("<HH", 30, 20), 600),
        (b"RIFF____WEBPVP8X" + bytes(8) + (99).to_bytes(3, "little") + (49).to_bytes(3, "little"), 5_000),
        (b"\xff\xd8\xff", 0),
        (b"", 0),
    ],
)
def test_pixels_are_counted_without_unfolding(head: bytes, pixels: int) -> None:
    assert pixels_of(head) == pixels


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("合同.pdf", "合同.pdf"),
        ("../../a.pdf", "a.pdf"),
        ("..\\..\\a.pdf", "a.pdf"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\u200b \u00a0 b.pdf", "a b.pdf"),
        ("...", "file"),
        ("", "file"),
        ("/", "file"),
        (" .hidden. ", "hidden"),
    ],
)
def test_names_lose_what_hides(given: str, kept: str) -> None:
    assert kept_name(given) == kept


def test_long_names_keep_their_ending() -> None:
    kept = kept_name("长" * 300 + ".pdf")
    assert (len(kept), ending_of(kept)) == (LONGEST, "pdf")
    assert len(kept_name("x" * 300 + "." + "y" * 300)) == LONGEST
    assert (ending_of(".pdf"), ending_of("a"), without_ending("a.b.pdf"), without_ending("a")) == ("", "", "a.b", "a")
