"""The zip around a workbook: is it safe to unpack, which sheets are inside, and what each needs from its reader."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from posixpath import join, normpath
from struct import error as StructError
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kedang.engine.tables.merges import Merge
from kedang.engine.tables.refusals import TableRefused
from kedang.engine.tables.rows import Content, Limits

_CHUNK = 1 << 20
_SMALL = 32 << 20
_XML_ERRORS = (ParseError, DefusedXmlException, UnicodeError)
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    StructError,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    IndexError,
    KeyError,
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
_COLUMNS = re.compile(rb'\br="([A-Z]{1,3})\d')
_LONG_LINES = re.compile(rb'\br="[A-Z]*(\d{6,})"')
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_MAX_MERGES = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """What one pass over the sheet's bytes says. `rows` counts row elements."""

    name: str
    path: str
    visible: bool
    rows: int
    columns: int
    last_line: int
    special: bool
    merges: tuple[Merge, ...] = field(repr=False)

    def is_plain(self, limits: Limits) -> bool:
        return not self.special and self.last_line * self.columns <= limits.max_dense_cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    archive: zipfile.ZipFile
    sheets: tuple[SheetFacts, ...]
    formats: tuple[str, ...]
    epoch_1904: bool
    strings_path: str
    strings: list[str] = field(default_factory=list)


@contextmanager
def damage() -> Iterator[None]:
    """Everything a broken zip or XML can raise becomes one refusal."""
    try:
        yield
    except TableRefused:
        raise
    except RuntimeError as error:
        if "password" in str(error) or "encrypted" in str(error):
            raise TableRefused("file.encrypted") from error
        raise TableRefused("file.broken", why=str(error)[:120]) from error
    except (*_ZIP_ERRORS, *_XML_ERRORS) as error:
        raise TableRefused("file.broken", why=str(error)[:120] or type(error).__name__) from error


def open_package(content: Content, limits: Limits) -> Package:
    with damage():
        archive = zipfile.ZipFile(content.seekable())
        _check_size(archive, limits)
        names = {info.filename.lower().lstrip("/"): info.filename for info in archive.infolist()}
        workbook_path = _workbook_path(archive, names)
        workbook = _xml(archive, names, workbook_path)
        relations = _relations(archive, names, workbook_path)
        formats = _formats(archive, names, relations)
        padded = _padded_styles(formats)
        sheets = []
        for name, path, visible in _sheet_list(workbook, relations, names):
            sheets.append(_scan(archive, name, path, visible, padded))
        return Package(
            archive=archive,
            sheets=tuple(sheets),
            formats=formats,
            epoch_1904=_is_1904(workbook),
            strings_path=_first(relations, "/sharedStrings", names),
        )


def _check_size(archive: zipfile.ZipFile, limits: Limits) -> None:
    infos = archive.infolist()
    if any(info.flag_bits & 1 for info in infos):
        raise TableRefused("file.encrypted")
    if any(stat.S_ISLNK(info.external_attr >> 16) for info in infos):
        raise TableRefused("file.broken", why="link")
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos) or 1
    if unpacked > limits.max_unpacked or (unpacked > _SMALL and unpacked / packed > limits.max_ratio):
        raise TableRefused("file.bomb", limit=limits.max_unpacked >> 20)


def _workbook_path(archive: zipfile.ZipFile, names: dict[str, str]) -> str:
    if "_rels/.rels" in names:
        root = _xml(archive, names, "_rels/.rels")
        for relation in root:
            if relation.get("Type", "").endswith("/officeDocument"):
                path = normpath(relation.get("Target", "").lstrip("/"))
                _refuse_other_office(path)
                if path.lower() in names:
                    return path
    if "xl/workbook.xml" in names:
        return "xl/workbook.xml"
    what = "ods" if "content.xml" in names and "mimetype" in names else "zip"
    raise TableRefused("format.unsupported", what=what)


def _refuse_other_office(path: str) -> None:
    for start, what in (("word/", "docx"), ("ppt/", "pptx"), ("visio/", "vsdx")):
        if path.lower().startswith(start):
            raise TableRefused("format.unsupported", what=what)
    if path.lower().endswith(".bin"):
        raise TableRefused("format.unsupported", what="xlsb")


def _xml(archive: zipfile.ZipFile, names: dict[str, str], path: str) -> Element:
    # The size was checked, so the whole part may be read at once.
    root: Element = fromstring(archive.read(names[path.lower()]))
    return root


def _relations(archive: zipfile.ZipFile, names: dict[str, str], workbook_path: str) -> dict[str, tuple[str, str]]:
    """{relation id: (type, path in the zip)} of the workbook."""
    folder, _, file = workbook_path.rpartition("/")
    path = join(folder, "_rels", file + ".rels")
    if path.lower() not in names:
        return {}
    found = {}
    for relation in _xml(archive, names, path):
        target = relation.get("Target", "")
        full = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
        found[relation.get("Id", "")] = (relation.get("Type", ""), full)
    return found


def _first(relations: dict[str, tuple[str, str]], ending: str, names: dict[str, str]) -> str:
    path = next((path for kind, path in relations.values() if kind.endswith(ending)), "")
    return names.get(path.lower(), "")


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _sheet_list(
    workbook: Element, relations: dict[str, tuple[str, str]], names: dict[str, str]
) -> Iterator[tuple[str, str, bool]]:
    for element in workbook.iter():
        if local(element.tag) != "sheet":
            continue
        key = next((value for name, value in element.attrib.items() if local(name) == "id"), "")
        kind, path = relations.get(key, ("", ""))
        if kind.endswith("/worksheet") and path.lower() in names:
            visible = element.get("state", "visible") == "visible"
            yield element.get("name", ""), names[path.lower()], visible


def _is_1904(workbook: Element) -> bool:
    return any(
        local(e.tag) == "workbookPr" and e.get("date1904", "").lower() in ("1", "true", "on") for e in workbook.iter()
    )


def _formats(archive: zipfile.ZipFile, names: dict[str, str], relations: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    """The number format of each cell style: a format code, or '#n' for the built-in number n."""
    path = _first(relations, "/styles", names)
    if not path:
        return ()
    root = _xml(archive, names, path)
    codes = {e.get("numFmtId", ""): e.get("formatCode", "") for e in root.iter() if local(e.tag) == "numFmt"}
    for element in root:
        if local(element.tag) == "cellXfs":
            ids = [xf.get("numFmtId", "0") for xf in element]
            return tuple(codes.get(number, "#" + number) for number in ids)
    return ()


def _padded_styles(formats: tuple[str, ...]) -> frozenset[bytes]:
    return frozenset(str(i).encode() for i, code in enumerate(formats) if is_padding(code))


def is_padding(code: str) -> bool:
    """A format of zeros only shows lost leading zeros again: 00012."""
    return bool(re.fullmatch(r"0{2,}", code.split(";")[0].replace("\\", "").strip()))


def _scan(archive: zipfile.ZipFile, name: str, path: str, visible: bool, padded: frozenset[bytes]) -> SheetFacts:
    """One pass over the sheet's bytes; it also proves that the sizes in the zip's index are true."""
    rows = 0
    letters: set[bytes] = set()
    lines: set[bytes] = set()
    merges: list[Merge] = []
    special = False
    for window in _windows(archive, path):
        rows += len(_ROW.findall(window))
        letters.update(_COLUMNS.findall(window))
        lines.update(_LONG_LINES.findall(window))
        special = special or bool(_FORMULA.search(window)) or b't="e"' in window or b"_xFFF" in window
        if padded and not special:
            special = not padded.isdisjoint(_STYLE.findall(window))
        if b"mergeCell " in window and len(merges) < _MAX_MERGES:
            merges.extend(_merge(*m) for m in _MERGE.findall(window))
    last_line = max([int(n) for n in lines if len(n) < 12], default=99_999 if rows < 100_000 else rows)
    columns = max([column_number(c.decode()) for c in letters], default=0) + 1
    return SheetFacts(
        name=name,
        path=path,
        visible=visible,
        rows=rows,
        columns=columns,
        last_line=last_line,
        special=special,
        merges=tuple(merges),
    )


def _windows(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """The part in pieces that end at the end of a tag."""
    rest = b""
    with archive.open(path) as part:
        while chunk := part.read(_CHUNK):
            data = rest + chunk
            end = data.rfind(b">") + 1
            if not end and len(data) > 64 * _CHUNK:
                raise TableRefused("file.broken", why="endless tag")
            rest = data[end:]
            yield data[:end]
    yield rest


def _merge(first: bytes, top: bytes, last: bytes, bottom: bytes) -> Merge:
    return Merge(int(top), column_number(first.decode()), int(bottom), column_number(last.decode()))


def column_number(letters: str) -> int:
    """A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
