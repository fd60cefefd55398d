"""The mailbox and what waits in it, over HTTP."""

from ninja import Router

from kedang.kit.doors import IdIn, Request, needs
from kedang.mailbox import presenting, rights, schemas, setting, sorting

router = Router()
MANAGES = needs(rights.MANAGE)
SORTS = needs(rights.SORT)


@router.get("/mailbox", response=schemas.MailboxOut, openapi_extra=MANAGES)
def mailbox(request: Request) -> schemas.MailboxOut:
    """The mailbox whose mails are filed, and how it went last."""
    return presenting.box(setting.read(request.actor))


@router.put("/mailbox", response=schemas.MailboxOut, openapi_extra=MANAGES)
def set_mailbox(request: Request, body: schemas.MailboxChangeIn) -> schemas.MailboxOut:
    """Set the mailbox. Without a password the one that is kept stays, as long as it goes to the same server."""
    setting.save(request.actor, body.wanted(), version=body.version)
    return presenting.box(setting.read(request.actor))


@router.post("/mailbox/test", response=schemas.TriedOut, openapi_extra=MANAGES)
def try_mailbox(request: Request, body: schemas.MailboxIn) -> schemas.TriedOut:
    """Sign in and look into the folder; keeps nothing."""
    problem = setting.try_out(request.actor, body.wanted())
    return schemas.TriedOut.model_validate({"problem": problem})


@router.get("/mails", response=schemas.MailPage, openapi_extra=SORTS)
def mails(request: Request, cursor: str | None = None, limit: int | None = None) -> schemas.MailPage:
    """Mails that nobody was recognised in: one's own, or everybody's for who sees all customers."""
    return presenting.page(request.actor, sorting.waiting(request.actor, cursor=cursor, limit=limit))


@router.post("/mails/{id}/assign", response={201: schemas.FiledMailOut}, openapi_extra=SORTS)
def assign_mail(request: Request, id: IdIn, body: schemas.AssignMailIn) -> schemas.FiledMailOut:
    """Write a mail down with a customer."""
    return schemas.FiledMailOut(id=str(sorting.assign(request.actor, id, body.customer_id)))


@router.post("/mails/{id}/discard", response={204: None}, openapi_extra=SORTS)
def discard_mail(request: Request, id: IdIn) -> None:
    """A mail is of no use here."""
    sorting.discard(request.actor, id)
