"""What a person says about a file: which sheet and head, what its rows are, where each column goes, how rows are matched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from kedang.accounts.queries import directory
from kedang.archive import rights
from kedang.engine.catalogue import CUSTOM_PREFIX, FIELDS
from kedang.engine.tables.vocabulary import PARTS
from kedang.fields.queries import by_code
from kedang.intake.findings import LEFT_OUT, Column, Findings, findings_of
from kedang.intake.inspection import default_key, inspect, known_key, proposed
from kedang.intake.lifecycle import READY, WRONG_STATE, forget_check, keep_findings, load_to_change, run_key, staged
from kedang.intake.models import HOLD, INSPECTED, LIST, OFF, ImportRun
from kedang.intake.planning import may_assign
from kedang.intake.remembering import remember
from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal

MODES = ("create", "update", "upsert")
BAD_MAPPING = Refusal(
    "import.mapping",
    422,
    "列对应关系有误：{what}",
    "The mapping is not valid: {what}",
)
NOT_ASSIGNABLE = Refusal(
    "import.owner",
    403,
    "您不能把客户分配给这个人。",
    "You may not assign customers to this person.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was said; None leaves a thing as it was found. `columns` maps index → field, None (an extra) or "" (left out)."""

    sheet: str | None = None
    header_line: int | None = None
    kind: str | None = None
    columns: Mapping[int, str | None] | None = None
    mode: str | None = None
    match_key: str | None = None
    fuzzy: str | None = None
    source: str | None = None
    owner_id: int | None = None
    owner_given: bool = False


def choose(actor: Actor, run_id: int, choice: Choice) -> ImportRun:
    """Take over what a person said. Another sheet or head is looked into anew."""
    actor.require(rights.IMPORT)
    run = load_to_change(actor, run_id)
    key = run_key(run)
    _require_open(run)
    findings = findings_of(run, key)
    if findings is None or _elsewhere(findings, choice):
        sheet = choice.sheet if choice.sheet is not None else run.sheet
        findings = inspect(staged(run, key), by=actor.id, sheet=sheet, header_line=choice.header_line, kind=choice.kind)
    if choice.kind not in (None, "person", "organisation"):
        raise BAD_MAPPING(what=choice.kind)
    if choice.columns is None and choice.kind not in (None, findings.table.kind):
        findings = proposed(findings, kind=choice.kind)
    findings = _mapped(findings, choice)
    return _store(actor, run_id, findings, choice)


def _require_open(run: ImportRun) -> None:
    if run.state not in READY and run.state != "uploaded":
        raise WRONG_STATE(state=run.state)
    if run.position:
        raise WRONG_STATE(state=run.state)


def _elsewhere(findings: Findings, choice: Choice) -> bool:
    other_sheet = choice.sheet not in (None, "", findings.sheet)
    other_head = choice.header_line is not None and choice.header_line != (findings.layout.header_line or 0)
    return other_sheet or other_head


def _mapped(findings: Findings, choice: Choice) -> Findings:
    table = findings.table
    if choice.kind and choice.kind != table.kind:
        table = replace(table, kind=choice.kind)
    if choice.columns is not None:
        table = replace(table, columns=_columns(table.columns, choice.columns))
        kinds = [c.index for c in table.columns if c.field == "kind"]
        table = replace(table, kind_column=kinds[0] if kinds else None)
    findings = findings.with_table(table)
    if choice.match_key:
        key = known_key(choice.match_key)
        if not key:
            raise BAD_MAPPING(what=choice.match_key)
        return replace(findings, match_key=key)
    if choice.columns is not None or choice.kind:
        return replace(findings, match_key=_still(findings))
    return findings


def _still(findings: Findings) -> str:
    """The match key that was found, if the columns still carry it."""
    fields = {c.field for c in findings.table.columns}
    usable = [k for k in findings.match_keys if k in fields or k.endswith("_name") or k in ("name", "phone")]
    return findings.match_key if findings.match_key in fields else default_key(tuple(usable), findings.table)


def _columns(columns: Sequence[Column], wanted: Mapping[int, str | None]) -> tuple[Column, ...]:
    definitions = by_code()
    known = {c.index for c in columns}
    for index, field in wanted.items():
        if index not in known:
            raise BAD_MAPPING(what=f"#{index}")
        if (
            field
            and field not in FIELDS
            and field not in PARTS
            and field.removeprefix(CUSTOM_PREFIX) not in definitions
        ):
            raise BAD_MAPPING(what=field)
    _refuse_twice(wanted)
    return tuple(_column(c, wanted[c.index]) if c.index in wanted else c for c in columns)


def _refuse_twice(wanted: Mapping[int, str | None]) -> None:
    """A field with one value gets one column."""
    seen: set[str] = set()
    for field in wanted.values():
        if field is None or field == LEFT_OUT or (field in FIELDS and FIELDS[field].multi):
            continue
        if field in seen:
            raise BAD_MAPPING(what=field)
        seen.add(field)


def _column(column: Column, field: str | None) -> Column:
    if field == column.field:
        return column
    return replace(column, field=field, confidence=1.0, why="person", unit="")


@transaction.atomic
def _store(actor: Actor, run_id: int, findings: Findings, choice: Choice) -> ImportRun:
    run = load_to_change(actor, run_id, lock=True)
    key = run_key(run)
    _require_open(run)
    if choice.mode is not None:
        if choice.mode not in MODES:
            raise BAD_MAPPING(what=choice.mode)
        run.mode = choice.mode
    if choice.source is not None:
        run.source = choice.source[:64]
    if choice.fuzzy is not None:
        if choice.fuzzy not in (OFF, LIST, HOLD):
            raise BAD_MAPPING(what=choice.fuzzy)
        run.fuzzy = choice.fuzzy
    if choice.owner_given:
        run.owner_id = assignable(actor, choice.owner_id)
    run.state = INSPECTED
    keep_findings(run, key, findings)
    run.save(update_fields=["mode", "source", "owner_id", "fuzzy"])
    forget_check(run.id)
    if choice.columns is not None:
        remember(actor, findings, match_key=findings.match_key)
    return run


def assignable(actor: Actor, owner_id: int | None) -> int | None:
    """Whose the new customers of a run may become, as the actor says; nobody's is always possible."""
    if owner_id is None:
        return None
    person = directory().person(owner_id)
    if person is None or not person.is_active or not may_assign(actor, owner_id, person.department_id):
        raise NOT_ASSIGNABLE()
    return owner_id
