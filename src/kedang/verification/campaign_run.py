"""The work of a campaign: one customer a transaction, resumed where it stopped, paused when the day's limit is reached."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kedang.accounts.behind import actor_for
from kedang.accounts.standing import require_still
from kedang.archive import rights as archive_rights
from kedang.history.record import record
from kedang.jobs.handlers import Ending
from kedang.jobs.queue import enqueue
from kedang.jobs.running import Running
from kedang.kit.actor import Actor, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from kedang.verification import rights
from kedang.verification.campaigns import JOB
from kedang.verification.limits import limits
from kedang.verification.models import (
    CANCELLED,
    DONE,
    FAILED,
    LINK,
    PAUSED,
    RUNNING,
    UNDER_WAY,
    Campaign,
    Request,
    Target,
)
from kedang.verification.points import Point, load_point
from kedang.verification.requesting import queue_request
from kedang.verification.stopping import stop_waiting

_PAGE = 100
_NEEDED = (rights.CAMPAIGN, archive_rights.VIEW)
# One message a second: the server that takes them is not ours alone, and neither is the worker, which imports meanwhile.
PACE = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Round:
    """One stretch of a campaign's work, between two pauses or crashes."""

    job: Running
    actor: Actor
    campaign: Campaign
    began_at: datetime
    done_before: int

    def turn(self) -> datetime:
        """When the next message is to leave."""
        return self.began_at + PACE * (self.job.done - self.done_before)


def run(job: Running) -> None:
    """Ask the next customers until all were asked, somebody stops it, or the day's limit is reached."""
    campaign = Campaign.objects.filter(id=job.subject_id, state__in=UNDER_WAY).first()
    if campaign is None:
        return
    actor = actor_for(job.actor_id, job.payload)
    for right in _NEEDED:
        actor.require(right)
    job.watch(lambda: require_still(actor, _NEEDED))
    Campaign.objects.filter(id=campaign.id, state__in=UNDER_WAY).update(state=RUNNING, resumes_at=None)
    stretch = Round(job, actor, campaign, now(), job.done)
    waiting = Target.objects.filter(campaign=campaign, request__isnull=True, why="").order_by("id")
    while targets := list(waiting[:_PAGE]):
        for target in targets:
            job.beat()
            until = _ask(stretch, target)
            if until is not None:
                _pause(job, campaign, until)
                return
    _finish(actor, campaign)


def _ask(stretch: Round, target: Target) -> datetime | None:
    """Ask for one point, or note why not; the answer is until when to wait when the day's limit is reached."""
    try:
        with transaction.atomic():
            why = _reason_to_pass(stretch, target)
            _note(stretch.job, target, why=why)
    except DomainError as refusal:
        if refusal.details.get("limit") == "all":
            return datetime.fromisoformat(str(refusal.details["until"]))
        with transaction.atomic():
            _note(stretch.job, target, why=refusal.code[:48])
    return None


def _reason_to_pass(stretch: Round, target: Target) -> str:
    """Queue the request; or why this point is passed over."""
    actor, campaign = stretch.actor, stretch.campaign
    point = load_point(actor, target.customer_id, target.point_id)
    if point.facts().exists():
        return "verified"
    if _asked_lately(point):
        return "recent"
    request, _ = queue_request(
        actor,
        point,
        method=LINK,
        language=campaign.language,
        campaign_id=campaign.id,
        not_before=stretch.turn(),
    )
    target.request = request
    return ""


def _asked_lately(point: Point) -> bool:
    """Whether this value was asked for, here or with another customer, within the pause that customers are owed.
    What never left asked nobody."""
    since = now() - timedelta(days=limits().again_after_days)
    asked = Request.objects.filter(blind=point.blind, method=LINK, created_at__gt=since)
    return asked.exclude(state=FAILED, sent_at__isnull=True).exists()


def _note(job: Running, target: Target, *, why: str) -> None:
    target.why = why
    target.save(update_fields=["request", "why"])
    job.keep(done=job.done + 1)


@transaction.atomic
def _pause(job: Running, campaign: Campaign, until: datetime) -> None:
    job.keep()
    paused = Campaign.objects.filter(id=campaign.id, state=RUNNING).update(state=PAUSED, resumes_at=until)
    if paused:
        enqueue(
            JOB, subject_id=campaign.id, actor_id=job.actor_id, payload=job.payload, total=job.total, run_after=until
        )


@transaction.atomic
def _finish(actor: Actor, campaign: Campaign) -> None:
    if Campaign.objects.filter(id=campaign.id, state=RUNNING).update(state=DONE, finished_at=now()):
        record(actor, "verification.campaign_ended", subject=("campaign", campaign.id), details={"state": DONE})


@transaction.atomic
def stopped(job: Running, ending: Ending) -> None:
    """The job ended without success, in the transaction that says so."""
    state = CANCELLED if ending.state == CANCELLED else FAILED
    changed = Campaign.objects.filter(id=job.subject_id, state__in=UNDER_WAY)
    if changed.update(state=state, why=ending.code[:48], finished_at=now()):
        worker, details = system_actor("worker"), {"state": state, "why": ending.code}
        record(worker, "verification.campaign_ended", subject=("campaign", job.subject_id), details=details)
        stop_waiting(job.subject_id, actor_id=worker.id)
