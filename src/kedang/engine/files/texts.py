"""The text of a file, up to a limit. Hostile files take time and memory: this runs in a confined process (`child.py`)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse
from pypdf import PdfReader

from kedang.engine.files.plain_text import decoded

MOST_CHARACTERS = 400_000
MOST_PAGES = 2_000
MOST_UNPACKED = 64 * 1024 * 1024
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BROKEN_LINE = re.compile(r"(?<=[\u3400-\u9fff，、])[ \t]*\n[ \t]*(?=[\u3400-\u9fff])")
_BLANKS = re.compile(r"[ \t\u3000\xa0]+")
_LINES = re.compile(r"\s*\n\s*")


class Unreadable(Exception):
    """There is no text to be had: the file is locked, damaged or too large."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a file says. `pages` 0: it has none; `cut`: there was more."""

    text: str
    pages: int = 0
    cut: bool = False


def text_of(inside: str, data: bytes) -> Text:
    """The text of a readable file; raises Unreadable, and whatever a parser raises on a broken one."""
    pieces, pages = _READERS[inside](data)
    kept: list[str] = []
    left = MOST_CHARACTERS
    for piece in pieces:
        tidied = tidy(piece)
        kept.append(tidied[:left])
        left -= len(tidied)
        if left < 0:
            break
    return Text("\n".join(each for each in kept if each), pages, cut=left < 0 or pages > MOST_PAGES)


def tidy(text: str) -> str:
    """Text with the line breaks of paper taken out of Chinese sentences, and blanks reduced to one."""
    lines = _LINES.sub("\n", _BLANKS.sub(" ", text.replace("\r", "\n").replace("\x00", "")))
    return _BROKEN_LINE.sub("", lines).strip()


def _plain(data: bytes) -> tuple[Iterator[str], int]:
    text = decoded(data[: MOST_CHARACTERS * 4], cut=len(data) > MOST_CHARACTERS * 4)
    if text is None:
        raise Unreadable("encoding")
    return iter((text,)), 0


def _pdf(data: bytes) -> tuple[Iterator[str], int]:
    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("locked")
    count = len(reader.pages)
    return (_page(reader, number) for number in range(min(count, MOST_PAGES))), count


def _page(reader: PdfReader, number: int) -> str:
    """One page; a damaged one must not keep the others from being found."""
    try:
        return reader.pages[number].extract_text()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a parser of hostile files raises anything
        return ""


def _docx(data: bytes) -> tuple[Iterator[str], int]:
    with ZipFile(BytesIO(data)) as package, package.open("word/document.xml") as part:
        xml = part.read(MOST_UNPACKED + 1)
    if len(xml) > MOST_UNPACKED:
        raise Unreadable("too large")
    return _paragraphs(xml), 0


def _paragraphs(xml: bytes) -> Iterator[str]:
    words: list[str] = []
    for _, element in iterparse(BytesIO(xml), events=("end",), forbid_dtd=True):
        if element.tag == f"{_WORD}t":
            words.append(element.text or "")
        elif element.tag in (f"{_WORD}tab", f"{_WORD}br"):
            words.append(" ")
        elif element.tag == f"{_WORD}p":
            yield "".join(words)
            words.clear()
            element.clear()


_READERS: dict[str, Callable[[bytes], tuple[Iterator[str], int]]] = {"text": _plain, "pdf": _pdf, "zip": _docx}
