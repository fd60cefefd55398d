"""Merges to look back at: which a customer came from, what each participant said then, what an undo would separate."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from kedang.accounts.queries import directory
from kedang.archive import customers, forwarding
from kedang.archive import rights as archive_rights
from kedang.archive.content import Content
from kedang.archive.links import Link
from kedang.archive.load import load_contents
from kedang.archive.models import KIND_NAMES, Customer, Note
from kedang.archive.notes import NOTES
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.archive.snapshot import unpack
from kedang.engine.catalogue import CUSTOM_PREFIX
from kedang.history.models import Event
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.ids import id_time_ms
from kedang.merging import images, standing
from kedang.merging import schemas as out
from kedang.merging.models import LOSER, Merge, Participant
from kedang.merging.reading import Words, careful, codes_of, read_item, words
from kedang.merging.telling import numbers_in_sight
from kedang.merging.undo import Since, outlook
from kedang.merging.workbench import cells, label_of
from kedang.vault.keys import SubjectKey, key_for

_BEGINNING = 60


def merges_of(actor: Actor, customer_id: int) -> out.MergesOut:
    """Every merge the customer came from, through those who had merged before, newest first."""
    actor.require(archive_rights.VIEW)
    customer = customers.load_visible(actor, forwarding.leads_to(customer_id), trashed=None)
    everybody, newest = {customer.id}, {customer.id}
    while newest:
        away = Participant.objects.filter(merge__survivor_id__in=newest, role=LOSER)
        newest = set(away.values_list("customer_id", flat=True)) - everybody
        everybody |= newest
    leads = forwarding.resolve(everybody)
    mine = [i for i, to in leads.items() if to == customer.id]
    found = Merge.objects.filter(survivor_id__in=mine).order_by("-id")
    return out.MergesOut(merges=[told(actor, merge) for merge in found])


def told(actor: Actor, merge: Merge) -> out.MergeOut:
    """A merge in numbers and names; without those who stand on their own again, beyond the actor's sight."""
    losers = standing.losers_of(merge)
    numbers = numbers_in_sight(actor, [merge.survivor_id, *losers])
    return out.MergeOut(
        id=str(merge.id),
        at=merge.at,
        by=directory().name(merge.actor_id) or "",
        survivor=_partner(merge.survivor_id, numbers),
        losers=[_partner(loser, numbers) for loser in losers if loser in numbers],
        standing=merge.undone_at is None,
    )


def _partner(customer_id: int, numbers: dict[int, str]) -> out.MergePartner:
    return out.MergePartner(id=str(customer_id), number=numbers.get(customer_id, ""))


def kept_record(actor: Actor, merge_id: int) -> out.MergeKept:
    """What each participant said when they became one: nothing that lost is lost. Recorded as looked at.

    Once undone, everybody stands on their own again, and may be beyond the actor's sight.
    """
    actor.require(archive_rights.VIEW)
    merge, holder = standing.load_merge(actor, merge_id)
    if merge.undone_at is not None:
        raise standing.UNDONE()
    losers = standing.losers_of(merge)
    record_read(actor, "customers.merge_viewed", customer_ids=[merge.survivor_id, *losers])
    contents = {merge.survivor_id: _before(merge), **load_contents(losers)}
    policy, said = policy_for(actor, own=customers.is_own(actor, holder)), words()
    policies = dict.fromkeys(contents, policy)
    lines = [
        out.MergeLine(code=code, label=policy.label(code), several=True, cells=cells(code, contents, policies, said))
        for code in codes_of(KIND_NAMES[holder.kind], list(contents.values()), policy)
    ]
    shown = [line for line in lines if any(cell.value for cell in line.cells)]
    return out.MergeKept(merge=told(actor, merge), lines=shown)


def _before(merge: Merge) -> Content:
    """The survivor just before; where an earlier merge was undone underneath, without what had come from that."""
    key = key_for(merge.survivor_id)
    said = images.said(merge.survivor_id, key, bytes(merge.image_enc))
    return said if said is not None else _told_before(merge, key)


def _told_before(merge: Merge, key: SubjectKey) -> Content:
    """The same of a merge whose image does not say it yet: from its own event."""
    events = Event.objects.filter(subject_kind="customer", subject_id=merge.survivor_id, verb="customer.merged")
    image = events.filter(details__contains=f'"{merge.id}"').values_list("before", flat=True).get()
    assert image is not None
    return unpack({merge.survivor_id: key}, merge.survivor_id, bytes(image))[0]


def undo_outlook(actor: Actor, merge_id: int) -> out.UnmergeOutlook:
    """What came since, and where it goes."""
    merge, holder, undoing, found = outlook(actor, merge_id)
    policies = _policies(actor, holder, {item.on for item in found})
    record_read(actor, "customers.merge_viewed", customer_ids=[merge.survivor_id, *undoing.losers])
    numbers = dict(Customer.objects.filter(id__in=undoing.family).values_list("id", "number"))
    return out.UnmergeOutlook(
        merge=told(actor, merge),
        version=holder.version,
        places=[_partner(customer_id, numbers) for customer_id in undoing.family],
        since=_since(found, policies, words(), undoing.family),
        again=len(undoing.later),
    )


def _policies(actor: Actor, holder: Customer, customer_ids: Collection[int]) -> dict[int, FieldPolicy]:
    """What happened to a customer is read as that customer, and as the one that holds it now."""
    now = policy_for(actor, own=customers.is_own(actor, holder))
    rows = Customer.objects.in_bulk(customer_ids)
    return {i: careful([now, policy_for(actor, own=customers.is_own(actor, row))]) for i, row in rows.items()}


def _since(
    found: Sequence[Since], policies: Mapping[int, FieldPolicy], said: Words, family: Sequence[int]
) -> list[out.SinceMerge]:
    texts = _notes([i.row_id for i in found if i.link and i.link.model is Note and policies[i.on].clear(NOTES)])
    homes = [item.home if item.home in family else family[0] for item in found]
    return [
        _row(item, item.link, policies[item.on], texts, home)
        if item.link is not None
        else _change(item, policies[item.on], said, home)
        for item, home in zip(found, homes, strict=True)
    ]


def _notes(note_ids: Sequence[int]) -> dict[int, str]:
    """How notes begin."""
    rows = Note.objects.filter(id__in=note_ids)
    opened = ((row, key_for(row.customer_id)) for row in rows)
    return {
        row.id: key.open_padded(row.body_enc, table="note", column="body", row_id=row.id)[:_BEGINNING]
        for row, key in opened
    }


def _row(item: Since, link: Link, policy: FieldPolicy, texts: Mapping[int, str], home: int) -> out.SinceMerge:
    return out.SinceMerge(
        key=item.key,
        label=label_of(link, policy.actor.language),
        was=None,
        now=texts.get(item.row_id),
        at=datetime.fromtimestamp(id_time_ms(item.row_id) / 1000, UTC),
        home=str(home),
    )


def _change(item: Since, policy: FieldPolicy, said: Words, home: int) -> out.SinceMerge:
    change = item.change
    assert change is not None, "what came is a row or a change"
    code = _public(change.code, policy)
    return out.SinceMerge(
        key=item.key,
        label=policy.label(code),
        was=read_item(change.part, code, change.was, policy, said),
        now=read_item(change.part, code, change.now, policy, said),
        at=None,
        home=str(home),
    )


def _public(code: str, policy: FieldPolicy) -> str:
    """Contents name a custom field by its id, people by its code."""
    found = (d.code for d in policy.definitions.values() if f"{CUSTOM_PREFIX}{d.id}" == code)
    return next((CUSTOM_PREFIX + own for own in found), code)
