"""What a stopped campaign still has in the outbox does not leave any more.

The sender asks before every message, so nothing leaves from the moment on; taking the waiting ones out is a job's work, as a
campaign may have thousands of them.
"""

from django.db.models import QuerySet

from kedang.accounts.behind import actor_for
from kedang.delivery.models import QUEUED, Message
from kedang.delivery.sending import take_back
from kedang.jobs.queue import enqueue
from kedang.jobs.running import Running
from kedang.kit.errors import DomainError
from kedang.verification import rights
from kedang.verification.models import CANCELLED, FAILED, Campaign, Request, Target
from kedang.verification.requesting import PURPOSE

JOB = "verification.stop_campaign"
WHY = "stopped"


def waiting(campaign_id: int) -> QuerySet[Message]:
    """The messages of a campaign that have not left yet."""
    asked = Target.objects.filter(campaign_id=campaign_id, request__isnull=False).values("request_id")
    return Message.objects.filter(purpose=PURPOSE, subject_id__in=asked, state=QUEUED)


def may_leave(request_id: int) -> bool:
    """Asked by the sender: whether the campaign that wants a message goes on, and its author still may have one."""
    request = Request.objects.filter(id=request_id).first()
    if request is None or request.campaign_id is None:
        return True
    if Campaign.objects.filter(id=request.campaign_id, state__in=(CANCELLED, FAILED)).exists():
        return False
    try:
        return actor_for(request.created_by).can(rights.CAMPAIGN)
    except DomainError:
        return False


def stop_waiting(campaign_id: int, *, actor_id: int) -> None:
    """Have what waits taken out of the outbox; in the transaction that stops the campaign."""
    enqueue(JOB, subject_id=campaign_id, actor_id=actor_id)


def take_out(job: Running) -> None:
    """The job. What left meanwhile stays good, and what was taken out before a crash is not there any more."""
    for message_id in list(waiting(job.subject_id).order_by("id").values_list("id", flat=True)):
        take_back(message_id, why=WHY)
        job.beat()
