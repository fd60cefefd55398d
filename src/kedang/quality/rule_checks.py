"""Today's customers and the validation rules: how many break a rule before it is put in force, and marking everybody anew.

Both look at every customer in batches, behind a progress; the first within the reach of who asks and at fields they may read,
keeping nothing but numbers and some ids; the second at everybody, telling nothing of what it finds: by a rule and its count
somebody could guess what stands in fields they may not read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import orjson
from django.db import transaction

from kedang.accounts.behind import actor_for, limits_of
from kedang.accounts.standing import require_still
from kedang.archive.enforcing import Rulebook, book_of, marks_of_many, rulebook
from kedang.archive.load import load_contents
from kedang.archive.models import Customer, CustomerQuerySet
from kedang.archive.policy import policy_for
from kedang.engine.validation.rules import Compiled, Condition
from kedang.fields.rights import require_rules
from kedang.fields.rule_book import active_ids, today
from kedang.fields.rules import Draft, checked, trail
from kedang.history.reads import record_read
from kedang.history.record import record
from kedang.jobs.handlers import Ending
from kedang.jobs.queue import cancel, enqueue, open_job
from kedang.jobs.running import Running
from kedang.jobs.turns import wait_turn
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.quality.models import RuleCheck
from kedang.quality.rules import score_everything

COUNT_JOB, MARK_JOB = "quality.rule_count", "quality.rule_mark"
RUNNING, DONE, CANCELLED, FAILED = "running", "done", "cancelled", "failed"
BATCH, SHOWN = 500, 20
READS = "reads"
UNREADABLE = Refusal(
    "rule.unreadable",
    403,
    "您看不到“{label}”的内容，不能试算涉及它的规则。",
    "You may not read “{label}”, so a rule about it cannot be tried on customers.",
)


def count(actor: Actor, draft: Draft) -> RuleCheck:
    """Begin to count who breaks a rule today. What this person asked before is dropped."""
    require_rules(actor)
    _require_readable(actor, checked(draft).reads)
    return _begin(actor, COUNT_JOB, orjson.dumps(asdict(draft)).decode())


def _require_readable(actor: Actor, codes: Iterable[str]) -> None:
    own, other = (policy_for(actor, own=mine) for mine in (True, False))
    for code in sorted(codes):
        if not (own.clear(code) and other.clear(code)):
            raise UNREADABLE(label=other.label(code))


@transaction.atomic
def mark_everybody(actor: Actor) -> RuleCheck:
    """Begin to mark every customer anew by the rules in force. No value is changed."""
    require_rules(actor)
    check = _begin(actor, MARK_JOB, "")
    record(actor, "rules.applied", subject=("rule_check", check.id), details={"rules": sorted(active_ids())})
    return check


@transaction.atomic
def _begin(actor: Actor, kind: str, draft: str) -> RuleCheck:
    wait_turn(f"quality.rule_check.{actor.id}")
    for before in RuleCheck.objects.filter(created_by=actor.id, draft=draft):
        job = open_job(before.id)
        if job is not None:
            return before
    for before in RuleCheck.objects.filter(created_by=actor.id):
        job = open_job(before.id)
        if job is not None and job.kind == COUNT_JOB:
            cancel(job.id)
        if job is None or job.kind == COUNT_JOB:
            before.delete()
    check = RuleCheck.objects.create(draft=draft, created_by=actor.id)
    enqueue(kind, subject_id=check.id, actor_id=actor.id, payload=limits_of(actor), total=_everybody(actor, kind))
    return check


def _everybody(actor: Actor, kind: str) -> int:
    return (Customer.objects.visible_to(actor) if kind == COUNT_JOB else _unmerged()).count()


def _unmerged() -> CustomerQuerySet:
    return Customer.objects.filter(survivor_id__isnull=True)


def load(actor: Actor, check_id: int) -> RuleCheck:
    """One's own look; what was counted is for those who may still read the fields."""
    require_rules(actor)
    check = RuleCheck.objects.filter(id=check_id, created_by=actor.id).first()
    if check is None:
        raise NOT_FOUND()
    _require_readable(actor, _reads(check))
    return check


def _reads(check: RuleCheck) -> list[str]:
    """The fields a count looks at. When it has ended they are all that is left of the rule."""
    if not check.draft:
        return []
    kept: dict[str, Any] = orjson.loads(check.draft)
    if READS in kept:
        return list(kept[READS])
    draft = draft_from(check.draft)
    return [*draft.fields, *([draft.condition.field] if draft.condition else [])]


@transaction.atomic
def stop(actor: Actor, check_id: int) -> RuleCheck:
    """Stop it; marks that were made so far stay."""
    check = load(actor, check_id)
    job = open_job(check.id)
    if job is not None and cancel(job.id):
        _close(check, CANCELLED)
        check.refresh_from_db()
    return check


def progress(check: RuleCheck) -> tuple[int, int]:
    """(done, total)."""
    job = open_job(check.id)
    return (job.done, max(job.total, job.done)) if job else (check.customers, check.customers)


def sample_of(actor: Actor, check: RuleCheck) -> list[tuple[int, str, str]]:
    """(id, number, name) of some who break the rule, as lists show them to the actor now."""
    policy = policy_for(actor, own=False, place="list")
    found = Customer.objects.visible_to(actor).filter(id__in=orjson.loads(check.sample)).order_by("id")
    shown = [(row.id, row.number, policy.show("name", row.name)) for row in found.only("id", "number", "name")]
    return [(customer_id, number, (name.value if name else None) or "") for customer_id, number, name in shown]


def draft_from(text: str) -> Draft:
    """A draft as it was kept."""
    raw: dict[str, Any] = orjson.loads(text)
    asked = raw["condition"]
    raw["condition"] = Condition(asked["field"], asked["operator"], tuple(asked["values"])) if asked else None
    return Draft(**{**raw, "kinds": tuple(raw["kinds"]), "fields": tuple(raw["fields"])})


def count_run(job: Running) -> None:
    """The job: count, batch after batch. Killed, it goes on behind the last batch that was committed."""
    check = RuleCheck.objects.filter(id=job.subject_id).first()
    if check is None or check.state != RUNNING:
        return
    actor = actor_for(job.actor_id, job.payload)
    require_rules(actor)
    rule = checked(draft_from(check.draft))
    _require_readable(actor, rule.reads)
    book = book_of((Compiled(rule, today()),))
    job.watch(lambda: require_still(actor, ()))
    record_read(actor, "customers.checked", fields=sorted(rule.reads), details=trail(rule), count=job.total)
    while batch := _next(actor, job):
        broken = [customer_id for customer_id, marks in _marks(batch, book, actor).items() if marks]
        sample = orjson.loads(check.sample)
        check.customers, check.broken = check.customers + len(batch), check.broken + len(broken)
        with transaction.atomic():
            check.sample = _kept([*sample, *broken[: SHOWN - len(sample)]])
            check.save(update_fields=["sample", "customers", "broken"])
            job.keep(done=check.customers, cursor=str(batch[-1]))
        job.beat()
    _finished(job, check)


def _kept(sample: Sequence[int]) -> str:
    """Ids as they are kept, but for those of customers who were erased meanwhile."""
    there = set(Customer.objects.filter(id__in=sample).values_list("id", flat=True))
    return orjson.dumps([i for i in sample if i in there]).decode()


def forget(customer_ids: Sequence[int]) -> None:
    """Customers are erased: no look names them any more."""
    gone = set(customer_ids)
    for check in RuleCheck.objects.exclude(sample="[]").select_for_update().order_by("id"):
        left = [i for i in orjson.loads(check.sample) if i not in gone]
        RuleCheck.objects.filter(id=check.id).update(sample=orjson.dumps(left).decode())


def _next(actor: Actor, job: Running) -> list[int]:
    found = Customer.objects.visible_to(actor).filter(id__gt=int(job.cursor or 0)).order_by("id")
    return list(found.values_list("id", flat=True)[:BATCH])


def _marks(batch: list[int], book: Rulebook, reader: Actor | None = None) -> dict[int, str | None]:
    """What each of them breaks. Towards a reader, of who holds a value besides only those count whom they may see."""
    seen = Customer.objects.visible_to(reader, trashed=None) if reader else None
    return marks_of_many(load_contents(batch), book, among=seen)


def mark_run(job: Running) -> None:
    """The job: give every customer the marks of today's rules; a batch is a transaction."""
    check = RuleCheck.objects.filter(id=job.subject_id).first()
    if check is None or check.state != RUNNING:
        return
    actor = actor_for(job.actor_id, job.payload)
    require_rules(actor)
    fields = sorted({code for compiled in rulebook().rules for code in compiled.rule.reads})
    record_read(actor, "customers.checked", fields=fields, details={"rules": sorted(active_ids())}, count=job.total)
    while _mark_batch(job, check):
        job.beat()
    _finished(job, check)
    with transaction.atomic():
        score_everything(actor)


@transaction.atomic
def _mark_batch(job: Running, check: RuleCheck) -> bool:
    book = rulebook()
    rows = list(_unmerged().filter(id__gt=int(job.cursor or 0)).order_by("id").select_for_update(of=("self",))[:BATCH])
    if not rows:
        return False
    marks = _marks([row.id for row in rows], book) if book else {}
    changed = [row for row in rows if row.rule_marks != marks.get(row.id)]
    for row in changed:
        Customer.objects.filter(id=row.id).update(rule_marks=marks.get(row.id))
    check.customers += len(rows)
    check.save(update_fields=["customers"])
    job.keep(done=check.customers, cursor=str(rows[-1].id))
    return True


@transaction.atomic
def _finished(job: Running, check: RuleCheck) -> None:
    job.keep(done=check.customers, total=check.customers)
    _close(check, DONE)


def _close(check: RuleCheck, state: str) -> None:
    """The end of a look: of the rule it was about only its fields are kept, not the values its condition names."""
    kept = orjson.dumps({READS: _reads(check)}).decode() if check.draft else ""
    RuleCheck.objects.filter(id=check.id, state=RUNNING).update(state=state, finished_at=now(), draft=kept)


def ended(job: Running, ending: Ending) -> None:
    """The look's own row, when its job ended without success."""
    check = RuleCheck.objects.filter(id=job.subject_id).first()
    if check is not None:
        _close(check, CANCELLED if ending.state == "cancelled" else FAILED)
