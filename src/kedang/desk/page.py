"""The page of one customer: everything the archive knows of it, as one actor may see it. Opening it is recorded first."""

from collections.abc import Iterable

import orjson

from kedang.accounts.queries import directory
from kedang.archive import customers, forwarding, rights
from kedang.archive.content import Content
from kedang.archive.enforcing import broken_by
from kedang.archive.load import load_content
from kedang.archive.models import KIND_NAMES, Customer, Grant, Group, Tag
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.archive.relations import ties_of
from kedang.desk import page_parts
from kedang.desk import schemas as out
from kedang.desk.page_parts import CustomerNames, Showing
from kedang.engine.catalogue import FieldSpec, kind_fields
from kedang.engine.standardise import regions
from kedang.fields.register import groups as field_groups
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.levels import level
from kedang.kit.modes import Mode
from kedang.quality.rescore import completeness_of

ON_PAGE = frozenset(("column", "sealed"))


def open_page(actor: Actor, customer_id: int) -> out.PageOut:
    """The page, in or out of the recycle bin; of a customer that was merged away, the page of the one that holds it now.
    Recorded as opened before anything is returned."""
    actor.require(rights.VIEW)
    customer = customers.load_visible(actor, forwarding.leads_to(customer_id), trashed=None)
    record_read(actor, "customer.opened", customer_ids=[customer.id])
    page = page_of(actor, customer)
    if customer.id != customer_id:
        number = Customer.objects.values_list("number", flat=True).get(id=customer_id)
        page.merged_from = out.MergedFrom(id=str(customer_id), number=number)
    return page


def page_after(actor: Actor, customer_id: int) -> out.PageOut:
    """The page as the answer to a change, which has its own event."""
    return page_of(actor, customers.load_visible(actor, customer_id, trashed=None))


def page_if_visible(actor: Actor, customer_id: int) -> out.PageOut | None:
    """The page, unless the change took the customer out of the actor's sight."""
    customer = Customer.objects.visible_to(actor, trashed=None).filter(id=customer_id).first()
    return page_of(actor, customer) if customer else None


def page_of(actor: Actor, customer: Customer) -> out.PageOut:
    """The page of a customer the actor was just found to see."""
    content = load_content(customer.id)
    own = customers.is_own(actor, customer)
    policy = policy_for(actor, own=own)
    may_edit = customers.is_open_to_edit(actor, customer)
    stamps = orjson.loads(customer.provenance or "{}")
    broken = page_parts.broken_rules(policy, broken_by(customer))
    show = Showing(policy, directory(), _others(actor, content, policy), may_edit, stamps, page_parts.by_field(broken))
    return out.PageOut(
        **_header(show, customer, own=own),
        sections=_sections(show, content),
        names=page_parts.names(show, content),
        identifiers=page_parts.identifiers(show, content.identifiers),
        contact_points=page_parts.points(show, content.points),
        addresses=page_parts.addresses(show, content.addresses),
        contacts=page_parts.contacts(show, content.contacts),
        relations=_relations(show, customer),
        notes=page_parts.notes(show.policy, customer),
        extras=page_parts.extras(show, content),
        tags=_tags(show, content),
        groups=_groups(show, content),
        completeness=completeness_of(customer, content),
        broken_rules=broken,
    )


def _header(show: Showing, customer: Customer, *, own: bool) -> dict[str, object]:
    node = show.people.department(customer.department_id)
    owner = show.named(customer.owner_id) if show.policy.clear("owner") else None
    shown = {code: show.policy.show(code, getattr(customer, code)) for code in ("name", "status", "level")}
    texts = {code: value.value if value else None for code, value in shown.items()}
    return {
        "id": str(customer.id),
        "number": customer.number,
        "kind": KIND_NAMES[customer.kind],
        "name": texts["name"] or "",
        "version": customer.version,
        "owner": owner,
        "department": out.Named(id=str(node.id), name=node.name) if node else None,
        "collaborators": _collaborators(show, customer),
        "status": texts["status"],
        "level": texts["level"],
        "classification": level(customer.classification),
        "created_at": customer.created_at,
        "updated_at": customer.updated_at,
        "trashed_at": customer.trashed_at,
        "mine": own,
        "editable": show.may_edit,
    }


def _others(actor: Actor, content: Content, policy: FieldPolicy) -> CustomerNames:
    """The visible customers that contacts and custom values point at, in one query."""
    pointing = {d.id for d in policy.definitions.values() if d.type == "customer"}
    customs = [*content.customs, *(c for contact in content.contacts for c in contact.customs)]
    ids = {int(c.value) for c in customs if c.field_id in pointing and c.value.isdigit() and not c.reason}
    ids |= {c.person_id for c in content.contacts if c.person_id}
    if not ids:
        return {}
    leads = forwarding.resolve(ids)
    wanted = set(leads.values())
    rows = Customer.objects.visible_to(actor).filter(id__in=wanted).values_list("id", "number", "name", "kind")
    found = {row[0]: (row[1], row[2], KIND_NAMES[row[3]]) for row in rows}
    return {pointed: found[to] for pointed, to in leads.items() if to in found}


def _sections(show: Showing, content: Content) -> list[out.Section]:
    by_group: dict[str, list[out.PageField]] = {}
    for spec in kind_fields(content.kind):
        if (field := _field(show, spec, content)) is not None:
            by_group.setdefault(spec.group, []).append(field)
    used = {item.field_id for item in content.customs}
    wanted = [d for d in show.policy.definitions.values() if d.id in used or (d.active and content.kind in d.kinds)]
    for definition in wanted:
        fields = page_parts.custom_fields(
            show, [definition], (i for i in content.customs if i.field_id == definition.id)
        )
        by_group.setdefault(definition.group, []).extend(fields)
    sections = field_groups(show.language)
    return [out.Section(group=g, label=label, fields=by_group[g]) for g, label in sections if by_group.get(g)]


def _field(show: Showing, spec: FieldSpec, content: Content) -> out.PageField | None:
    if spec.code == "external_id":
        return _external_ids(show, content)
    if spec.storage not in ON_PAGE:
        return None
    given, reason = content.given.get(spec.code, ["", ""])
    stored = content.fields.get(spec.code) or (given if reason else "")
    shown = show.policy.show(spec.code, stored)
    if shown is None:
        return None
    return out.PageField(
        code=spec.code,
        label=show.policy.label(spec.code),
        type=spec.type,
        value=shown.value,
        display=_display(show, spec, stored) if show.policy.clear(spec.code) else None,
        masked=shown.masked,
        editable=show.may_edit and show.policy.editable(spec.code),
        given=show.given(spec.code, given),
        valid=not (why := show.why(spec.code, reason)),
        reason=why,
        provenance=show.provenance(spec.code) if stored else None,
    )


def _external_ids(show: Showing, content: Content) -> out.PageField | None:
    if show.policy.mode("external_id") == Mode.HIDDEN:
        return None
    shown = [show.policy.show("external_id", value) for _, value in content.external_ids]
    return out.PageField(
        code="external_id",
        label=show.policy.label("external_id"),
        type="code",
        value=[s.value for s in shown if s and s.value],
        display=[
            f"{source}：{s.value}" if source else s.value or ""
            for (source, _), s in zip(content.external_ids, shown, strict=True)
            if s
        ],
        masked=any(s.masked for s in shown if s),
        editable=show.may_edit and show.policy.editable("external_id"),
        provenance=show.provenance("external_id") if shown else None,
    )


def _display(show: Showing, spec: FieldSpec, value: str) -> str | None:
    if spec.type == "region" and value.isdigit():
        return regions.full_name(int(value)) or None
    at = 1 if show.language.startswith("zh") else 2
    return next((choice[at] for choice in spec.choices if choice[0] == value), None)


def _relations(show: Showing, customer: Customer) -> list[out.RelationOut]:
    return [
        out.RelationOut(
            id=str(tie.id),
            kind=tie.kind.code,
            label=tie.kind.label(show.language, inverse=tie.inverse),
            direction="in" if tie.inverse else "out",
            other=out.CustomerRef(
                id=str(tie.other_id), number=tie.other_number, name=tie.other_name, kind=tie.other_kind
            ),
            note=tie.note,
            since=tie.since,
            until=tie.until,
        )
        for tie in ties_of(show.policy.actor, customer.id)
    ]


def _collaborators(show: Showing, customer: Customer) -> list[out.CollaboratorOut]:
    rows = Grant.objects.filter(customer_id=customer.id).order_by("id")
    return [
        out.CollaboratorOut(id=str(row.id), user=named, level=row.level, deals=row.deals, until=row.until)
        for row in rows
        if (row.until is None or row.until > now()) and (named := show.named(row.user_id)) is not None
    ]


def _tags(show: Showing, content: Content) -> list[out.Chip]:
    if not content.tag_ids or not show.policy.clear("tags"):
        return []
    rows = Tag.objects.filter(id__in=content.tag_ids).order_by("name")
    return [out.Chip(id=str(row.id), name=row.name, colour=row.colour) for row in rows]


def _groups(show: Showing, content: Content) -> list[out.Named]:
    if not content.group_ids or not show.policy.clear("groups"):
        return []
    return [
        out.Named(id=str(i), name=name)
        for i, name in _names(Group.objects.filter(id__in=content.group_ids).values_list("id", "name"))
    ]


def _names(rows: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    return sorted(rows, key=lambda row: row[1])
