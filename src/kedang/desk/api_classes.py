"""Tags, groups and the number pattern over HTTP."""

from ninja import Router

from kedang.accounts.queries import directory
from kedang.archive import groups, numbering, rights, tags
from kedang.desk import bodies, schemas
from kedang.history.schemas import ActorOut
from kedang.kit.doors import IdIn, Request, needs

router = Router()
TAGS, GROUPS, NUMBERING = needs(rights.TAGS), needs(rights.GROUPS), needs(rights.NUMBERING)


def _tag(line: tags.TagLine) -> schemas.TagOut:
    tag = line.tag
    owner = directory().person(tag.owner_id)
    named = ActorOut(id=str(owner.id), name=owner.name) if owner else None
    return schemas.TagOut(id=str(tag.id), name=tag.name, colour=tag.colour, owner=named, customers=line.customers)


def _group(line: groups.GroupLine) -> schemas.GroupOut:
    return schemas.GroupOut(
        id=str(line.id),
        name=line.name,
        parent_id=str(line.parent_id) if line.parent_id else None,
        path=line.path,
        position=line.position,
        customers=line.customers,
    )


@router.get("/tags", response=schemas.TagsOut, openapi_extra=needs(rights.VIEW, rights.TAGS))
def list_tags(request: Request, counted: bool = True) -> schemas.TagsOut:
    """Every tag, with the number of customers the caller sees under it; `counted=false` leaves the numbers out."""
    return schemas.TagsOut(tags=[_tag(line) for line in tags.all_tags(request.actor, counted=counted)])


@router.post("/tags", response={201: schemas.TagOut}, openapi_extra=TAGS)
def create_tag(request: Request, body: bodies.TagIn) -> schemas.TagOut:
    """Make a tag."""
    return _tag(tags.create(request.actor, **body.model_dump()))


@router.patch("/tags/{id}", response=schemas.TagOut, openapi_extra=TAGS)
def change_tag(request: Request, id: IdIn, body: bodies.TagChange) -> schemas.TagOut:
    """Rename, recolour or hand over a tag."""
    tags.change(request.actor, id, body.given())
    return _tag(tags.line_of(request.actor, id))


@router.post("/tags/{id}/merge", response=schemas.TagOut, openapi_extra=TAGS)
def merge_tag(request: Request, id: IdIn, body: bodies.MergeIn) -> schemas.TagOut:
    """Make a tag a synonym of another; its customers get the other."""
    tags.merge(request.actor, id, into=body.into)
    return _tag(tags.line_of(request.actor, body.into))


@router.delete("/tags/{id}", response={204: None}, openapi_extra=TAGS)
def delete_tag(request: Request, id: IdIn) -> None:
    """Take a tag off every customer and away."""
    tags.delete(request.actor, id)


@router.get("/groups", response=schemas.GroupsOut, openapi_extra=needs(rights.VIEW, rights.GROUPS))
def list_groups(request: Request, counted: bool = True) -> schemas.GroupsOut:
    """The tree of groups, with the number of customers the caller sees in each; `counted=false` leaves the numbers out."""
    return schemas.GroupsOut(groups=[_group(line) for line in groups.all_groups(request.actor, counted=counted)])


@router.post("/groups", response={201: schemas.GroupOut}, openapi_extra=GROUPS)
def create_group(request: Request, body: bodies.GroupIn) -> schemas.GroupOut:
    """Make a group."""
    return _group(groups.line_of(request.actor, groups.create(request.actor, **body.model_dump())))


@router.patch("/groups/{id}", response=schemas.GroupOut, openapi_extra=GROUPS)
def change_group(request: Request, id: IdIn, body: bodies.GroupChange) -> schemas.GroupOut:
    """Rename or move a group with everything below it."""
    groups.change(request.actor, id, body.given())
    return _group(groups.line_of(request.actor, id))


@router.delete("/groups/{id}", response={204: None}, openapi_extra=GROUPS)
def delete_group(request: Request, id: IdIn) -> None:
    """Delete an empty group."""
    groups.delete(request.actor, id)


@router.get("/numbering", response=schemas.NumberingOut, openapi_extra=NUMBERING)
def show_numbering(request: Request, pattern: str | None = None) -> schemas.NumberingOut:
    """The number pattern in force with the next numbers, or what another one would give."""
    return schemas.NumberingOut(**numbering.shown(request.actor, pattern))


@router.put("/numbering", response=schemas.NumberingOut, openapi_extra=NUMBERING)
def set_numbering(request: Request, body: bodies.NumberingIn) -> schemas.NumberingOut:
    """Set the pattern of archive numbers; numbers given out stay."""
    pattern = numbering.set_pattern(request.actor, body.pattern)
    return schemas.NumberingOut(pattern=pattern, preview=numbering.preview(pattern))
