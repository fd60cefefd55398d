"""Notices and colleagues as they go out."""

from collections import Counter
from collections.abc import Sequence
from typing import cast

from kedang.accounts.queries import PersonRef, directory
from kedang.archive.mentions import Mentioned
from kedang.archive.policy import policy_for
from kedang.kit.actor import Actor
from kedang.notices import reading
from kedang.notices import schemas as out


def page(actor: Actor, found: reading.Page) -> out.NoticePage:
    """A page of notices, names as lists show them."""
    policy = policy_for(actor, own=False, place="list")
    rows = []
    for each in found.rows:
        row, about = each.notice, None
        if each.customer is not None:
            name = policy.show("name", each.customer.name)
            shown = (name.value if name else None) or ""
            about = out.NoticeCustomer(id=str(each.customer.id), number=each.customer.number, name=shown)
        rows.append(
            out.NoticeOut(
                id=str(row.id),
                kind=cast(out.Kind, row.kind),
                at=row.at,
                read=row.read_at is not None,
                count=row.count,
                by=_person(row.by),
                customer=about,
                about_kind=each.about_kind,
            )
        )
    return out.NoticePage(rows=rows, next=found.next)


def colleagues(found: Sequence[PersonRef]) -> list[out.MentionableOut]:
    """People the picker offers."""
    known = directory()
    names = Counter(person.name for person in known.people.values() if person.is_active)
    return [
        out.MentionableOut(
            id=str(person.id),
            name=person.name,
            handle=person.login if names[person.name] > 1 else person.name,
            department=known.department_name(person.department_id),
        )
        for person in found
    ]


def mentions(found: Mentioned) -> out.MentionsOut:
    """Who is told of a text."""
    return out.MentionsOut(told=[_named(each) for each in found.told], untold=[_named(each) for each in found.untold])


def _named(person: PersonRef) -> out.NoticePerson:
    return out.NoticePerson(id=str(person.id), name=person.name)


def _person(user_id: int) -> out.NoticePerson | None:
    person = directory().people.get(user_id)
    return _named(person) if person else None
