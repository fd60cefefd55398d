"""The mailbox and its mails as they go out."""

from dataclasses import asdict
from typing import cast

from kedang.accounts.queries import directory
from kedang.archive.policy import policy_for
from kedang.kit.actor import Actor
from kedang.mailbox import schemas as out
from kedang.mailbox import sorting
from kedang.mailbox.models import Box
from kedang.mailbox.sorting import Waiting


def box(row: Box) -> out.MailboxOut:
    """The mailbox, without its password."""
    same = {name: getattr(row, name) for name in out.MailboxOut.model_fields if name != "has_password"}
    return out.MailboxOut(**same, has_password=row.password_enc is not None)


def page(actor: Actor, found: sorting.Page) -> out.MailPage:
    """A page of what waits, names as lists show them."""
    return out.MailPage(
        rows=[_mail(actor, each) for each in found.rows],
        next=found.next,
        count=out.MailCount(value=found.count, capped=found.capped),
    )


def _mail(actor: Actor, found: Waiting) -> out.MailOut:
    mail, letter = found.mail, found.letter
    person = directory().person(mail.user_id) if mail.user_id else None
    return out.MailOut(
        id=str(mail.id),
        reason=cast(out.Reason, mail.reason),
        at=mail.at,
        destroy_after=mail.destroy_after,
        colleague=out.ColleagueOut(id=str(mail.user_id), name=person.name) if person else None,
        sender=out.PartyOut(**asdict(letter.sender)),
        receivers=[out.PartyOut(**asdict(each)) for each in letter.receivers],
        subject=letter.subject,
        text=letter.text,
        files=list(letter.files),
        whole=letter.whole,
        offered=_offered(actor, found),
    )


def _offered(actor: Actor, found: Waiting) -> list[out.OfferedOut]:
    policy = policy_for(actor, own=False, place="list")
    rows = []
    for each in found.offered:
        name = policy.show("name", each.name)
        rows.append(out.OfferedOut(id=str(each.id), number=each.number, name=(name.value if name else None) or ""))
    return rows
