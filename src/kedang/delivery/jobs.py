"""The outbox's work in the background."""

from kedang.delivery import sending
from kedang.delivery.models import FAILED, QUEUED, Message
from kedang.jobs.handlers import Ending
from kedang.jobs.running import Running


def send(job: Running) -> None:
    """One attempt to send one message."""
    sending.send_message(job)


def ended(job: Running, ending: Ending) -> None:
    """A job that ended by a fault of ours: the message is over as well, its content goes."""
    message = Message.objects.filter(id=job.subject_id, state=QUEUED).first()
    if message is not None:
        message.why = ending.code[:32] or ending.state
        sending.end(message, FAILED)


def forget_old() -> None:
    """Delete messages that were over long ago."""
    sending.forget_old()
