"""Contact people, ties, notes and collaborators of one customer over HTTP."""

from ninja import Router

from kedang.archive import notes, people, relations, rights, sharing
from kedang.desk import bodies, page, schemas
from kedang.engine.relation_kinds import RELATION_KINDS
from kedang.engine.secrets_in_text import kinds_in
from kedang.kit.doors import SIGNED_IN, IdIn, Request, needs

router = Router()
EDIT = needs(rights.EDIT)
VIEW = needs(rights.VIEW)
Page = schemas.PageOut


@router.post("/customers/{int:id}/contacts", response={201: Page}, openapi_extra=EDIT)
def add_contact(request: Request, id: IdIn, body: bodies.ContactIn) -> Page:
    """Add a person at the organisation."""
    return page.page_of(request.actor, people.add_contact(request.actor, id, body.draft()))


@router.patch("/customers/{int:id}/contacts/{sub}", response=Page, openapi_extra=EDIT)
def change_contact(request: Request, id: IdIn, sub: IdIn, body: bodies.ContactChange) -> Page:
    """Change a person at the organisation."""
    return page.page_of(request.actor, people.change_contact(request.actor, id, sub, body.given()))


@router.delete("/customers/{int:id}/contacts/{sub}", response=Page, openapi_extra=EDIT)
def remove_contact(request: Request, id: IdIn, sub: IdIn) -> Page:
    """Take a person at the organisation away."""
    return page.page_of(request.actor, people.remove_contact(request.actor, id, sub))


@router.post("/customers/{int:id}/contacts/{sub}/contact-points", response={201: Page}, openapi_extra=EDIT)
def add_contact_point(request: Request, id: IdIn, sub: IdIn, body: bodies.PointIn) -> Page:
    """Add a way to reach a person at the organisation."""
    return page.page_of(request.actor, people.add_contact_point(request.actor, id, sub, body.draft()))


@router.patch("/customers/{int:id}/contacts/{sub}/contact-points/{point}", response=Page, openapi_extra=EDIT)
def change_contact_point(request: Request, id: IdIn, sub: IdIn, point: IdIn, body: bodies.PointChange) -> Page:
    """Change a way to reach a person at the organisation."""
    return page.page_of(request.actor, people.change_contact_point(request.actor, id, sub, point, body.given()))


@router.delete("/customers/{int:id}/contacts/{sub}/contact-points/{point}", response=Page, openapi_extra=EDIT)
def remove_contact_point(request: Request, id: IdIn, sub: IdIn, point: IdIn) -> Page:
    """Take away a way to reach a person at the organisation."""
    return page.page_of(request.actor, people.remove_contact_point(request.actor, id, sub, point))


@router.get("/relation-kinds", response=schemas.RelationKindsOut, openapi_extra=SIGNED_IN)
def relation_kinds(request: Request) -> schemas.RelationKindsOut:
    """The ties two customers can have."""
    language = request.actor.language
    return schemas.RelationKindsOut(
        kinds=[
            schemas.RelationKindOut(
                code=kind.code,
                label=kind.label(language),
                inverse_label=kind.label(language, inverse=True),
                this=list(kind.this),
                other=list(kind.other),
            )
            for kind in RELATION_KINDS
        ]
    )


@router.post("/customers/{int:id}/relations", response={201: Page}, openapi_extra=EDIT)
def add_relation(request: Request, id: IdIn, body: bodies.RelationIn) -> Page:
    """Tie two customers together; both must be visible to the caller."""
    relations.relate(request.actor, id, body.draft())
    return page.page_after(request.actor, id)


@router.patch("/customers/{int:id}/relations/{sub}", response=Page, openapi_extra=EDIT)
def change_relation(request: Request, id: IdIn, sub: IdIn, body: bodies.RelationChange) -> Page:
    """Change a tie's note or period."""
    relations.change(request.actor, id, sub, body.given())
    return page.page_after(request.actor, id)


@router.delete("/customers/{int:id}/relations/{sub}", response=Page, openapi_extra=EDIT)
def remove_relation(request: Request, id: IdIn, sub: IdIn) -> Page:
    """Cut a tie."""
    relations.cut(request.actor, id, sub)
    return page.page_after(request.actor, id)


@router.post("/texts/secrets", response=schemas.SecretsOut, openapi_extra=VIEW)
def look_for_secrets(request: Request, body: bodies.WrittenIn) -> schemas.SecretsOut:
    """Whether a text that is about to be written down holds a secret. It is neither kept nor recorded."""
    request.actor.require(rights.VIEW)
    return schemas.SecretsOut(kinds=list(kinds_in(body.text)))


@router.post("/customers/{int:id}/notes", response={201: Page}, openapi_extra=EDIT)
def add_note(request: Request, id: IdIn, body: bodies.NoteIn) -> Page:
    """Write a note."""
    notes.write(request.actor, id, body=body.body, pinned=body.pinned)
    return page.page_after(request.actor, id)


@router.patch("/customers/{int:id}/notes/{sub}", response=Page, openapi_extra=EDIT)
def change_note(request: Request, id: IdIn, sub: IdIn, body: bodies.NoteChange) -> Page:
    """Rewrite one's own note, or pin any."""
    notes.change(request.actor, id, sub, body.given())
    return page.page_after(request.actor, id)


@router.delete("/customers/{int:id}/notes/{sub}", response=Page, openapi_extra=EDIT)
def remove_note(request: Request, id: IdIn, sub: IdIn) -> Page:
    """Take one's own note away."""
    notes.delete(request.actor, id, sub)
    return page.page_after(request.actor, id)


@router.post("/customers/{int:id}/collaborators", response={201: Page}, openapi_extra=VIEW)
def add_collaborator(request: Request, id: IdIn, body: bodies.CollaboratorIn) -> Page:
    """Share the customer with a colleague; the owner may, and whoever may assign."""
    sharing.share(request.actor, id, **body.model_dump())
    return page.page_after(request.actor, id)


@router.patch("/customers/{int:id}/collaborators/{sub}", response=Page, openapi_extra=VIEW)
def change_collaborator(request: Request, id: IdIn, sub: IdIn, body: bodies.CollaboratorChange) -> Page:
    """Change what a colleague may do, or until when."""
    sharing.change(request.actor, id, sub, body.given())
    return page.page_after(request.actor, id)


@router.delete("/customers/{int:id}/collaborators/{sub}", response=schemas.AssignedOut, openapi_extra=VIEW)
def remove_collaborator(request: Request, id: IdIn, sub: IdIn) -> schemas.AssignedOut:
    """Stop sharing; the page is empty when the caller gave up their own sight."""
    sharing.unshare(request.actor, id, sub)
    return schemas.AssignedOut(page=page.page_if_visible(request.actor, id))
