"""Looking into a file: its sheets, its layout, and what each column means, with samples; kept sealed with the run."""

from dataclasses import asdict, dataclass, replace
from typing import Any

import orjson

from kedang.commerce_import.fields import Preset, propose, recognise
from kedang.commerce_import.models import Run
from kedang.commerce_import.staging import Staged
from kedang.engine.tables.layout import Layout, Section, find_layout
from kedang.engine.tables.refusals import TableRefused
from kedang.intake.inspection import EMPTY_TABLE
from kedang.intake.sources import chosen_sheet, table_refusal
from kedang.vault.keys import SubjectKey, key_for

_PLACE: dict[str, Any] = {"table": "commerce_import_run", "column": "inspection"}
_SAMPLES, _SAMPLE = 5, 120


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `field` "" leaves it out."""

    index: int
    header: str
    field: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything about a file that is worth showing or needed to read it."""

    sheets: tuple[str, ...]
    sheet: str
    preset: str
    layout: Layout
    columns: tuple[Column, ...]

    @property
    def fields(self) -> list[str]:
        """What the columns mean, in order."""
        return [column.field for column in self.columns]

    def mapped(self, wanted: dict[int, str]) -> "Findings":
        """These findings with some columns meaning something else."""
        columns = tuple(replace(c, field=wanted.get(c.index, c.field)) for c in self.columns)
        return replace(self, columns=columns)


def inspect(staged: Staged, *, sheet: str = "") -> tuple[Findings, Preset | None]:
    """Look through the whole file once."""
    book = staged.workbook()
    chosen = chosen_sheet(book, sheet or None)
    try:
        layout = find_layout(chosen.rows(), header_line=chosen.header_line)
    except TableRefused as refused:
        raise table_refusal(refused) from refused
    if not layout.sections or not layout.data:
        raise EMPTY_TABLE()
    main = layout.main
    preset = recognise(main.headers)
    fields = propose(main.headers, preset)
    columns = tuple(
        Column(index, header, field, _samples(main, index))
        for index, (header, field) in enumerate(zip(main.headers, fields, strict=True))
    )
    sheets = tuple(s.name for s in book.sheets)
    found = Findings(
        sheets=sheets, sheet=chosen.name, preset=preset.name if preset else "", layout=layout, columns=columns
    )
    return found, preset


def _samples(section: Section, index: int) -> tuple[str, ...]:
    cells = (row[index].strip() for row in section.samples if index < len(row))
    return tuple(dict.fromkeys(cell[:_SAMPLE] for cell in cells if cell))[:_SAMPLES]


def seal_findings(key: SubjectKey, findings: Findings) -> bytes:
    """For the run's row; the samples of the layout are not needed any more."""
    sections = tuple(replace(section, samples=()) for section in findings.layout.sections)
    raw = asdict(replace(findings, layout=replace(findings.layout, sections=sections)))
    return key.seal(orjson.dumps(raw), row_id=key.subject_id, **_PLACE)


def findings_of(run: Run, key: SubjectKey | None = None) -> Findings | None:
    """What the run's row keeps, or None before it was inspected."""
    if run.inspection_enc is None:
        return None
    raw = orjson.loads((key or key_for(run.id)).open_bytes(run.inspection_enc, row_id=run.id, **_PLACE))
    layout = raw["layout"]
    sections = tuple(
        Section(**{**s, "headers": tuple(s["headers"]), "header_lines": tuple(s["header_lines"]), "samples": ()})
        for s in layout["sections"]
    )
    return Findings(
        sheets=tuple(raw["sheets"]),
        sheet=raw["sheet"],
        preset=raw["preset"],
        layout=Layout(sections=sections, counts=layout["counts"], fixed_header=layout["fixed_header"]),
        columns=tuple(Column(**{**c, "samples": tuple(c["samples"])}) for c in raw["columns"]),
    )
