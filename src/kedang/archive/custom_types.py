"""The types of custom fields as storage needs them."""

from kedang.fields.queries import active_definitions, all_definitions


def custom_types() -> dict[int, tuple[str, bool]]:
    """Definition id -> (type, sensitive); deactivated ones too, whose stored values must keep their form."""
    return {d.id: (d.type, d.sensitivity != "clear") for d in all_definitions()}


def custom_ids() -> dict[str, int]:
    """Code -> definition id."""
    return {d.code: d.id for d in active_definitions()}
