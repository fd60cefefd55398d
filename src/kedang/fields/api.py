"""Fields, templates and views over HTTP."""

from ninja import Router

from kedang.fields import api_rules, definitions, rights, templates, views
from kedang.fields.register import groups, register
from kedang.fields.schemas import (
    AppliedOut,
    FieldChange,
    FieldIn,
    FieldOut,
    FieldSectionOut,
    FieldsOut,
    TemplatesOut,
    ViewChange,
    ViewIn,
    ViewOut,
    field_out,
    template_out,
    view_out,
)
from kedang.fields.template_catalogue import TEMPLATES
from kedang.kit.actor import Actor
from kedang.kit.doors import SIGNED_IN, IdIn, Request, needs

router = Router()
router.add_router("", api_rules.router)


def _field(actor: Actor, code: str) -> FieldOut:
    found = next(f for f in register(actor) if f.code == f"custom:{code}")
    return field_out(found, actor.language)


@router.get("/fields", response=FieldsOut, openapi_extra=SIGNED_IN)
def list_fields(request: Request) -> FieldsOut:
    """The field register as the caller may see it: built-in fields, then custom ones."""
    actor = request.actor
    sections = [FieldSectionOut(code=code, label=label) for code, label in groups(actor.language)]
    return FieldsOut(fields=[field_out(f, actor.language) for f in register(actor)], groups=sections)


@router.post("/fields", response={201: FieldOut}, openapi_extra=needs(rights.MANAGE))
def create_field(request: Request, body: FieldIn) -> FieldOut:
    """Add a custom field."""
    created = definitions.create(request.actor, body.draft())
    return _field(request.actor, created.code)


@router.patch("/fields/{code}", response=FieldOut, openapi_extra=needs(rights.MANAGE))
def change_field(request: Request, code: str, body: FieldChange) -> FieldOut:
    """Change a custom field, or take it out of use (`active: false`) and back."""
    code = code.removeprefix("custom:")
    definitions.change_and_switch(request.actor, code, body.changes(), active=body.active)
    return _field(request.actor, code)


@router.delete("/fields/{code}", response={204: None}, openapi_extra=needs(rights.MANAGE))
def deactivate_field(request: Request, code: str) -> None:
    """Take a custom field out of use; its values are kept."""
    definitions.deactivate(request.actor, code.removeprefix("custom:"))


@router.get("/templates", response=TemplatesOut, openapi_extra=SIGNED_IN)
def list_templates(request: Request) -> TemplatesOut:
    """The ready-made sets of fields."""
    language = request.actor.language
    return TemplatesOut(templates=[template_out(t, language, applied=templates.is_applied(t)) for t in TEMPLATES])


@router.post("/templates/{code}/apply", response=AppliedOut, openapi_extra=needs(rights.MANAGE))
def apply_template(request: Request, code: str) -> AppliedOut:
    """Add a template's fields; existing ones stay as they are."""
    return AppliedOut(added=[d.code for d in templates.apply(request.actor, code)])


@router.get("/views", response=list[ViewOut], openapi_extra=SIGNED_IN)
def list_views(request: Request, list: str = "customers") -> list[ViewOut]:
    """One's own views of a list and the shared ones."""
    return [view_out(v) for v in views.views_of(request.actor, list)]


@router.post("/views", response={201: ViewOut}, openapi_extra=SIGNED_IN)
def create_view(request: Request, body: ViewIn) -> ViewOut:
    """Keep a view. Sharing it needs `views.share`."""
    state = body.state.model_dump(exclude_none=True)
    view = views.create(request.actor, list_key=body.list, name=body.name, shared=body.shared, state=state)
    return view_out(view)


@router.patch("/views/{view_id}", response=ViewOut, openapi_extra=SIGNED_IN)
def change_view(request: Request, view_id: IdIn, body: ViewChange) -> ViewOut:
    """Rename, share or re-state a view."""
    state = body.state.model_dump(exclude_none=True) if body.state else None
    return view_out(views.change(request.actor, view_id, name=body.name, shared=body.shared, state=state))


@router.delete("/views/{view_id}", response={204: None}, openapi_extra=SIGNED_IN)
def delete_view(request: Request, view_id: IdIn) -> None:
    """Forget a view."""
    views.delete(request.actor, view_id)
