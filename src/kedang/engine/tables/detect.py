"""What a file is: by its first bytes, then by its text; the name is only a hint."""

import re
from dataclasses import dataclass

from kedang.engine.tables.delimiters import find_delimiter
from kedang.engine.tables.encodings import choose_encoding, control_share
from kedang.engine.tables.refusals import TableRefused

HEAD = 1 << 16

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM6", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"{\\rtf", "RTF"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"RIFF", "RIFF"),
)
_XML_TABLE = re.compile(r"urn:schemas-microsoft-com:office:spreadsheet", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype html|html|table|body|head|meta|style)\b", re.IGNORECASE)
_MAX_CONTROL = 0.05
_MARKED = ("utf-8-sig", "utf-16", "utf-32")


@dataclass(frozen=True, slots=True)
class FileKind:
    """`format` is one of xlsx, xls, csv, html, xmlss, vcf; encoding and delimiter only where they mean something."""

    format: str
    encoding: str = ""
    delimiter: str = ""


def sniff(head: bytes, filename: str = "") -> FileKind:
    """The kind of a file from its first bytes (64 kB are enough). Raises `TableRefused`."""
    if not head:
        raise TableRefused("file.empty")
    binary = _binary_kind(head)
    if binary:
        return binary
    encoding = choose_encoding([head], complete=len(head) < HEAD)
    return text_kind(encoding.decode(head), encoding.name, filename)


def _binary_kind(head: bytes) -> FileKind | None:
    if head.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in head:
            raise TableRefused("file.encrypted")
        return FileKind("xls")
    if head.startswith((ZIP, b"PK\x05\x06")):
        return FileKind("xlsx")
    if head[:2] == b"\x09\x08" or head[:4] in (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00"):
        return FileKind("xls")
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise TableRefused("file.binary", what=what)
    return None


def text_kind(text: str, encoding: str, filename: str) -> FileKind:
    """The kind of a text file from the start of its decoded text."""
    text = text.lstrip("\ufeff")
    start = text.lstrip()[:4096]
    if not start.strip("\x00"):
        raise TableRefused("file.blank")
    # A mark at the start says text, whatever odd characters a cell may hold.
    if encoding not in _MARKED and control_share(text) > _MAX_CONTROL:
        raise TableRefused("file.binary", what="binary")
    if re.match(r"BEGIN\s*:\s*VCARD", start, re.IGNORECASE) or (
        filename.lower().endswith((".vcf", ".vcard")) and re.search(r"BEGIN:VCARD", text, re.IGNORECASE)
    ):
        return FileKind("vcf", encoding)
    if start.startswith("<"):
        return _markup_kind(start, encoding)
    _refuse_other_text(start)
    return FileKind("csv", encoding, find_delimiter(text, filename))


def _markup_kind(start: str, encoding: str) -> FileKind:
    if _XML_TABLE.search(start):
        return FileKind("xmlss", encoding)
    if _HTML.search(start):
        return FileKind("html", encoding)
    what = "xCard XML" if "vcard" in start.lower() else "XML"
    if start.startswith("<?xml") or re.match(r"<[A-Za-z][\w:.-]*[\s/>]", start):
        raise TableRefused("format.unsupported", what=what)
    return FileKind("csv", encoding, find_delimiter(start, ""))


def _refuse_other_text(start: str) -> None:
    if re.match(r"\[\s*\"vcard\"", start, re.IGNORECASE):
        raise TableRefused("format.unsupported", what="jCard JSON")
    if re.match(r"(\{\s*\"[^\"]*\"\s*:|\[\s*\{\s*\"[^\"]*\"\s*:)", start):
        raise TableRefused("format.unsupported", what="JSON")
    if re.match(r"(MIME-Version:|From:|Received:)", start) and "multipart/related" in start:
        raise TableRefused("format.unsupported", what="MHTML")
