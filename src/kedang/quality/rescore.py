"""Computing scores and keeping them: of some customers at once, of everybody as a job."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from kedang.archive.content import Content
from kedang.archive.models import Customer
from kedang.archive.suspects import suspects_among
from kedang.engine.catalogue import CUSTOM_PREFIX
from kedang.fields.queries import by_code
from kedang.fields.values import LOCAL
from kedang.finding.sql import among, run
from kedang.history.record import stamp
from kedang.jobs.running import Running
from kedang.kit.clock import now
from kedang.quality import rules as rules_now
from kedang.quality.facts import Facts, facts_of, read_facts
from kedang.quality.models import QualityScore
from kedang.quality.rules import Rules
from kedang.quality.scoring import Measured, measure, overall
from kedang.quality.writing import FIGURES, SCORES, keep

BATCH = 1_000


def custom_field_ids() -> dict[str, int]:
    """By which id the provenance knows each custom field."""
    return {CUSTOM_PREFIX + code: definition.id for code, definition in by_code().items()}


def measured(ids: Sequence[int], *, rules: Rules | None = None) -> list[tuple[Facts, Measured]]:
    """These customers as they are now, those in the recycle bin left out. Whoever asks has checked who may see them."""
    following, at, field_ids = rules or rules_now.current(), int(now().timestamp()), custom_field_ids()
    return [(facts, measure(facts, following, at=at, field_ids=field_ids)) for facts in read_facts(ids)]


def completeness_of(customer: Customer, content: Content) -> int:
    """How complete one customer is this moment, in or out of the recycle bin."""
    rules = rules_now.current()
    facts = facts_of(customer, content, rules.custom_codes)
    return measure(facts, rules, at=int(now().timestamp()), field_ids={}).completeness


def score_customers(ids: Collection[int], *, rules: Rules | None = None) -> int:
    """Score these customers and keep the result, in the caller's transaction; whoever is not in use any more has no score.
    Returns how many were scored."""
    wanted = sorted(set(ids))
    found = measured(wanted, rules=rules)
    suspects = suspects_among(wanted)
    moment = stamp(now())
    rows = [_row(facts, result, suspects, moment) for facts, result in found]
    keep(SCORES, rows)
    keep(FIGURES, [(row[0], row[5]) for row in rows])
    gone = set(wanted) - {facts.id for facts, _ in found}
    if gone:
        QualityScore.objects.filter(customer_id__in=gone).delete()
    return len(rows)


def _row(facts: Facts, result: Measured, suspects: Collection[int] | None, moment: str) -> tuple[Any, ...]:
    suspected = None if suspects is None else int(facts.id in suspects)
    return (
        facts.id,
        facts.owner_id,
        facts.department_id,
        facts.version,
        overall(result, suspected),
        result.completeness,
        result.validity,
        result.freshness,
        result.verified,
        suspected,
        _day(result.review_at),
        result.due_at,
        moment,
        False,
    )


def _day(seconds: int | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).astimezone(LOCAL).date().isoformat()


def score_all(job: Running) -> None:
    """The job: everybody, in the order of ids; killed, it goes on behind the last batch that was committed.

    With `only_changed` it compares versions and scores only what differs: the sweep that finds what following missed.
    """
    if not job.total:
        job.total = Customer.objects.filter(trashed_at__isnull=True).count()
    after, done = int(job.cursor or 0), job.done
    only_changed = bool(job.payload.get("only_changed"))
    while batch := _next_ids(after):
        job.beat()
        with transaction.atomic():
            score_customers(_changed_among(batch) if only_changed else batch)
            done, after = done + len(batch), batch[-1]
            job.keep(done=done, total=max(job.total, done), cursor=str(after))


def _next_ids(after: int) -> list[int]:
    found = run("SELECT id FROM archive_customer WHERE id > %s ORDER BY id LIMIT %s", [after, BATCH])
    return [row[0] for row in found]


def _changed_among(ids: Sequence[int]) -> list[int]:
    """Those whose score is missing, is of another version, or should not be there any more."""
    mine = among(ids)
    rows = run(
        "SELECT c.id FROM archive_customer c LEFT JOIN quality_score q ON q.customer_id = c.id"  # noqa: S608
        f" WHERE {mine.text} AND ((c.trashed_at IS NULL AND (q.version IS NULL OR q.version <> c.version))"
        " OR (c.trashed_at IS NOT NULL AND q.version IS NOT NULL))",
        mine.values,
    )
    return sorted(row[0] for row in rows)
