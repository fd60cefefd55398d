"""One new customer from a form or a program: standardised, checked against who is there, filed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kedang.accounts.queries import directory
from kedang.archive import customers, rights
from kedang.archive.edit import LONGEST_VALUE, TOO_LONG, UNKNOWN_FIELD
from kedang.archive.enforcing import rulebook
from kedang.archive.holders import met_by
from kedang.archive.policy import field_label, named, policy_for
from kedang.duplicates.entering import enter_new
from kedang.duplicates.suspecting import Suspicion, suspect
from kedang.engine.catalogue import CUSTOM_PREFIX, EXTRA_PREFIX, FIELDS
from kedang.engine.standardise.record import Value
from kedang.fields.queries import FieldDefinition, active_definitions
from kedang.fields.rule_book import REASON
from kedang.intake.duplicates import Hit, look_for
from kedang.intake.guessing import count_concealed, require_patience
from kedang.intake.labels import (
    GROUP_HEADER,
    TAG_HEADER,
    LabelBook,
    known_groups,
    known_tags,
    settle,
    store_groups,
    store_tags,
)
from kedang.intake.mapping import NOT_ASSIGNABLE
from kedang.intake.planning import LOCAL, assignees, may_assign
from kedang.intake.report import text_of
from kedang.intake.standardising import NO_NAME, NO_NAME_OR_REACH, Standardised, standardise
from kedang.intake.verdict import NOT_MADE
from kedang.intake.writing import lock_filing
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError, Refusal
from kedang.kit.text import storable

DUPLICATE = Refusal(
    "customer.duplicate",
    409,
    "档案中已有相同的客户。您填写的内容没有丢失；请打开已有的客户，或确认后仍然新建。",
    "This customer is in the archive already. Nothing of yours is lost: open the one that is there, or create it anyway.",
)
EXTERNAL_ID_TAKEN = Refusal(
    "external_id.taken",
    409,
    "外部编号已属于另一位客户，不能重复使用。",
    "The external id already belongs to another customer.",
)
REQUIRED = {
    NO_NAME: Refusal(NO_NAME, 422, "请填写名称。", "A name is needed."),
    NO_NAME_OR_REACH: Refusal(
        NO_NAME_OR_REACH, 422, "请填写姓名，或至少一种联系方式。", "A name is needed, or a way to reach them."
    ),
}
_MOST_VALUES = 200
_REGION_PARTS = frozenset(("province", "city", "district"))
Labels = frozenset[tuple[str, str]]
Given = Mapping[str, str | Sequence[str] | None]


@dataclass(frozen=True, slots=True)
class ValueShown:
    """One value before and after."""

    field: str
    label: str
    given: str
    standard: str
    valid: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class FiledOne:
    """What was filed."""

    id: int
    number: str
    name: str
    values: tuple[ValueShown, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be filed, and who is there already."""

    values: tuple[ValueShown, ...]
    duplicates: tuple[Hit, ...]


def file_one(
    actor: Actor,
    kind: str,
    values: Given,
    *,
    source: str = "",
    owner_id: int | None = None,
    force: bool = False,
) -> FiledOne:
    """File one new customer, or refuse with those who are there already. `force` files it nevertheless."""
    actor.require(rights.CREATE)
    made, definitions = _standardised(actor, kind, values, source)
    if made.refused:
        raise REQUIRED[made.refused]()
    require_patience(actor)
    met: list[int] = []
    try:
        return _file(actor, made, definitions, source=source, owner_id=owner_id, force=force, met=met)
    except DomainError as refused:
        # Outside the transaction, which is gone: a refusal that tells of somebody counts.
        count_concealed(actor, [*met, *met_by(refused)])
        raise


def _file(
    actor: Actor,
    made: Standardised,
    definitions: dict[str, FieldDefinition],
    *,
    source: str,
    owner_id: int | None,
    force: bool,
    met: list[int],
) -> FiledOne:
    """File it; `met` takes whom a refusal tells of."""
    with transaction.atomic():
        lock_filing()
        found = look_for(actor, made.content, source=source, hints=False)
        met += found.concealed
        _refuse_taken(actor, made, found.hits)
        if found.strong and not force:
            raise DUPLICATE(hits=[hit.shown(actor) for hit in found.strong])
        left = _leave_new_labels(actor, made)
        created = customers.create(actor, made.content, owner_id=_settled_owner(actor, made, owner_id))
        enter_new({created.id: made.content})
        suspect([Suspicion(created.id, met.customer.id, made.content.kind, met.truth) for met in found.met])
    return FiledOne(created.id, created.number, made.content.name, shown(actor, made, definitions, left))


def check_one(actor: Actor, kind: str, values: Given) -> Draft:
    """How a draft would be filed, and who is there already; files nothing."""
    actor.require(rights.CREATE)
    made, definitions = _standardised(actor, kind, values, "")
    require_patience(actor)
    found = look_for(actor, made.content, source="", hints=True)
    count_concealed(actor, found.concealed)
    left = _leave_new_labels(actor, made)
    return Draft(shown(actor, made, definitions, left), found.hits)


def _standardised(
    actor: Actor, kind: str, values: Given, source: str
) -> tuple[Standardised, dict[str, FieldDefinition]]:
    definitions = {d.code: d for d in active_definitions()}
    given: dict[str, str | Sequence[str]] = {}
    for code, value in values.items():
        _require_known(code, kind, definitions)
        texts = [value] if isinstance(value, str) else list(value or ())
        if len(texts) > _MOST_VALUES or any(len(text) > LONGEST_VALUE for text in texts):
            raise TOO_LONG(label=field_label(code, actor.language, definitions))
        kept = [storable(text) for text in texts if text.strip()]
        if kept:
            given[code] = kept[0] if len(kept) == 1 else kept
    today: date = now().astimezone(LOCAL).date()
    return standardise(kind, given, source=source, definitions=definitions, today=today), definitions


def _require_known(code: str, kind: str, definitions: Mapping[str, FieldDefinition]) -> None:
    """Refuse a field that does not exist for this kind: a misspelt one would be lost."""
    if code in _REGION_PARTS:
        return
    if code.startswith(EXTRA_PREFIX) and len(code) > len(EXTRA_PREFIX):
        return
    if code.startswith(CUSTOM_PREFIX):
        definition = definitions.get(code.removeprefix(CUSTOM_PREFIX))
        known = definition is not None and kind in definition.kinds
    else:
        known = code in FIELDS and kind in FIELDS[code].kinds
    if not known:
        raise UNKNOWN_FIELD(code=code)


def _refuse_taken(actor: Actor, made: Standardised, hits: Sequence[Hit]) -> None:
    """An external id stays unique within its source, whatever is forced."""
    if made.content.external_ids and any(hit.holds_id for hit in hits):
        raise EXTERNAL_ID_TAKEN(hits=[hit.shown(actor) for hit in hits])


def _leave_new_labels(actor: Actor, made: Standardised) -> Labels:
    """Without the right to make tags or groups, a name that none has stays as an extra. Returns those, by field and name."""
    left: set[tuple[str, str]] = set()
    filed, extras = made.filed, made.content.extras
    if filed.tags and not actor.can(rights.TAGS):
        left |= {("tags", name) for name in set(filed.tags) - known_tags().keys()}
    if filed.groups and not actor.can(rights.GROUPS):
        left |= {("groups", name) for name in set(filed.groups) - known_groups().keys()}
    for field, header, names in (("tags", TAG_HEADER, filed.tags), ("groups", GROUP_HEADER, filed.groups)):
        kept = [name for name in dict.fromkeys(names) if (field, name) in left]
        if kept:
            extras[header] = "、".join([*([extras[header]] if header in extras else []), *kept])
    filed.tags = [name for name in filed.tags if ("tags", name) not in left]
    filed.groups = [name for name in filed.groups if ("groups", name) not in left]
    return frozenset(left)


def _settled_owner(actor: Actor, made: Standardised, owner_id: int | None) -> int | None:
    """Make new tags and groups (they are left only where the actor may), and find whose customer it becomes: who was asked for, who is named, or oneself."""
    tags, groups = LabelBook(known_tags()), LabelBook(known_groups(), longest=128)
    named = settle(made.filed, tags, groups, assignees(actor) if made.filed.owner else {})
    if new_tags := tags.fresh():
        store_tags(new_tags, owner_id=actor.id)
    if new_groups := groups.fresh():
        store_groups(new_groups)
    if owner_id is not None:
        person = directory().person(owner_id)
        if person is None or not person.is_active or not may_assign(actor, owner_id, person.department_id):
            raise NOT_ASSIGNABLE()
        return owner_id
    if named is not None:
        return named.user_id
    return actor.id if actor.kind == "user" else None


def shown(
    actor: Actor, made: Standardised, definitions: Mapping[str, FieldDefinition], left: Labels
) -> tuple[ValueShown, ...]:
    """The values as they will stand in the archive, beside what was given, and which validation rules they break by
    themselves."""
    book = rulebook().seen_by(policy_for(actor, own=True))
    told = [b for b in book.breaches(made.content) if b.value and book.tells(b.rule_id)]
    broken = {(b.fields[0], b.value): f"{REASON}{b.rule_id}" for b in told}
    return tuple(_value(actor, value, dict(definitions), left, broken) for value in made.record.values)


def _value(
    actor: Actor,
    value: Value,
    definitions: dict[str, FieldDefinition],
    left: Labels,
    broken: Mapping[tuple[str, str], str],
) -> ValueShown:
    kept = storable(value.standard or value.given)
    ruled = broken.get((value.field, kept), "") if value.state != "invalid" else ""
    reason = NOT_MADE if (value.field, kept) in left else ruled or value.reason
    return ValueShown(
        field=value.field,
        label=field_label(value.field, actor.language, definitions),
        given=value.given,
        standard=named(value.field, value.standard, actor.language),
        valid=value.state != "invalid" and not ruled and reason != NOT_MADE,
        reason=text_of(reason, actor.language) if reason else None,
    )
