"""How to reach each customer of a page: one telephone number and one email address, as the list shows them."""

from collections.abc import Callable, Sequence

from kedang.archive.policy import FieldPolicy, present
from kedang.finding.list_values import SHUT, Loader
from kedang.kit.masking import mask_email, mask_phone
from kedang.kit.modes import Mode
from kedang.vault.keys import open_sound_cells
from kedang.vault.unfit import ProviderAway

KINDS = {"phone": ("mobile", "landline"), "email": ("email",)}
_CHINESE_MOBILE = 14
_SERVICES = frozenset(("400", "800"))


def reach_of(loader: Loader, wanted: Sequence[str]) -> dict[str, dict[int, str]]:
    """The best number and address of each customer: preferred before others, mobile before landline; only these are opened."""
    kinds = [k for code in wanted for k in KINDS[code] if loader.policy.mode(k) > Mode.HIDDEN]
    found: dict[str, dict[int, str]] = {code: {} for code in wanted}
    if not kinds or not loader.ids:
        return found
    marks = ", ".join(["%s"] * len(kinds))
    where = f"x.contact_id IS NULL AND x.kind IN ({marks})"
    rows = loader.rows(
        "archive_contact_point", "x.id, x.kind, x.value_enc", where, kinds, order="x.preferred DESC, x.id"
    )
    best: dict[tuple[str, int], tuple[int, str, bytes]] = {}
    for customer_id, row_id, kind, sealed in rows:
        place = ("email" if kind == "email" else "phone", customer_id)
        held = best.get(place)
        if held is None or (kind == "mobile" and held[1] == "landline"):
            best[place] = (row_id, kind, sealed)
    cells = [(place[1], row_id, sealed) for place, (row_id, _, sealed) in best.items()]
    try:
        texts, damaged = open_sound_cells(cells, table="contact_point", column="value")
    except ProviderAway as away:
        loader.go_on_shut(away)
        texts, damaged = [SHUT] * len(cells), []
    places = list(best)
    for at in damaged:
        loader.damage.add(places[at][1], places[at][0])
    shown = {kind: _shower(loader.policy, kind) for kind in kinds}
    for ((code, customer_id), (_, kind, _)), text in zip(best.items(), texts, strict=True):
        if text is not None:
            found[code][customer_id] = shown[kind](text)
    return found


def _shower(policy: FieldPolicy, kind: str) -> Callable[[str], str]:
    """How a value of this kind is shown to this actor."""
    clear = policy.clear(kind)
    if kind == "email":
        return str if clear else mask_email
    return national if clear else lambda value: mask_phone(national(value))


def national(value: str) -> str:
    """A stored number as it is dialled at home; the usual mobile and landline numbers take the short way."""
    if len(value) == _CHINESE_MOBILE and value.startswith("+861"):
        return value[3:]
    if 12 < len(value) <= _CHINESE_MOBILE and value.startswith("+86") and value[3:6] not in _SERVICES:
        area = 5 if value[3] in "12" else 6
        return f"0{value[3:area]}-{value[area:]}"
    return present("landline", value)
