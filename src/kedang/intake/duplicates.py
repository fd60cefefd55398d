"""Who is in the archive already: for a draft on a screen, and for whoever is about to be filed.

Exact keys decide first (an external id, a document, a telephone with its name); what the model finds likely comes on top.

A hit within one's reach is shown; one beyond it says that somebody is there, with an initial and a department to ask,
and no more. So does one that rests only on a number the reader may not read there: it must not be confirmed by trying.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kedang.accounts.queries import directory
from kedang.archive.content import Content
from kedang.archive.holders import concealed_hit
from kedang.archive.models import Customer
from kedang.archive.policy import field_label
from kedang.duplicates.applying import handle_for
from kedang.duplicates.meeting import Met, meet, shown_name
from kedang.duplicates.probes import probe_of
from kedang.history.reads import record_read
from kedang.intake.confirming import Sight
from kedang.intake.guessing import with_few
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
    """Something that agrees, in the reader's language; `share` is its part of all that speaks for it, in percent, when the
    model says so."""

    field: str
    text: str
    share: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody who is there. `strong` hits keep a new one from being filed; the others are only worth a look. `holds_id`:
    the external id is theirs, whether or not that is among the reasons to be shown. `weighed`: the model takes them for one."""

    visible: bool
    id: int
    number: str
    name: str
    initial: str
    department: str
    state: str
    strong: bool
    holds_id: bool
    weighed: bool
    reasons: tuple[Why, ...]

    def shown(self, actor: Actor) -> dict[str, object]:
        """The hit as its reader may have it. Of somebody concealed a handle is given, with which to apply for a share."""
        if self.visible:
            likeness = "certain" if self.strong else "possible" if self.weighed else None
            reasons = [{"field": w.field, "text": w.text, "share": w.share} for w in self.reasons]
            named = {"id": str(self.id), "number": self.number, "name": self.name}
            return {"visible": True, **named, "likeness": likeness, "reasons": reasons}
        concealed = concealed_hit(initial=self.initial, department=self.department, state=self.state)
        return concealed | {"handle": handle_for(actor, self.id)}


@dataclass(frozen=True, slots=True)
class Found:
    """Everybody a content may already be: as hits to be told, and as the model met them."""

    hits: tuple[Hit, ...]
    met: tuple[Met, ...]

    @property
    def concealed(self) -> list[int]:
        """Who is told of without being shown."""
        return [hit.id for hit in self.hits if not hit.visible]

    @property
    def strong(self) -> tuple[Hit, ...]:
        """Those that keep a new one from being filed."""
        return tuple(hit for hit in self.hits if hit.strong)


def look_for(actor: Actor, content: Content, *, source: str, hints: bool) -> Found:
    """Everybody a content may already be; with `hints` also those who only share a number, an address or a likeness."""
    (met,) = meet(actor, [probe_of(content)])
    hits = _hits(actor, content, met, source=source, hints=hints)
    few = with_few(content)
    if few != content:
        (met_few,) = meet(actor, [probe_of(few)])
        told = _hits(actor, few, met_few, source=source, hints=hints)
        hits = {i: hit for i, hit in hits.items() if hit.visible or hit.holds_id or i in told}
    # A hidden hit confirms a guess as well: who tries numbers against the archive is on record with what they met.
    if hits:
        record_read(actor, "customers.compared", customer_ids=list(hits))
    ordered = sorted(hits.values(), key=lambda h: (not h.strong, not h.visible, h.id))
    return Found(tuple(ordered[:_MOST]), tuple(met))


def _hits(actor: Actor, content: Content, met: Sequence[Met], *, source: str, hints: bool) -> dict[int, Hit]:
    """Everybody the keys lead to, and whom the model met."""
    hits = {hit.id: hit for hit in _by_keys(actor, content, source=source, hints=hints)}
    for each in met:
        known = hits.get(each.customer.id)
        if known is not None:
            hits[known.id] = _likelier(actor, known, each)
        elif hints or each.certain:
            hits[each.customer.id] = _by_likeness(actor, each)
    return hits


def _by_likeness(actor: Actor, met: Met) -> Hit:
    customer = met.customer
    return Hit(
        visible=met.visible,
        id=customer.id,
        number=customer.number,
        name=shown_name(actor, customer),
        initial=customer.name[:1],
        department=directory().department_name(customer.department_id),
        state="active",
        strong=met.certain,
        holds_id=False,
        weighed=True,
        reasons=_words(actor, met),
    )


def _likelier(actor: Actor, hit: Hit, met: Met) -> Hit:
    """A hit by a key which the model met too. What may be told by readable fields is told as if nothing else agreed: being
    concealed, or stronger, all of a sudden would say that an unreadable guess is right."""
    if hit.visible and (hit.strong or not met.visible):
        return hit
    if met.visible:
        return replace(_by_likeness(actor, met), holds_id=hit.holds_id)
    return replace(hit, strong=hit.strong or met.certain)


def _words(actor: Actor, met: Met) -> tuple[Why, ...]:
    """What speaks for it, the weightiest first, with its part of the whole."""
    speaking = [share for share in met.shares if share.weight > 0]
    total = sum(share.weight for share in speaking)
    zh = actor.language.startswith("zh")
    return tuple(
        Why(share.comparison.field, share.level.zh if zh else share.level.en, round(100 * share.weight / total))
        for share in sorted(speaking, key=lambda share: -share.weight)
    )


def _by_keys(actor: Actor, content: Content, *, source: str, hints: bool) -> list[Hit]:
    """Everybody an exact key of this content leads to; with `hints` also those who only share a number or an address."""
    strong = keys_under(content, _STRONG[content.kind], source=source)
    weak = keys_under(content, _HINTS, source=source) if hints else []
    found = neighbours(actor, [*strong, *weak], source=source)
    levels = _levels(content.kind, [*strong, *weak], found)
    if not levels:
        return []
    sight = Sight(actor, Reach(actor, found))
    names = dict(Customer.objects.filter(id__in=list(levels)).values_list("id", "name"))
    hard = {keys.level for keys in strong}
    names.update(dict.fromkeys(found.kept, ""))
    return [_hit(actor, found.customers[i], names[i], levels[i], hard, sight) for i in levels if i in names]


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
        weighed=False,
        reasons=tuple(Why(f, field_label(f, actor.language, {})) for f in fields),
    )
