"""The rows that hang on a customer, one at a time: other names, identifiers, contact points, addresses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from kedang.archive import customers
from kedang.archive.content import AddressItem, Content, IdentifierItem, NameItem, PointItem
from kedang.archive.edit import (
    LONGEST_VALUE,
    MASKED_TEXT,
    TOO_LONG,
    UNKNOWN_FIELD,
    region_of_address,
    settle_preferred,
)
from kedang.archive.filing import content_of
from kedang.archive.models import Customer
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.engine.catalogue import FIELDS, IDENTIFIER_FIELDS, NAME_FIELDS, POINT_FIELDS
from kedang.engine.standardise.record import standardise_record
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.text import storable

BLANK = Refusal("value.blank", 422, "“{label}”不能为空。", "“{label}” may not be blank.")
POINT_STATES = ("unverified", "sent", "verified", "bounced", "expired")
BAD_PERIOD = Refusal(
    "name.period", 422, "起止日期应为 YYYY、YYYY-MM 或 YYYY-MM-DD。", "Give dates as YYYY, YYYY-MM or YYYY-MM-DD."
)


@dataclass(frozen=True, slots=True)
class Target:
    """The customer that is being changed, its content, and what the actor may do to it."""

    actor: Actor
    customer: Customer
    content: Content
    policy: FieldPolicy


def change(actor: Actor, customer_id: int, step: Callable[[Target], None], *, version: int | None = None) -> Customer:
    """One step on one customer's content, with the right, the lock, the event and the index that every change has."""

    def edit(customer: Customer, content: Content) -> Content:
        policy = policy_for(actor, own=customers.is_own(actor, customer))
        step(Target(actor, customer, content, policy))
        return content

    return customers.update(actor, customer_id, edit, version=version)


Item = TypeVar("Item", NameItem, IdentifierItem, PointItem, AddressItem)


def find(items: Sequence[Item], item_id: int) -> Item:
    """An item by its id, or the refusal for one that does not exist."""
    found = next((item for item in items if item.id == item_id), None)
    if found is None:
        raise NOT_FOUND()
    return found


def require_kind(kind: str, allowed: frozenset[str], customer_kind: str) -> None:
    """Refuse a kind this sort of row, or this sort of customer, does not have."""
    if kind not in allowed or customer_kind not in FIELDS[kind].kinds:
        raise UNKNOWN_FIELD(code=kind)


def checked_text(policy: FieldPolicy, code: str, text: str) -> str:
    """A text that may be stored for a field."""
    if not text.strip():
        raise BLANK(label=policy.label(code))
    if len(text) > LONGEST_VALUE:
        raise TOO_LONG(label=policy.label(code))
    return storable(text)


def standardised(content: Content, code: str, text: str) -> Content:
    """One value of one field in content form."""
    context = {"region": content.fields["region"]} if "region" in content.fields and code != "region" else {}
    record = standardise_record(content.kind, {**context, code: text})
    fresh = content_of(record).content
    if "region" in context:
        fresh.fields.pop("region", None)
    return fresh


# ---- names


def add_name(actor: Actor, customer_id: int, *, kind: str, value: str, since: str = "", until: str = "") -> Customer:
    """Another name the customer has or had."""

    def step(target: Target) -> None:
        require_kind(kind, NAME_FIELDS, target.content.kind)
        target.policy.require_editable(kind)
        fresh = standardised(target.content, kind, checked_text(target.policy, kind, value)).names
        if not fresh:
            raise BLANK(label=target.policy.label(kind))
        fresh[0].since, fresh[0].until = period(since), period(until)
        target.content.names.append(fresh[0])

    return change(actor, customer_id, step)


def change_name(actor: Actor, customer_id: int, name_id: int, changes: Mapping[str, Any]) -> Customer:
    """Change a name's text or period."""

    def step(target: Target) -> None:
        name = find(target.content.names, name_id)
        target.policy.require_editable(name.kind)
        if "value" in changes:
            text = checked_text(target.policy, name.kind, changes["value"])
            fresh = standardised(target.content, name.kind, text).names
            name.value = fresh[0].value if fresh else text.strip()
        name.since = period(changes.get("since", name.since))
        name.until = period(changes.get("until", name.until))

    return change(actor, customer_id, step)


def period(text: str | None) -> str:
    """A full or partial ISO date, or nothing."""
    text = (text or "").strip()
    pieces = text.split("-")
    sizes = [len(piece) for piece in pieces]
    if text and (sizes not in ([4], [4, 2], [4, 2, 2]) or not all(p.isascii() and p.isdigit() for p in pieces)):
        raise BAD_PERIOD()
    return text


# ---- identifiers


def add_identifier(actor: Actor, customer_id: int, *, kind: str, value: str) -> Customer:
    """A document or registration number; one that is not valid is kept and marked."""

    def step(target: Target) -> None:
        require_kind(kind, IDENTIFIER_FIELDS, target.content.kind)
        target.policy.require_editable(kind)
        fresh = standardised(target.content, kind, checked_text(target.policy, kind, value))
        known = {(i.kind, i.value) for i in target.content.identifiers}
        target.content.identifiers += [i for i in fresh.identifiers if (i.kind, i.value) not in known]

    return change(actor, customer_id, step)


def change_identifier(actor: Actor, customer_id: int, identifier_id: int, *, value: str) -> Customer:
    """Replace a number."""

    def step(target: Target) -> None:
        item = find(target.content.identifiers, identifier_id)
        target.policy.require_editable(item.kind)
        refuse_masked(target.policy, item.kind, item.value, value)
        text = checked_text(target.policy, item.kind, value)
        found = standardised(target.content, item.kind, text).identifiers[0]
        item.value, item.given, item.reason = found.value, found.given, found.reason

    return change(actor, customer_id, step)


def refuse_masked(policy: FieldPolicy, code: str, stored: str, text: str) -> None:
    """A form that was filled with masked text must not overwrite the value behind it."""
    if not policy.clear(code) and text.strip() == policy.masked(code, stored):
        raise MASKED_TEXT(label=policy.label(code))


# ---- contact points


@dataclass(frozen=True, slots=True, kw_only=True)
class PointDraft:
    """A contact point as somebody gives it."""

    kind: str
    value: str
    label: str = ""
    preferred: bool = False


def add_point(actor: Actor, customer_id: int, draft: PointDraft) -> Customer:
    """A way to reach the customer. A number that is there already is not added twice."""

    def step(target: Target) -> None:
        require_kind(draft.kind, POINT_FIELDS, target.content.kind)
        target.policy.require_editable(draft.kind)
        add_to(target, target.content.points, draft, code=draft.kind)

    return change(actor, customer_id, step)


def add_to(target: Target, points: list[PointItem], draft: PointDraft, *, code: str) -> None:
    """Add one point to a customer's or a contact person's; the new one is preferred when asked or when it is the first."""
    text = checked_text(target.policy, code, draft.value)
    known = {(p.kind, p.value) for p in points}
    for found in standardised(target.content, draft.kind, text).points:
        if (found.kind, found.value) in known:
            continue
        found.label = draft.label or found.label
        found.preferred = False
        points.append(found)
        if draft.preferred:
            prefer(points, found)
    settle_preferred([p for p in points if p.kind == draft.kind])


def prefer(points: Sequence[PointItem], chosen: PointItem) -> None:
    """Make one point the preferred one of its kind."""
    for point in points:
        if point.kind == chosen.kind:
            point.preferred = point is chosen


def change_point(actor: Actor, customer_id: int, point_id: int, changes: Mapping[str, Any]) -> Customer:
    """Change a point's value, label or preference. Another value is unverified again; only `point_states` says more."""

    def step(target: Target) -> None:
        point = find(target.content.points, point_id)
        change_one(target, target.content.points, point, changes, code=point.kind)

    return change(actor, customer_id, step)


def change_one(
    target: Target, points: Sequence[PointItem], point: PointItem, changes: Mapping[str, Any], *, code: str
) -> None:
    """Change one of a set of points, after asking the policy."""
    target.policy.require_editable(code)
    if "value" in changes:
        refuse_masked(target.policy, code, point.value, changes["value"])
        text = checked_text(target.policy, code, changes["value"])
        found = standardised(target.content, point.kind, text).points[0]
        if found.value != point.value:
            point.state = "unverified"
        point.value, point.given, point.reason = found.value, found.given, found.reason
    point.label = changes.get("label", point.label)
    if changes.get("preferred"):
        prefer(points, point)
    elif "preferred" in changes:
        point.preferred = False


# ---- addresses


def add_address(
    actor: Actor, customer_id: int, *, value: str, label: str = "", postcode: str = "", preferred: bool = False
) -> Customer:
    """An address; its region is read from the text."""

    def step(target: Target) -> None:
        target.policy.require_editable("address")
        text = checked_text(target.policy, "address", value)
        item = standardised(target.content, "address", text).addresses[0]
        item.region = region_of_address(target.content, item.value)
        item.label, item.postcode = label, postcode
        item.preferred = preferred
        _prefer_address(target.content.addresses, item if preferred else None)
        target.content.addresses.append(item)
        settle_preferred(target.content.addresses)

    return change(actor, customer_id, step)


def _prefer_address(addresses: Sequence[AddressItem], chosen: AddressItem | None) -> None:
    if chosen is not None:
        for address in addresses:
            address.preferred = address is chosen


def change_address(actor: Actor, customer_id: int, address_id: int, changes: Mapping[str, Any]) -> Customer:
    """Change an address."""

    def step(target: Target) -> None:
        target.policy.require_editable("address")
        item = find(target.content.addresses, address_id)
        if "value" in changes:
            refuse_masked(target.policy, "address", item.value, changes["value"])
            text = checked_text(target.policy, "address", changes["value"])
            found = standardised(target.content, "address", text).addresses[0]
            item.value, item.given = found.value, found.given
            item.region = region_of_address(target.content, item.value)
        item.label = changes.get("label", item.label)
        item.postcode = changes.get("postcode", item.postcode)
        if changes.get("preferred"):
            _prefer_address(target.content.addresses, item)

    return change(actor, customer_id, step)


# ---- taking away


def remove_name(actor: Actor, customer_id: int, name_id: int) -> Customer:
    """Take a name away; the before-image keeps it."""

    def step(target: Target) -> None:
        item = find(target.content.names, name_id)
        target.policy.require_editable(item.kind)
        target.content.names.remove(item)

    return change(actor, customer_id, step)


def remove_identifier(actor: Actor, customer_id: int, identifier_id: int) -> Customer:
    """Take a number away."""

    def step(target: Target) -> None:
        item = find(target.content.identifiers, identifier_id)
        target.policy.require_editable(item.kind)
        target.content.identifiers.remove(item)

    return change(actor, customer_id, step)


def remove_point(actor: Actor, customer_id: int, point_id: int) -> Customer:
    """Take a contact point away."""

    def step(target: Target) -> None:
        item = find(target.content.points, point_id)
        target.policy.require_editable(item.kind)
        target.content.points.remove(item)
        settle_preferred([p for p in target.content.points if p.kind == item.kind])

    return change(actor, customer_id, step)


def remove_address(actor: Actor, customer_id: int, address_id: int) -> Customer:
    """Take an address away."""

    def step(target: Target) -> None:
        item = find(target.content.addresses, address_id)
        target.policy.require_editable("address")
        target.content.addresses.remove(item)
        settle_preferred(target.content.addresses)

    return change(actor, customer_id, step)
