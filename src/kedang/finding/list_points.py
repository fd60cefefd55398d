"""How to reach each customer of a page: one telephone number and one email address, as the list shows them."""

from collections.abc import Sequence

from kedang.archive.policy import FieldPolicy, present
from kedang.finding.list_values import Loader
from kedang.kit.masking import mask
from kedang.kit.modes import Mode

KINDS = {"phone": ("mobile", "landline"), "email": ("email",)}
_CHINESE_MOBILE = 14


def reach_of(loader: Loader, wanted: Sequence[str]) -> dict[str, dict[int, str]]:
    """The best number and address of each customer: preferred before others, mobile before landline; only these are opened."""
    kinds = [k for code in wanted for k in KINDS[code] if loader.policy.mode(k) > Mode.HIDDEN]
    found: dict[str, dict[int, str]] = {code: {} for code in wanted}
    if not kinds or not loader.ids:
        return found
    marks = ", ".join(["%s"] * len(kinds))
    where = f"x.contact_id IS NULL AND x.kind IN ({marks})"
    rows = loader.rows(
        "archive_contact_point", "x.id, x.kind, x.value_enc, x.preferred", where, kinds, order="x.preferred DESC, x.id"
    )
    best: dict[tuple[int, str], tuple[int, str, bytes]] = {}
    for customer_id, row_id, kind, sealed, _ in rows:
        code = "email" if kind == "email" else "phone"
        held = best.get((customer_id, code))
        if held is None or (kind == "mobile" and held[1] == "landline"):
            best[customer_id, code] = (row_id, kind, sealed)
    for (customer_id, code), (row_id, kind, sealed) in best.items():
        key = loader.key(customer_id)
        if key is not None:
            value = key.open(sealed, table="contact_point", column="value", row_id=row_id)
            found[code][customer_id] = _shown(loader.policy, kind, value)
    return found


def _shown(policy: FieldPolicy, kind: str, value: str) -> str:
    """The usual Chinese mobile number takes the short way."""
    if len(value) == _CHINESE_MOBILE and value.startswith("+861"):
        national = value[3:]
    else:
        national = present(kind, value)
    return national if policy.clear(kind) else mask("email" if kind == "email" else "phone", national)
