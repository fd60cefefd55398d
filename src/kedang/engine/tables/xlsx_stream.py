"""A sheet read as a stream of XML events: formulas as their text, errors, zero-padded numbers, any size.

Follows ECMA-376 part 1, 18.3 (worksheets) and 18.8.30 (number formats).
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from xml.parsers import expat

from openpyxl.formula.translate import Translator, TranslatorError

from kedang.engine.tables.cell_text import datetime_text, number_text, span_text
from kedang.engine.tables.protection import unprotect
from kedang.engine.tables.refusals import TableRefused
from kedang.engine.tables.rows import Limits, Row
from kedang.engine.tables.xlsx_package import Package, SheetFacts, column_number, damage, is_padding

_CHUNK = 1 << 18
_MAX_LINE = 1_048_576
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})$")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BUILTIN_DATES = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58}
_BUILTIN_TIMES = {18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56}


def stream_rows(package: Package, facts: SheetFacts, limits: Limits) -> Iterator[Row]:
    strings = _shared_strings(package)
    parser = _SheetParser(strings, package.formats, epoch_1904=package.epoch_1904, limits=limits)
    line = 0
    for number, cells in _parsed(package, facts.path, parser):
        for blank in range(line + 1, number):
            yield Row(blank, ())
        line = max(line + 1, number)
        yield Row(line, cells)


def _parsed(package: Package, path: str, parser: "_SheetParser") -> Iterator[tuple[int, tuple[str, ...]]]:
    for _ in _feed(package, path, parser.expat):
        yield from parser.taken()
    yield from parser.taken()


def _feed(package: Package, path: str, parser: expat.XMLParserType) -> Iterator[None]:
    with damage(), package.archive.open(path) as part:
        while chunk := part.read(_CHUNK):
            _parse(parser, chunk, final=False)
            yield
        _parse(parser, b"", final=True)


def _parse(parser: expat.XMLParserType, chunk: bytes, *, final: bool) -> None:
    try:
        parser.Parse(chunk, final)
    except expat.ExpatError as error:
        raise TableRefused("file.broken", why=str(error)) from error


def _new_parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse_entity
    return parser


def _refuse_entity(*_: object) -> None:
    raise TableRefused("file.broken", why="entity declaration")


def _shared_strings(package: Package) -> list[str]:
    if package.strings or not package.strings_path:
        return package.strings
    parser = _StringsParser(package.strings)
    for _ in _feed(package, package.strings_path, parser.expat):
        pass
    return package.strings


class _StringsParser:
    """<si><t>…</t></si>, or runs <r><t>…</t></r>; phonetic hints <rPh> are not part of the text."""

    def __init__(self, into: list[str]) -> None:
        self._into = into
        self._parts: list[str] = []
        self._inside = False
        self._phonetic = False
        self.expat = _new_parser()
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self._text

    def _start(self, tag: str, _: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "t":
            self._inside = not self._phonetic
        elif name == "rPh":
            self._phonetic = True

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "t":
            self._inside = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            self._into.append(unescape("".join(self._parts)))
            self._parts = []

    def _text(self, data: str) -> None:
        if self._inside:
            self._parts.append(data)


def unescape(text: str) -> str:
    """_x000D_ stands for a character that XML cannot hold."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda m: _character(int(m[1], 16)), text)


def _character(code: int) -> str:
    return "" if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)


class _SheetParser:
    """Collects finished rows between two chunks."""

    def __init__(self, strings: list[str], formats: tuple[str, ...], *, epoch_1904: bool, limits: Limits) -> None:
        self._strings = strings
        self._show = tuple(_shower(code, epoch_1904) for code in formats)
        self._limits = limits
        self._rows: list[tuple[int, tuple[str, ...]]] = []
        self._line = 0
        self._cells: list[str] = []
        self._column = 0
        self._type = "n"
        self._style = 0
        self._value: list[str] = []
        self._formula: list[str] = []
        self._has_formula = False
        self._formula_group: str | None = None
        self._shared: dict[str, tuple[str, str]] = {}
        self._into: list[str] | None = None
        self._phonetic = False
        self.expat = _new_parser()
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self._text

    def taken(self) -> list[tuple[int, tuple[str, ...]]]:
        rows, self._rows = self._rows, []
        return rows

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag if ":" not in tag else tag.rpartition(":")[2]
        if name == "c":
            self._start_cell(attributes)
        elif name == "v" or (name == "t" and not self._phonetic):
            self._into = self._value
        elif name == "f":
            self._into = self._formula
            self._has_formula = True
            self._formula_group = attributes.get("si") if attributes.get("t") == "shared" else None
        elif name == "row":
            self._line = _integer(attributes.get("r"), self._line + 1)
            self._cells = []
            self._column = -1
        elif name == "rPh":
            self._phonetic = True

    def _start_cell(self, attributes: dict[str, str]) -> None:
        match = _REFERENCE.match(attributes.get("r", ""))
        self._column = column_number(match[1]) if match else self._column + 1
        if self._column >= self._limits.max_columns:
            limit = self._limits.max_columns
            raise TableRefused("columns.too_many", line=self._line, columns=self._column + 1, limit=limit)
        self._type = attributes.get("t", "n")
        self._style = _integer(attributes.get("s"), 0)
        self._value = []
        self._formula = []
        self._has_formula = False

    def _text(self, data: str) -> None:
        if self._into is not None:
            self._into.append(data)

    def _end(self, tag: str) -> None:
        name = tag if ":" not in tag else tag.rpartition(":")[2]
        if name in ("v", "t", "f"):
            self._into = None
        elif name == "c":
            self._end_cell()
        elif name == "row":
            if self._line > _MAX_LINE:
                raise TableRefused("file.broken", why=f"row {self._line}")
            self._rows.append((self._line, tuple(self._cells)))
        elif name == "rPh":
            self._phonetic = False

    def _end_cell(self) -> None:
        text = self._formula_text() if self._has_formula else self._cell_text()
        if text:
            missing = self._column - len(self._cells)
            if missing > 0:
                self._cells.extend([""] * missing)
            if missing < 0:
                self._cells[self._column] = text
            else:
                self._cells.append(text)

    def _formula_text(self) -> str:
        formula = "".join(self._formula)
        group = self._formula_group
        here = _cell_name(self._column, self._line)
        if group is not None and formula:
            self._shared[group] = ("=" + formula, here)
        elif group is not None and group in self._shared:
            return _translated(*self._shared[group], here)
        return "=" + formula if formula else self._cell_text()

    def _cell_text(self) -> str:
        raw = "".join(self._value)
        kind = self._type
        if kind == "s":
            index = _integer(raw, -1)
            return unprotect(self._strings[index]) if 0 <= index < len(self._strings) else ""
        if kind in ("inlineStr", "str"):
            return unprotect(unescape(raw))
        if kind == "b":
            return "TRUE" if raw.strip() in ("1", "true") else "FALSE"
        if kind in ("e", "d"):
            return raw.replace("T00:00:00", "").replace("T", " ") if kind == "d" else raw
        return self._number(raw)

    def _number(self, raw: str) -> str:
        if not raw:
            return ""
        try:
            value = float(raw)
        except ValueError:
            return raw
        show = self._show[self._style] if 0 <= self._style < len(self._show) else number_text
        return show(value)


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _cell_name(column: int, line: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{line}"


def _translated(formula: str, origin: str, here: str) -> str:
    try:
        return str(Translator(formula, origin=origin).translate_formula(here))
    except (TranslatorError, ValueError, IndexError, KeyError):
        return formula


@lru_cache(maxsize=512)
def _shower(code: str, epoch_1904: bool) -> Callable[[float], str]:
    """How a number of this format is shown."""
    if is_padding(code):
        width = len(code.split(";")[0].replace("\\", "").strip())
        return lambda value: number_text(value).zfill(width) if value >= 0 else number_text(value)
    kind = date_kind(code)
    if not kind:
        return number_text
    return lambda value: _moment(value, kind, epoch_1904)


def date_kind(code: str) -> str:
    """'date', 'time', 'span' or '' for a number format."""
    if code.startswith("#") and code[1:].isdigit():
        number = int(code[1:])
        return (
            "date"
            if number in _BUILTIN_DATES
            else "time"
            if number in _BUILTIN_TIMES
            else "span"
            if number == 46
            else ""
        )
    plain = re.sub(r'"[^"]*"|\\.|_.|\*.', "", code.split(";")[0])
    if re.search(r"\[[hms]+\]", plain, re.IGNORECASE):
        return "span"
    plain = re.sub(r"\[[^\]]*\]", "", plain).lower()
    if plain in ("general", "g/通用格式", "@") or "general" in plain:
        return ""
    if re.search(r"[yde]", re.sub(r"e[+-]", "", plain)):
        return "date"
    return "time" if re.search(r"[hs]", plain) else "date" if "m" in plain.replace("am/pm", "") else ""


def _moment(value: float, kind: str, epoch_1904: bool) -> str:
    try:
        if kind == "span":
            return span_text(dt.timedelta(days=value))
        if kind == "time" or 0 <= value < 1:
            return span_text(dt.timedelta(days=value % 1)).zfill(8)
        days = value + 1462 if epoch_1904 else value
        # Excel believes in 29 February 1900; serials before it are a day off.
        origin = dt.datetime(1899, 12, 30 if days >= 60 else 31)  # noqa: DTZ001 - spreadsheet times have no zone
        return datetime_text(origin + dt.timedelta(days=days))
    except (OverflowError, ValueError):
        return number_text(value)
