"""Writing, changing, switching and removing validation rules."""

from dataclasses import asdict, dataclass, replace

from django.db import transaction
from django.db.models import Max

from kedang.engine.catalogue import CUSTOM_PREFIX, FIELDS
from kedang.engine.standardise.record import standardise_record
from kedang.engine.validation.moments import is_limit, limit
from kedang.engine.validation.patterns import LONGEST_PATTERN, BadPattern, matcher
from kedang.engine.validation.rules import (
    COMPARE,
    CONDITIONS,
    DATES,
    LENGTH,
    NUMBERS,
    OPERATORS,
    PATTERN,
    RANGE,
    REQUIRED,
    SEVERITIES,
    TESTS,
    UNIQUE,
    VALUE,
    Condition,
    Rule,
    number,
)
from kedang.fields import rights
from kedang.fields.models import RulesVersion, ValidationRule
from kedang.fields.queries import by_code
from kedang.fields.rule_book import labels, stored_of, today, type_of
from kedang.fields.values import canonical
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, DomainError, Refusal
from kedang.kit.ids import new_id
from kedang.vault.blind import blind_token

BAD_RULE = Refusal("rule.invalid", 422, "规则有误：{zh}", "Not a valid rule: {en}")
MOST = 200
MOST_FIELDS, MOST_VALUES, LONGEST_TEXT = 10, 50, 200
KINDS = ("person", "organisation")
# They have no value of their own in a record, or a verb of their own outside of it.
_NEVER = frozenset(("tags", "groups", "owner"))
_ALONE = frozenset(("identifier", "point"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A rule as somebody wants it."""

    kinds: tuple[str, ...] = KINDS
    test: str
    fields: tuple[str, ...]
    severity: str = "mark"
    pattern: str = ""
    mask: bool = False
    measure: str = VALUE
    least: str = ""
    greatest: str = ""
    operator: str = "le"
    condition: Condition | None = None
    message_zh: str = ""
    message_en: str = ""
    active: bool = False


def _bad(zh: str, en: str) -> DomainError:
    return BAD_RULE(zh=zh, en=en)


def checked(draft: Draft) -> Rule:
    """The rule a draft stands for, or a refusal that says what to change."""
    if draft.test not in TESTS or draft.severity not in SEVERITIES:
        raise _bad("没有这种校验或处理方式", "no such test or severity")
    if not draft.kinds or not set(draft.kinds) <= set(KINDS):
        raise _bad("请选择客户类型", "choose a kind of customer")
    if max(len(draft.message_zh), len(draft.message_en)) > LONGEST_TEXT:
        raise _bad(f"提示文字最多 {LONGEST_TEXT} 字", f"a message has at most {LONGEST_TEXT} characters")
    _check_fields(draft)
    _check_condition(draft)
    rule = _rule_of(draft)
    if rule.condition is not None:
        rule = replace(rule, condition=_standard(rule.condition, draft.kinds[0]))
    _CHECKS[draft.test](rule)
    return rule


def _rule_of(draft: Draft) -> Rule:
    """Only what the test reads: what another test left in a form is not kept."""
    plain = Rule(
        id=0,
        kinds=frozenset(draft.kinds),
        test=draft.test,
        fields=draft.fields,
        types=tuple(type_of(code) for code in draft.fields),
        severity=draft.severity,
        condition=draft.condition,
    )
    if draft.test == PATTERN:
        return replace(plain, pattern=draft.pattern, mask=draft.mask)
    if draft.test == RANGE:
        return replace(plain, measure=draft.measure, least=draft.least.strip(), greatest=draft.greatest.strip())
    return replace(plain, operator=draft.operator) if draft.test == COMPARE else plain


def _check_fields(draft: Draft) -> None:
    wanted = {REQUIRED: range(1, MOST_FIELDS + 1), COMPARE: range(2, 3)}.get(draft.test, range(1, 2))
    if len(draft.fields) not in wanted or len(set(draft.fields)) != len(draft.fields):
        raise _bad("请选择字段", "choose the fields")
    for code in draft.fields:
        _check_field(code, draft.kinds)


def _check_field(code: str, kinds: tuple[str, ...]) -> None:
    """The field is there, and every kind of customer the rule is for has it."""
    if code.startswith(CUSTOM_PREFIX):
        definition = by_code().get(code.removeprefix(CUSTOM_PREFIX))
        has: tuple[str, ...] = definition.kinds if definition and definition.active else ()
    else:
        has = FIELDS[code].kinds if code in FIELDS and code not in _NEVER else ()
    if not has:
        raise _bad(f"没有“{code}”这个字段，或它不能用于规则", f"there is no field “{code}” for rules")
    if not set(kinds) <= set(has):
        zh, en = labels("zh-CN")(code), labels("en")(code)
        raise _bad(f"“{zh}”不是所选客户类型都有的字段", f"not every chosen kind of customer has “{en}”")


def _check_condition(draft: Draft) -> None:
    condition = draft.condition
    if condition is None:
        return
    _check_field(condition.field, draft.kinds)
    needs_values = condition.operator in ("is", "is_not")
    if condition.operator not in CONDITIONS or bool(condition.values) != needs_values:
        raise _bad("请把适用条件填完整", "complete the condition")
    if len(condition.values) > MOST_VALUES or any(not v or len(v) > LONGEST_TEXT for v in condition.values):
        raise _bad("适用条件中的内容过多或过长", "the condition's values are too many or too long")


def _standard(condition: Condition, kind: str) -> Condition:
    """The condition's values as records hold them: 浙江 as its code, 男 as the choice."""
    return replace(condition, values=tuple(dict.fromkeys(_stored(condition.field, v, kind) for v in condition.values)))


def _stored(code: str, text: str, kind: str) -> str:
    definition = by_code().get(code.removeprefix(CUSTOM_PREFIX)) if code.startswith(CUSTOM_PREFIX) else None
    if definition is not None:
        return canonical(definition, text).value or text
    return standardise_record(kind, {code: text}).first(code) or text


def _check_nothing(_: Rule) -> None:
    """Its fields say all."""


def _check_pattern(rule: Rule) -> None:
    if not 0 < len(rule.pattern) <= LONGEST_PATTERN:
        raise _bad(f"请填写格式，最多 {LONGEST_PATTERN} 字", f"a form of 1 to {LONGEST_PATTERN} characters is needed")
    try:
        matcher(rule.pattern, mask=rule.mask)
    except BadPattern as failure:
        raise _bad(
            f"格式写法不正确或不支持（反向引用和环视不能用）：{failure}",
            f"this pattern is not readable, or uses a backreference or lookaround: {failure}",
        ) from failure


def _check_range(rule: Rule) -> None:
    if rule.measure not in (VALUE, LENGTH):
        raise _bad("没有这种范围", "no such measure")
    dated = rule.measure == VALUE and rule.types[0] in DATES
    if rule.measure == VALUE and not dated and rule.types[0] not in NUMBERS:
        raise _bad("文字字段只能限制字数", "only the length of a text can be limited")
    limits = [text for text in (rule.least, rule.greatest) if text]
    if not limits:
        raise _bad("请至少填一个界限", "give at least one limit")
    if not all(is_limit(text) if dated else number(text) is not None for text in limits) or max(map(len, limits)) > 40:
        raise _bad("界限无法识别", "a limit cannot be read")
    if len(limits) == 2 and _is_empty(rule, dated=dated):
        raise _bad("下限大于上限，没有内容能符合", "the lower limit is above the upper one: nothing would fit")


def _is_empty(rule: Rule, *, dated: bool) -> bool:
    """Whether no value lies between the limits, as far as they are known today."""
    if dated:
        first, last = limit(rule.least, today()), limit(rule.greatest, today())
        return first is not None and last is not None and first[0] > last[1]
    least, greatest = number(rule.least), number(rule.greatest)
    return least is not None and greatest is not None and least > greatest


def _check_compare(rule: Rule) -> None:
    if rule.operator not in OPERATORS:
        raise _bad("没有这种比较", "no such comparison")
    groups = [1 if kind in NUMBERS else 2 if kind in DATES else 0 for kind in rule.types]
    if groups[0] != groups[1]:
        raise _bad("两个字段不是同一种内容，不能比较", "the two fields hold different things")
    if not groups[0] and rule.operator not in ("eq", "ne"):
        raise _bad("文字只能比较是否相同", "texts can only be equal or not")


def _check_unique(rule: Rule) -> None:
    code = rule.fields[0]
    if not code.startswith(CUSTOM_PREFIX) and FIELDS[code].storage not in _ALONE:
        raise _bad(
            "只有证件、联系方式和自定义字段可以要求唯一",
            "only documents, contact points and custom fields can be unique",
        )
    if rule.types[0] == "longtext":
        raise _bad("长文字不能要求唯一", "a long text cannot be unique")


_CHECKS = {
    REQUIRED: _check_nothing,
    PATTERN: _check_pattern,
    RANGE: _check_range,
    COMPARE: _check_compare,
    UNIQUE: _check_unique,
}


def _put(row: ValidationRule, draft: Draft) -> None:
    rule = checked(draft)
    row.kinds, row.test, row.fields = sorted(rule.kinds), rule.test, list(rule.fields)
    row.params = {name: getattr(rule, name) for name in ("pattern", "mask", "measure", "least", "greatest", "operator")}
    row.condition = asdict(rule.condition) if rule.condition else None
    row.severity, row.active = rule.severity, draft.active
    row.message_zh, row.message_en = draft.message_zh.strip(), draft.message_en.strip()
    row.updated_at = now()


@transaction.atomic
def create(actor: Actor, draft: Draft) -> int:
    """Add a rule at the end of the list."""
    rights.require_rules(actor)
    there = ValidationRule.objects.filter(removed=False)
    if there.count() >= MOST:
        raise _bad(f"最多 {MOST} 条规则", f"at most {MOST} rules")
    row = ValidationRule(position=(there.aggregate(last=Max("position"))["last"] or 0) + 1)
    _put(row, draft)
    row.save(force_insert=True)
    _bump()
    record(actor, "rule.created", subject=("rule", row.id), fields=_reads(row), details=_told(row))
    return row.id


@transaction.atomic
def change(actor: Actor, rule_id: int, draft: Draft) -> None:
    """Write a rule anew. Customers who were marked by it before stay so until they are looked at again."""
    rights.require_rules(actor)
    row = _load(rule_id)
    _put(row, draft)
    row.save()
    _bump()
    record(actor, "rule.changed", subject=("rule", row.id), fields=_reads(row), details=_told(row))


@transaction.atomic
def switch(actor: Actor, rule_id: int, *, active: bool) -> None:
    """Put a rule in force, or out. One whose fields are gone meanwhile cannot come back as it is."""
    rights.require_rules(actor)
    row = _load(rule_id)
    if row.active == active:
        return
    if active:
        checked(draft_of(row))
    row.active, row.updated_at = active, now()
    row.save(update_fields=["active", "updated_at"])
    _bump()
    verb = "rule.activated" if active else "rule.deactivated"
    record(actor, verb, subject=("rule", row.id), fields=_reads(row), details=_told(row))


@transaction.atomic
def move(actor: Actor, rule_id: int, *, to: int) -> None:
    """Give a rule another place in the list, counted from 0."""
    rights.require_rules(actor)
    row = _load(rule_id)
    others = list(ValidationRule.objects.filter(removed=False).exclude(id=row.id).order_by("position", "id"))
    others.insert(max(0, to), row)
    for position, other in enumerate(others):
        other.position = position
    ValidationRule.objects.bulk_update(others, ["position"])
    _bump()
    record(actor, "rule.changed", subject=("rule", row.id), details=_told(row))


@transaction.atomic
def arrange(actor: Actor, rule_id: int, *, active: bool | None, position: int | None) -> None:
    """Switch a rule and give it a place, together or not at all."""
    rights.require_rules(actor)
    _load(rule_id)
    if active is not None:
        switch(actor, rule_id, active=active)
    if position is not None:
        move(actor, rule_id, to=position)


@transaction.atomic
def remove(actor: Actor, rule_id: int) -> None:
    """Take a rule off the list. Its words stay, for reports that name it."""
    rights.require_rules(actor)
    row = _load(rule_id)
    row.active, row.removed, row.updated_at = False, True, now()
    row.save(update_fields=["active", "removed", "updated_at"])
    _bump()
    record(actor, "rule.removed", subject=("rule", row.id), fields=_reads(row), details=_told(row))


def draft_of(row: ValidationRule) -> Draft:
    """A stored rule as a draft."""
    rule = stored_of(row).rule
    params = {name: getattr(rule, name) for name in ("pattern", "mask", "measure", "least", "greatest", "operator")}
    return Draft(
        kinds=tuple(sorted(rule.kinds)),
        test=rule.test,
        fields=rule.fields,
        severity=rule.severity,
        condition=rule.condition,
        message_zh=row.message_zh,
        message_en=row.message_en,
        active=row.active,
        **params,
    )


def _told(row: ValidationRule) -> dict[str, object]:
    """What history tells of a stored rule."""
    return trail(stored_of(row).rule)


def trail(rule: Rule) -> dict[str, object]:
    """What history tells of a rule: what it asks of which fields, never its pattern, limits or values, which may be somebody's;
    `wording` says whether those of two rules are the same."""
    condition = rule.condition
    free = (rule.pattern, rule.least, rule.greatest, *(condition.values if condition else ()))
    told: dict[str, object] = {
        "test": rule.test,
        "severity": rule.severity,
        "kinds": sorted(rule.kinds),
        "wording": blind_token("rule", "\x1f".join(free)),
    }
    if rule.test == COMPARE:
        told["operator"] = rule.operator
    return told | ({"condition": [condition.field, condition.operator]} if condition else {})


def _reads(row: ValidationRule) -> list[str]:
    return sorted(stored_of(row).rule.reads)


def _load(rule_id: int) -> ValidationRule:
    row = ValidationRule.objects.select_for_update().filter(id=rule_id, removed=False).first()
    if row is None:
        raise NOT_FOUND()
    return row


def _bump() -> None:
    RulesVersion.objects.update_or_create(id=1, defaults={"version": new_id()})
