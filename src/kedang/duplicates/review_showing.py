"""Groups as they go out."""

from kedang.accounts.queries import directory
from kedang.archive.models import KIND_NAMES
from kedang.archive.policy import policy_for
from kedang.duplicates import schemas as out
from kedang.duplicates.hints import Hint
from kedang.duplicates.meeting import shown_name
from kedang.duplicates.models import OPEN
from kedang.duplicates.queue import Page, Row
from kedang.duplicates.review_deciding import Decided
from kedang.duplicates.review_reading import Member, Review, ReviewPair
from kedang.duplicates.review_rows import FieldRow
from kedang.kit.actor import Actor, system_name

NAMES_SHOWN = 3


def page(actor: Actor, found: Page) -> out.SuspectPage:
    """One page of the queue."""
    rows = [row(actor, each) for each in found.rows]
    return out.SuspectPage(rows=rows, next=found.next, count=out.SuspectCount(value=found.count, capped=found.capped))


def row(actor: Actor, found: Row) -> out.SuspectRow:
    """One line of the queue, names as lists show them."""
    policy = policy_for(actor, own=False, place="list")
    shown = [policy.show("name", customer.name) for customer in found.members]
    names = dict.fromkeys(each.value for each in shown if each is not None and each.value)
    group = found.group
    return out.SuspectRow(
        id=str(group.id),
        kind=KIND_NAMES[group.kind],
        state=group.state,
        score=found.degree.score,
        level=found.degree.level,
        names=list(names)[:NAMES_SHOWN],
        size=len(found.members) + found.concealed,
        concealed=found.concealed,
        decided_at=group.decided_at,
        decided_by=_person(group.decided_by),
    )


def review(actor: Actor, found: Review) -> out.SuspectGroupOut:
    """One group in full."""
    head = row(actor, Row(found.group, [member.customer for member in found.members], found.concealed, found.degree))
    return out.SuspectGroupOut(
        **head.model_dump(),
        survivor_id=str(found.survivor_id),
        members=[_member(each) for each in found.members],
        rows=[_field(each) for each in found.rows],
        pairs=[_pair(each) for each in found.pairs],
        merge_id=str(found.group.merge_id) if found.group.merge_id else None,
    )


def hint(actor: Actor, found: Hint) -> out.HintOut:
    """Somebody of the other kind who seems to belong to a customer."""
    chinese = actor.language.startswith("zh")
    return out.HintOut(
        id=str(found.customer.id),
        number=found.customer.number,
        name=shown_name(actor, found.customer),
        kind=KIND_NAMES[found.customer.kind],
        clues=[out.HintClue(code=c.code, text=c.zh if chinese else c.en, weight=c.weight) for c in found.clues],
    )


def decided(found: Decided) -> out.SuspectDecided:
    """What a decision did."""
    return out.SuspectDecided(
        open=found.group.state == OPEN,
        pairs=[[str(one), str(other)] for one, other in found.pairs],
        merge_id=str(found.merge_id) if found.merge_id else None,
    )


def _person(user_id: int | None) -> out.SuspectPerson | None:
    found = directory().person(user_id)
    if found:
        return out.SuspectPerson(id=str(found.id), name=found.name)
    name = system_name(user_id)
    return out.SuspectPerson(id=str(user_id), name=name) if name else None


def _member(member: Member) -> out.SuspectMemberOut:
    customer, policy = member.customer, member.policy
    name = policy.show("name", customer.name)
    place = directory().department(customer.department_id)
    return out.SuspectMemberOut(
        id=str(customer.id),
        number=customer.number,
        name=(name.value if name else None) or "",
        version=customer.version,
        owner=_person(customer.owner_id) if policy.clear("owner") else None,
        department=out.SuspectPerson(id=str(place.id), name=place.name) if place else None,
        created_at=customer.created_at,
        updated_at=customer.updated_at,
        mine=policy.own,
        joinable=member.joinable,
    )


def _field(found: FieldRow) -> out.SuspectField:
    return out.SuspectField(
        code=found.code,
        label=found.label,
        section=found.section,
        verdict=found.verdict,
        several=found.several,
        cells=[
            out.SuspectCell(customer_id=str(cell.customer_id), values=cell.values, masked=cell.masked)
            for cell in found.cells
        ],
        picks={str(survivor): str(kept) for survivor, kept in found.picks.items()},
        why=found.why,
        clash=found.clash,
        choosable=found.choosable,
    )


def _pair(found: ReviewPair) -> out.SuspectPairOut:
    return out.SuspectPairOut(
        one=str(found.one),
        other=str(found.other),
        score=found.degree.score,
        level=found.degree.level,
        reasons=[out.SuspectReason(code=r.code, text=r.text, weight=r.weight) for r in found.reasons],
        apart=found.apart,
    )
