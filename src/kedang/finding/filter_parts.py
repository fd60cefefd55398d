"""Filters on what hangs on the customer: names, identifiers, contact points, contact people, custom values, tags, groups.

Sealed values answer equality through their blind index, and telephone numbers their last four digits: candidates come from
the index and are opened and compared, so that the answer is about the field asked for and no other.
"""

from collections.abc import Sequence
from dataclasses import replace

from kedang.archive import search_index, tokens
from kedang.archive.models import Group
from kedang.engine.catalogue import FieldSpec
from kedang.engine.search_terms import Token, some
from kedang.engine.standardise.record import standardise_record
from kedang.fields.queries import FieldDefinition
from kedang.fields.values import canonical
from kedang.finding import conditions as given
from kedang.finding.conditions import BAD_FILTER, NOT_FILTERABLE, Condition
from kedang.finding.filter_columns import name_term
from kedang.finding.filter_sql import (
    SMALL,
    Part,
    Test,
    compare_day,
    compare_moment,
    compare_number,
    compare_text,
)
from kedang.finding.sql import among, marks, run
from kedang.vault.blind import blind
from kedang.vault.keys import keys_for

TAIL = 4
INDEXED_TEXT = 200
PHONES = ("mobile", "landline")


def standard(spec: FieldSpec, text: str) -> str:
    """A value as it would have been stored."""
    found = standardise_record(spec.kinds[0], {spec.code: text}).all(spec.code)
    return found[0].standard or found[0].given if found else text


def part_test(spec: FieldSpec, condition: Condition) -> Test:
    """A condition on a field that has rows of its own."""
    if spec.storage == "name":
        return _name(spec, condition)
    if spec.storage == "identifier":
        return _identifier(spec, condition)
    if spec.storage == "point":
        return points_test(spec, (spec.code,), condition)
    if spec.storage == "contact":
        return _contact(spec, condition)
    if spec.storage == "sealed":
        return _sealed_column(spec, condition)
    links = {"external_id": _external_id, "tags": _tags, "groups": _groups}
    if spec.code in links:
        return links[spec.code](condition)
    raise NOT_FILTERABLE(field=spec.code)


def _present(part: Part, condition: Condition) -> Test | None:
    return part.exists(without=condition.op == "empty") if condition.op in given.WITHOUT_VALUE else None


def _negated(part: Part, expression: str, condition: Condition) -> Test:
    """A comparison on rows that may be several: `ne` means that none is equal."""
    if condition.op == "ne":
        text, values = compare_text(expression, replace(condition, op="eq"))
        return part.exists(text, values, without=True)
    return part.exists(*compare_text(expression, condition))


def _name(spec: FieldSpec, condition: Condition) -> Test:
    part = Part("archive_customer_name", "x.kind = %s", (spec.code,))
    found = _present(part, condition)
    if found is not None:
        return found
    term = name_term(condition.value) if condition.op in ("eq", "contains", "starts") else None
    return replace(_negated(part, "x.name", condition), term=term)


def _identifier(spec: FieldSpec, condition: Condition) -> Test:
    part = Part("archive_identifier", "x.kind = %s", (spec.code,))
    found = _present(part, condition)
    if found is not None:
        return found
    if spec.sensitivity != "clear":
        return _equal(part, condition, blind(spec.code, standard(spec, condition.value)))
    if condition.op in ("eq", "ne"):
        condition = replace(condition, values=(standard(spec, condition.value),))
    token = tokens.code_token("c", condition.value) if condition.op == "eq" else ""
    # a number without a letter or digit has no token
    term = Token(token) if len(token) > 1 else None
    return replace(_negated(part, "x.value", condition), term=term)


def _equal(part: Part, condition: Condition, mark: int) -> Test:
    """Equality of a sealed value."""
    if condition.op != "eq":
        raise NOT_FILTERABLE(field=condition.field)
    return replace(part.exists("x.blind = %s", (mark,)), ids=part.owners("x.blind = %s", (mark,)))


def points_test(spec: FieldSpec, kinds: Sequence[str], condition: Condition, *, contact: bool = False) -> Test:
    """A condition on contact points of some kinds, the customer's own or its contact people's."""
    whose = "x.contact_id IS NOT NULL" if contact else "x.contact_id IS NULL"
    part = Part("archive_contact_point", f"x.kind IN ({marks(kinds)}) AND {whose}", tuple(kinds))
    found = _present(part, condition)
    if found is not None:
        return found
    if condition.op == "tail":
        return _tail(part, condition)
    return _equal(part, condition, blind("point", standard(spec, condition.value).lower()))


def _tail(part: Part, condition: Condition) -> Test:
    digits = tokens.digits_of(condition.value)
    if len(digits) != TAIL:
        raise BAD_FILTER(what=f"{condition.field} {TAIL}")
    candidates = search_index.find(Token(tokens.tail_token(digits)), SMALL)
    ids = tuple(_ending(part, candidates, digits))
    return Test(f"c.id IN ({marks(ids)})" if ids else "1 = 0", ids, ids=ids)


def _ending(part: Part, candidates: Sequence[int], digits: str) -> set[int]:
    """The candidates with such a number in this very field."""
    if not candidates:
        return set()
    mine = among(candidates, "x.customer_id")
    text = f"SELECT x.id, x.customer_id, x.value_enc FROM {part.table} x WHERE {mine.text} AND {part.where}"  # noqa: S608
    rows = run(text, [*mine.values, *part.values])
    keys = keys_for({row[1] for row in rows})
    found = set()
    for row_id, customer_id, sealed in rows:
        key = keys.get(customer_id)
        value = key.open(sealed, table="contact_point", column="value", row_id=row_id) if key else ""
        if tokens.digits_of(value)[-TAIL:] == digits:
            found.add(customer_id)
    return found


def _contact(spec: FieldSpec, condition: Condition) -> Test:
    kind = spec.code.removeprefix("contact_")
    if spec.sensitivity != "clear":
        return points_test(spec, (kind,), condition, contact=True)
    part = Part("archive_contact", "1 = 1")
    if condition.op in given.WITHOUT_VALUE:
        return part.exists(f"x.{kind} <> ''", without=condition.op == "empty")
    term = name_term(condition.value) if kind == "name" and condition.op in ("eq", "contains", "starts") else None
    return replace(_negated(part, f"x.{kind}", condition), term=term)


def _sealed_column(spec: FieldSpec, condition: Condition) -> Test:
    if condition.op in given.WITHOUT_VALUE:
        return Test(f"c.{spec.code}_enc IS {'NULL' if condition.op == 'empty' else 'NOT NULL'}")
    if condition.op != "eq":
        raise NOT_FILTERABLE(field=condition.field)
    return Test(f"c.{spec.code}_blind = %s", (blind(spec.code, standard(spec, condition.value)),))


def _external_id(condition: Condition) -> Test:
    part = Part("archive_external_id", "1 = 1")
    found = _present(part, condition) or _negated(part, "x.value", condition)
    if condition.op == "eq":
        return replace(found, ids=part.owners("x.value = %s", condition.values))
    return found


def _tags(condition: Condition) -> Test:
    part = Part("archive_customer_tag", "1 = 1")
    ids = tuple(given.whole(condition, value) for value in condition.values)
    if not ids:
        return part.exists(without=condition.op == "empty")
    term = some([Token(f"g{each:x}") for each in ids])
    return replace(part.exists(f"x.tag_id IN ({marks(ids)})", ids), term=term, exact=True)


def _groups(condition: Condition) -> Test:
    part = Part("archive_group_member", "1 = 1")
    named = {given.whole(condition, value) for value in condition.values}
    if not named:
        return part.exists(without=condition.op == "empty")
    rows = Group.objects.values_list("id", "path")
    ids = tuple(sorted({row for row, path in rows if not named.isdisjoint(_trail(path))} | named))
    term = some([Token(f"h{each:x}") for each in ids])
    return replace(part.exists(f"x.group_id IN ({marks(ids)})", ids), term=term, exact=True)


def _trail(path: str) -> set[int]:
    return {int(step) for step in path.split("/") if step}


def custom_test(definition: FieldDefinition, condition: Condition) -> Test:
    """A condition on a custom field of the customer."""
    part = Part("archive_custom_value", "x.field_id = %s AND x.contact_id IS NULL", (definition.id,))
    found = _present(part, condition)
    if found is not None:
        return found
    if definition.sensitivity != "clear":
        return _equal(part, condition, blind(f"custom-{definition.id}", canonical(definition, condition.value).value))
    if definition.type in ("number", "money", "integer"):
        return _numeric(part, condition)
    if definition.type == "date":
        return part.exists(*compare_day("x.text", condition))
    if definition.type == "datetime":
        text, moments = compare_moment("x.text", condition)
        return part.exists(text, [f"{str(moment)[:19]}Z".replace(" ", "T") for moment in moments])
    if condition.op in ("eq", "ne", "has", "any"):
        values = tuple(canonical(definition, value).value or value for value in condition.values)
        condition = replace(condition, values=values)
    test = _negated(part, "x.text", condition)
    if condition.op not in ("eq", "has") or len(condition.value) > INDEXED_TEXT:
        return test
    return replace(test, ids=part.owners(f"x.text = %s AND length(x.text) <= {INDEXED_TEXT}", condition.values))


def _numeric(part: Part, condition: Condition) -> Test:
    if condition.op == "ne":
        text, values = compare_number("x.number", replace(condition, op="eq"))
        return part.exists(text, values, without=True)
    return part.exists(*compare_number("x.number", condition))
