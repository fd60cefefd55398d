"""A minimal xlsx written straight into its target: inline strings, constant memory, no temporary file.

ECMA-376 part 1, 12.3 and 18.3. The usual libraries stream through temporary files, which would leave personal data
in clear on the disk.
"""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol
from xml.sax.saxutils import escape, quoteattr

MAX_LINE = 1_048_576
MAX_TEXT = 32_767
_FLUSH = 500
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A literal _x0041_ would be read as an escape: its underscore is escaped itself.
_LITERAL = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_HEAD_STYLE = 1
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="General"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a book says of itself: who made it, under which number, in one line that also stands at the foot of every printed page, and
    when (as the format writes it)."""

    maker: str
    number: str
    line: str
    at: str


class _Sink(Protocol):
    def write(self, data: bytes, /) -> int: ...
    def close(self) -> None: ...


class XlsxBook:
    """Sheets are written one after the other; `first` of `close` names the sheet whose tab stands first."""

    def __init__(self, target: Path | BinaryIO, imprint: Imprint | None = None) -> None:
        self._imprint = imprint
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        self._names: list[str] = []
        self._part: _Sink | None = None
        self._headers: Sequence[str] = ()
        self._base = ""
        self._line = 0
        self._buffer: list[str] = []
        self.cut_cells = 0

    def start_sheet(self, name: str, headers: Sequence[str]) -> None:
        self._end_sheet()
        self._base, self._headers = name, headers
        self._start_part(name)

    def _start_part(self, name: str) -> None:
        self._names.append(self._unique(name))
        path = f"xl/worksheets/sheet{len(self._names)}.xml"
        self._part = self._zip.open(path, "w", force_zip64=True)
        frozen = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        views = frozen + "</sheetView></sheetViews>" if self._headers else ""
        self._buffer = [f'{_DECLARATION}<worksheet xmlns="{_MAIN}">{views}<sheetData>']
        self._line = 0
        if self._headers:
            self._write(self._headers, _HEAD_STYLE)

    def _unique(self, name: str) -> str:
        base = _SHEET_NAME.sub(" ", name)[:28].strip(" '") or "Sheet"
        taken = {n.lower() for n in self._names}
        unique, number = base, 1
        while unique.lower() in taken:
            number += 1
            unique = f"{base} {number}"
        return unique

    def row(self, cells: Sequence[Cell]) -> None:
        if self._line >= MAX_LINE:
            self._end_sheet()
            self._start_part(self._base)
        self._write(cells, 0)

    def _write(self, cells: Sequence[Cell], style: int) -> None:
        self._line += 1
        mark = f' s="{style}"' if style else ""
        xml = "".join([self._cell(c, mark) for c in cells])
        self._buffer.append(f'<row r="{self._line}">{xml}</row>')
        if len(self._buffer) >= _FLUSH:
            self._flush()

    def _cell(self, value: Cell, mark: str) -> str:
        if value is None or value == "":
            return f"<c{mark}/>"
        if isinstance(value, str):
            return f'<c{mark} t="inlineStr"><is><t xml:space="preserve">{self._text(value)}</t></is></c>'
        if isinstance(value, bool):
            return f'<c{mark} t="b"><v>{int(value)}</v></c>'
        if value != value or value in (float("inf"), float("-inf")) or abs(value) >= 1e15:
            return f'<c{mark} t="inlineStr"><is><t>{value}</t></is></c>'
        return f"<c{mark}><v>{value!r}</v></c>"

    def _text(self, value: str) -> str:
        if len(value) > MAX_TEXT:
            value = value[: MAX_TEXT - 1] + "…"
            self.cut_cells += 1
        if "_x" in value:
            value = _LITERAL.sub("_x005F_", value)
        if "\r" in value:
            value = value.replace("\r", "_x000D_")
        if _FORBIDDEN.search(value):
            value = _FORBIDDEN.sub(_escaped, value)
        return escape(value)

    def _flush(self) -> None:
        if self._part is not None:
            self._part.write("".join(self._buffer).encode())
        self._buffer = []

    def _end_sheet(self) -> None:
        if self._part is None:
            return
        self._buffer.append(f"</sheetData>{self._foot()}</worksheet>")
        self._flush()
        self._part.close()
        self._part = None

    def _foot(self) -> str:
        if self._imprint is None:
            return ""
        # An ampersand begins a code in a footer; two are one sign.
        line = self._text(self._imprint.line.replace("&", "&&"))
        return f"<headerFooter><oddFooter>&amp;L{line}&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"

    def close(self, *, first: str | None = None) -> None:
        """Write the parts that name the sheets and finish the zip."""
        self._end_sheet()
        order = sorted(range(len(self._names)), key=lambda i: (self._names[i] != first, i))
        for path, xml in _parts(self._names, order, self._imprint).items():
            self._zip.writestr(path, _DECLARATION + xml)
        self._zip.close()


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    # Lone surrogates and NUL have no place even in an escape.
    return "\ufffd" if code == 0 or 0xD800 <= code <= 0xDFFF else f"_x{code:04X}_"


def _core(imprint: Imprint) -> str:
    maker, number, line = (escape(_FORBIDDEN.sub("", text)) for text in (imprint.maker, imprint.number, imprint.line))
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:creator>{maker}</dc:creator><dc:description>{line}</dc:description><dc:identifier>{number}</dc:identifier>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{imprint.at}</dcterms:created></cp:coreProperties>'
    )


def _parts(names: Sequence[str], order: Sequence[int], imprint: Imprint | None) -> dict[str, str]:
    sheets = "".join(f'<sheet name={quoteattr(names[i])} sheetId="{i + 1}" r:id="rId{i + 1}"/>' for i in order)
    relations = "".join(
        f'<Relationship Id="rId{i + 1}" Type="{_REL}/worksheet" Target="worksheets/sheet{i + 1}.xml"/>'
        for i in range(len(names))
    )
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i + 1}.xml" ContentType="{kinds}.worksheet+xml"/>'
        for i in range(len(names))
    )
    core = {"docProps/core.xml": _core(imprint)} if imprint else {}
    core_relation = (
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    )
    core_kind = '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    return core | {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}'
        f'<Relationship Id="rId{len(names) + 1}" Type="{_REL}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/>{core_relation if imprint else ""}</Relationships>',
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>{overrides}{core_kind if imprint else ""}'
        f'<Override PartName="/xl/styles.xml" ContentType="{kinds}.styles+xml"/></Types>',
    }
