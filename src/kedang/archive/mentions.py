"""Colleagues named in a text as `@name` or `@login`: who they are, and which of them may be told."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kedang.accounts.policy import current_policy
from kedang.accounts.queries import PersonRef, directory
from kedang.archive import rights
from kedang.archive.models import Customer, Grant
from kedang.history import news
from kedang.history.news import MENTIONED, News
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now

MOST = 50
# An @ within an address names nobody.
_AT = re.compile(r"(?<![A-Za-z0-9._+-])@")
_PLAIN = re.compile(r"[A-Za-z0-9_-]")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Who is named in a text: those who see the customer and are told, and those who do not and are not."""

    told: tuple[PersonRef, ...] = ()
    untold: tuple[PersonRef, ...] = ()


def named_in(text: str) -> list[PersonRef]:
    """The colleagues a text names. Of two names that begin alike the longer one is meant."""
    starts = [match.end() for match in _AT.finditer(text)][:MOST]
    if not starts:
        return []
    called: dict[str, list[PersonRef]] = {}
    for person in directory().people.values():
        if person.is_active:
            for name in {person.name.casefold(), person.login.casefold()} - {""}:
                called.setdefault(name, []).append(person)
    names = sorted(called, key=len, reverse=True)
    folded = text.casefold() if len(text.casefold()) == len(text) else text
    found = [person for start in starts for person in called.get(_name_at(folded, start, names), ())]
    return list({person.id: person for person in found}.values())


def _name_at(text: str, start: int, names: Sequence[str]) -> str:
    return next((name for name in names if text.startswith(name, start) and _ends(text, start + len(name))), "")


def _ends(text: str, end: int) -> bool:
    """Whether a name ends here: `@li` is not in `@lina`."""
    return end >= len(text) or not (_PLAIN.match(text[end - 1]) and _PLAIN.match(text[end]))


def who_see(customer: Customer, people: Iterable[PersonRef]) -> list[PersonRef]:
    """Those of the people who see the customer by what they may do now."""
    found = Grant.objects.filter(customer_id=customer.id).values_list("user_id", "until")
    granted = {user_id for user_id, until in found if until is None or until > now()}
    policy = current_policy()
    seeing = []
    for person in people:
        grants = policy.grants_of(person.id, person.department_id)
        reached = grants.scope == Scope.ALL or customer.department_id in grants.department_ids
        cleared = grants.clearance >= (customer.classification or 0)
        near = customer.owner_id == person.id or person.id in granted
        if person.is_active and cleared and rights.VIEW in grants.rights and (reached or near):
            seeing.append(person)
    return seeing


def mentioned(actor: Actor, customer: Customer, text: str) -> Mentioned:
    """Whom a text about a customer names, besides the actor."""
    people = [person for person in named_in(text) if person.id != actor.id]
    told = tuple(who_see(customer, people))
    return Mentioned(told, tuple(person for person in people if person not in told))


def tell_mentioned(actor: Actor, customer: Customer, text: str, *, about: tuple[str, int], former: str = "") -> None:
    """Tell those whom a text names, and its former wording did not, in the transaction that writes it."""
    before = {person.id for person in named_in(former)}
    to = tuple(person.id for person in mentioned(actor, customer, text).told if person.id not in before)
    news.tell(actor, News(MENTIONED, customer.id, to, about))
