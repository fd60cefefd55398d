"""The whole field register, built-in and custom, as one actor sees it."""

from dataclasses import dataclass

from kedang.engine.catalogue import CATALOGUE, CUSTOM_PREFIX, GROUPS, OPS_BY_TYPE, SEALED_OPS, TEXT_OPS, FieldSpec
from kedang.fields.definitions import OWN_GROUP
from kedang.fields.queries import FieldDefinition, all_definitions
from kedang.kit.actor import Actor
from kedang.kit.modes import Mode, ModeSet

CUSTOM_OPS = {
    "multi_choice": OPS_BY_TYPE["choice"],
    "datetime": OPS_BY_TYPE["date"],
    "boolean": ("eq", "empty", "not_empty"),
}
REQUIRED = frozenset(("name",))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterField:
    """One field with what the actor may do with it."""

    code: str
    label_zh: str
    label_en: str
    kinds: tuple[str, ...]
    type: str
    options: tuple[tuple[str, str], ...]
    required: bool
    multi: bool
    sensitivity: str
    group: str
    order: int
    custom: bool
    active: bool
    sortable: bool
    filter_ops: tuple[str, ...]
    help_zh: str
    help_en: str
    modes: ModeSet


def register(actor: Actor) -> list[RegisterField]:
    """Every field, built-in first. Who manages fields sees deactivated ones too; fields hidden everywhere are left out."""
    built_in = [_built_in(actor, spec, order) for order, spec in enumerate(CATALOGUE)]
    definitions = [d for d in all_definitions() if d.active or actor.can("fields.manage")]
    custom = [_custom(actor, d, len(CATALOGUE) + order) for order, d in enumerate(definitions)]
    return [f for f in (*built_in, *custom) if _reachable(f.modes) or actor.can("fields.manage")]


def _reachable(modes: ModeSet) -> bool:
    return any((modes.own, modes.other, modes.list, modes.export))


def groups(language: str) -> list[tuple[str, str]]:
    """(code, label) of the sections, in order."""
    at = 1 if language.startswith("zh") else 2
    return [(group[0], group[at]) for group in (*GROUPS, OWN_GROUP)]


def custom_ops(definition: FieldDefinition) -> tuple[str, ...]:
    """The filter operations of a custom field; sealed values answer equality only."""
    if definition.sensitivity != "clear":
        return SEALED_OPS
    if definition.type in ("user", "customer"):
        return OPS_BY_TYPE["choice"]
    return CUSTOM_OPS.get(definition.type) or OPS_BY_TYPE.get(definition.type, TEXT_OPS)


def _filterable(modes: ModeSet, ops: tuple[str, ...]) -> tuple[str, ...]:
    """A filter on a value one may not read would be an oracle."""
    return ops if max(modes.own, modes.other) >= Mode.READ else ()


def _built_in(actor: Actor, spec: FieldSpec, order: int) -> RegisterField:
    modes = actor.modes.modes(spec.code, spec.sensitivity)
    at = 1 if actor.language.startswith("zh") else 2
    return RegisterField(
        code=spec.code,
        label_zh=spec.zh,
        label_en=spec.en,
        kinds=spec.kinds,
        type=spec.type,
        options=tuple((choice[0], choice[at]) for choice in spec.choices),
        required=spec.code in REQUIRED,
        multi=spec.multi,
        sensitivity=spec.sensitivity,
        group=spec.group,
        order=order,
        custom=False,
        active=True,
        sortable=spec.sortable,
        filter_ops=_filterable(modes, spec.ops),
        help_zh="",
        help_en="",
        modes=modes,
    )


def _custom(actor: Actor, definition: FieldDefinition, order: int) -> RegisterField:
    code = CUSTOM_PREFIX + definition.code
    modes = actor.modes.modes(code, definition.sensitivity)
    return RegisterField(
        code=code,
        label_zh=definition.label_zh,
        label_en=definition.label_en,
        kinds=definition.kinds,
        type=definition.type,
        options=tuple((o.value, o.label(actor.language)) for o in definition.options),
        required=definition.required,
        multi=definition.multi,
        sensitivity=definition.sensitivity,
        group=definition.group,
        order=order,
        custom=True,
        active=definition.active,
        sortable=False,
        filter_ops=_filterable(modes, custom_ops(definition)),
        help_zh=definition.help_zh,
        help_en=definition.help_en,
        modes=modes,
    )
