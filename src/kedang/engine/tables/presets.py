"""Exports of other products, recognised by headers only they write together."""

from collections.abc import Sequence

from kedang.engine.tables.preset import Preset
from kedang.engine.tables.presets_contacts import CONTACT_PRESETS
from kedang.engine.tables.presets_crm import CRM_PRESETS
from kedang.engine.tables.presets_own import OWN_PRESETS
from kedang.engine.tables.vocabulary import key

PRESETS: tuple[Preset, ...] = CRM_PRESETS + CONTACT_PRESETS + OWN_PRESETS
PRESETS_BY_NAME = {preset.name: preset for preset in PRESETS}


def recognise(headers: Sequence[str]) -> Preset | None:
    """The preset whose signature these headers show best, if any shows enough."""
    keys = {key(h) for h in headers if h}
    found = [(len(preset.signature & keys), preset) for preset in PRESETS]
    enough = [(hits / preset.enough, hits, preset) for hits, preset in found if hits >= preset.enough]
    return max(enough, key=lambda item: item[:2])[2] if enough else None
