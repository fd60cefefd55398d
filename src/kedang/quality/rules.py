"""The rules scores follow: the shipped ones, and what the organisation says differently."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import transaction

from kedang.engine.catalogue import CUSTOM_PREFIX, FIELDS
from kedang.fields.queries import FieldDefinition, by_code
from kedang.history.record import record
from kedang.jobs.queue import enqueue, open_job
from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal
from kedang.quality import defaults, rights
from kedang.quality.defaults import BASIC, KINDS, TEMPLATE_CODES, Interval, Item, Key
from kedang.quality.models import RuleSet

# The subject of the job, which belongs to nobody in particular.
SUBJECT = -701
RESCORE = "quality.rescore"
Label = Callable[[str], str]
HEAVIEST, LONGEST, MOST = 1000, 36_500, 100
BAD_RULES = Refusal(
    "quality.rules",
    422,
    "规则没有保存：{what}。请改正后再保存。",
    "The rules were not saved: {what}. Correct them and save again.",
)
_UNSCORED = frozenset(("tags", "groups", "owner", "contact_title"))


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything a score follows. `weights` hold only fields that exist; `custom_codes` are the custom fields in use by id."""

    weights: Mapping[Key, tuple[Item, ...]]
    standard_template: str
    valid_for: Mapping[str, int]
    intervals: tuple[Interval, ...]
    escalate_days: int
    custom_codes: Mapping[int, str]

    def items(self, template: str, kind: str) -> tuple[Item, ...]:
        """What a record of this template and kind should hold."""
        return self.weights.get((template or self.standard_template, kind)) or self.weights[BASIC, kind]

    def review_days(self, template: str, level: str) -> int:
        """Days between two reviews, 0 for none: a line for template and level beats one for the level, that one for the
        template, that one for everybody."""
        found = {(each.template, each.level): each.days for each in self.intervals}
        template, level = template or self.standard_template, level.strip().upper()
        places = ((template, level), ("", level), (template, ""), ("", ""))
        return next((found[place] for place in places if place in found), 0)


def scorable(code: str, kind: str, definitions: Mapping[str, FieldDefinition]) -> bool:
    """Whether records of a kind can hold the field, and whether holding it can be seen."""
    if code.startswith(CUSTOM_PREFIX):
        definition = definitions.get(code.removeprefix(CUSTOM_PREFIX))
        return definition is not None and definition.active and kind in definition.kinds
    return code in FIELDS and kind in FIELDS[code].kinds and code not in _UNSCORED


def current() -> Rules:
    """The rules as they are now."""
    changed, definitions = _changed(), by_code()
    weights = {**defaults.WEIGHTS, **_stored_weights(changed)}
    return Rules(
        weights={key: tuple(_living(items, key[1], definitions)) for key, items in weights.items()},
        standard_template=changed.get("standard_template", BASIC),
        valid_for=changed.get("valid_for", defaults.VALID_FOR),
        intervals=_intervals(changed),
        escalate_days=changed.get("escalate_days", defaults.ESCALATE_DAYS),
        custom_codes={d.id: CUSTOM_PREFIX + d.code for d in definitions.values() if d.active},
    )


def changed_weights() -> frozenset[Key]:
    """For which templates and kinds the organisation has weights of its own."""
    return frozenset(_stored_weights(_changed()))


def _changed() -> dict[str, Any]:
    text = RuleSet.objects.filter(id=1).values_list("changed", flat=True).first()
    found: dict[str, Any] = orjson.loads(text or "{}")
    return found


def _stored_weights(changed: Mapping[str, Any]) -> dict[Key, tuple[Item, ...]]:
    found: dict[Key, tuple[Item, ...]] = {}
    for name, rows in changed.get("weights", {}).items():
        template, kind = name.split("/")
        found[template, kind] = tuple(Item(tuple(fields), weight) for fields, weight in rows)
    return found


def _living(items: Sequence[Item], kind: str, definitions: Mapping[str, FieldDefinition]) -> Sequence[Item]:
    """The items as far as their fields exist."""
    known = [Item(tuple(f for f in i.fields if scorable(f, kind, definitions)), i.weight) for i in items]
    return [item for item in known if item.fields]


def _intervals(changed: Mapping[str, Any]) -> tuple[Interval, ...]:
    if "intervals" not in changed:
        return defaults.INTERVALS
    return tuple(Interval(template, level, days) for template, level, days in changed["intervals"])


@transaction.atomic
def save_weights(actor: Actor, *, template: str, kind: str, items: Sequence[Item] | None) -> None:
    """Say what records of a template and kind should hold; None goes back to the shipped weights. Everything is scored again."""
    actor.require(rights.MANAGE)
    if template not in TEMPLATE_CODES or kind not in KINDS:
        raise BAD_RULES(what=f"{template}/{kind}")
    changed = _locked()
    stored = changed.setdefault("weights", {})
    stored.pop(f"{template}/{kind}", None)
    if items is not None:
        _check_items(items, kind)
        stored[f"{template}/{kind}"] = [[list(item.fields), item.weight] for item in items]
    _store(actor, changed, ["weights"], {"template": template, "kind": kind})


def _check_items(items: Sequence[Item], kind: str) -> None:
    definitions = by_code()
    if not items or len(items) > MOST or not any(item.weight for item in items):
        raise BAD_RULES(what="items")
    for item in items:
        unknown = [code for code in item.fields if not scorable(code, kind, definitions)]
        if not item.fields or unknown or not 0 <= item.weight <= HEAVIEST:
            raise BAD_RULES(what="、".join(unknown) or "weight")


@transaction.atomic
def save_standard_template(actor: Actor, template: str) -> None:
    """Say by which template customers are scored that have none of their own."""
    actor.require(rights.MANAGE)
    if template not in TEMPLATE_CODES:
        raise BAD_RULES(what=template)
    _store(actor, {**_locked(), "standard_template": template}, ["standard_template"], {"template": template})


@transaction.atomic
def save_valid_for(actor: Actor, days: Mapping[str, int]) -> None:
    """Say for how many days a value of each field counts as fresh; a field that is not named never grows stale."""
    actor.require(rights.MANAGE)
    definitions = by_code()
    for code, value in days.items():
        if not any(scorable(code, kind, definitions) for kind in KINDS) or not 1 <= value <= LONGEST:
            raise BAD_RULES(what=f"{code} {value}")
    _store(actor, {**_locked(), "valid_for": dict(days)}, ["valid_for"], {})


@transaction.atomic
def save_reviews(actor: Actor, intervals: Sequence[Interval], *, escalate_days: int) -> None:
    """Say how often which customers are reviewed, and after how many days too late the department's lead is told."""
    actor.require(rights.MANAGE)
    places = {(each.template, each.level.strip().upper()) for each in intervals}
    if len(places) != len(intervals) or len(intervals) > MOST or not 1 <= escalate_days <= LONGEST:
        raise BAD_RULES(what="intervals")
    for each in intervals:
        if each.template not in TEMPLATE_CODES or not 0 <= each.days <= LONGEST or len(each.level) > 32:
            raise BAD_RULES(what=f"{each.template} {each.level} {each.days}")
    rows = [[each.template, each.level.strip().upper(), each.days] for each in intervals]
    _store(actor, {**_locked(), "intervals": rows, "escalate_days": escalate_days}, ["intervals"], {})


def _locked() -> dict[str, Any]:
    RuleSet.objects.get_or_create(id=1)
    found: dict[str, Any] = orjson.loads(RuleSet.objects.select_for_update().get(id=1).changed)
    return found


def _store(actor: Actor, changed: Mapping[str, Any], fields: Sequence[str], details: Mapping[str, object]) -> None:
    RuleSet.objects.filter(id=1).update(changed=orjson.dumps(changed).decode())
    record(actor, "quality.rules_changed", subject=("quality_rules", 1), fields=fields, details=details)
    score_everything(actor)


def score_everything(actor: Actor, *, only_changed: bool = False) -> None:
    """Queue a whole computation in the caller's transaction, behind one that is under way with former rules."""
    if only_changed and open_job(SUBJECT) is not None:
        return
    enqueue(RESCORE, subject_id=SUBJECT, actor_id=actor.id, payload={"only_changed": only_changed})
