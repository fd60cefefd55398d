"""Fields, profiles and fixes as they go out."""

from collections import Counter
from collections.abc import Sequence
from typing import cast

from django.db.models import Count

from kedang.accounts.queries import directory
from kedang.archive.policy import field_label
from kedang.cleaning import profiling, rights, schemas
from kedang.cleaning.applying import STARTABLE
from kedang.cleaning.columns import Column, column_of, columns
from kedang.cleaning.findings import Found, Suggestion, found_of
from kedang.cleaning.items import unfit
from kedang.cleaning.models import BUSY, CHANGED, KEPT, RUNNING, WILL_CHANGE, FieldProfile, Fix, FixRow
from kedang.cleaning.plans import Change, Plan, plan_of
from kedang.cleaning.undoing import UNDOABLE
from kedang.cleaning.wording import outlier_text, suggestion_text, title
from kedang.engine.standardise.reasons import reason_text
from kedang.fields.queries import by_code
from kedang.jobs.queue import open_job
from kedang.kit.actor import Actor
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor

SHOWN = 20


def fields(actor: Actor) -> schemas.CleaningFields:
    """The fields one can look at."""
    actor.require(rights.USE)
    looks = profiling.newest(actor)
    return schemas.CleaningFields(fields=[_field(column, looks.get(column.code)) for column in columns(actor)])


def _field(column: Column, look: FieldProfile | None) -> schemas.CleaningField:
    return schemas.CleaningField(
        code=column.code,
        label=column.label,
        group=column.group,
        type=column.type,
        kinds=[cast(schemas.Kind, kind) for kind in column.kinds],
        readable="clear" if column.readable else "masked",
        profile=_look(look) if look else None,
    )


def _look(row: FieldProfile) -> schemas.CleaningLook:
    return schemas.CleaningLook(
        id=str(row.id),
        kind=_kind(row.kind),
        state=cast(schemas.ProfileState, row.state),
        at=row.finished_at or row.created_at,
        customers=row.customers,
        filled=row.filled,
        invalid=row.invalid,
        suggestions=row.suggestions,
        outdated=row.outdated,
    )


def profile(actor: Actor, row: FieldProfile) -> schemas.ProfileOut:
    """One look at a field. Whose rights are narrower than when it was made gets no values any more."""
    column, job = column_of(actor, row.field), open_job(row.id) if row.state == RUNNING else None
    found = found_of(row)
    if not column.still_clear(others=found.others, gathered=found.reach):
        found = found.without_values()
    return schemas.ProfileOut(
        id=str(row.id),
        field=row.field,
        label=column.label,
        kind=_kind(row.kind),
        readable="clear" if column.readable else "masked",
        state=cast(schemas.ProfileState, row.state),
        done=job.done if job else row.customers,
        total=job.total if job else row.customers,
        at=row.finished_at or row.created_at,
        customers=row.customers,
        filled=row.filled,
        invalid=row.invalid,
        empty=found.empty,
        distinct=found.distinct,
        distinct_capped=found.capped,
        shortest=found.shortest,
        longest=found.longest,
        least=_shown(column, found.least),
        median=_shown(column, found.median),
        greatest=_shown(column, found.greatest),
        **_lists(column, found, actor.language),
    )


def _kind(kind: str) -> schemas.Kind | None:
    return cast(schemas.Kind, kind) if kind else None


def _shown(column: Column, value: str | None) -> str | None:
    return column.shown(value) if value else None


def _lists(column: Column, found: Found, language: str) -> dict[str, list[object]]:
    return {
        "reasons": [
            schemas.ProfileReason(reason=code, text=reason_text(code, language=language), count=count)
            for code, count in found.reasons
        ],
        "patterns": [
            schemas.ProfilePattern(pattern=pattern, example=_shown(column, example), count=count)
            for pattern, example, count in found.patterns
        ],
        "values": [
            schemas.ProfileValue(value=value, shown=column.shown(value), count=count) for value, count in found.values
        ],
        "outliers": [_outlier(column, each, language) for each in found.outliers],
        "suggestions": [_suggestion(column, each, language) for each in found.suggestions],
    }


def _outlier(column: Column, found: tuple[str, str, int, str], language: str) -> schemas.ProfileOutlier:
    value, pattern, count, why = found
    return schemas.ProfileOutlier(
        value=value or None,
        shown=_shown(column, value),
        pattern=pattern,
        count=count,
        why=cast(schemas.OutlierKind, why),
        text=outlier_text(why, language),
    )


def _suggestion(column: Column, found: Suggestion, language: str) -> schemas.ProfileSuggestion:
    targets = {change.after for change in found.changes}
    return schemas.ProfileSuggestion(
        id=found.method,
        method=cast(schemas.Method, found.method),
        title=title(found.method, language),
        text=suggestion_text(found.method, language, kinds=len(found.changes), targets=len(targets)),
        count=found.count,
        changes=_changes(column, found.changes),
        more=max(0, len(found.changes) - SHOWN),
    )


def _changes(column: Column, changes: Sequence[Change]) -> list[schemas.CleaningChange]:
    return [
        schemas.CleaningChange(
            before=change.before,
            before_shown=column.shown(change.before),
            after=change.after,
            after_shown=_shown(column, change.after),
            count=change.count,
        )
        for change in changes[:SHOWN]
    ]


def _fitted(
    changes: list[schemas.CleaningChange], column: Column, kind: str, language: str
) -> list[schemas.CleaningChange]:
    """With what is wrong about the values they lead to: somebody wrote them by hand."""
    said = {after: unfit(column, kind or column.kinds[0], after) for after in {c.after for c in changes} if after}
    for change in changes:
        change.unfit = reason_text(said.get(change.after or "", ""), language=language)
    return changes


def fix(actor: Actor, row: Fix) -> schemas.FixOut:
    """One correction."""
    return _fix_out(actor, row, _counts([row.id])[row.id], _readable(actor))


def fix_page(actor: Actor, *, after: str | None = None, limit: int | None = None) -> schemas.FixPage:
    """Some corrections, newest first."""
    actor.require(rights.USE)
    size = clamp_limit(limit, default=SHOWN)
    found = Fix.objects.visible_to(actor).order_by("-id")
    if after:
        found = found.filter(id__lt=decode_numbers(after, length=1)[0])
    rows = list(found[: size + 1])
    counts, readable = _counts([row.id for row in rows]), _readable(actor)
    following = encode_cursor((rows[size - 1].id,)) if len(rows) > size else None
    return schemas.FixPage(
        fixes=[_fix_out(actor, row, counts[row.id], readable) for row in rows[:size]], next=following
    )


def _readable(actor: Actor) -> dict[str, Column]:
    return {column.code: column for column in columns(actor) if column.readable}


def _counts(fix_ids: Sequence[int]) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = {fix_id: Counter() for fix_id in fix_ids}
    rows = FixRow.objects.filter(fix_id__in=fix_ids).values_list("fix_id", "fate").annotate(count=Count("id"))
    for fix_id, fate, count in rows:
        found[fix_id][fate] = count
    return found


def _may_read(actor: Actor, row: Fix, column: Column, plan: Plan) -> bool:
    """What was one's own customers' for its maker is somebody else's for everybody else."""
    return column.still_clear(others=plan.others or row.created_by != actor.id, gathered=plan.reach)


def _fix_out(actor: Actor, row: Fix, counts: Counter[str], readable: dict[str, Column]) -> schemas.FixOut:
    job = open_job(row.id) if row.state in BUSY else None
    column = readable.get(row.field)
    plan = plan_of(row) if column else None
    changes = plan.changes if plan and column and _may_read(actor, row, column, plan) else ()
    person = directory().person(row.created_by)
    return schemas.FixOut(
        id=str(row.id),
        field=row.field,
        label=column.label if column else field_label(row.field, actor.language, by_code()),
        kind=_kind(row.kind),
        method=cast(schemas.Method, row.method),
        title=title(row.method, actor.language),
        state=cast(schemas.FixState, row.state),
        error=row.error,
        done=job.done if job else counts.total(),
        total=job.total if job else counts.total(),
        will_change=counts["will_change"],
        left_out=counts["left_out"],
        changed=counts["changed"],
        skipped=counts["skipped"],
        undone=counts["undone"],
        kept=counts["kept"],
        can_apply=row.state in STARTABLE
        and row.previewed_at is not None
        and bool(row.plan_enc and counts[WILL_CHANGE]),
        can_undo=row.state in UNDOABLE and counts[CHANGED] + counts[KEPT] > 0,
        created_at=row.created_at,
        created_by=schemas.CleaningPerson(id=str(person.id), name=person.name) if person else None,
        applied_at=row.applied_at,
        changes=_fitted(_changes(column, changes), column, row.kind, actor.language) if column else [],
        more=max(0, len(changes) - SHOWN),
    )
