"""What a mail said does not stay: it is destroyed when the mail was sorted, and when nobody did in time."""

from django.db import transaction

from kedang.history.record import record
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.mailbox.models import DESTROYED, STILL_WAITING, WAITING, Mail
from kedang.vault.keys import shred


def destroy_old() -> int:
    """Destroy what has waited too long; how many. Safe to run twice."""
    due = list(Mail.objects.filter(STILL_WAITING, destroy_after__lte=now()).values_list("id", flat=True)[:500])
    return sum(_destroy(mail_id) for mail_id in due)


def _destroy(mail_id: int) -> bool:
    # The key goes first: whatever a crash leaves behind is unreadable, and taken away the next time.
    shred([mail_id])
    with transaction.atomic():
        mail = Mail.objects.select_for_update().filter(id=mail_id, state=WAITING).first()
        if mail is None:
            return False
        end(mail, DESTROYED)
        record(system_actor("worker"), "mail.destroyed", subject=("mail", mail.id))
    return True


def end(mail: Mail, state: str) -> None:
    """Let a mail wait no more, in the caller's transaction, after which its key is destroyed."""
    mail.state, mail.content_enc, mail.destroy_after = state, None, None
    mail.save(update_fields=["state", "content_enc", "destroy_after"])
