"""The stages opportunities pass: as they ship until somebody sets them up otherwise, then as they are stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from kedang.deals import rights
from kedang.deals.models import Stage, StageList, Step
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import STALE, Refusal
from kedang.kit.text import storable

MOST, LONGEST = 12, 40
BAD_STAGES = Refusal(
    "deals.stages",
    422,
    "阶段为 1 至 12 个（已停用的不计），名称不能为空、不能重复、不超过 40 字，赢率为 0 至 100。没有保存任何改动。",
    "There are 1 to 12 stages besides retired ones; names are different, not empty and up to 40 characters, chances 0 to 100. "
    "Nothing was saved.",
)
IN_USE = Refusal(
    "deals.stage_used",
    409,
    "“{name}”已有商机经过，不能删除，可以停用：停用后不再接收商机，已在其中的不受影响。",
    "“{name}” has had opportunities and cannot be removed. Retire it: it takes no more, and those in it stay.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageDraft:
    """One stage as it is to be; `id` None: a new one."""

    id: int | None
    name_zh: str
    name_en: str
    probability: int
    retired: bool = False


# Their ids are never made for anything else: those grow with time.
DEFAULTS = (
    (1, "初步接触", "First contact", 10),
    (2, "需求确认", "Needs confirmed", 30),
    (3, "方案报价", "Proposal", 50),
    (4, "商务谈判", "Negotiation", 70),
    (5, "签约准备", "Closing", 90),
)


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage as people see it, and whether an opportunity was ever in it."""

    stage: Stage
    used: bool


def stages() -> list[Stage]:
    """Every stage in order, retired ones included."""
    stored = list(Stage.objects.order_by("position", "id"))
    return stored or [
        Stage(id=own, name_zh=zh, name_en=en, probability=chance, position=position)
        for position, (own, zh, en, chance) in enumerate(DEFAULTS)
    ]


def taking(stage_id: int) -> Stage | None:
    """One stage that still takes opportunities, held until the transaction ends, so that nobody removes it meanwhile."""
    list(Stage.objects.select_for_update(no_key=True).filter(id=stage_id))
    return next((each for each in stages() if each.id == stage_id and not each.retired), None)


def listed(actor: Actor) -> tuple[list[StageRow], int]:
    """The stages for whoever sets them up, and the list's version."""
    actor.require(rights.STAGES)
    return [StageRow(each, _used(each.id)) for each in stages()], _version()


def _version() -> int:
    return StageList.objects.values_list("version", flat=True).first() or 1


@transaction.atomic
def set_up(actor: Actor, wanted: Sequence[StageDraft], *, version: int) -> None:
    """Make the list of stages equal to what is wanted, in that order."""
    actor.require(rights.STAGES)
    held, _ = StageList.objects.get_or_create(id=1)
    held = StageList.objects.select_for_update().get(id=1)
    if held.version != version:
        raise STALE(version=held.version)
    present = {each.id: each for each in stages()}
    _check(wanted, present)
    gone = set(present) - {each.id for each in wanted}
    for stage_id in sorted(gone):
        if _used(stage_id):
            raise IN_USE(name=present[stage_id].name_zh)
    Stage.objects.filter(id__in=gone).delete()
    for position, each in enumerate(wanted):
        _store(each, position)
    held.version += 1
    held.save()
    details = {"stages": len(wanted), "removed": len(gone)}
    record(actor, "deals.stages_changed", subject=("stages", held.id), fields=["stages"], details=details)


def _check(wanted: Sequence[StageDraft], present: dict[int, Stage]) -> None:
    known = [each.id for each in wanted if each.id is not None]
    active = [each for each in wanted if not each.retired]
    names = [name for each in active for name in {each.name_zh.strip(), each.name_en.strip()}]
    fine = (
        1 <= len(active) <= MOST
        and len(wanted) <= 3 * MOST
        and len(set(known)) == len(known)
        and set(known) <= set(present)
        and len(set(names)) == len(names)
        and all(_fits(each) for each in wanted)
    )
    if not fine:
        raise BAD_STAGES()


def _fits(each: StageDraft) -> bool:
    named = all(0 < len(name.strip()) <= LONGEST for name in (each.name_zh, each.name_en))
    return named and 0 <= each.probability <= 100


def _store(each: StageDraft, position: int) -> None:
    values = {
        "name_zh": storable(each.name_zh).strip(),
        "name_en": storable(each.name_en).strip(),
        "probability": each.probability,
        "position": position,
        "retired": each.retired,
    }
    if each.id is None:
        Stage.objects.create(**values)
    else:
        Stage.objects.update_or_create(id=each.id, defaults=values)


def _used(stage_id: int) -> bool:
    """Whatever came into a stage left a step."""
    return Step.objects.filter(to_stage=stage_id).exists()
