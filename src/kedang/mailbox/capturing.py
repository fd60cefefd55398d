"""Mails become what was done with customers: each once, whatever stops the work and however often it begins again.

The network comes first; one mail is one transaction, which also moves the mark of what has been dealt with.
"""

from datetime import timedelta

from django.db import transaction

from kedang.accounts.behind import actor_for
from kedang.activity import rights as activity_rights
from kedang.activity.recording import Happened, write_down
from kedang.history.record import record
from kedang.kit.actor import Actor, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from kedang.mailbox import contents, imap
from kedang.mailbox.imap import Fetched, Mailbox
from kedang.mailbox.letters import Letter, Party, identity, read_letter
from kedang.mailbox.matching import Colleagues, colleagues_in, customers_of
from kedang.mailbox.models import FILED, WAITING, Box, Mail
from kedang.mailbox.setting import way_of
from kedang.mailbox.telling import told
from kedang.vault.blind import mark_apart
from kedang.vault.keys import create_keys

MOST_A_TURN, MOST_CUSTOMERS = 200, 20


def capture() -> int:
    """Look into the mailbox and deal with what has come since; how many mails. Safe to run twice and at once."""
    box = Box.objects.filter(id=1, active=True).first()
    if box is None:
        return 0
    try:
        with imap.opened(way_of(box)) as mailbox:
            dealt = _deal_with(box, mailbox)
    except imap.FAILURES as failure:
        _note(box, imap.problem_of(failure))
        return 0
    _note(box, "")
    return dealt


def _note(box: Box, problem: str) -> None:
    Box.objects.filter(id=box.id).update(checked_at=now(), problem=problem)


def _deal_with(box: Box, mailbox: Mailbox) -> int:
    last = box.last_uid if box.uid_validity == mailbox.uid_validity else 0
    dealt = 0
    for uid in mailbox.uids_after(last):
        fetched = mailbox.fetch(uid)
        if not take_in(box.version, mailbox.uid_validity, uid, fetched):
            return dealt
        dealt += 1
        if dealt >= MOST_A_TURN:
            break
    return dealt


@transaction.atomic
def take_in(version: int, uid_validity: int, uid: int, fetched: Fetched | None) -> bool:
    """Deal with one mail, unless somebody did meanwhile; False when the mailbox was set otherwise, and the rest is not its."""
    box = Box.objects.select_for_update().get(id=1)
    if not box.active or box.version != version:
        return False
    if box.uid_validity == uid_validity and box.last_uid >= uid:
        return True
    if fetched is not None:
        keep(box, fetched)
    Box.objects.filter(id=1).update(uid_validity=uid_validity, last_uid=uid)
    return True


@transaction.atomic
def keep(box: Box, fetched: Fetched) -> None:
    """Deal with a mail that is not known yet: a known one lies there twice, or the numbers begin anew."""
    mark = mark_apart("mail", identity(fetched.raw))
    if Mail.objects.filter(mark=mark).exists():
        return
    mail = Mail(mark=mark, at=fetched.came_at)
    letter = read_letter(fetched.raw, fetched.came_at)
    _file(box, mail, letter, whole=fetched.whole)
    if mail.state == WAITING:
        # The key is committed here and now: one without its mail is harmless.
        key = create_keys([mail.id])[mail.id]
        mail.content_enc = contents.seal(key, letter, mail)
        mail.destroy_after = now() + timedelta(days=box.keep_days)
    mail.save(force_insert=True)


def _file(box: Box, mail: Mail, letter: Letter, *, whole: bool) -> None:
    """Say what becomes of a mail, and write it down with the customers it is about."""
    mail.at = letter.at
    found = colleagues_in(letter, box.address)
    mail.user_id = found.user_ids[0] if len(found.user_ids) == 1 else None
    mail.reason = _doubt(box, letter, found, whole=whole)
    count = 0
    if not mail.reason:
        count, mail.reason = _write(mail, letter, found)
    mail.state = WAITING if mail.reason else FILED
    details = {"state": mail.state, "reason": mail.reason, "customers": count}
    record(system_actor("worker"), "mail.received", subject=("mail", mail.id), details=details)


def _doubt(box: Box, letter: Letter, found: Colleagues, *, whole: bool) -> str:
    """Why somebody must look at a mail before it is filed; empty: nobody needs to."""
    if not letter.readable:
        return "unreadable"
    if not whole:
        return "too_large"
    if not found.user_ids:
        return "unknown_sender"
    if box.trusts and box.trusts.lower() not in letter.vouched_by:
        return "unverified"
    return "crowd" if letter.crowd else ""


def _write(mail: Mail, letter: Letter, found: Colleagues) -> tuple[int, str]:
    """Write the mail down by the first of the colleagues who knows the customers; with how many, and why with none."""
    for user_id in found.user_ids:
        actor = actor_for(user_id)
        if not actor.can(activity_rights.RECORD):
            continue
        about = customers_of(actor, found.others, most=MOST_CUSTOMERS)
        if len(about) > MOST_CUSTOMERS:
            return 0, "crowd"
        count = sum(_write_for(actor, each, letter, found, people) for each, people in about.items())
        if count:
            mail.user_id = user_id
            return count, ""
    return 0, "no_customer"


def _write_for(actor: Actor, customer_id: int, letter: Letter, found: Colleagues, people: list[Party]) -> bool:
    happened = Happened(
        kind="email",
        text=told(letter),
        direction=found.direction,
        at=letter.at,
        people=tuple(party.name or party.address for party in people),
        calls=False,
    )
    try:
        write_down(actor, customer_id, happened)
    except DomainError:
        # Shared for reading only, or moved out of sight at this moment: somebody must look.
        return False
    return True
