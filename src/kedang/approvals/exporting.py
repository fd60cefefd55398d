"""Exports of many customers: up to so many a day somebody exports as they are trusted to; beyond that, what was asked for and granted.

The file is made when it is fetched and stands nowhere. So everything is asked again at each fetch: that the grant runs, that who gave
it could give it now, and that nobody leaves who was not asked about, no other columns and no fewer masks than were granted.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet

from kedang.approvals import asking, line, questions, telling, whom, words
from kedang.approvals.looking import REVIEWED_IN, today
from kedang.approvals.models import (
    EXPORT,
    GRANTED,
    RUNNING,
    WAITING,
    Day,
    Export,
    Grant,
    Request,
    Review,
    Terms,
)
from kedang.approvals.terms import Purpose, purposes, terms
from kedang.archive import rights as archive_rights
from kedang.finding.lists import ListQuery
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import INVALID, NOT_FOUND, DomainError, Refusal
from kedang.kit.ids import new_id
from kedang.vault.keys import create_keys, keys_for

# How often an approved file can be fetched: a line may break, and then the file is made once more.
FETCHES = 3
MINUTES = 60
NEEDED = Refusal(
    "export.approval",
    403,
    "这次导出有 {count} 户，您今天不经审批还可导出 {left} 户。没有导出任何内容。请在导出窗口提交申请，批准后再下载；"
    "也可以缩小范围。",
    "This export has {count} customers, and you may export {left} more today without an approval. Nothing left. Ask in the export "
    "dialog and fetch the file once it is approved, or export fewer.",
)
OVER_DAY = Refusal(
    "export.over_day",
    403,
    "这份名单有 {count} 户，您今天还可导出 {left} 户。没有导出任何内容。请由另一位有权限的同事下载，或请安全管理员调整免审批户数。",
    "This list has {count} customers, and you may export {left} more today. Nothing left: have a colleague with the right download it, or "
    "ask a security administrator to raise the number that needs no approval.",
)
TAKEN_BACK = Refusal(
    "export.taken_back",
    403,
    "批准已被收回，导出在此停止。后面的客户没有导出。",
    "The approval was taken back, and the export stops here. The customers that would follow did not leave.",
)
WIDER = Refusal(
    "export.wider",
    409,
    "这次导出的列或明文内容比批准的多。没有导出任何内容，请按批准的列导出，或重新申请。",
    "This export has columns, or values without a mask, that were not approved. Nothing left: export what was approved, or ask again.",
)
SUSPENDED = Refusal(
    "export.suspended",
    403,
    "审批人目前无权批准这次导出，授权暂停。没有导出任何内容，请重新申请或联系管理员。",
    "Who approved this export may not approve it now, so the approval is suspended. Nothing left: ask again, or ask an administrator.",
)
NOT_NEEDED = Refusal(
    "export.not_needed",
    409,
    "这次导出不需要审批，可以直接下载。没有提交。",
    "This export needs no approval: download it. Nothing was sent.",
)
NOBODY = Refusal(
    "export.nobody",
    409,
    "没有可以审批这次导出的人：须有另一位能看到这些客户并有审批权限的同事。没有提交，请联系管理员设置审批人或调整免审批行数。",
    "Nobody can decide about this export: it takes somebody else with the right to approve who sees all these customers. Nothing was "
    "sent; ask an administrator to name somebody, or to change the number that needs no approval.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What would leave: the answer to a question, in these columns, some of them sensitive and without a mask."""

    question: ListQuery
    columns: Sequence[str]
    clear: Sequence[str]
    ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class Let:
    """Who may leave, in the order they came. By a grant: which, of which request, and how many of those it was about are not among them;
    whoever came to match since was not asked about, and stays."""

    ids: Sequence[int]
    request_id: int | None = None
    grant_id: int | None = None
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody must know before they export. `left`: how many customers more today without asking; None: any number. `asked_about`:
    how many the request is about."""

    left: int | None
    needed: bool
    request: Request | None
    grant: Grant | None
    purposes: list[Purpose]
    hours: int
    asked_about: int = 0


@transaction.atomic
def let_out(actor: Actor, leaving: Leaving) -> Let:
    """Count what is about to leave, and say who of it may. Refused, nothing is counted."""
    actor.require(archive_rights.EXPORT)
    if actor.kind == "system":
        # Whoever has the server's command line has everything it holds; what they export is on record like everybody's.
        return Let(leaving.ids)
    said, count = terms(), len(leaving.ids)
    if not _limits(said) or _count_in(actor, count, said.export_rows):
        return Let(leaving.ids)
    refused = NEEDED(count=count, left=_left(actor, said))
    for grant in _running(actor, questions.fingerprint(leaving.question)):
        try:
            let = _by_grant(grant, leaving)
        except DomainError as unfit:
            refused = unfit
            continue
        if _take(grant):
            _sample(grant, said.sample_percent)
            return let
    raise refused


@transaction.atomic
def count_list(actor: Actor, count: int) -> None:
    """Count a list of customers that leaves by another door, archive numbers only, with what its reader exports that day. Nobody can
    be asked about it: it has no question."""
    said = terms()
    if _limits(said) and not _count_in(actor, count, said.export_rows):
        raise OVER_DAY(count=count, left=_left(actor, said))


def require_running(grant_id: int) -> None:
    """Refuse what a grant still lets out when somebody took it back meanwhile. Its time and its fetches were asked when it began."""
    if not Grant.objects.filter(RUNNING, id=grant_id).exists():
        raise TAKEN_BACK()


@transaction.atomic
def ask(actor: Actor, leaving: Leaving, *, purpose: str, said_words: str) -> Request:
    """Ask to export more than one may. Nothing is kept of a request that nobody could decide."""
    actor.require(archive_rights.EXPORT)
    said, count = terms(), len(leaving.ids)
    text = words.checked(said_words)
    if purpose not in {each.code for each in purposes(said)}:
        raise INVALID(what="purpose")
    if not _limits(said) or count <= _left(actor, said):
        raise NOT_NEEDED()
    asking.require_room(actor)
    departments = line.departments_of(leaving.ids)
    to = line.told(actor.id, departments, level=line.closest_kept(leaving.ids))
    if not to:
        raise NOBODY()
    request = _write(actor, leaving, departments, purpose, text, said.export_hours)
    details = {"request": str(request.id), "count": count, "purpose": purpose}
    record(actor, "approvals.export_asked", subject=("approval", request.id), fields=request.fields, details=details)
    telling.export_waits(actor, request, to)
    return request


def standing(actor: Actor, query: ListQuery, count: int) -> Standing:
    """Whether a question of so many customers needs an approval of the actor, and how their newest request about it stands."""
    actor.require(archive_rights.EXPORT)
    said = terms()
    limits = _limits(said)
    left = _left(actor, said) if limits else None
    about = Export.objects.filter(fingerprint=questions.fingerprint(query)).values("request_id")
    mine = Request.objects.filter(id__in=about, user_id=actor.id, kind=EXPORT, state__in=(WAITING, GRANTED))
    found = next(iter(_running(actor, questions.fingerprint(query))), None)
    waiting = mine.filter(state=WAITING, lapses_at__gt=now()).order_by("-id").first()
    request = Request.objects.get(id=found.request_id) if found else waiting
    needed = left is not None and count > left
    request = request if needed else None
    asked_about = Export.objects.get(request=request).count if request else 0
    return Standing(left, needed, request, found, purposes(said), said.export_hours, asked_about)


def question_of(actor: Actor, request_id: int) -> ListQuery:
    """What one's own request asked for, so that it can be asked again exactly."""
    actor.require(archive_rights.EXPORT)
    row = Export.objects.filter(request_id=request_id, request__user_id=actor.id).first()
    if row is None:
        raise NOT_FOUND()
    question = questions.opened(keys_for({request_id}), row)
    if question is None:
        raise whom.UNREADABLE()
    return question


def approvers(request_ids: Sequence[int]) -> dict[int, int]:
    """Who approved these requests: for the register of what left."""
    found = Grant.objects.filter(request_id__in=request_ids)
    return dict(found.values_list("request_id", "granted_by"))


def _limits(said: Terms) -> bool:
    return said.active and said.export_rows > 0


def _left(actor: Actor, said: Terms) -> int:
    done = Day.objects.filter(day=today(), user_id=actor.id).values_list("exported", flat=True).first()
    return max(0, said.export_rows - (done or 0))


def _count_in(actor: Actor, count: int, limit: int) -> bool:
    """Whether today's exports without an approval, with these, stay within the limit; the database says so, so that two at once do
    not both pass."""
    if count > limit:
        return False
    day = today()
    Day.objects.get_or_create(day=day, user_id=actor.id)
    fits = Day.objects.filter(day=day, user_id=actor.id, exported__lte=limit - count)
    return bool(fits.update(exported=F("exported") + count))


def _running(actor: Actor, known: str) -> QuerySet[Grant]:
    """The actor's grants for a question that have time and fetches left."""
    about = Export.objects.filter(fingerprint=known).values("request_id")
    alive = Grant.objects.filter(RUNNING, user_id=actor.id, until__gt=now(), used__lt=F("looks"))
    return alive.filter(request_id__in=about, request__kind=EXPORT).order_by("until")


def _by_grant(grant: Grant, leaving: Leaving) -> Let:
    """Who of what would leave was granted; refuses columns and clear values that were not."""
    export = Export.objects.get(request_id=grant.request_id)
    if not set(leaving.columns) <= set(grant.fields) or not set(leaving.clear) <= set(export.clear):
        raise WIDER()
    asked = whom.asked_about(keys_for({grant.request_id}), export)
    ids = [each for each in leaving.ids if each in asked]
    departments = line.departments_of(ids) if ids else export.departments
    if not line.still_stands(grant.granted_by, grant.user_id, *departments, level=line.closest_kept(ids)):
        raise SUSPENDED()
    return Let(ids, grant.request_id, grant.id, len(asked) - len(set(ids)))


def _take(grant: Grant) -> bool:
    alive = Grant.objects.filter(RUNNING, id=grant.id, until__gt=now(), used__lt=F("looks"))
    return bool(alive.update(used=F("used") + 1))


def _sample(grant: Grant, percent: int) -> None:
    """Whether a grant is looked at afterwards is thrown at its first fetch; nobody can foresee it."""
    if grant.used == 0 and secrets.randbelow(100) < percent:
        due = grant.until + REVIEWED_IN
        Review.objects.get_or_create(grant=grant, defaults={"user_id": grant.user_id, "due_at": due})


def _write(
    actor: Actor, leaving: Leaving, departments: set[int | None], purpose: str, text: str, hours: int
) -> Request:
    """The rows of a request. Its key is committed first: an orphan key is harmless."""
    request_id, row_id = new_id(), new_id()
    key = create_keys([request_id])[request_id]
    request = Request(
        id=request_id,
        kind=EXPORT,
        user_id=actor.id,
        fields=list(dict.fromkeys(leaving.columns)),
        purpose=purpose,
        words_enc=words.sealed_under(key, request_id, "words", text),
        minutes=hours * MINUTES,
        looks=FETCHES,
        lapses_at=now() + asking.WAITS,
    )
    request.save(force_insert=True)
    Export.objects.create(
        id=row_id,
        request=request,
        count=len(leaving.ids),
        departments=sorted(departments, key=lambda each: each or 0),
        clear=sorted(set(leaving.clear)),
        fingerprint=questions.fingerprint(leaving.question),
        query_enc=questions.sealed(key, row_id, leaving.question),
        ids_enc=whom.sealed(key, row_id, leaving.ids),
    )
    return request
