"""Notices, followers and mentions over HTTP."""

from ninja import Router

from kedang.activity.rights import PLAN
from kedang.archive import rights as archive_rights
from kedang.kit.doors import IdIn, Request, needs
from kedang.notices import colleagues, following, presenting, reading, schemas, setting

router = Router()
SEES = needs(archive_rights.VIEW)
MANAGES = needs(PLAN)


@router.get("/notices", response=schemas.NoticePage, openapi_extra=SEES)
def notices(
    request: Request, unread: bool = False, cursor: str | None = None, limit: int | None = None
) -> schemas.NoticePage:
    """One's notices, the latest first."""
    found = reading.notices(request.actor, unread=unread, cursor=cursor, limit=limit)
    return presenting.page(request.actor, found)


@router.get("/notices/count", response=schemas.NoticeCount, openapi_extra=SEES)
def count(request: Request) -> schemas.NoticeCount:
    """How many one has not read."""
    found = reading.unread_count(request.actor)
    return schemas.NoticeCount(value=min(found, reading.COUNTED), capped=found > reading.COUNTED)


@router.post("/notices/read", response={204: None}, openapi_extra=SEES)
def mark_all_read(request: Request) -> None:
    """One has read them all."""
    reading.mark_all_read(request.actor)


@router.post("/notices/{id}/read", response={204: None}, openapi_extra=SEES)
def mark_read(request: Request, id: IdIn) -> None:
    """One has read a notice."""
    reading.mark_read(request.actor, id)


@router.get("/customers/{int:id}/follow", response=schemas.FollowOut, openapi_extra=SEES)
def follows(request: Request, id: IdIn) -> schemas.FollowOut:
    """Whether one follows a customer."""
    return schemas.FollowOut(following=following.follows(request.actor, id))


@router.put("/customers/{int:id}/follow", response={204: None}, openapi_extra=SEES)
def follow(request: Request, id: IdIn) -> None:
    """Follow a customer: hear of what colleagues do with it."""
    following.follow(request.actor, id)


@router.delete("/customers/{int:id}/follow", response={204: None}, openapi_extra=SEES)
def unfollow(request: Request, id: IdIn) -> None:
    """Follow a customer no more."""
    following.unfollow(request.actor, id)


@router.get("/customers/{int:id}/colleagues", response=list[schemas.MentionableOut], openapi_extra=SEES)
def offered(request: Request, id: IdIn, text: str = "") -> list[schemas.MentionableOut]:
    """Colleagues who see a customer, by a part of their name: whom a text about it may name."""
    return presenting.colleagues(colleagues.offered(request.actor, id, text))


@router.post("/customers/{int:id}/mentions", response=schemas.MentionsOut, openapi_extra=SEES)
def mentions(request: Request, id: IdIn, body: schemas.MentioningIn) -> schemas.MentionsOut:
    """Who will be told of a text with `@name` in it, and who will not, for they do not see the customer. Keeps nothing."""
    return presenting.mentions(colleagues.named(request.actor, id, body.text))


@router.get("/escalation", response=schemas.EscalationOut, openapi_extra=MANAGES)
def escalation(request: Request) -> schemas.EscalationOut:
    """After how many days leads hear of what is overdue."""
    found = setting.read(request.actor)
    return schemas.EscalationOut(active=found.active, days=found.days, version=found.version)


@router.put("/escalation", response={204: None}, openapi_extra=MANAGES)
def set_escalation(request: Request, body: schemas.EscalationIn) -> None:
    """Set it."""
    setting.save(request.actor, **body.model_dump())
