"""Finding the clear values behind what is masked, by field code or row id. Authorising and recording is the caller's, before they leave."""

from collections.abc import Iterator, Sequence

from kedang.archive.content import Content
from kedang.archive.edit import stored_values
from kedang.archive.policy import FieldPolicy, contact_code, present
from kedang.engine.catalogue import CUSTOM_PREFIX, EXTRA_PREFIX, FIELDS
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.modes import Mode

MOST_FIELDS = 50
TOO_MANY = Refusal("reveal.too_many", 422, "一次最多查看 {most} 项。", "At most {most} at a time.")

Found = dict[str, str | list[str]]


def find_clear(content: Content, policy: FieldPolicy, keys: Sequence[str]) -> tuple[Found, set[str]]:
    """Clear values by key, and the fields they belong to. Hidden fields are as absent as unknown ones."""
    if not 1 <= len(keys) <= MOST_FIELDS:
        raise TOO_MANY(most=MOST_FIELDS)
    rows = {str(row_id): (code, value) for row_id, code, value in _rows(content)}
    found: Found = {}
    codes: set[str] = set()
    for key in dict.fromkeys(keys):
        code, values = (rows[key][0], [rows[key][1]]) if key in rows else (key, _values(content, policy, key))
        if not values or policy.mode(code) == Mode.HIDDEN:
            raise NOT_FOUND()
        clear = [present(code, value) for value in values]
        found[key] = clear[0] if len(clear) == 1 else clear
        codes.add(code)
    return found, codes


def _rows(content: Content) -> Iterator[tuple[int, str, str]]:
    """Every row with an id of its own: (id, field code, value)."""
    for point in content.points:
        yield point.id, point.kind, point.value
    for identifier in content.identifiers:
        yield identifier.id, identifier.kind, identifier.value
    for address in content.addresses:
        yield address.id, "address", address.value
    for contact in content.contacts:
        yield contact.id, "contact_name", contact.name
        for point in contact.points:
            yield point.id, contact_code(point.kind), point.value


def _values(content: Content, policy: FieldPolicy, key: str) -> list[str]:
    known = key in FIELDS or key.startswith((CUSTOM_PREFIX, EXTRA_PREFIX))
    if not known:
        return []
    found = stored_values(content, key, policy)
    return found or ([content.given[key][0]] if key in content.given else [])
