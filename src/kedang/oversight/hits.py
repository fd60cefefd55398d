"""One hit a rule, a person and a window: made once, grown while nobody has judged it, judged by somebody else."""

from datetime import datetime

from django.db import transaction

from kedang.accounts.models import User
from kedang.history.record import record
from kedang.kit.actor import Actor, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.text import storable
from kedang.oversight import rights
from kedang.oversight.models import CONFIRMED, EXPLAINED, OPEN, Hit
from kedang.oversight.rules import Finding
from kedang.vault.keys import create_keys, keys_for

SHORTEST, LONGEST = 4, 500
OWN = Refusal(
    "oversight.own",
    403,
    "不能对涉及本人的异常访问作结论，请由其他人核查。没有改动。",
    "Nobody judges unusual access of their own. Nothing was changed.",
)
JUDGED = Refusal("oversight.judged", 409, "这条异常访问已有结论。", "This unusual access was judged already.")
SAY = Refusal(
    "oversight.note",
    422,
    "请用 4 至 500 个字说明核查结果。没有保存。",
    "Say what was found in 4 to 500 characters. Nothing was saved.",
)


def found(user_id: int, token_id: int, since: datetime, until: datetime, finding: Finding) -> Hit | None:
    """The hit when it is new; what is known grows while it is open."""
    known = Hit.objects.filter(user_id=user_id, rule=finding.rule, since=since, token_id=token_id)
    if not known.exists():
        return _made(user_id, token_id, since, until, finding)
    known.filter(state=OPEN, amount__lt=finding.amount).update(amount=finding.amount)
    return None


@transaction.atomic
def _made(user_id: int, token_id: int, since: datetime, until: datetime, finding: Finding) -> Hit:
    hit = Hit(
        rule=finding.rule,
        user_id=user_id,
        token_id=token_id,
        since=since,
        until=until,
        amount=finding.amount,
        threshold=finding.threshold,
    )
    hit.save(force_insert=True)
    details = {"rule": finding.rule, "user": str(user_id), "amount": finding.amount, "threshold": finding.threshold}
    record(system_actor("worker"), "access.unusual", subject=("access", hit.id), details=details)
    return hit


@transaction.atomic
def judge(actor: Actor, hit_id: int, *, confirmed: bool, note: str) -> None:
    """Say what it was, and how one knows. Nobody does so about themselves, under any of their accounts."""
    actor.require(rights.JUDGE)
    hit = Hit.objects.select_for_update().filter(id=hit_id).first()
    if hit is None:
        raise NOT_FOUND()
    if is_own(actor, hit.user_id):
        raise OWN()
    if hit.state != OPEN:
        raise JUDGED()
    text = storable(note).strip()
    if not SHORTEST <= len(text) <= LONGEST:
        raise SAY()
    hit.state = CONFIRMED if confirmed else EXPLAINED
    hit.judged_by, hit.judged_at = actor.id, now()
    key = create_keys([hit.id])[hit.id]
    hit.note_enc = key.seal_padded(text, table=Hit._meta.db_table, column="note", row_id=hit.id)
    hit.save()
    details = {"rule": hit.rule, "user": str(hit.user_id), "state": hit.state}
    record(actor, "access.judged", subject=("access", hit.id), details=details)


def is_own(actor: Actor, user_id: int) -> bool:
    """Whether somebody is the actor: the same account, or another with the same mail address."""
    if actor.id == user_id:
        return True
    mails = [
        mail.strip().casefold()
        for mail in User.objects.filter(id__in=(actor.id, user_id)).values_list("email", flat=True)
    ]
    return len(mails) == 2 and mails[0] == mails[1] != ""


def notes_of(hits: list[Hit]) -> dict[int, str]:
    """What was said of hits, in clear."""
    told = [hit for hit in hits if hit.note_enc]
    keys = keys_for([hit.id for hit in told])
    return {
        hit.id: keys[hit.id].open_padded(hit.note_enc, table=Hit._meta.db_table, column="note", row_id=hit.id)
        for hit in told
        if hit.id in keys
    }
