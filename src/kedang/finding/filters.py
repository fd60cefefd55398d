"""From a filter's conditions to tests a list can run, after asking whether the actor may know the answer.

A field that the actor may not read cannot be asked about; one that is readable on own customers only limits the whole list
to those. Names of columns and tables come from the catalogue, never from a request.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kedang.archive.policy import FieldPolicy, field_label, policy_for
from kedang.engine.catalogue import CUSTOM_PREFIX, FIELDS
from kedang.fields.queries import FieldDefinition
from kedang.fields.register import custom_ops
from kedang.finding import stored_form
from kedang.finding.conditions import NOT_FILTERABLE, Condition
from kedang.finding.filter_columns import PSEUDO, column_test
from kedang.finding.filter_parts import PHONES, custom_test, part_test, points_test
from kedang.finding.filter_sql import Test
from kedang.kit.actor import Actor, Scope
from kedang.kit.errors import Refusal
from kedang.kit.modes import Mode

PHONE = "phone"
NOT_READABLE = Refusal(
    "field_not_readable",
    403,
    "您不能查看“{field}”，因此也不能按它筛选或排序。",
    "You may not read “{field}”, so you cannot filter or sort by it either.",
)


@dataclass(slots=True)
class Filter:
    """The tests of a list, and whether they hold for the actor's own customers only."""

    tests: list[Test] = field(default_factory=list)
    limited_to_own: bool = False


def compile_filter(actor: Actor, conditions: Sequence[Condition]) -> Filter:
    """Check and translate every condition; they are joined by AND."""
    found = Filter()
    if not conditions:
        return found
    own, other = policy_for(actor, own=True, place="search"), policy_for(actor, own=False, place="search")
    for condition in conditions:
        codes = PHONES if condition.field == PHONE else (condition.field,)
        _require_known(condition, own.definitions)
        if not _readable(own, codes):
            raise NOT_READABLE(field=field_label(codes[0], actor.language, own.definitions))
        if actor.scope > Scope.OWN and not _readable(other, codes):
            found.limited_to_own = True
        found.tests.append(_test(actor, condition, own.definitions))
    return found


def _readable(policy: FieldPolicy, codes: Sequence[str]) -> bool:
    return all(policy.mode(code) >= Mode.READ for code in codes)


def _require_known(condition: Condition, definitions: dict[str, FieldDefinition]) -> None:
    code = condition.field
    custom = code.startswith(CUSTOM_PREFIX) and code.removeprefix(CUSTOM_PREFIX) in definitions
    if code not in FIELDS and code not in PSEUDO and code != PHONE and not custom:
        raise NOT_FILTERABLE(field=code)


def _test(actor: Actor, condition: Condition, definitions: dict[str, FieldDefinition]) -> Test:
    code = condition.field
    if code in PSEUDO:
        ops, make = PSEUDO[code]
        _require_operation(actor, condition, ops, definitions)
        return make(actor, condition)
    if code.startswith(CUSTOM_PREFIX):
        definition = definitions[code.removeprefix(CUSTOM_PREFIX)]
        _require_operation(actor, condition, custom_ops(definition), definitions)
        return custom_test(definition, stored_form.of_custom(definition, condition))
    spec = FIELDS[PHONES[0] if code == PHONE else code]
    _require_operation(actor, condition, spec.ops, definitions)
    if code == PHONE:
        return points_test(spec, PHONES, condition)
    condition = stored_form.of_field(spec, condition)
    return column_test(spec, condition) if spec.storage == "column" else part_test(spec, condition)


def _require_operation(
    actor: Actor, condition: Condition, ops: Sequence[str], definitions: dict[str, FieldDefinition]
) -> None:
    if condition.op not in ops:
        raise NOT_FILTERABLE(field=field_label(condition.field, actor.language, definitions))
