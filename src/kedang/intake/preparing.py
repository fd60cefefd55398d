"""Batches of source lines made ready to be written: standardised, sealed, tokenised, keyed. No database is touched.

Runs in a second process, so everything that crosses over is plain tuples.
"""

import marshal
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import islice
from typing import Any, NamedTuple

import orjson

from kedang.archive.content import Content
from kedang.archive.rows import Bundle, Filing, add_customer
from kedang.duplicates.probes import Probe, probe_of
from kedang.engine.catalogue import EXTRA_PREFIX
from kedang.engine.standardise.record import Value
from kedang.engine.tables.kinds import row_kind
from kedang.engine.tables.layout import Line
from kedang.engine.tables.shaping import row_values
from kedang.engine.tables.walking import DATA, HEADER
from kedang.history.record import EventRow, stamp
from kedang.intake.keys import PointBlinds, RowKeys, point_blinds, row_keys
from kedang.intake.labels import LabelBook, settle
from kedang.intake.models import OFF
from kedang.intake.plan import Assignee, Plan, as_organisation
from kedang.intake.ruling import LONGEST_NOTE, UNRULED, Note, Ruled, judged
from kedang.intake.standardising import Standardised, standardise
from kedang.kit.ids import new_id, new_ids
from kedang.vault.blind import blind
from kedang.vault.keys import KeyRow, SubjectKey, mint

GivenRow = dict[str, str | list[str]]
_NO_KEYS = RowKeys("", (), (), ())
_TABLES = tuple([spec.name for spec in fields(Bundle)])


class Share(NamedTuple):
    """Every `of`-th batch, beginning with `number`: what one of several preparers does."""

    number: int
    of: int


EVERYTHING = Share(0, 1)


class Fact(NamedTuple):
    """One source line as the writer sees it. `skipped` is the kind of a layout line, `refused` a reason, both else "".
    `owner_id`: whose customer it would become, 0 for nobody's."""

    line: int
    skipped: str
    refused: str
    kind: str
    customer_id: int
    name: str
    external_id: str
    keys: RowKeys
    notes: tuple[Note, ...]
    ruled: Ruled = UNRULED
    owner_id: int = 0


@dataclass(slots=True)
class Prepared:
    """A batch. `values` holds what was given, by the index of its fact, for rows that turn out to be known already;
    from another process it comes as `values_packed` and is opened when somebody asks. `probes` holds what rows are found and
    compared by when likeness counts, by the same index."""

    seq: int
    facts: list[Fact] = field(default_factory=list)
    values: dict[int, tuple[str, GivenRow]] = field(default_factory=dict)
    values_packed: bytes = b""
    bundle: Bundle = field(default_factory=Bundle)
    key_rows: list[KeyRow] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    tags: dict[int, str] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)
    probes: dict[int, Probe] = field(default_factory=dict)

    def values_at(self, index: int) -> tuple[str, GivenRow]:
        """(kind, field → text) of the row behind a fact."""
        if self.values_packed:
            self.values, self.values_packed = marshal.loads(self.values_packed), b""  # noqa: S302 - packed below
        return self.values[index]


def packed(batch: Prepared) -> tuple[object, ...]:
    """A batch as plain tuples, lists and dictionaries, ready for `marshal`."""
    facts = [(*f[:7], tuple(f.keys), f.notes, tuple(f.ruled), f.owner_id) for f in batch.facts]
    rows = [getattr(batch.bundle, name) for name in _TABLES]
    return (
        batch.seq, facts, marshal.dumps(batch.values), rows, batch.key_rows, batch.events, batch.tags, batch.groups,
        {index: tuple(probe) for index, probe in batch.probes.items()},
    )  # fmt: skip


def unpacked(content: tuple[Any, ...]) -> Prepared:
    """The batch again."""
    seq, facts, values, rows, key_rows, events, tags, groups, probes = content
    made = [
        Fact._make((*f[:7], RowKeys._make(f[7]), f[8], Ruled._make(f[9]) if any(f[9]) else UNRULED, f[10]))
        for f in facts
    ]
    known = {index: Probe._make(probe) for index, probe in probes.items()}
    return Prepared(seq, made, {}, values, Bundle(*rows), key_rows, events, tags, groups, known)


def batches(lines: Iterable[Line], plan: Plan, *, skip: int = 0, share: Share = EVERYTHING) -> Iterator[Prepared]:
    """Cut the source into batches of `plan.batch_rows` rows and prepare each.

    The first `skip` batches are read over, and so are those that are another preparer's share.
    """
    preparer = Preparer(plan)
    source = (line for line in lines if line.kind != HEADER)
    for seq, chunk in enumerate(iter(lambda: list(islice(source, plan.batch_rows)), [])):
        if seq >= skip and seq % share.of == share.number:
            yield preparer.prepare(seq, chunk)


class Preparer:
    """Turns lines into tuples, with the caches that make it fast."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.tags = LabelBook(plan.tags, run_id=plan.run_id)
        self.groups = LabelBook(plan.groups, run_id=plan.run_id, longest=128)
        self._filings: dict[int, Filing] = {}
        self._fields: dict[tuple[str, ...], str] = {}
        actor = plan.actor
        self._who = (stamp(plan.at), actor.id, actor.name, actor.via, "customer.created", "customer")
        self._whence = (actor.session_id, actor.request_id, actor.ip, actor.device)

    def prepare(self, seq: int, lines: Sequence[Line]) -> Prepared:
        """One batch."""
        batch = Prepared(seq)
        ids = new_ids(len(lines))
        minted = iter(()) if not self.plan.writing else iter(zip(*mint(ids), strict=True))
        for line, customer_id in zip(lines, ids, strict=True):
            key_pair = next(minted, None)
            if line.kind != DATA:
                batch.facts.append(Fact(line.line, line.kind, "", "", 0, "", "", _NO_KEYS, ()))
            else:
                self._row(batch, line, customer_id, key_pair)
        batch.tags, batch.groups = self.tags.fresh(), self.groups.fresh()
        return batch

    def values_of(self, line: Line) -> tuple[str, GivenRow]:
        """(kind, field → text) of one data line."""
        section = self.plan.sections[line.section]
        kind = section.kind
        if section.kind_column is not None and section.kind_column < len(line.cells):
            kind = row_kind(line.cells[section.kind_column]) or kind
        values = row_values(section.targets[kind], line.cells)
        values.pop("kind", None)
        if kind == "organisation" and ("employer" in values or "job_title" in values):
            as_organisation(values)
        return kind, values

    def _row(self, batch: Prepared, line: Line, customer_id: int, key_pair: tuple[SubjectKey, KeyRow] | None) -> None:
        kind, values = self.values_of(line)
        plan = self.plan
        made = standardise(kind, values, source=plan.source, definitions=plan.definitions, today=plan.today)
        content = made.content
        external = content.external_ids[0][1] if content.external_ids else ""
        notes = tuple([_note(v) for v in made.record.values if v.reason and v.given])
        if line.note:
            notes = (*notes, ("", "", "", line.note))
        if made.refused:
            fact = Fact(line.line, "", made.refused, kind, 0, content.name, external, _NO_KEYS, notes)
            batch.facts.append(fact)
            return
        filing = self._settle(made)
        ruled = judged(plan.rules, content) if plan.rules else UNRULED
        if plan.writing and key_pair is not None:
            keys = self._write(batch, customer_id, key_pair, content, filing, ruled.marks)
        else:
            identifiers = blind_identifiers(content)
            points = point_blinds(content)
            keys = row_keys(
                content, match_key=plan.match_key, source=plan.source, points=points, identifiers=identifiers
            )
        if plan.fuzzy != OFF and plan.mode != "update":
            batch.probes[len(batch.facts)] = probe_of(content)
        if not plan.alone:
            batch.values[len(batch.facts)] = (kind, values)
        owner_id = filing.owner_id or 0
        fact = Fact(line.line, "", "", kind, customer_id, content.name, external, keys, notes, ruled, owner_id)
        batch.facts.append(fact)

    def _settle(self, made: Standardised) -> Filing:
        if not (made.filed.tags or made.filed.groups or made.filed.owner):
            return self.plan.filing
        assignee = settle(made.filed, self.tags, self.groups, self.plan.assignees)
        return self.plan.filing if assignee is None else self._filing(assignee)

    def _filing(self, assignee: Assignee) -> Filing:
        known = self._filings.get(assignee.user_id)
        if known is None:
            known = replace(
                self.plan.filing,
                owner_id=assignee.user_id,
                department_id=assignee.department_id,
                scope=assignee.scope,
            )
            self._filings[assignee.user_id] = known
        return known

    def _write(
        self,
        batch: Prepared,
        customer_id: int,
        key_pair: tuple[SubjectKey, KeyRow],
        content: Content,
        filing: Filing,
        marks: str,
    ) -> RowKeys:
        key, key_row = key_pair
        bundle = batch.bundle
        first_point, first_identifier = len(bundle.archive_contact_point), len(bundle.archive_identifier)
        add_customer(bundle, customer_id, key, content, "", filing, marks or None)
        batch.key_rows.append(key_row)
        batch.events.append(self._event(customer_id, content))
        points = written_points(bundle.archive_contact_point[first_point:])
        identifiers = [(row[2], row[6]) for row in bundle.archive_identifier[first_identifier:]]
        return row_keys(
            content,
            match_key=self.plan.match_key,
            source=self.plan.source,
            points=points,
            identifiers=reversed(identifiers),
        )

    def _event(self, customer_id: int, content: Content) -> EventRow:
        names = tuple(content.fields)
        text = self._fields.get(names)
        if text is None:
            text = self._fields[names] = orjson.dumps(sorted(names)).decode()
        return (new_id(), *self._who, customer_id, self.plan.run_id, text, "{}", None, *self._whence)


def written_points(rows: Sequence[tuple[Any, ...]]) -> PointBlinds:
    """The blind indexes that sealing has made already: columns contact_id 2, kind 3, blind 7."""
    own = [(row[3], row[7]) for row in rows if row[2] is None and row[7] is not None]
    phones = tuple([b for kind, b in own if kind in {"mobile", "landline"}])
    return PointBlinds(phones, tuple([b for kind, b in own if kind == "email"]), tuple([b for _, b in own]))


def blind_identifiers(content: Content) -> list[tuple[str, int | None]]:
    """(kind, blind index) of a content's identifiers; the first of a kind counts."""
    return [(i.kind, None if i.reason else blind(i.kind, i.value)) for i in reversed(content.identifiers)]


def _note(value: Value) -> Note:
    code = value.field
    shown = code if not code.startswith(EXTRA_PREFIX) else code[:64]
    return shown, value.given[:LONGEST_NOTE], value.standard[:LONGEST_NOTE], value.reason or ""
