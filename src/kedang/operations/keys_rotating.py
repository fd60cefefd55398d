"""Rotation as a verb: who began it, the job that goes through the customers' keys, and what came of it."""

from datetime import timedelta

from django.db import transaction

from kedang.accounts.stepup import require_stepup
from kedang.jobs.models import OPEN_STATES, Job
from kedang.jobs.queue import enqueue, newest_job, open_job
from kedang.jobs.running import Running
from kedang.kit.actor import Actor, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.operations import keys_deeds, rights
from kedang.operations.keys_settings import rotate_after
from kedang.vault import envelopes, rotating
from kedang.vault.envelopes import FILE
from kedang.vault.models import MasterKey, SubjectKeyRow
from kedang.vault.passphrase import PassphraseMissing
from kedang.vault.root import KEK, fitting_root, newest_epoch, root_path
from kedang.vault.rootfile import RootBusy
from kedang.vault.unfit import ProviderAway

JOB = "keys.rewrap"
SUBJECT = keys_deeds.KEYS[1]
UNDER_WAY = Refusal(
    "keys.under_way",
    409,
    "上一次轮换还没有做完，不需要再开始一次。",
    "The rotation before this one is still under way; there is no need to begin another.",
)
ROOT_BUSY = Refusal(
    "keys.root_busy",
    409,
    "有人正在更换根密钥，请稍后再试。",
    "Somebody is exchanging the root key right now. Try again in a moment.",
)

PROVIDER_AWAY = Refusal(
    "keys.provider_refused",
    409,
    "保管根密钥的服务没有照办（{why}）。请核对 KEDANG_TRANSIT_URL、KEDANG_TRANSIT_KEY 和令牌文件。根密钥没有变化。",
    "The service that holds the root key did not do it ({why}). Look at KEDANG_TRANSIT_URL, KEDANG_TRANSIT_KEY and the token's file. The root "
    "key is as it was.",
)
NOT_PROVIDED = Refusal(
    "keys.not_provided",
    409,
    "根密钥不由外部服务保管，没有什么需要更新。",
    "No service holds the root key: there is nothing to renew.",
)
NO_PASSPHRASE = Refusal(
    "keys.no_passphrase",
    409,
    "没有口令：KEDANG_ROOT_PASSPHRASE_FILE 要指向一个至少 16 个字符的文件。根密钥没有变化。",
    "There is no passphrase: KEDANG_ROOT_PASSPHRASE_FILE must name a file of at least 16 characters. The root key is as it was.",
)


@transaction.atomic
def begin(actor: Actor) -> int:
    """A new master key for everything new, at once; a job for everything else. The new epoch."""
    actor.require(rights.MANAGE)
    require_stepup(actor)
    if open_job(SUBJECT):
        raise UNDER_WAY()
    epoch = rotating.begin_epoch()
    keys_deeds.note(actor, keys_deeds.EPOCH, {"epoch": epoch})
    _queue(actor.id)
    return epoch


def _queue(actor_id: int) -> None:
    enqueue(JOB, subject_id=SUBJECT, actor_id=actor_id, total=SubjectKeyRow.objects.count())


def rewrap(job: Running) -> None:
    """The job: every key under the newest epoch, batch by batch from where it stopped; then the old epochs go."""
    after, damaged = int(job.cursor or rotating.BEFORE_ALL), 0
    while True:
        job.beat()
        batch = rotating.rewrap_batch(after)
        damaged += batch.damaged
        if batch.last is not None:
            after = batch.last
            with transaction.atomic():
                job.keep(done=job.done + batch.looked_at, cursor=str(after))
        elif damaged or not unfinished():
            break
        else:
            # An epoch that began meanwhile: those before the cursor are under the last but one.
            after = rotating.BEFORE_ALL
    with transaction.atomic():
        job.keep()
        facts = {"epoch": newest_epoch(), "keys": job.done, "damaged": damaged}
        keys_deeds.note(system_actor("worker"), keys_deeds.REWRAPPED, facts)


def unfinished() -> bool:
    """Whether anything is wrapped under an epoch before the newest."""
    oldest = rotating.oldest_in_use()
    return oldest is not None and oldest < newest_epoch()


@transaction.atomic
def rotate_root(actor: Actor, kind: str = FILE) -> str:
    """A new root key, at once; its fingerprint. The cards of the former one no longer fit."""
    actor.require(rights.MANAGE)
    try:
        fingerprint = rotating.rotate_root(kind)
    except RootBusy:
        raise ROOT_BUSY() from None
    except PassphraseMissing:
        raise NO_PASSPHRASE() from None
    except ProviderAway as away:
        raise PROVIDER_AWAY(why=str(away)) from None
    keys_deeds.note(actor, keys_deeds.ROOT, {"fingerprint": fingerprint, "kind": kind})
    return fingerprint


def rotate_root_as_it_is(actor: Actor) -> str:
    """A new root key that opens in the same way."""
    actor.require(rights.MANAGE)
    return rotate_root(actor, envelopes.kind_of(present_envelope()))


@transaction.atomic
def renew_at_provider(actor: Actor) -> str:
    """The same root key under the newest key of its provider, after that was rotated there. Cards and copies stay good."""
    actor.require(rights.MANAGE)
    try:
        rotating.renew_at_provider()
    except RootBusy:
        raise ROOT_BUSY() from None
    except envelopes.NotAnEnvelope:
        raise NOT_PROVIDED() from None
    except ProviderAway as away:
        raise PROVIDER_AWAY(why=str(away)) from None
    fingerprint = rotating.fingerprint(fitting_root())
    keys_deeds.note(actor, keys_deeds.RENEWED, {"fingerprint": fingerprint})
    return fingerprint


def present_envelope() -> bytes:
    """What lies in the file of the root key."""
    if not root_path().exists():
        fitting_root()
    return root_path().read_bytes()


def progress() -> Job | None:
    """The newest rotation, whatever became of it."""
    return newest_job(SUBJECT)


def stalled() -> bool:
    """Whether a rotation stands still: its job failed, or keys that do not open keep an old epoch."""
    job = progress()
    return unfinished() and (job is None or job.state not in OPEN_STATES)


@transaction.atomic
def tend() -> None:
    """Repeated work: a rotation when it is due, whatever one left undone, and epochs nothing needs."""
    rotating.retire()
    if open_job(SUBJECT):
        return
    worker = system_actor("worker")
    if _due():
        begin(worker)
    elif unfinished() and not _left_for_damage():
        _queue(worker.id)


def _due() -> bool:
    days = rotate_after()
    newest = MasterKey.objects.filter(purpose=KEK).order_by("-epoch").first()
    return bool(days and newest and newest.created_at < now() - timedelta(days=days))


def _left_for_damage() -> bool:
    """Whether the last look left keys under an old epoch because they do not open: another look would do no better."""
    facts = keys_deeds.facts_of(keys_deeds.last(keys_deeds.REWRAPPED))
    return bool(facts.get("damaged")) and facts.get("epoch") == newest_epoch()
