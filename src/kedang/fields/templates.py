"""Applying a template: its fields become custom fields, those that exist already are left as they are."""

from django.db import transaction

from kedang.fields import rights
from kedang.fields.definitions import activate, checked, store
from kedang.fields.queries import FieldDefinition, by_code
from kedang.fields.template_catalogue import TEMPLATES, Template
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND


@transaction.atomic
def apply(actor: Actor, code: str) -> list[FieldDefinition]:
    """Create the template's missing fields and bring back deactivated ones. Returns those that were added or came back."""
    actor.require(rights.MANAGE)
    template = find(code)
    existing = by_code()
    added: list[FieldDefinition] = []
    for draft in template.fields:
        stored = existing.get(draft.code)
        if stored is None:
            added.append(store(checked(draft)))
        elif not stored.active:
            added.append(activate(actor, draft.code))
    if added:
        details = {"template": code, "fields": [d.code for d in added]}
        record(actor, "template.applied", subject=("template", added[0].id), details=details)
    return added


def find(code: str) -> Template:
    """The template of this code."""
    template = next((t for t in TEMPLATES if t.code == code), None)
    if template is None:
        raise NOT_FOUND()
    return template


def is_applied(template: Template) -> bool:
    """Whether all its fields are in use."""
    existing = by_code()
    return all(d.code in existing and existing[d.code].active for d in template.fields)
