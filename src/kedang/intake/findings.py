"""What was found in a file, and what a person said about it: one value, kept sealed with the run."""

from dataclasses import asdict, dataclass, replace
from typing import Any

import orjson

from kedang.engine.tables.layout import Layout, Section
from kedang.engine.tables.shaping import Target
from kedang.intake.models import ImportRun
from kedang.intake.plan import SectionPlan, section_plan
from kedang.vault.keys import SubjectKey, key_for

_PLACE: dict[str, Any] = {"table": "import_run", "column": "inspection"}
LEFT_OUT = ""
_SAMPLES, _SAMPLE = 200, 300


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `field` None keeps it under its own name, "" leaves it out."""

    index: int
    header: str
    field: str | None
    confidence: float = 0.0
    why: str = ""
    unit: str = ""
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the sheet: what its rows are, and its columns."""

    kind: str
    columns: tuple[Column, ...]
    kind_column: int | None = None

    def plan(self) -> SectionPlan:
        """How its rows are read."""
        targets = [Target(c.index, c.header, c.field, c.unit) for c in self.columns]
        return section_plan(self.kind, targets, self.kind_column)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything about a file that is worth showing or needed to read it. `main` is the table people map."""

    sheets: tuple[tuple[str, int], ...]
    sheet: str
    format: str
    encoding: str
    delimiter: str
    kind_confidence: float
    preset: str | None
    match_key: str
    match_keys: tuple[str, ...]
    layout: Layout
    tables: tuple[Table, ...]
    main: int
    notes: tuple[str, ...] = ()
    remembered: bool = False

    @property
    def table(self) -> Table:
        """The table people map."""
        return self.tables[self.main]

    def with_table(self, table: Table) -> "Findings":
        """These findings with another mapping of the main table."""
        tables = tuple(table if i == self.main else t for i, t in enumerate(self.tables))
        return replace(self, tables=tables)


def seal_findings(key: SubjectKey, findings: Findings) -> bytes:
    """For the run's row."""
    raw = asdict(replace(findings, layout=_shortened(findings.layout)))
    return key.seal(orjson.dumps(raw), row_id=key.subject_id, **_PLACE)


def _shortened(layout: Layout) -> Layout:
    """Samples are kept to propose columns again for another kind of row; long cells need not be whole for that."""

    def short(section: Section) -> Section:
        return replace(section, samples=tuple(tuple(c[:_SAMPLE] for c in row) for row in section.samples[:_SAMPLES]))

    return replace(layout, sections=tuple(short(s) for s in layout.sections))


def findings_of(run: ImportRun, key: SubjectKey | None = None) -> Findings | None:
    """What the run's row keeps, or None before it was inspected."""
    if run.inspection_enc is None:
        return None
    raw = orjson.loads((key or key_for(run.id)).open_bytes(run.inspection_enc, row_id=run.id, **_PLACE))
    layout = raw.pop("layout")
    tables = raw.pop("tables")
    return Findings(
        **{
            **raw,
            "sheets": tuple((name, rows) for name, rows in raw["sheets"]),
            "match_keys": tuple(raw["match_keys"]),
            "notes": tuple(raw["notes"]),
            "layout": Layout(
                sections=tuple(_section(s) for s in layout["sections"]),
                counts=layout["counts"],
                fixed_header=layout["fixed_header"],
            ),
            "tables": tuple(_table(t) for t in tables),
        }
    )


def _section(raw: dict[str, Any]) -> Section:
    return Section(
        **{
            **raw,
            "headers": tuple(raw["headers"]),
            "header_lines": tuple(raw["header_lines"]),
            "samples": tuple(map(tuple, raw["samples"])),
        }
    )


def _table(raw: dict[str, Any]) -> Table:
    columns = tuple(Column(**{**c, "samples": tuple(c["samples"])}) for c in raw["columns"])
    return Table(raw["kind"], columns, raw["kind_column"])
