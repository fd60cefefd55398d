"""The fields of several customers side by side, each cell as its reader may see it, and whose value a merge would keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kedang.archive.content import Content
from kedang.archive.models import Group, Tag
from kedang.archive.policy import FieldPolicy
from kedang.duplicates.review_values import Values, values_of
from kedang.engine.catalogue import CATALOGUE, CUSTOM_PREFIX, EXTRA_PREFIX
from kedang.fields.register import groups as sections
from kedang.kit.actor import Actor
from kedang.kit.modes import Mode
from kedang.merging.compose import compose
from kedang.merging.joining import several
from kedang.merging.rules import Pick, Side, contradict

SAME, DIFFERENT, ONLY, MASKED = "same", "different", "only", "masked"
WEIGHED = 12
OWN_COLUMNS = frozenset(("owner",))


@dataclass(frozen=True, slots=True)
class Cell:
    """What one customer has in a field; several values where a customer may have several."""

    customer_id: int
    values: list[str]
    masked: bool


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of everybody. `picks`: survivor -> whose value a merge keeps by the rules, and `why`; nothing where everything is
    kept, or where saying so would compare what is masked. `clash`: no rule decides. `choosable`: one may decide otherwise."""

    code: str
    label: str
    section: str
    verdict: str
    several: bool
    cells: list[Cell]
    picks: dict[int, int]
    why: str | None
    clash: bool
    choosable: bool


def field_rows(actor: Actor, sides: Sequence[Side], policies: Mapping[int, FieldPolicy]) -> list[FieldRow]:
    """Every field that any of the customers has, as far as the reader gets it, in the order of the customer's page."""
    if not sides:
        return []
    picks = _picks(sides)
    words = Values(actor, _classes([side.content for side in sides]))
    held = {side.id: values_of(side.content, words) for side in sides}
    found = [_row(code, sides, held, policies, picks) for code in _codes(held, policies[sides[0].id])]
    return [row for row in found if row is not None]


def _picks(sides: Sequence[Side]) -> dict[int, Mapping[str, Pick]]:
    """What the rules say for each of the first members as the survivor: it wins where two values are equally good."""
    many = several()
    return {
        side.id: compose([side, *(other for other in sides if other is not side)], {}, many).picks
        for side in sides[:WEIGHED]
    }


def _codes(held: Mapping[int, Mapping[str, list[str]]], policy: FieldPolicy) -> list[str]:
    """Built-in fields first, then custom ones, then columns nobody mapped, section by section."""
    present = dict.fromkeys(code for fields in held.values() for code in fields)
    built_in = [spec.code for spec in CATALOGUE if spec.code in present and spec.code not in OWN_COLUMNS]
    ranks = {group: rank for rank, (group, _) in enumerate(sections(policy.actor.language))}
    rest = [code for code in present if code.startswith((CUSTOM_PREFIX, EXTRA_PREFIX))]
    return sorted([*built_in, *rest], key=lambda code: ranks.get(_section(policy, code), len(ranks)))


def _section(policy: FieldPolicy, code: str) -> str:
    if code.startswith(CUSTOM_PREFIX):
        definition = policy.definitions.get(code.removeprefix(CUSTOM_PREFIX))
        return definition.group if definition else "extras"
    return next((spec.group for spec in CATALOGUE if spec.code == code), "extras")


def _row(
    code: str,
    sides: Sequence[Side],
    held: Mapping[int, Mapping[str, list[str]]],
    policies: Mapping[int, FieldPolicy],
    picks: Mapping[int, Mapping[str, Pick]],
) -> FieldRow | None:
    modes = {side.id: policies[side.id].mode(code) for side in sides}
    cells = [_cell(code, side.id, held[side.id].get(code, []), policies[side.id]) for side in sides]
    if not any(cell.values for cell in cells):
        return None
    reader = policies[sides[0].id]
    ruled = {survivor: found[stored] for survivor, found in picks.items() if (stored := _stored(reader, code)) in found}
    pick = next(iter(ruled.values()), None)
    verdict = _verdict([cell for cell in cells if modes[cell.customer_id] != Mode.HIDDEN])
    # Of masked values only what their masks show may be told: two that look alike merge without a question.
    shows = verdict != MASKED or contradict([set(cell.values) for cell in cells if cell.values])
    clash = pick is not None and pick.undecided and shows
    told = pick is not None and (clash or verdict != MASKED) and min(modes.values()) != Mode.HIDDEN
    return FieldRow(
        code=code,
        label=reader.label(code),
        section=_section(reader, code),
        verdict=verdict,
        several=pick is None,
        cells=cells,
        picks={survivor: each.side.id for survivor, each in ruled.items()} if told else {},
        why=pick.reason if pick is not None and told else None,
        clash=clash and told,
        choosable=told and (clash or verdict == DIFFERENT) and all(policies[side.id].editable(code) for side in sides),
    )


def _cell(code: str, customer_id: int, values: Sequence[str], policy: FieldPolicy) -> Cell:
    mode = policy.mode(code)
    if mode == Mode.HIDDEN:
        return Cell(customer_id, [], masked=False)
    if mode == Mode.MASKED:
        return Cell(customer_id, [policy.masked(code, value) for value in values], masked=bool(values))
    return Cell(customer_id, list(values), masked=False)


def _verdict(cells: Sequence[Cell]) -> str:
    """How the shown values compare: all the same, only some have one, or different. What is masked is not compared."""
    holding = [cell for cell in cells if cell.values]
    if len(holding) < 2:
        return ONLY
    if any(cell.masked for cell in holding):
        return MASKED
    everything = [sorted(cell.values) for cell in holding]
    if any(each != everything[0] for each in everything):
        return DIFFERENT
    return SAME if len(holding) == len(cells) else ONLY


def _stored(policy: FieldPolicy, code: str) -> str:
    """Contents name a custom field by its id."""
    definition = policy.definitions.get(code.removeprefix(CUSTOM_PREFIX)) if code.startswith(CUSTOM_PREFIX) else None
    return f"{CUSTOM_PREFIX}{definition.id}" if definition else code


def _classes(contents: Sequence[Content]) -> dict[str, dict[int, str]]:
    """The names of the tags and groups that occur."""
    tags = {i for content in contents for i in content.tag_ids}
    groups = {i for content in contents for i in content.group_ids}
    return {
        "tags": dict(Tag.objects.filter(id__in=tags).values_list("id", "name")),
        "groups": dict(Group.objects.filter(id__in=groups).values_list("id", "name")),
    }
