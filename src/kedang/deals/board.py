"""The board: each stage with how many opportunities stand in it, what they are worth, and the first of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from kedang.deals.counting import Total, totals
from kedang.deals.models import STILL_OPEN, Opportunity, Stage
from kedang.deals.reading import Read, read_rows
from kedang.deals.sight import MINE, in_sight, open_to, sees_much
from kedang.deals.stages import stages
from kedang.kit.actor import Actor

CARDS = 15


@dataclass(frozen=True, slots=True)
class Column:
    """A stage; `totals` by currency, `cards` those expected first."""

    stage: Stage
    totals: dict[str, Total]
    cards: list[Read]


def board(actor: Actor, *, whose: str = MINE, owner_id: int | None = None) -> list[Column]:
    """The stages in order; a retired one only while something stands in it."""
    by_stage: dict[int, dict[str, Total]] = {}
    for (stage_id, currency), total in totals(actor, whose, "stage_id", "currency", owner_id=owner_id).items():
        by_stage.setdefault(int(stage_id), {})[str(currency)] = total
    shown = [each for each in stages() if not each.retired or each.id in by_stage]
    rows = list(_first(actor, whose, owner_id, [each.id for each in shown if each.id in by_stage]))
    cards: dict[int, list[Read]] = {}
    for read in read_rows(actor, rows):
        cards.setdefault(read.row.stage_id, []).append(read)
    return [Column(each, by_stage.get(each.id, {}), cards.get(each.id, [])) for each in shown]


def _first(actor: Actor, whose: str, owner_id: int | None, stage_ids: list[int]) -> Iterator[Opportunity]:
    found = open_to(actor, in_sight(actor, whose, owner_id)).filter(STILL_OPEN)
    if whose != MINE and owner_id is None and sees_much(actor):
        # Much is in sight: each stage's index is walked until there are enough.
        for stage_id in stage_ids:
            yield from found.filter(stage_id=stage_id).order_by("expected_on", "id")[:CARDS]
        return
    place = Window(RowNumber(), partition_by="stage_id", order_by=[F("expected_on"), F("id")])
    ids = found.annotate(place=place).filter(place__lte=CARDS).values_list("id", flat=True)
    yield from Opportunity.objects.filter(id__in=list(ids)).order_by("expected_on", "id")
