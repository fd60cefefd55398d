"""The question of an export: kept sealed as it was asked, known again when it is asked once more, and told in words to who decides."""

from collections.abc import Mapping, Sequence

import orjson

from kedang.accounts.queries import directory
from kedang.approvals.models import Export
from kedang.archive.models import Group, Tag
from kedang.archive.policy import FieldPolicy, named
from kedang.finding.column_names import column_name
from kedang.finding.conditions import Condition
from kedang.finding.filter_columns import CLASSIFICATION
from kedang.finding.lists import ListQuery
from kedang.history.reads import hash_query
from kedang.kit.crypto import Tampered
from kedang.kit.levels import level_text
from kedang.vault.keys import SubjectKey

_OPS: Mapping[str, tuple[str, str]] = {
    "eq": ("是", "is"),
    "ne": ("不是", "is not"),
    "any": ("是其中之一：", "is one of"),
    "has": ("包含", "has"),
    "empty": ("为空", "is empty"),
    "not_empty": ("不为空", "is not empty"),
    "contains": ("包含文字", "contains"),
    "starts": ("开头是", "starts with"),
    "gt": ("大于", "greater than"),
    "lt": ("小于", "less than"),
    "between": ("介于", "between"),
    "under": ("属于", "is in"),
    "tail": ("尾号是", "ends in"),
}
_KINDS = {"person": ("个人", "Person"), "organisation": ("企业", "Organisation")}


def fingerprint(query: ListQuery) -> str:
    """What two equal questions have in common. In which order the rows stand, and which columns, is no part of whom they are about:
    columns are compared by themselves."""
    return hash_query(repr((query.filter, query.trashed)))


def sealed(key: SubjectKey, row_id: int, query: ListQuery) -> bytes:
    """A question under its request's key: its conditions hold values."""
    conditions = [(each.field, each.op, each.values) for each in query.filter]
    text = orjson.dumps({"filter": conditions, "sort": query.sort, "columns": query.columns, "trashed": query.trashed})
    return key.seal_padded(text.decode(), table=Export._meta.db_table, column="query", row_id=row_id)


def opened(keys: Mapping[int, SubjectKey], row: Export) -> ListQuery | None:
    """The question as it was asked. None when it cannot be read any more: an empty question would be one about everybody."""
    if row.request_id not in keys:
        return None
    key, place = keys[row.request_id], Export._meta.db_table
    try:
        text = key.open_padded(row.query_enc, table=place, column="query", row_id=row.id)
    except Tampered:
        return None
    said = orjson.loads(text)
    return ListQuery(
        filter=tuple(Condition(field, op, tuple(values)) for field, op, values in said["filter"]),
        sort=said["sort"],
        columns=None if said["columns"] is None else tuple(said["columns"]),
        trashed=said["trashed"],
    )


def in_words(policy: FieldPolicy, conditions: Sequence[Condition]) -> list[str]:
    """Each condition as people say it; a value its reader would see masked on a list is masked here as well."""
    names = _names(conditions)
    return [_in_words(policy, each, names) for each in conditions]


def _in_words(policy: FieldPolicy, condition: Condition, names: Mapping[str, str]) -> str:
    at = 0 if policy.actor.language.startswith("zh") else 1
    label = column_name(condition.field, policy.actor.language, policy.definitions)
    op = _OPS[condition.op][at] if condition.op in _OPS else condition.op
    joint = " – " if condition.op == "between" else "、" if at == 0 else ", "
    values = joint.join(_value(policy, condition.field, value, names) for value in condition.values)
    return " ".join(part for part in (label, op, values) if part)


def _value(policy: FieldPolicy, code: str, value: str, names: Mapping[str, str]) -> str:
    # Both kinds of phone, asked about together, are as sensitive as either.
    asked = "mobile" if code == "phone" else code
    if not policy.clear(asked):
        return policy.masked(asked, value)
    if code == "kind" and value in _KINDS:
        return _KINDS[value][0 if policy.actor.language.startswith("zh") else 1]
    if code == CLASSIFICATION:
        return level_text(value, policy.actor.language)
    return names.get(f"{code} {value}") or named(asked, value, policy.actor.language)


def _names(conditions: Sequence[Condition]) -> dict[str, str]:
    """What ids in a filter stand for: "owner 17" -> a name."""
    known, found = directory(), {}
    for each in conditions:
        ids = [int(value) for value in each.values if value.isascii() and value.isdigit() and len(value) < 19]
        if each.field == "owner":
            found.update({f"owner {number}": known.name(number) for number in ids})
        elif each.field == "department":
            found.update({f"department {number}": known.department_name(number) for number in ids})
        elif each.field in ("tags", "groups"):
            model = Tag if each.field == "tags" else Group
            pairs = model.objects.filter(id__in=ids).values_list("id", "name")
            found.update({f"{each.field} {number}": name for number, name in pairs})
    return found
