"""What happened to one customer, with what each field was before and after, as far as the field policy lets the actor see.

The before-image of a change is sealed with its event. What a field became is the before-image of the next change, or
what is stored now.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from django.db.models import Q

from kedang.accounts.queries import directory
from kedang.archive import customers, forwarding, rights
from kedang.archive.content import ContactItem, Content
from kedang.archive.edit import stored_values
from kedang.archive.load import load_content
from kedang.archive.models import Customer, Group, Tag
from kedang.archive.policy import FieldPolicy, contact_code, policy_for
from kedang.archive.snapshot import keys_of, unpack
from kedang.deals.sight import told_of
from kedang.desk import schemas as out
from kedang.desk.record_words import word_of
from kedang.engine.catalogue import CUSTOM_PREFIX, FIELDS
from kedang.engine.relation_kinds import BY_CODE
from kedang.engine.standardise import regions
from kedang.history import verbs
from kedang.history.models import Event
from kedang.history.queries import EventLine, events_of
from kedang.history.reads import record_read
from kedang.history.schemas import ActorOut
from kedang.kit.actor import Actor
from kedang.kit.modes import Mode
from kedang.merging.separated import Together, read_with, times_together
from kedang.merging.telling import MERGING, told
from kedang.vault.keys import KeyMissing, SubjectKey, keys_for

OF_DEALS = "opportunity."
# Their events keep a text, not a content.
TEXT_VERBS = (
    "note.",
    "interaction.",
    "follow_up.",
    OF_DEALS,
    "project.",
    "milestone.",
    "problem.",
    "need.",
    "transaction.",
    "case.",
    "improvement.",
    "key_account.",
    "stakeholder.",
    "strategy.",
)
SEPARATOR = "；"


@dataclass(frozen=True, slots=True)
class _View:
    """What the lines of one history page share."""

    policy: FieldPolicy
    tags: Mapping[int, str]
    groups: Mapping[int, str]
    codes_by_id: Mapping[int, str]
    formers: Mapping[int, str]

    @property
    def actor(self) -> Actor:
        """The reader."""
        return self.policy.actor


def history(
    actor: Actor,
    customer_id: int,
    *,
    former: str | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> out.HistoryOut:
    """A page of events, newest first, those of customers merged into this one among them: who sees what they said, as the
    survivor's, sees how it came about. `former`: an archive number of theirs, to see its events alone. Recorded as read
    before it is returned.
    """
    actor.require(rights.HISTORY)
    customer = customers.load_visible(actor, forwarding.leads_to(customer_id), trashed=None)
    formers = forwarding.formers_of(customer.id)
    keys = keys_for([customer.id, *formers])
    wanted = [i for i in keys if formers.get(i) == former] if former else list(keys)
    page = events_of("customer", wanted, cursor, limit=limit)
    record_read(actor, "history.read", customer_ids=sorted({customer.id, *(line.subject[1] for line in page.lines)}))
    lines = _of_deals_that_are_shown(actor, customer, page.lines)
    return out.HistoryOut(events=tell(actor, customer, formers, lines), next=page.next)


def _of_deals_that_are_shown(actor: Actor, customer: Customer, lines: tuple[EventLine, ...]) -> tuple[EventLine, ...]:
    """Without what happened to opportunities that the actor may not learn of. Their events tell no content: nothing is missing between
    the others."""
    shown = told_of(actor, customer)
    if shown is None:
        return lines
    known = {str(each) for each in shown}
    return tuple(
        line for line in lines if not line.verb.startswith(OF_DEALS) or line.details.get("opportunity") in known
    )


def tell(
    actor: Actor, customer: Customer, formers: Mapping[int, str], lines: tuple[EventLine, ...]
) -> list[out.EventOut]:
    """Events of a customer and of its formers, newest first, as the actor may read them."""
    policy = policy_for(actor, own=customers.is_own(actor, customer))
    view = _View(
        policy,
        dict(Tag.objects.values_list("id", "name")),
        dict(Group.objects.values_list("id", "name")),
        {d.id: CUSTOM_PREFIX + d.code for d in policy.definitions.values()},
        formers,
    )
    return list(_events(view, [customer.id, *formers], lines))


def _events(view: _View, customer_ids: Sequence[int], lines: tuple[EventLine, ...]) -> Iterator[out.EventOut]:
    after: dict[int, Content | None] = {}
    others, times = _others(view.actor, lines), times_together(view.actor, customer_ids)
    images = {line.id: (line.subject[1], line.before) for line in lines if line.before and _tells_content(line)}
    keys = keys_of(images.values())
    for line in lines:
        customer_id = line.subject[1]
        if customer_id not in after:
            after[customer_id] = _content_after(customer_id, line)
        before = _opened(keys, *images[line.id]) if line.id in images else None
        yield _event(view, line, before, after[customer_id], others, times)
        if line.id in images:
            after[customer_id] = before


def _tells_content(line: EventLine) -> bool:
    return not line.verb.startswith(TEXT_VERBS)


def _opened(keys: Mapping[int, SubjectKey], customer_id: int, image: bytes) -> Content | None:
    """A before-image; None when somebody whom the customer held then was erased."""
    try:
        return unpack(keys, customer_id, image)[0]
    except KeyMissing:
        return None


def _content_after(customer_id: int, newest: EventLine) -> Content | None:
    """The content of a customer once its newest event of this page had happened; None when nobody can read it any more."""
    later = Event.objects.filter(
        subject_kind="customer", subject_id=customer_id, id__gt=newest.id, before__isnull=False
    )
    of_texts = reduce(or_, (Q(verb__startswith=verb) for verb in TEXT_VERBS))
    row = later.exclude(of_texts).order_by("id").first()
    if row is None or row.before is None:
        return load_content(customer_id)
    image = bytes(row.before)
    return _opened(keys_of([(customer_id, image)]), customer_id, image)


def _event(
    view: _View,
    line: EventLine,
    before: Content | None,
    after: Content | None,
    others: Mapping[str, str],
    times: Sequence[Together],
) -> out.EventOut:
    created = line.verb == "customer.created"
    fields = _fields(view, line, before, after if before or created else None, times)
    return out.EventOut(
        id=str(line.id),
        at=line.at,
        actor=ActorOut(id=str(line.actor_id), name=line.actor_name),
        via=line.via,
        verb=line.verb,
        text=verbs.text_for(view.actor, line.verb),
        former=view.formers.get(line.subject[1]),
        run_id=str(line.run_id) if line.run_id else None,
        fields=_owners(line, fields),
        details=_details(view, line, others),
    )


def _fields(
    view: _View, line: EventLine, before: Content | None, after: Content | None, times: Sequence[Together]
) -> list[out.ChangedField]:
    """What changed; without the values where they are also those of somebody the reader does not see.

    Of a row of another room the verb says enough: its columns are no fields of the archive and have no words for people.
    """
    if not _tells_content(line):
        return []
    policy = read_with(times, line.subject[1], line.id, view.policy)
    if policy is None:
        return [_changed(view, code, None, None) for code in line.fields]
    view = replace(view, policy=policy)
    return [_changed(view, code, before, after) for code in line.fields]


def _owners(line: EventLine, fields: list[out.ChangedField]) -> list[out.ChangedField]:
    """A change of owner says who by name; its event carries the ids."""
    if line.verb == "customer.assigned" and fields:
        fields[0].before, fields[0].after = (_person(line.details.get(end)) for end in ("from", "to"))
    return fields


def _person(raw: object) -> str | None:
    text = str(raw or "")
    return directory().name(int(text)) or None if text.lstrip("-").isdigit() else None


def _changed(view: _View, stored_code: str, before: Content | None, after: Content | None) -> out.ChangedField:
    code = _public_code(view, stored_code)
    return out.ChangedField(
        code=code,
        label=_label(view, code),
        before=_text(view, code, before) if before else None,
        after=_text(view, code, after) if after else None,
    )


def _public_code(view: _View, code: str) -> str:
    """Events name a custom field by its id, people by its code."""
    own_id = code.removeprefix(CUSTOM_PREFIX)
    if code.startswith(CUSTOM_PREFIX) and own_id.isdigit():
        return view.codes_by_id.get(int(own_id), code)
    return code


def _label(view: _View, code: str) -> str:
    return word_of(code, view.actor.language) or view.policy.label(code)


def _text(view: _View, code: str, content: Content) -> str | None:
    """What a field said in a content, as the actor may read it."""
    special = _SPECIAL.get(code)
    if special is not None:
        return special(view, content)
    values = stored_values(content, code, view.policy)
    if not values and code in content.given:
        values = [content.given[code][0]]
    return _joined(view, code, values)


def _joined(view: _View, code: str, values: list[str]) -> str | None:
    if view.policy.mode(code) == Mode.HIDDEN:
        return None
    shown = [view.policy.show(code, _readable(view, code, value)) for value in values]
    return SEPARATOR.join(s.value for s in shown if s and s.value) or None


def _readable(view: _View, code: str, value: str) -> str:
    """Regions and choices by name."""
    spec = FIELDS.get(code)
    if spec is not None and spec.type == "region" and value.isdigit():
        return regions.full_name(int(value)) or value
    at = 1 if view.actor.language.startswith("zh") else 2
    return next((c[at] for c in spec.choices if c[0] == value), value) if spec else _option(view, code, value)


def _option(view: _View, code: str, value: str) -> str:
    definition = view.policy.definitions.get(code.removeprefix(CUSTOM_PREFIX))
    option = definition.option(value) if definition else None
    return option.label(view.actor.language) if option else value


def _contacts(view: _View, content: Content) -> str | None:
    if view.policy.mode("contact_name") == Mode.HIDDEN:
        return None
    return SEPARATOR.join(_contact(view, c) for c in content.contacts) or None


def _contact(view: _View, contact: ContactItem) -> str:
    parts = [_joined(view, "contact_name", [contact.name]), _joined(view, "contact_title", [contact.title])]
    parts += [_joined(view, contact_code(p.kind), [p.value]) for p in contact.points]
    return " ".join(part for part in parts if part)


def _tags(view: _View, content: Content) -> str | None:
    return _joined(view, "tags", [view.tags.get(i, str(i)) for i in content.tag_ids])


def _groups(view: _View, content: Content) -> str | None:
    return _joined(view, "groups", [view.groups.get(i, str(i)) for i in content.group_ids])


def _nothing(view: _View, content: Content) -> str | None:
    return None


_SPECIAL: dict[str, Callable[[_View, Content], str | None]] = {
    "contacts": _contacts,
    "tags": _tags,
    "groups": _groups,
    "relations": _nothing,
    "owner": _nothing,
}


def _others(actor: Actor, lines: tuple[EventLine, ...]) -> dict[str, str]:
    """The names of the other customers these events speak of, as far as the actor may see them."""
    ids = {str(line.details["other"]) for line in lines if "other" in line.details}
    wanted = [int(i) for i in ids if i.isdigit()]
    rows = Customer.objects.visible_to(actor, trashed=None).filter(id__in=wanted).values_list("id", "name")
    return {str(i): name for i, name in rows}


def _details(view: _View, line: EventLine, others: Mapping[str, str]) -> dict[str, object]:
    """An event's details in words; another customer is named only to those who may see it."""
    details = dict(line.details)
    if "other" in details:
        details["other"] = others.get(str(details["other"]))
    if line.verb in ("customer.related", "customer.unrelated", "customer.relation_changed"):
        kind = BY_CODE.get(str(details.get("kind")))
        details["kind"] = kind.label(view.actor.language) if kind else details.get("kind")
    if line.verb == "customer.assigned":
        details |= {end: _person(details.get(end)) for end in ("from", "to")}
    if "user" in details:
        details["user"] = _person(details["user"])
    if line.verb == "customer.retagged":
        details |= {end: view.tags.get(int(str(details.get(end) or 0))) for end in ("from", "to")}
    if line.verb in MERGING:
        details = told(view.actor, details)
    return details
