"""Looking into a file: sheets, layout, kind, and a proposed field for every column, with samples before and after."""

from dataclasses import dataclass, replace

from kedang.archive.policy import named
from kedang.engine.catalogue import FIELDS
from kedang.engine.standardise.record import standardise_record
from kedang.engine.tables.layout import Section, find_layout
from kedang.engine.tables.mapping import ColumnGuess, Proposal, propose
from kedang.engine.tables.refusals import TableRefused
from kedang.engine.tables.rows import Workbook
from kedang.engine.tables.shaping import Target, row_values
from kedang.fields.queries import FieldDefinition, active_definitions
from kedang.intake.findings import LEFT_OUT, Column, Findings, Table
from kedang.intake.plan import ALIASES, MATCH_KEYS, WHOLE_ROW
from kedang.intake.remembering import recall
from kedang.intake.sources import Staged, chosen_sheet, table_refusal
from kedang.kit.errors import Refusal

EMPTY_TABLE = Refusal(
    "table.empty",
    422,
    "文件里没有找到数据行。",
    "No rows of data were found in the file.",
)
_LEFT_OUT_WHY = frozenset({"sequence"})


@dataclass(frozen=True, slots=True)
class CustomColumn:
    """A custom field as the mapping reads it."""

    code: str
    zh: str
    en: str


def inspect(
    staged: Staged, *, by: int, sheet: str = "", header_line: int | None = None, kind: str | None = None
) -> Findings:
    """Look through the whole file once. What a person fixed beforehand (sheet, head, kind) is taken as said; `by` is whose
    remembered mappings count."""
    book = staged.workbook()
    chosen = chosen_sheet(book, sheet)
    try:
        layout = find_layout(chosen.rows(), header_line=chosen.header_line if header_line is None else header_line)
    except TableRefused as refused:
        raise table_refusal(refused) from refused
    if not layout.sections or not layout.data:
        raise EMPTY_TABLE()
    bare = Findings(
        sheets=_sheets(book),
        sheet=chosen.name,
        format=book.format,
        encoding=book.encoding,
        delimiter=book.delimiter,
        kind_confidence=0.0,
        preset=None,
        match_key="",
        match_keys=(),
        layout=layout,
        tables=(),
        main=layout.sections.index(layout.main),
        notes=tuple(book.notes),
    )
    found = proposed(bare, kind=kind)
    return recall(found, by) if kind is None else found


def proposed(found: Findings, *, kind: str | None) -> Findings:
    """The findings with every table's columns proposed anew, from the samples that were kept."""
    definitions = [d for d in active_definitions() if set(d.kinds) & {"person", "organisation"}]
    proposals = [_propose(section, kind, definitions) for section in found.layout.sections]
    tables = tuple(_table(p) for p in proposals)
    lead = proposals[found.main]
    offered = _offered(lead.match_keys)
    return replace(
        found,
        kind_confidence=lead.kind_confidence,
        preset=lead.preset,
        match_key=default_key(offered, tables[found.main]),
        match_keys=offered,
        tables=tables,
        remembered=False,
    )


def _sheets(book: Workbook) -> tuple[tuple[str, int], ...]:
    return tuple((s.name, s.rows_about) for s in book.sheets if s.visible) or tuple(
        (s.name, s.rows_about) for s in book.sheets
    )


def _propose(section: Section, kind: str | None, definitions: list[FieldDefinition]) -> Proposal:
    return propose(
        section.headers,
        section.samples,
        kind=kind,
        custom_fields=[CustomColumn(d.code, d.label_zh, d.label_en) for d in definitions],
        group_column=section.group_column,
    )


def _table(proposal: Proposal) -> Table:
    return Table(proposal.kind, tuple(_column(c) for c in proposal.columns), proposal.kind_column)


def _column(guess: ColumnGuess) -> Column:
    field = LEFT_OUT if guess.field is None and guess.why in _LEFT_OUT_WHY else guess.field
    return Column(
        guess.index, guess.header, field, guess.confidence, guess.why, guess.unit, tuple(s[:200] for s in guess.samples)
    )


def _offered(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The keys a person may choose from, strongest first."""
    return tuple(dict.fromkeys((*(known_key(k) for k in keys if known_key(k)), WHOLE_ROW)))


def known_key(text: str) -> str:
    """A match key by its code or by what people call it; "" when there is no such key."""
    word = ALIASES.get(text.strip().lower(), text.strip().lower())
    return word if word in MATCH_KEYS else ""


def default_key(keys: tuple[str, ...], table: Table) -> str:
    """The strongest key the file carries. A name alone identifies an organisation, never a person."""
    fields = {c.field for c in table.columns}
    for key in keys:
        if table.kind == "person" and key == "name":
            continue
        if table.kind == "organisation" and key in {"phone_name", "phone"}:
            continue
        if key != WHOLE_ROW:
            return key
    return "email" if "email" in fields and "name" not in fields else "email_name" if "email" in fields else WHOLE_ROW


@dataclass(frozen=True, slots=True)
class Preview:
    """One sample value before and after."""

    given: str
    standard: str
    valid: bool
    reason: str | None


def preview(table: Table, column: Column, language: str) -> list[Preview]:
    """What would become of a column's samples, in words."""
    if not column.field or column.field not in FIELDS:
        return [Preview(s, s.strip(), valid=True, reason=None) for s in column.samples]
    return [_preview(table.kind, column, sample, language) for sample in column.samples]


def _preview(kind: str, column: Column, sample: str, language: str) -> Preview:
    values = row_values([Target(0, column.header, column.field, column.unit)], (sample,))
    record = standardise_record(kind, values)
    mine = [v for v in record.values if v.field == column.field] or list(record.values)
    if not mine:
        return Preview(sample, "", valid=True, reason=None)
    bad = next((v for v in mine if v.state == "invalid"), mine[0])
    standard = "；".join(named(v.field, v.standard, language) for v in mine if v.standard)
    return Preview(sample, standard, valid=bad.state != "invalid", reason=bad.reason)
