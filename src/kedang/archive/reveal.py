"""Taking the mask off, for a reason. The look is on record before the value leaves."""

from collections.abc import Iterator, Sequence

from kedang.archive import customers, rights
from kedang.archive.content import Content
from kedang.archive.edit import stored_values
from kedang.archive.load import load_content
from kedang.archive.policy import FieldPolicy, contact_code, policy_for, present
from kedang.engine.catalogue import CUSTOM_PREFIX, EXTRA_PREFIX, FIELDS
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.modes import Mode
from kedang.kit.text import storable

SHORTEST_REASON, LONGEST_REASON, MOST_FIELDS = 4, 500, 50
NO_REASON = Refusal("reveal.reason", 422, "请用至少 4 个字说明查看理由。", "Give a reason of at least 4 characters.")
TOO_MANY = Refusal("reveal.too_many", 422, "一次最多查看 {most} 项。", "At most {most} at a time.")

Found = dict[str, str | list[str]]


def reveal(actor: Actor, customer_id: int, *, keys: Sequence[str], reason: str) -> Found:
    """Clear values by field code or row id. Hidden fields are as absent as unknown ones."""
    actor.require(rights.REVEAL)
    reason = storable(reason).strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise NO_REASON()
    if not 1 <= len(keys) <= MOST_FIELDS:
        raise TOO_MANY(most=MOST_FIELDS)
    customer = customers.load_visible(actor, customer_id, trashed=None)
    policy = policy_for(actor, own=customers.is_own(actor, customer))
    found, codes = _find(load_content(customer.id), policy, list(dict.fromkeys(keys)))
    record_read(
        actor, "customer.revealed", customer_ids=[customer.id], fields=sorted(codes), details={"reason": reason}
    )
    return found


def _find(content: Content, policy: FieldPolicy, keys: Sequence[str]) -> tuple[Found, set[str]]:
    rows = {str(row_id): (code, value) for row_id, code, value in _rows(content)}
    found: Found = {}
    codes: set[str] = set()
    for key in keys:
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
