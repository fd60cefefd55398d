"""Scores, work lists and rules as they go out."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import cast

from kedang.accounts.queries import directory
from kedang.archive.models import KIND_NAMES
from kedang.archive.policy import FieldPolicy, field_label, policy_for
from kedang.engine.catalogue import CATALOGUE, CUSTOM_PREFIX
from kedang.fields.queries import active_definitions, by_code
from kedang.fields.template_catalogue import TEMPLATES
from kedang.finding.conditions import today
from kedang.jobs.queue import open_job
from kedang.kit.actor import Actor
from kedang.quality import defaults, rights, rules, worklist
from kedang.quality import schemas as out
from kedang.quality.defects import DEFECTS
from kedang.quality.figures import Figures, Part, Sums
from kedang.quality.findings import Finding
from kedang.quality.models import QualityScore

MEASURES = ("overall", *DEFECTS)
FINDINGS_SHOWN = 6
BASIC_LABEL = ("基本", "Basic")


def figures(found: Figures) -> out.QualityFigures:
    """The dashboard."""
    return out.QualityFigures(
        customers=found.now.customers,
        scores=_means(found.now),
        defects=found.defects,
        trend=[out.QualityDay(day=day, customers=sums.customers, scores=_means(sums)) for day, sums in found.trend],
        departments=[_part(part) for part in found.departments],
        owners=[_part(part) for part in found.owners],
        scoring=progress(),
    )


def _means(sums: Sums) -> out.QualityScores:
    return out.QualityScores(**{name: sums.mean(name) for name in MEASURES})


def _part(part: Part) -> out.QualityPart:
    return out.QualityPart(
        id=str(part.id), name=part.name, depth=part.depth, customers=part.sums.customers, scores=_means(part.sums)
    )


def progress() -> out.QualityProgress | None:
    """How far a computation of everybody is, if one is under way."""
    job = open_job(rules.SUBJECT)
    return out.QualityProgress(done=job.done, total=job.total) if job else None


def own(found: worklist.Own) -> out.CustomerQuality:
    """One customer's quality."""
    due = found.score.review_due if found.score else None
    return out.CustomerQuality(
        scores=out.QualityScores(**found.scores),
        findings=[_finding(each) for each in found.findings],
        suspected=bool(found.score and found.score.suspects),
        review_due=due,
        overdue=due is not None and due <= today(),
        may_review=found.may_review,
    )


def _finding(found: Finding) -> out.QualityFinding:
    since = datetime.fromtimestamp(found.since, UTC) if found.since is not None else None
    return out.QualityFinding(
        kind=found.kind,
        code=found.code,
        label=found.label,
        weight=found.weight,
        since=since,
        why=found.why or None,
    )


def page(actor: Actor, found: worklist.Page) -> out.QualityPage:
    """A work list, each name and owner as lists show them."""
    policy = policy_for(actor, own=False, place="list")
    rows = [_row(policy, row) for row in found.rows]
    return out.QualityPage(rows=rows, next=found.next, count=out.QualityCount(value=found.count, capped=found.capped))


def _row(policy: FieldPolicy, row: worklist.Row) -> out.QualityRow:
    customer, score, people = row.customer, row.score, directory()
    name = policy.show("name", customer.name)
    owner = people.person(customer.owner_id) if policy.clear("owner") else None
    place = people.department(customer.department_id)
    return out.QualityRow(
        id=str(customer.id),
        number=customer.number,
        name=(name.value if name else None) or "",
        kind=KIND_NAMES[customer.kind],
        owner=out.QualityNamed(id=str(owner.id), name=owner.name) if owner else None,
        department=out.QualityNamed(id=str(place.id), name=place.name) if place else None,
        version=customer.version,
        scores=_kept(score),
        suspected=bool(score.suspects),
        findings=[_finding(each) for each in row.findings[:FINDINGS_SHOWN]],
        further=max(0, len(row.findings) - FINDINGS_SHOWN),
        review_due=score.review_due,
        overdue_days=_days_late(score.review_due),
    )


def _days_late(due: date | None) -> int:
    return max(0, (today() - due).days) if due else 0


def _kept(score: QualityScore) -> out.QualityScores:
    alone = None if score.suspects is None else 0 if score.suspects else 100
    kept = {name: getattr(score, name) for name in MEASURES if name != "uniqueness"}
    return out.QualityScores(**kept, uniqueness=alone)


def rule_book(actor: Actor) -> out.QualityRules:
    """The rules with the names of everything in them, for whoever may change them."""
    actor.require(rights.MANAGE)
    now, at = rules.current(), 0 if actor.language.startswith("zh") else 1
    definitions = by_code()

    def label(code: str) -> str:
        return field_label(code, actor.language, definitions)

    templates = [out.QualityTemplate(code="", label=BASIC_LABEL[at])]
    templates += [out.QualityTemplate(code=t.code, label=t.label(actor.language)) for t in TEMPLATES]
    changed = rules.changed_weights()
    return out.QualityRules(
        templates=templates,
        standard_template=now.standard_template,
        weights=[
            out.QualityWeights(
                template=template,
                kind=cast(out.Kind, kind),
                shipped=(template, kind) not in changed,
                items=[
                    out.QualityItem(fields=list(i.fields), labels=[label(f) for f in i.fields], weight=i.weight)
                    for i in items
                ],
            )
            for (template, kind), items in now.weights.items()
        ],
        valid_for=_valid_for(now.valid_for, label),
        intervals=[out.QualityInterval(template=i.template, level=i.level, days=i.days) for i in now.intervals],
        escalate_days=now.escalate_days,
        fields=_choices(actor),
        scoring=progress(),
    )


def _valid_for(days: Mapping[str, int], label: rules.Label) -> list[out.QualityValid]:
    """In the order of the fields; a custom field that is not in use is left out."""
    definitions = by_code()
    living = [c for c in days if any(rules.scorable(c, kind, definitions) for kind in defaults.KINDS)]
    return [out.QualityValid(field=code, label=label(code), days=days[code]) for code in living]


def _choices(actor: Actor) -> list[out.QualityField]:
    """The fields that can have a weight, in the order of the page."""
    definitions = by_code()
    codes = [spec.code for spec in CATALOGUE] + [CUSTOM_PREFIX + d.code for d in active_definitions()]
    found: list[out.QualityField] = []
    for code in codes:
        kinds = [kind for kind in defaults.KINDS if rules.scorable(code, kind, definitions)]
        if kinds:
            found.append(out.QualityField(code=code, label=field_label(code, actor.language, definitions), kinds=kinds))
    return found
