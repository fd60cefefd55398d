"""What the API of rules takes and gives."""

from typing import Any

from pydantic import BaseModel, Field

from kedang.engine.validation.rules import Condition
from kedang.fields.rule_book import StoredRule
from kedang.fields.rules import Draft
from kedang.fields.schemas import In
from kedang.kit.doors import Id


class RuleConditionIn(In):
    """When a rule applies: `is`, `is_not` (with values), `filled` or `empty`."""

    field: str = Field(max_length=80)
    operator: str
    values: list[str] = Field(default=[], max_length=50)


class RuleIn(In):
    """A rule. `test`: required (one of several fields), pattern, range, compare (left and right) or unique; `severity`:
    refuse or mark. Limits of dates are ISO or counted from today: `today`, `today-18y`, `today+30d`."""

    kinds: list[str] = Field(default=["person", "organisation"], max_length=2)
    test: str
    fields: list[str] = Field(max_length=10)
    severity: str = "mark"
    pattern: str = Field(default="", max_length=500)
    mask: bool = False
    measure: str = "value"
    least: str = Field(default="", max_length=40)
    greatest: str = Field(default="", max_length=40)
    operator: str = "le"
    condition: RuleConditionIn | None = None
    message_zh: str = ""
    message_en: str = ""
    active: bool = False

    def draft(self) -> Draft:
        """As the verbs take it."""
        plain = self.model_dump(exclude={"kinds", "fields", "condition"})
        asked = self.condition
        condition = Condition(asked.field, asked.operator, tuple(asked.values)) if asked else None
        return Draft(kinds=tuple(self.kinds), fields=tuple(self.fields), condition=condition, **plain)


class RuleSwitch(In):
    """In force or not, and its place in the list (from 0)."""

    active: bool | None = None
    position: int | None = Field(default=None, ge=0, le=10_000)


class RuleConditionOut(BaseModel):
    """When a rule applies."""

    field: str
    operator: str
    values: list[str]


class RuleOut(BaseModel):
    """A rule. `sentence` follows from what it demands, `text` is what people are told."""

    id: Id
    kinds: list[str]
    test: str
    fields: list[str]
    severity: str
    pattern: str
    mask: bool
    measure: str
    least: str
    greatest: str
    operator: str
    condition: RuleConditionOut | None
    message_zh: str
    message_en: str
    active: bool
    sentence: str
    text: str


class RulesOut(BaseModel):
    """Every rule, in order."""

    rules: list[RuleOut]


class RuleTryIn(In):
    """A rule that is being written, and values to try it with: field → what somebody would type."""

    rule: RuleIn
    kind: str = "person"
    values: dict[str, list[str]] = Field(default={}, max_length=12)


class RuleTriedValue(BaseModel):
    """One value as it would be kept."""

    field: str
    given: str
    standard: str


class RuleTried(BaseModel):
    """What the rule says in words, and of the values: `kept`, `broken`, `not_asked` (the rule does not apply), or `unique`."""

    sentence: str
    verdict: str
    values: list[RuleTriedValue]


def rule_out(stored: StoredRule, language: str) -> RuleOut:
    """One rule for the wire."""
    rule = stored.rule
    plain: dict[str, Any] = {
        name: getattr(rule, name)
        for name in ("test", "severity", "pattern", "mask", "measure", "least", "greatest", "operator")
    }
    asked = rule.condition
    return RuleOut(
        id=str(rule.id),
        kinds=sorted(rule.kinds, reverse=True),
        fields=list(rule.fields),
        condition=RuleConditionOut(field=asked.field, operator=asked.operator, values=list(asked.values))
        if asked
        else None,
        message_zh=stored.message_zh,
        message_en=stored.message_en,
        active=stored.active,
        sentence=stored.sentence(language),
        text=stored.text(language),
        **plain,
    )
