"""From a run's row to its plan: everything the rows need is read here, once, before any row is."""

from collections.abc import Mapping
from datetime import timedelta, timezone

from kedang.accounts.queries import directory
from kedang.archive import rights
from kedang.archive.customers import filing_for
from kedang.archive.enforcing import rulebook
from kedang.archive.policy import policy_for
from kedang.archive.tokens import scope_tokens
from kedang.fields.queries import active_definitions
from kedang.intake.findings import Findings
from kedang.intake.labels import known_groups, known_tags
from kedang.intake.likeness import fuzzy_of
from kedang.intake.models import ImportRun
from kedang.intake.plan import Assignee, Plan
from kedang.kit.actor import Actor, Scope

LOCAL = timezone(timedelta(hours=8))


def plan_for(actor: Actor, run: ImportRun, findings: Findings, *, writing: bool, alone: bool = False) -> Plan:
    """The plan of one run as its actor may carry it out. `at` is the run's start, so that a resumed run dates alike."""
    assert run.started_at is not None
    return Plan(
        run_id=run.id,
        actor=actor,
        mode=run.mode,
        match_key=run.match_key,
        source=run.source,
        filename=run.filename,
        sheet=findings.sheet,
        layout=findings.layout,
        sections=tuple(t.plan() for t in findings.tables),
        batch_rows=run.batch_rows,
        at=run.started_at,
        today=run.started_at.astimezone(LOCAL).date(),
        filing=filing_for(actor, owner_id=run.owner_id, run_id=run.id, at=run.started_at),
        assignees=assignees(actor),
        tags=known_tags(),
        groups=known_groups(),
        definitions={d.code: d for d in active_definitions()},
        rules=rulebook(run.started_at.astimezone(LOCAL).date()).seen_by(policy_for(actor, own=True)),
        writing=writing,
        alone=alone,
        fuzzy=fuzzy_of(run),
    )


def assignees(actor: Actor) -> Mapping[str, Assignee]:
    """Whom this actor may make an owner, by login and by name; a name that two people share means neither."""
    people = directory()
    found: dict[str, Assignee] = {}
    shared: set[str] = set()
    for person in people.people.values():
        if not person.is_active or not may_assign(actor, person.id, person.department_id):
            continue
        scope = tuple(scope_tokens(person.id, people.above(person.department_id)))
        assignee = Assignee(person.id, person.department_id, scope)
        name = person.name.casefold()
        if name in found:
            shared.add(name)
        found.setdefault(name, assignee)
        found[person.login.casefold()] = assignee
    return {word: assignee for word, assignee in found.items() if word not in shared}


def may_assign(actor: Actor, user_id: int, department_id: int | None) -> bool:
    """Oneself always; others with the right to assign, within one's scope."""
    if user_id == actor.id:
        return True
    if not actor.can(rights.ASSIGN):
        return False
    return actor.scope == Scope.ALL or department_id in actor.department_ids
