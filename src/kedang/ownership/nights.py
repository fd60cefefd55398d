"""The rules' run of a night: each customer in a transaction of its own, looked at once more before it falls. Then whoever is about to
lose a customer is told."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from kedang.archive import owning
from kedang.archive.models import Customer
from kedang.calendar.working import working_time
from kedang.engine.worktime import WorkTime
from kedang.fields.values import LOCAL
from kedang.history.record import record
from kedang.jobs.queue import enqueue
from kedang.jobs.running import Running
from kedang.kit.actor import Actor, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from kedang.ownership import announcing, falling
from kedang.ownership.claiming import put_into
from kedang.ownership.coming import FIRST_HOUR, LAST_HOUR
from kedang.ownership.falling import Fall
from kedang.ownership.models import ON, Night, Rule
from kedang.ownership.policy import RECYCLED

JOB = "ownership.recycle"


def begin() -> None:
    """Repeated work: once a night, while it is night, the rules run."""
    local = now().astimezone(LOCAL)
    if not FIRST_HOUR <= local.hour < LAST_HOUR or not falling.rules_on():
        return
    if not Night.objects.filter(day=local.date()).exists():
        start(local.date())


def start(day: date) -> None:
    """Queue the run of a day, which happens once."""
    worker = system_actor("worker")
    try:
        with transaction.atomic():
            night = Night(day=day)
            night.save(force_insert=True)
            enqueue(JOB, subject_id=night.id, actor_id=worker.id)
    except IntegrityError:
        return


def run_night(job: Running) -> None:
    """The job. Safe to run twice: who has fallen does not fall again."""
    night = Night.objects.get(id=job.subject_id)
    worker, days = system_actor("worker"), working_time()
    rules = falling.rules_on()
    job.total = sum(1 for _ in falling.falls(rules, night.day, days))
    Night.objects.filter(id=night.id).update(due=night.fallen + job.total)
    for done, fall in enumerate(falling.falls(rules, night.day, days), start=1):
        if fallen(worker, fall, rules, night.day, days):
            Night.objects.filter(id=night.id).update(fallen=F("fallen") + 1)
        if done % 50 == 0:
            with transaction.atomic():
                job.keep(done=done)
        job.beat()
    finish(worker, night, _announced(job, worker, rules, night.day, days))


def _announced(job: Running, worker: Actor, rules: list[Rule], day: date, days: WorkTime) -> int:
    """Tell people what falls in the next days; how many customers they were told of."""
    told = 0
    for one in announcing.coming(rules, day, days):
        told += announcing.announce(worker, one)
        job.beat()
    return told


@transaction.atomic
def finish(worker: Actor, night: Night, announced: int) -> None:
    """Write down what became of the night."""
    Night.objects.filter(id=night.id).update(finished_at=now())
    night.refresh_from_db()
    details = {"due": night.due, "fallen": night.fallen, "announced": announced}
    record(worker, "pool_rules.ran", subject=("night", night.id), details=details)


def fallen(worker: Actor, fall: Fall, rules: list[Rule], day: date, days: WorkTime) -> bool:
    """Let one customer fall, unless something happened meanwhile."""
    rule = next(rule for rule in rules if rule.id == fall.rule_id)
    try:
        with transaction.atomic():
            owning.take_turn()
            still = falling.falling(rule, day, days).filter(id=fall.customer_id, owner_id=fall.owner_id)
            if not Rule.objects.filter(id=rule.id, version=rule.version, state=ON).exists() or not still.exists():
                return False
            customer = Customer.objects.select_for_update(of=("self",)).get(id=fall.customer_id)
            put_into(worker, customer, rule.pool, how=RECYCLED, verb="customer.recycled", reason=str(rule.id))
            return True
    except DomainError:
        return False
