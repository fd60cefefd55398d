"""The text of a condition in the form the archive stores: what was pasted with an invisible mark finds what was filed without."""

from dataclasses import replace

from kedang.engine.catalogue import FieldSpec
from kedang.engine.standardise.clean import one_line, without_controls
from kedang.engine.standardise.companies import company_name
from kedang.engine.standardise.names import split_person
from kedang.fields.queries import FieldDefinition
from kedang.finding.conditions import Condition

_LINES = frozenset({"text", "company", "name", "code", "url"})
_NAMES = frozenset({"name", "company"})
_PLACES = frozenset({"column", "name", "contact"})


def of_field(spec: FieldSpec, condition: Condition) -> Condition:
    """A condition on a field of the catalogue; `eq` of a name becomes `any` where a name can be written in several ways."""
    if not condition.values or spec.storage not in _PLACES:
        return condition
    if spec.type == "longtext":
        return _each(condition, tuple(_long(value) for value in condition.values))
    if spec.type not in _LINES:
        return condition
    found = _each(condition, tuple(map(one_line, condition.values)))
    if spec.type in _NAMES and condition.op == "eq":
        forms = tuple(
            filter(None, dict.fromkeys((found.value, split_person(found.value)[0], company_name(found.value))))
        )
        return replace(found, op="any", values=forms) if len(forms) > 1 else found
    return found


def of_custom(definition: FieldDefinition, condition: Condition) -> Condition:
    """A condition on a custom field of one line; equality is brought into form with the field's own rules."""
    if definition.type != "text" or definition.sensitivity != "clear":
        return condition
    return _each(condition, tuple(map(one_line, condition.values)))


def _each(condition: Condition, values: tuple[str, ...]) -> Condition:
    """A text of which nothing is left stays as it was: it finds nothing, and not everything."""
    return replace(condition, values=tuple(new or old for new, old in zip(values, condition.values, strict=True)))


def _long(text: str) -> str:
    return without_controls(text).replace("\r\n", "\n").replace("\r", "\n").strip()
