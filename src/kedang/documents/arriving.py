"""A file somebody sends: what it is called, how large it is, whether it is what it says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kedang.documents.settings import store_settings
from kedang.engine.files import recognising
from kedang.engine.files.names import ending_of, kept_name
from kedang.engine.files.recognising import HEAD, KINDS, FileKind, FileRefused, recognise
from kedang.kit.errors import Refusal
from kedang.kit.malware import Look, State

TAKEN = " ".join(sorted(KINDS))
EMPTY = Refusal("documents.empty", 422, "文件是空的，没有保存。", "The file is empty; nothing was kept.")
TOO_LARGE = Refusal(
    "documents.too_large",
    413,
    "文件太大，最多 {megabytes} MB，没有保存。",
    "The file is too large: at most {megabytes} MB. Nothing was kept.",
)
NOT_TAKEN: dict[str, Refusal] = {
    recognising.UNKNOWN: Refusal(
        "documents.ending",
        422,
        "不接收这种文件，没有保存。可以上传：{taken}。",
        "Files of this kind are not taken; nothing was kept. Taken are: {taken}.",
    ),
    recognising.NOT_WHAT_IT_SAYS: Refusal(
        "documents.content",
        422,
        "文件内容与扩展名 .{ending} 不符，没有保存。请检查文件是否完整、扩展名是否改过。",
        "The content is not what .{ending} says; nothing was kept. Is the file whole, was it renamed?",
    ),
    recognising.MACROS: Refusal(
        "documents.macros",
        422,
        "文件里有宏程序，没有保存。请另存为不含宏的文件再上传。",
        "There are macros in the file; nothing was kept. Save it without macros and send it again.",
    ),
    recognising.TOO_MANY_PIXELS: Refusal(
        "documents.pixels",
        422,
        "图片超过 1.5 亿像素，没有保存。请缩小后再上传。",
        "The image has more than 150 million pixels; nothing was kept. Make it smaller and send it again.",
    ),
    recognising.BOMB: Refusal(
        "documents.members",
        422,
        "文件包含的部件过多，没有保存。",
        "The file has too many parts; nothing was kept.",
    ),
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file as it was sent. `pieces` may be asked for more than once."""

    name: str
    size: int
    pieces: Callable[[], Iterator[bytes]]

    def whole(self) -> bytes:
        """Everything at once; its size was checked before."""
        return b"".join(self.pieces())

    def head(self) -> bytes:
        """The first 64 KiB."""
        found = b""
        for piece in self.pieces():
            found += piece
            if len(found) >= HEAD:
                break
        return found[:HEAD]


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that is taken, and the name it is kept under."""

    name: str
    ending: str
    kind: FileKind
    scan: State
    pieces: Callable[[], Iterator[bytes]]


def checked(arrival: Arrival) -> Checked:
    """The file, or a refusal that says why not."""
    limit = store_settings().limit
    if arrival.size > limit:
        raise TOO_LARGE(megabytes=limit // (1024 * 1024))
    if arrival.size == 0:
        raise EMPTY()
    name = kept_name(arrival.name)
    ending = ending_of(name)
    try:
        kind = recognise(name, arrival.head(), arrival.whole)
    except FileRefused as refused:
        raise NOT_TAKEN[refused.code](ending=ending, taken=TAKEN) from None
    # Before anything is stored: a bucket may keep what was taken out of it again.
    scan = Look().whole(arrival.pieces())
    return Checked(name, ending, kind, scan, arrival.pieces)


def arrival_of(name: str, content: bytes) -> Arrival:
    """Bytes at hand as something that was sent."""
    return Arrival(name, len(content), lambda: iter((content,)))
