"""Sending what waits in the outbox: the network first, and only then the transaction that says how it went.

A crash between the two sends a message twice; a code or a link that comes twice does no harm.
"""

from datetime import timedelta

from django.db import transaction

from kedang.delivery.gateways import send_sms
from kedang.delivery.mail import send_mail
from kedang.delivery.models import FAILED, MAIL, QUEUED, Message
from kedang.delivery.outbox import SEND_JOB, open_content
from kedang.delivery.outcomes import RETRY, Outcome, failed, may_leave, tell
from kedang.jobs.claiming import claim_job
from kedang.jobs.queue import enqueue, open_job
from kedang.jobs.running import Running
from kedang.jobs.worker import run_claimed
from kedang.kit.clock import now
from kedang.vault.keys import key_for, shred

# Half a minute after the first attempt, four hours before the last.
PAUSES = tuple(timedelta(seconds=s) for s in (30, 120, 600, 1800, 3600, 7200, 14400))
KEPT = timedelta(days=90)


def send_message(job: Running) -> None:
    """The job: one attempt. A further one is queued by the transaction that notes this one."""
    message = Message.objects.filter(id=job.subject_id, state=QUEUED).first()
    if message is None:
        return
    outcome = _attempt(message)
    with transaction.atomic():
        job.keep()
        if not Message.objects.select_for_update().filter(id=message.id, state=QUEUED).exists():
            return  # taken out of the outbox while it was on its way
        _note(message, outcome)
    if message.state != QUEUED:
        shred([message.id])


def _attempt(message: Message) -> Outcome:
    if message.expires_at is not None and message.expires_at <= now():
        return failed("too_late")
    if not may_leave(message):
        return failed("stopped")
    to, subject, text = open_content(message, key_for(message.id))
    return send_mail(to=to, subject=subject, text=text) if message.channel == MAIL else send_sms(to=to, text=text)


def _note(message: Message, outcome: Outcome) -> None:
    message.tries += 1
    message.why = outcome.why
    if outcome.verdict == RETRY:
        again = now() + PAUSES[min(message.tries, len(PAUSES)) - 1]
        if message.tries <= len(PAUSES) and (message.expires_at is None or again < message.expires_at):
            message.save(update_fields=["tries", "why"])
            enqueue(SEND_JOB, subject_id=message.id, actor_id=message.actor_id, run_after=again)
            return
    end(message, FAILED if outcome.verdict == RETRY else outcome.verdict)


def end(message: Message, state: str) -> None:
    """Write down how a message ended, without its content, and tell the room it belongs to."""
    message.state, message.sealed, message.finished_at = state, None, now()
    message.save(update_fields=["state", "sealed", "finished_at", "tries", "why"])
    tell(message)


def take_back(message_id: int, *, why: str) -> None:
    """Let a message that waits end unsent; one that is over already stays as it is."""
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(id=message_id, state=QUEUED).first()
        if message is None:
            return
        message.why = why
        end(message, FAILED)
    shred([message_id])


def send_now(message_id: int) -> None:
    """Make the first attempt here, after the transaction that queued it: somebody waits for the message on the telephone,
    and the worker may be busy with an import. A worker that was faster has it already."""
    job = open_job(message_id)
    claimed = claim_job(job.id) if job else None
    if claimed is not None:
        run_claimed(claimed)


def forget_old() -> int:
    """Delete messages that were over long ago; how many."""
    return Message.objects.exclude(state=QUEUED).filter(created_at__lt=now() - KEPT).delete()[0]
