"""Which files are taken, and whether one is what its name says. The ending proposes, the content decides."""

import stat
import struct
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from kedang.engine.files.names import ending_of
from kedang.engine.files.pixels import pixels_of
from kedang.engine.files.plain_text import decoded

HEAD = 64 * 1024
MOST_PIXELS = 150_000_000
MOST_MEMBERS = 10_000
UNKNOWN, NOT_WHAT_IT_SAYS, MACROS, TOO_MANY_PIXELS, BOMB = "ending", "content", "macros", "pixels", "members"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_END_OF_ZIP = struct.Struct("<4s4H2LH")
_ISO_IMAGES = (b"heic", b"heix", b"mif1", b"msf1", b"avif")


class FileRefused(Exception):
    """A file that is not taken; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its media type, what it is inside, and whether a browser may show it or text can be found in it."""

    media: str
    inside: str
    part: str = ""
    shown: bool = False
    readable: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS: dict[str, FileKind] = {
    "pdf": FileKind("application/pdf", "pdf", shown=True, readable=True),
    "ofd": FileKind("application/ofd", "zip", "OFD.xml"),
    "png": FileKind("image/png", "png", shown=True),
    "jpg": FileKind("image/jpeg", "jpeg", shown=True),
    "jpeg": FileKind("image/jpeg", "jpeg", shown=True),
    "gif": FileKind("image/gif", "gif", shown=True),
    "webp": FileKind("image/webp", "webp", shown=True),
    "bmp": FileKind("image/bmp", "bmp"),
    "tif": FileKind("image/tiff", "tiff"),
    "tiff": FileKind("image/tiff", "tiff"),
    "heic": FileKind("image/heic", "heic"),
    "docx": FileKind(f"{_OFFICE}wordprocessingml.document", "zip", "word/document.xml", readable=True),
    "xlsx": FileKind(f"{_OFFICE}spreadsheetml.sheet", "zip", "xl/workbook.xml"),
    "pptx": FileKind(f"{_OFFICE}presentationml.presentation", "zip", "ppt/presentation.xml"),
    "doc": FileKind("application/msword", "ole"),
    "xls": FileKind("application/vnd.ms-excel", "ole"),
    "ppt": FileKind("application/vnd.ms-powerpoint", "ole"),
    "wps": FileKind("application/vnd.ms-works", "ole"),
    "txt": FileKind("text/plain", "text", readable=True),
    "md": FileKind("text/plain", "text", readable=True),
    "csv": FileKind("text/csv", "text", readable=True),
}


def recognise(name: str, head: bytes, whole: Callable[[], bytes]) -> FileKind:
    """The kind of a file, or FileRefused. `head` is its first 64 KiB; `whole` is asked for only where the head says too little."""
    kind = KINDS.get(ending_of(name))
    if kind is None:
        raise FileRefused(UNKNOWN)
    if kind.inside == "zip":
        _look_into_zip(kind, head, whole)
    elif not _begins_right(kind.inside, head):
        raise FileRefused(NOT_WHAT_IT_SAYS)
    if kind.media.startswith("image/") and pixels_of(head) > MOST_PIXELS:
        raise FileRefused(TOO_MANY_PIXELS)
    return kind


def _begins_right(inside: str, head: bytes) -> bool:
    if inside == "text":
        return decoded(head, cut=len(head) == HEAD) is not None
    if inside == "webp":
        return head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    if inside == "heic":
        return head[4:8] == b"ftyp" and head[8:12] in _ISO_IMAGES
    return head.startswith(_BEGINNINGS[inside])


_BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "bmp": (b"BM",),
    "tiff": (b"II*\x00", b"MM\x00*"),
    "ole": (_OLE,),
}


def _look_into_zip(kind: FileKind, head: bytes, whole: Callable[[], bytes]) -> None:
    """A package of parts: the part that makes it what it says is there, and none that runs."""
    if not head.startswith(b"PK\x03\x04"):
        raise FileRefused(NOT_WHAT_IT_SAYS)
    data = whole()
    if _members(data) > MOST_MEMBERS:
        raise FileRefused(BOMB)
    try:
        with ZipFile(BytesIO(data)) as package:
            names = package.namelist()
            links = any(stat.S_ISLNK(part.external_attr >> 16) for part in package.infolist())
    except (BadZipFile, ValueError, NotImplementedError, struct.error):
        raise FileRefused(NOT_WHAT_IT_SAYS) from None
    if links or kind.part not in names:
        raise FileRefused(NOT_WHAT_IT_SAYS)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused(MACROS)


def _members(data: bytes) -> int:
    """How many parts the end of a package says there are, before anybody reads the list of them."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if at < 0 or len(data) - at < _END_OF_ZIP.size:
        raise FileRefused(NOT_WHAT_IT_SAYS)
    return int(_END_OF_ZIP.unpack_from(data, at)[4])
