"""One customer over HTTP: its page, its values, its life."""

from ninja import Router

from kedang.approvals import looking
from kedang.archive import bulk, customers, edit, groups, rights, tags
from kedang.desk import bodies, history_view, page, panels, schemas, timeline
from kedang.desk.schemas_panels import PanelsOut
from kedang.kit.doors import IdIn, Request, needs

router = Router()


@router.get("/customers/{int:id}", response=schemas.PageOut, openapi_extra=needs(rights.VIEW))
def open_customer(request: Request, id: IdIn) -> schemas.PageOut:
    """Everything about one customer, masked as the caller's roles say; recorded as opened."""
    return page.open_page(request.actor, id)


@router.get("/customers/{int:id}/panels", response=PanelsOut, openapi_extra=needs(rights.VIEW))
def open_with_parts(request: Request, id: IdIn, parts: str = "") -> PanelsOut:
    """A customer with the parts its page shows at first, each as its own address answers; `parts`: only these, with commas between."""
    wanted = tuple(dict.fromkeys(part for part in parts.split(",") if part))
    return panels.panels(request.actor, id, parts=wanted)


@router.patch("/customers/{int:id}", response=schemas.PageOut, openapi_extra=needs(rights.EDIT))
def change_values(request: Request, id: IdIn, body: bodies.ValuesIn) -> schemas.PageOut:
    """Set or clear values; each is standardised, one that does not fit is kept and marked."""
    customer = edit.change_values(request.actor, id, body.values, version=body.version)
    return page.page_of(request.actor, customer)


@router.post("/customers/{int:id}/trash", response=schemas.PageOut, openapi_extra=needs(rights.TRASH))
def trash_customer(request: Request, id: IdIn) -> schemas.PageOut:
    """Move a customer to the recycle bin."""
    customers.trash(request.actor, id)
    return page.page_after(request.actor, id)


@router.post("/customers/{int:id}/restore", response=schemas.PageOut, openapi_extra=needs(rights.TRASH))
def restore_customer(request: Request, id: IdIn) -> schemas.PageOut:
    """Bring a customer back from the recycle bin."""
    customers.restore(request.actor, id)
    return page.page_after(request.actor, id)


@router.post("/customers/{int:id}/owner", response=schemas.AssignedOut, openapi_extra=needs(rights.ASSIGN))
def assign_customer(request: Request, id: IdIn, body: bodies.OwnerIn) -> schemas.AssignedOut:
    """Give a customer to somebody else; the page is empty when it left the caller's sight."""
    customers.assign(request.actor, id, body.owner_id)
    return schemas.AssignedOut(page=page.page_if_visible(request.actor, id))


@router.post("/customers/{int:id}/reveal", response=schemas.Revealed, openapi_extra=needs(rights.VIEW))
def reveal_values(request: Request, id: IdIn, body: bodies.RevealIn) -> schemas.Revealed:
    """Masked values in clear: by a grant, or by the right to reveal and a reason; recorded before they leave."""
    return schemas.Revealed(values=looking.reveal(request.actor, id, keys=body.fields, reason=body.reason))


@router.get("/customers/{int:id}/history", response=schemas.HistoryOut, openapi_extra=needs(rights.HISTORY))
def customer_history(
    request: Request, id: IdIn, former: str | None = None, cursor: str | None = None, limit: int | None = None
) -> schemas.HistoryOut:
    """What happened to a customer and to those merged into it (`former`: to that archive number alone), newest first."""
    return history_view.history(request.actor, id, former=former, cursor=cursor, limit=limit)


@router.get("/customers/{int:id}/timeline", response=schemas.TimelineOut, openapi_extra=needs(rights.VIEW))
def customer_timeline(
    request: Request, id: IdIn, kinds: str = "", cursor: str | None = None, limit: int | None = None
) -> schemas.TimelineOut:
    """What happened with a customer over all rooms, newest first; `kinds`: only these, with commas between."""
    wanted = tuple(dict.fromkeys(kind for kind in kinds.split(",") if kind))
    return timeline.timeline(request.actor, id, kinds=wanted, cursor=cursor, limit=limit)


@router.put("/customers/{int:id}/tags", response=schemas.PageOut, openapi_extra=needs(rights.EDIT))
def put_tags(request: Request, id: IdIn, body: bodies.TagsIn) -> schemas.PageOut:
    """Give a customer exactly these tags."""
    return page.page_of(request.actor, tags.put(request.actor, id, body.tag_ids))


@router.put("/customers/{int:id}/groups", response=schemas.PageOut, openapi_extra=needs(rights.EDIT))
def put_groups(request: Request, id: IdIn, body: bodies.GroupsIn) -> schemas.PageOut:
    """Put a customer into exactly these groups."""
    return page.page_of(request.actor, groups.put(request.actor, id, body.group_ids))


@router.post("/customers/bulk", response=schemas.BulkOut, openapi_extra=needs(rights.BULK))
def act_on_many(request: Request, body: bodies.BulkIn) -> schemas.BulkOut:
    """One action on many customers; those it does not suit are named with the reason."""
    outcome = bulk.act_on_many(request.actor, body.ids, action=body.action, values=body.values())
    refused = [schemas.BulkRefusal(id=str(i), reason=reason) for i, reason in outcome.refused]
    return schemas.BulkOut(done=outcome.done, refused=refused)
