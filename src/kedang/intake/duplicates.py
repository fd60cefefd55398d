"""Who is in the archive already: for a draft on a screen, and for whoever is about to be filed.

A hit within one's reach is shown; one beyond it says that somebody is there, with an initial and a department to ask,
and no more. So does one that rests only on a number the reader may not read there: it must not be confirmed by trying.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kedang.accounts.queries import directory
from kedang.archive.content import Content
from kedang.archive.holders import concealed_hit
from kedang.archive.models import Customer
from kedang.archive.policy import field_label
from kedang.history.reads import record_read
from kedang.intake.confirming import Sight
from kedang.intake.keys import RowKeys, keys_under
from kedang.intake.lookup import Known, Neighbours, Reach, neighbours
from kedang.intake.plan import IDENTIFIER_KEYS
from kedang.kit.actor import Actor

_STRONG: dict[str, tuple[str, ...]] = {
    "person": ("external_id", *sorted(IDENTIFIER_KEYS), "phone_name", "email_name"),
    "organisation": ("external_id", *sorted(IDENTIFIER_KEYS), "name"),
}
_HINTS = ("phone", "email")
_FIELDS = {"phone_name": ("mobile", "name"), "email_name": ("email", "name"), "phone": ("mobile",)}
_MOST = 20


@dataclass(frozen=True, slots=True)
class Why:
    """A field that is equal, and its name in the reader's language."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody who is there. `strong` hits keep a new one from being filed; the others are only worth a look. `holds_id`:
    the external id is theirs, whether or not that is among the reasons to be shown."""

    visible: bool
    id: int
    number: str
    name: str
    initial: str
    department: str
    state: str
    strong: bool
    holds_id: bool
    reasons: tuple[Why, ...]

    def shown(self) -> dict[str, object]:
        """The hit as its reader may have it."""
        if self.visible:
            reasons = [{"field": w.field, "text": w.text} for w in self.reasons]
            return {"visible": True, "id": str(self.id), "number": self.number, "name": self.name, "reasons": reasons}
        return concealed_hit(initial=self.initial, department=self.department, state=self.state)


def hits_for(actor: Actor, content: Content, *, source: str, hints: bool) -> list[Hit]:
    """Everybody an exact key of this content leads to; with `hints` also those who only share a number or an address."""
    strong = keys_under(content, _STRONG[content.kind], source=source)
    weak = keys_under(content, _HINTS, source=source) if hints else []
    found = neighbours([*strong, *weak], source=source)
    levels = _levels(content.kind, [*strong, *weak], found)
    if not levels:
        return []
    sight = Sight(actor, Reach(actor, found))
    names = dict(Customer.objects.filter(id__in=list(levels)).values_list("id", "name"))
    hard = {keys.level for keys in strong}
    hits = [_hit(actor, found.customers[i], names[i], levels[i], hard, sight) for i in levels if i in names]
    # A hidden hit confirms a guess as well: who tries numbers against the archive is on record with what they met.
    record_read(actor, "customers.compared", customer_ids=[hit.id for hit in hits])
    return sorted(hits, key=lambda h: (not h.strong, not h.visible, h.id))[:_MOST]


def _levels(kind: str, asked: Sequence[RowKeys], found: Neighbours) -> dict[int, list[RowKeys]]:
    levels: dict[int, list[RowKeys]] = {}
    for keys in asked:
        for known in found.of(kind, keys):
            levels.setdefault(known.id, []).append(keys)
    return levels


def _hit(actor: Actor, known: Known, name: str, met: Sequence[RowKeys], hard: set[str], sight: Sight) -> Hit:
    levels = [keys.level for keys in met]
    confirmed = [keys.level for keys in met if sight.confirms(known, keys)]
    fields = dict.fromkeys(f for level in confirmed for f in _FIELDS.get(level, (level,)))
    shown = sight.policy(known).show("name", name)
    return Hit(
        visible=bool(confirmed),
        id=known.id,
        number=known.number,
        name=(shown.value if shown else None) or "",
        initial=name[:1],
        department=directory().department_name(known.department_id),
        state="trashed" if known.trashed else "active",
        strong=not hard.isdisjoint(levels),
        holds_id="external_id" in levels,
        reasons=tuple(Why(f, field_label(f, actor.language, {})) for f in fields),
    )
