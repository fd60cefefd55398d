"""Whose record speaks of whom: a person who seems to belong to an organisation, and the other way round.

Found by the index of keys, weighed by `engine.matching.ties`. Only customers within reach are named, and only by fields that the
actor may read at both ends. "Nothing to do with each other" is remembered.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from kedang.archive import rights as archive_rights
from kedang.archive.customers import load_for_change, load_visible
from kedang.archive.forwarding import formers_of
from kedang.archive.load import load_contents
from kedang.archive.models import KIND_NAMES, Contact, Customer, Relation
from kedang.duplicates.entry_index import holders
from kedang.duplicates.eyes import Eyes, Readable
from kedang.duplicates.facts import facts_of
from kedang.duplicates.models import Decision
from kedang.duplicates.probes import key_number
from kedang.duplicates.review_settling import apart_now
from kedang.engine.catalogue import Kind
from kedang.engine.matching.facts import Facts
from kedang.engine.matching.organisations import domains_of, organisation_row
from kedang.engine.matching.persons import employer_of, person_row
from kedang.engine.matching.spelling import spelled_person
from kedang.engine.matching.ties import LEAST, Clue, Row, clues
from kedang.engine.standardise.companies import standardise_company
from kedang.history.reads import record_read
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND

MOST_LOOKED_AT, MOST_SHOWN = 40, 5
_OTHER: dict[Kind, Kind] = {"person": "organisation", "organisation": "person"}
_PLACES = ("county", "city")
End = tuple[Facts, Row]


@dataclass(frozen=True, slots=True)
class Hint:
    """A customer of the other kind that seems to belong to the one asked about; the weightiest clue first."""

    customer: Customer
    weight: float
    clues: tuple[Clue, ...]


def hints_of(actor: Actor, customer_id: int) -> list[Hint]:
    """Who seems to belong to a customer, the surest first; whoever is tied to it already, or was put aside, is left out."""
    customer = load_visible(actor, customer_id)
    (ours,) = _ends([customer.id]).values()
    kind: Kind = ours[0].kind
    keys = {key_number(_OTHER[kind], key) for key in _keys(ours)}
    near = {i for ids in holders(keys).values() for i in ids} - _settled(customer.id)
    there = Customer.objects.visible_to(actor).filter(id__in=near, survivor_id__isnull=True)
    others = {each.id: each for each in there.order_by("-id")[:MOST_LOOKED_AT] if KIND_NAMES[each.kind] != kind}
    eyes = Eyes(actor, {customer.id: customer, **others})
    found = list(_hints(ours, eyes.of(customer), others, eyes))
    found = sorted(found, key=lambda hint: (-hint.weight, hint.customer.id))[:MOST_SHOWN]
    if found:
        record_read(actor, "customers.listed", customer_ids=[hint.customer.id for hint in found], fields=["relations"])
    return found


def _hints(ours: End, readable: Readable, others: Mapping[int, Customer], eyes: Eyes) -> Iterator[Hint]:
    for other_id, theirs in _ends(sorted(others)).items():
        also = eyes.of(others[other_id])
        person, organisation = (ours, theirs) if ours[0].kind == "person" else (theirs, ours)
        of_person, of_organisation = (readable, also) if ours[0].kind == "person" else (also, readable)
        told = [
            clue
            for clue in clues(person[0], person[1], organisation[0], organisation[1])
            if all(map(of_person, clue.person)) and all(map(of_organisation, clue.organisation))
        ]
        weight = sum(clue.weight for clue in told)
        if weight >= LEAST:
            yield Hint(others[other_id], weight, tuple(sorted(told, key=lambda clue: -abs(clue.weight))))


def _ends(ids: Sequence[int]) -> dict[int, End]:
    """Facts and comparable rows of some customers."""
    found = {i: facts_of(content) for i, content in load_contents(ids).items()}
    return {
        i: (facts, person_row(facts) if facts.kind == "person" else organisation_row(facts))
        for i, facts in found.items()
    }


def _keys(end: End) -> Iterator[str]:
    """The keys under which those of the other kind stand in the index who may belong to this one."""
    facts, row = end
    yield from (f"t{phone}" for phone in facts.phones)
    yield from (f"e{email}" for email in facts.emails)
    yield from _keys_of_employers(facts, row) if facts.kind == "person" else _keys_of_people(facts, row)


def _keys_of_employers(facts: Facts, row: Row) -> Iterator[str]:
    yield from (f"w{domain}" for domain in domains_of(facts))
    places = [row[place] for place in _PLACES if row[place]]
    if facts.employer:
        core = employer_of(facts.employer)
        yield f"N{standardise_company(facts.employer).key}"
        yield f"C{core}"
        places.append(core)
    yield from (f"p{row['name']}|{place}" for place in places if row["name"])


def _keys_of_people(facts: Facts, row: Row) -> Iterator[str]:
    narrow = [*(row["cores"] or ()), *(row[place] for place in _PLACES if row[place])]
    for name in dict.fromkeys((*facts.people, facts.legal_representative)):
        letters = spelled_person(name).letters if name else ""
        yield from (f"n{letters}|{each}" for each in narrow if letters)


def _settled(customer_id: int) -> set[int]:
    """Itself, whoever is tied to it already, and whoever was said to have nothing to do with it, or with those merged into it."""
    either = Q(customer_id=customer_id) | Q(other_id=customer_id)
    family = [customer_id, *formers_of(customer_id)]
    aside = Decision.objects.filter(Q(customer_id__in=family) | Q(other_id__in=family))
    pairs = [
        *Relation.objects.filter(either).values_list("customer_id", "other_id"),
        *apart_now(aside),
        *Contact.objects.filter(Q(customer_id=customer_id) | Q(person_id=customer_id)).values_list(
            "customer_id", "person_id"
        ),
    ]
    return {customer_id, *(i for pair in pairs for i in pair if i)}


@transaction.atomic
def put_aside(actor: Actor, customer_id: int, other_id: int) -> None:
    """These two have nothing to do with each other: never hinted at again, until that is taken back."""
    one, other = _both(actor, customer_id, other_id)
    low, high = sorted((one.id, other.id))
    Decision.objects.get_or_create(customer_id=low, other_id=high, defaults={"decided_by": actor.id})
    _record(actor, "customer.hint_put_aside", one, other)


@transaction.atomic
def take_up(actor: Actor, customer_id: int, other_id: int) -> None:
    """Take back that two have nothing to do with each other."""
    one, other = _both(actor, customer_id, other_id)
    low, high = sorted((one.id, other.id))
    Decision.objects.filter(customer_id=low, other_id=high).delete()
    _record(actor, "customer.hint_taken_up", one, other)


def _record(actor: Actor, verb: str, one: Customer, other: Customer) -> None:
    """Of the two, each one's history says it: it ends hints at both."""
    for subject, at in ((one, other), (other, one)):
        record(actor, verb, subject=("customer", subject.id), details={"other": str(at.id)})


def _both(actor: Actor, customer_id: int, other_id: int) -> tuple[Customer, Customer]:
    """A customer the actor may change and one of the other kind; of two of a kind one decides in the review."""
    actor.require(archive_rights.EDIT)
    one, other = load_for_change(actor, customer_id), load_visible(actor, other_id)
    if one.kind == other.kind:
        raise NOT_FOUND()
    return one, other
