"""Creating, changing and deactivating custom fields. Nothing is ever deleted: values of a deactivated field stay."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Max

from kedang.engine.catalogue import FIELDS, GROUPS
from kedang.fields import rights
from kedang.fields.models import Definition, DefinitionsVersion
from kedang.fields.queries import VERSION, FieldDefinition, Option, definition_of
from kedang.fields.values import TYPES
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.glance import look_again
from kedang.kit.ids import new_id

KINDS = ("person", "organisation", "contact")
SENSITIVITIES = ("clear", "C", "S")
CHOICE_TYPES = frozenset(("choice", "multi_choice"))
OWN_GROUP = ("custom", "自定义", "Custom")
_CODE = re.compile(r"[a-z][a-z0-9_]{1,47}")

CODE_FORM = Refusal(
    "field.code",
    422,
    "字段代码“{code}”不可用：须以小写字母开头，由小写字母、数字和下划线组成，2 到 48 位。",
    "“{code}” cannot be a field code: lower-case letters, digits and underscores, 2 to 48, starting with a letter.",
)
CODE_TAKEN = Refusal("field.taken", 409, "字段代码“{code}”已被使用。", "The field code “{code}” is already in use.")
BAD_FIELD = Refusal("field.invalid", 422, "字段定义有误：{what}", "Not a valid field: {what}")
OPTION_LOST = Refusal(
    "field.option_lost",
    422,
    "选项“{value}”不能删除，已有客户可能在使用；可以修改它的名称。",
    "The option “{value}” cannot be removed, customers may use it. It can be renamed.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A field as somebody wants it."""

    code: str
    label_zh: str
    label_en: str = ""
    kinds: tuple[str, ...] = ("person", "organisation")
    type: str = "text"
    options: tuple[Option, ...] = ()
    required: bool = False
    sensitivity: str = "clear"
    group: str = "custom"
    position: int | None = None
    help_zh: str = ""
    help_en: str = ""


def checked(draft: Draft) -> Draft:
    """The draft with its gaps filled, or a refusal."""
    if not _CODE.fullmatch(draft.code) or draft.code in FIELDS:
        raise CODE_FORM(code=draft.code)
    _one_of("type", draft.type, TYPES)
    _one_of("sensitivity", draft.sensitivity, SENSITIVITIES)
    _one_of("group", draft.group, [code for code, _, _ in (*GROUPS, OWN_GROUP)])
    for kind in draft.kinds:
        _one_of("kinds", kind, KINDS)
    zh = draft.label_zh.strip() or draft.label_en.strip()
    if not draft.kinds or not zh:
        raise BAD_FIELD(what="kinds" if zh else "label")
    if len(zh) > 64 or len(draft.label_en) > 64 or max(len(draft.help_zh), len(draft.help_en)) > 200:
        raise BAD_FIELD(what="label, help")
    _check_options(draft)
    return replace(draft, label_zh=zh, label_en=draft.label_en.strip() or zh)


def _one_of(what: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise BAD_FIELD(what=f"{what} = {value}")


def _check_options(draft: Draft) -> None:
    if (draft.type in CHOICE_TYPES) != bool(draft.options):
        raise BAD_FIELD(what="options")
    values = [o.value for o in draft.options]
    if len(set(values)) != len(values) or any(not v.strip() or len(v) > 64 for v in values) or len(values) > 500:
        raise BAD_FIELD(what="options")


@transaction.atomic
def create(actor: Actor, draft: Draft) -> FieldDefinition:
    """Add a field."""
    actor.require(rights.MANAGE)
    draft = checked(draft)
    if Definition.objects.filter(code=draft.code).exists():
        raise CODE_TAKEN(code=draft.code)
    definition = store(draft)
    record(actor, "field.created", subject=("field", definition.id), details={"code": definition.code})
    return definition


def store(draft: Draft) -> FieldDefinition:
    """Insert a checked draft; the caller holds the transaction and records the event."""
    last = Definition.objects.aggregate(last=Max("position"))["last"] or 0
    row = Definition.objects.create(
        code=draft.code,
        label_zh=draft.label_zh,
        label_en=draft.label_en,
        kinds=list(draft.kinds),
        type=draft.type,
        options=plain_options(draft.options),
        required=draft.required,
        sensitivity=draft.sensitivity,
        group=draft.group,
        position=last + 10 if draft.position is None else draft.position,
        help_zh=draft.help_zh,
        help_en=draft.help_en,
    )
    bump()
    return definition_of(row)


def plain_options(options: Sequence[Option]) -> list[dict[str, str]]:
    """Options as they are stored."""
    return [{"value": o.value, "zh": o.zh or o.value, "en": o.en or o.zh or o.value} for o in options]


def bump() -> None:
    """Say that definitions changed, inside the transaction that changes them."""
    DefinitionsVersion.objects.update_or_create(id=1, defaults={"version": new_id()})
    look_again(VERSION)


CHANGEABLE = ("label_zh", "label_en", "kinds", "options", "required", "group", "position", "help_zh", "help_en")


@transaction.atomic
def change(actor: Actor, code: str, changes: Mapping[str, Any]) -> FieldDefinition:
    """Change what may change: labels, kinds, options, group, order, help. Type and sensitivity may not."""
    actor.require(rights.MANAGE)
    row = _load(code)
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise BAD_FIELD(what=", ".join(sorted(unknown)))
    stored = definition_of(row)
    draft = checked(replace(_draft_of(stored), **changes))
    kept = {o.value for o in draft.options}
    for option in stored.options:
        if option.value not in kept:
            raise OPTION_LOST(value=option.value)
    for name in CHANGEABLE:
        setattr(row, name, getattr(draft, name))
    row.kinds, row.options = list(draft.kinds), plain_options(draft.options)
    row.save()
    bump()
    record(actor, "field.changed", subject=("field", row.id), fields=sorted(changes), details={"code": code})
    return definition_of(row)


def _draft_of(stored: FieldDefinition) -> Draft:
    return Draft(**{name: getattr(stored, name) for name in Draft.__dataclass_fields__})


def _load(code: str) -> Definition:
    row = Definition.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise NOT_FOUND()
    return row


@transaction.atomic
def change_and_switch(actor: Actor, code: str, changes: Mapping[str, Any], *, active: bool | None) -> None:
    """Change a field and take it out of use or back, together or not at all."""
    actor.require(rights.MANAGE)
    stored = definition_of(_load(code))
    if changes:
        change(actor, code, changes)
    if active is not None and active != stored.active:
        (activate if active else deactivate)(actor, code)


@transaction.atomic
def deactivate(actor: Actor, code: str) -> None:
    """Take a field out of use; its values are kept and come back with it."""
    actor.require(rights.MANAGE)
    row = _switch(code, active=False)
    record(actor, "field.deactivated", subject=("field", row.id), details={"code": code})


@transaction.atomic
def activate(actor: Actor, code: str) -> FieldDefinition:
    """Bring a field back into use."""
    actor.require(rights.MANAGE)
    row = _switch(code, active=True)
    record(actor, "field.activated", subject=("field", row.id), details={"code": code})
    return definition_of(row)


def _switch(code: str, *, active: bool) -> Definition:
    row = _load(code)
    row.active = active
    row.save(update_fields=["active"])
    bump()
    return row
