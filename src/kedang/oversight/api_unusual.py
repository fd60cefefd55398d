"""Unusual access over HTTP."""

from typing import Annotated

from ninja import Query, Router
from pydantic import BaseModel

from kedang.history.presenting import look
from kedang.history.queries import AUDIT_READ
from kedang.history.schemas import Looks
from kedang.kit.doors import SIGNED_IN, IdIn, Request, needs
from kedang.oversight import canaries, figures, hits, presenting, reading, rights, schemas

router = Router()
READS, JUDGES, SETS = needs(AUDIT_READ), needs(rights.JUDGE), needs(rights.MANAGE)


class UnusualWanted(BaseModel):
    """Which hits."""

    state: schemas.State | None = None
    rule: schemas.RuleCode | None = None
    by: IdIn | None = None
    cursor: str | None = None
    limit: int | None = None


@router.get("/unusual-access", response=schemas.UnusualPage, openapi_extra=READS)
def unusual_access(request: Request, wanted: Annotated[UnusualWanted, Query()]) -> schemas.UnusualPage:
    """Looks at customers that are out of the ordinary, newest first."""
    return presenting.page(request.actor, reading.page(request.actor, **wanted.model_dump()))


@router.get("/unusual-access/count", response=schemas.UnusualCount, openapi_extra=SIGNED_IN)
def unusual_count(request: Request) -> schemas.UnusualCount:
    """How much unusual access nobody has judged; nothing for whoever does not read the audit."""
    return schemas.UnusualCount(open=reading.count_open(request.actor))


@router.get("/unusual-access/week", response=schemas.UnusualWeek, openapi_extra=READS)
def unusual_week(request: Request) -> schemas.UnusualWeek:
    """What was unusual in the last seven days."""
    return presenting.week(request.actor, reading.week(request.actor))


@router.get("/unusual-access/{int:id}/looks", response=Looks, openapi_extra=READS)
def unusual_looks(request: Request, id: IdIn, cursor: str | None = None, limit: int | None = None) -> Looks:
    """What that person looked at in the window of a hit."""
    found = reading.looks(request.actor, id, cursor=cursor, limit=limit)
    return Looks(looks=[look(line, request.actor.language) for line in found.lines], next=found.next)


@router.post("/unusual-access/{int:id}/judge", response={204: None}, openapi_extra=JUDGES)
def judge_unusual(request: Request, id: IdIn, body: schemas.UnusualJudgeIn) -> None:
    """Say what it was; never about oneself."""
    hits.judge(request.actor, id, confirmed=body.verdict == "confirmed", note=body.note)


@router.get("/unusual-access-rules", response=schemas.UnusualRulesOut, openapi_extra=SETS)
def unusual_rules(request: Request) -> schemas.UnusualRulesOut:
    """The rules with their figures."""
    return presenting.figures(request.actor, *figures.read(request.actor))


@router.put("/unusual-access-rules", response=schemas.UnusualRulesOut, openapi_extra=SETS)
def set_unusual_rules(request: Request, body: schemas.UnusualRulesIn) -> schemas.UnusualRulesOut:
    """Set from which figures on access is unusual."""
    figures.change(request.actor, body.stated(), version=body.version)
    return presenting.figures(request.actor, *figures.read(request.actor))


@router.get("/canaries", response=schemas.CanariesOut, openapi_extra=SETS)
def canary_marks(request: Request) -> schemas.CanariesOut:
    """The canary marks, without saying whom they mean."""
    return presenting.canaries(canaries.marks(request.actor))


@router.post("/canaries", response={201: schemas.CanaryMade}, openapi_extra=SETS)
def mark_canary(request: Request, body: schemas.CanaryIn) -> schemas.CanaryMade:
    """Make a customer a canary by its archive number."""
    return schemas.CanaryMade(id=str(canaries.mark(request.actor, number=body.number)))


@router.delete("/canaries/{int:id}", response={204: None}, openapi_extra=SETS)
def unmark_canary(request: Request, id: IdIn) -> None:
    """Take a mark off."""
    canaries.unmark(request.actor, id)
