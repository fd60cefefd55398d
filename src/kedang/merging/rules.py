"""Which of several values a single field keeps: valid beats doubtful, newer beats older, longer beats shorter, ours beats theirs.

Some values cannot both be true of one customer. Where two valid ones differ, no rule decides: a person does.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from kedang.archive.content import Content, IdentifierItem
from kedang.engine.catalogue import FIELDS

# Two of these that differ say that these may be two customers after all.
TELLING = frozenset(("birth_date", "gender", "stock_code"))
# Who gives the first gives the second as well: an amount and its currency belong together.
TOGETHER = {"capital_currency": "registered_capital", "stock_exchange": "stock_code"}
ONE_NUMBER = frozenset(c for c, spec in FIELDS.items() if spec.storage == "identifier" and not spec.multi)


@dataclass(frozen=True, slots=True)
class Side:
    """One participant: its content, and when each field was last set (`*` speaks for fields not named)."""

    id: int
    content: Content
    stamps: dict[str, list[str | int]] = field(default_factory=dict)

    def since(self, code: str) -> int:
        """Unix seconds at which the field got its value."""
        entry = self.stamps.get(code) or self.stamps.get("*")
        return int(entry[2]) if entry else 0


@dataclass(frozen=True, slots=True)
class Pick:
    """Whose value a field keeps, and why: only, same, valid, newer, longer, kept, chosen, or clash."""

    side: Side
    reason: str

    @property
    def undecided(self) -> bool:
        """Whether somebody has to choose."""
        return self.reason == "clash"


def pick_text(code: str, sides: Sequence[Side], chosen: int | None = None) -> Pick | None:
    """The pick for a field of one text; the survivor stands first. None when nobody has a value."""
    holding = [side for side in sides if code in side.content.fields or code in side.content.given]
    texts = {side.id: side.content.fields.get(code, "") for side in holding}
    doubts = {side.id: not texts[side.id] or bool(side.content.given.get(code, ["", ""])[1]) for side in holding}
    if code in TELLING and len({texts[s.id] for s in holding if not doubts[s.id]}) > 1:
        return _clash(sorted(holding, key=lambda side: doubts[side.id]), chosen)
    return _pick(code, holding, texts, doubts, chosen)


def pick_extra(header: str, sides: Sequence[Side], chosen: int | None = None) -> Pick | None:
    """The pick for a column nobody mapped."""
    holding = [side for side in sides if header in side.content.extras]
    texts = {side.id: side.content.extras[header] for side in holding}
    return _pick(f"extra:{header}", holding, texts, dict.fromkeys(texts, False), chosen)


def pick_custom(field_id: int, sides: Sequence[Side], chosen: int | None = None) -> Pick | None:
    """The pick for a custom field of one value."""
    held = {side.id: [i for i in side.content.customs if i.field_id == field_id] for side in sides}
    holding = [side for side in sides if held[side.id]]
    texts = {side.id: held[side.id][0].value for side in holding}
    doubts = {side.id: bool(held[side.id][0].reason) for side in holding}
    return _pick(f"custom:{field_id}", holding, texts, doubts, chosen)


def pick_number(kind: str, sides: Sequence[Side], chosen: int | None = None) -> Pick | None:
    """The pick for a number of which a customer has one: a credit code, an ID number."""
    held = {side.id: numbers_of(side, kind) for side in sides}
    holding = [side for side in sides if held[side.id]]
    sound = {side.id: sound_values(side, kind) for side in holding}
    if contradict(sound.values()):
        return _clash([side for side in holding if sound[side.id]], chosen)
    texts = {side.id: "|".join(sorted(i.value for i in held[side.id])) for side in holding}
    return _pick(kind, holding, texts, {side.id: not sound[side.id] for side in holding}, chosen)


def contradict(values: Collection[set[str]]) -> bool:
    """Whether no participant's values hold everybody else's."""
    widest = max(values, key=len, default=set[str]())
    return any(not each <= widest for each in values)


def sound_values(side: Side, code: str) -> set[str]:
    """A participant's valid values of a field that can clash."""
    if code in ONE_NUMBER:
        return {item.value for item in numbers_of(side, code) if not item.reason}
    text = side.content.fields.get(code)
    return {text} if text and not side.content.given.get(code, ["", ""])[1] else set()


def numbers_of(side: Side, kind: str) -> list[IdentifierItem]:
    """A participant's numbers of one kind."""
    return [item for item in side.content.identifiers if item.kind == kind]


def _clash(holding: Sequence[Side], chosen: int | None) -> Pick:
    """Somebody chooses. Where nobody may be told that there is a choice, the first valid value stands: the survivor's own."""
    by_hand = next((side for side in holding if side.id == chosen), None)
    return Pick(by_hand, "chosen") if by_hand else Pick(holding[0], "clash")


def _pick(
    code: str, holding: Sequence[Side], texts: dict[int, str], doubts: dict[int, bool], chosen: int | None
) -> Pick | None:
    if not holding:
        return None
    by_hand = next((side for side in holding if side.id == chosen), None)
    if by_hand is not None:
        return Pick(by_hand, "chosen")
    if len(holding) == 1:
        return Pick(holding[0], "only")
    if len(set(texts.values())) == 1:
        return Pick(holding[0], "same")
    ranks = [(not doubts[s.id], s.since(code), len(texts[s.id]), -place) for place, s in enumerate(holding)]
    first, second = sorted(ranks, reverse=True)[:2]
    criterion = next(at for at in range(4) if first[at] != second[at])
    return Pick(holding[-first[3]], ("valid", "newer", "longer", "kept")[criterion])
