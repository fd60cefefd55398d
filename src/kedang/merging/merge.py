"""Merging customers into one of them, by rules and by what a person chose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson
from django.db import transaction

from kedang.archive import customers, owning
from kedang.archive.models import Customer
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.engine.catalogue import CUSTOM_PREFIX
from kedang.history.record import record
from kedang.jobs.turns import wait_turn
from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal
from kedang.merging import joining, moving, participants, rights
from kedang.merging.comparing import told_clashes
from kedang.merging.compose import compose
from kedang.merging.listening import merges_changed
from kedang.merging.models import Merge
from kedang.merging.reading import careful

CLASH = Refusal(
    "merge.clash",
    409,
    "这些内容互相矛盾，需要先选定一个：{labels}。没有任何改动。",
    "These contradict each other and somebody has to choose: {labels}. Nothing was changed.",
)
NOT_A_SIDE = Refusal(
    "merge.choice",
    422,
    "“{label}”选择了不在这次合并中的客户。",
    "The choice for “{label}” is not one of these customers.",
)


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge that was made. `fields` are those of the survivor that changed."""

    id: int
    survivor_id: int
    number: str
    loser_ids: tuple[int, ...]
    fields: tuple[str, ...]


@transaction.atomic
def merge(
    actor: Actor,
    survivor_id: int,
    loser_ids: Sequence[int],
    *,
    choices: Mapping[str, int] | None = None,
    versions: Mapping[int, int] | None = None,
) -> Merged:
    """Make one customer of several; nothing of the losers is deleted, and `undo_merge` brings them back.

    `choices`: field code (`custom:<code>`, `extra:<header>`) -> id of the participant whose value it becomes; rules decide
    about fields not named. Two values that cannot both be true are refused with `merge.clash` until they are chosen, as far
    as the actor can see that they differ.
    `versions`: customer id -> the version that was looked at; another one is refused as stale.
    """
    actor.require(rights.MERGE)
    losers = sorted(dict.fromkeys(loser_ids))
    participants.check_family(survivor_id, losers)
    wait_turn("merging")
    rows = participants.load_participants(actor, [survivor_id, *losers], lock=True)
    participants.check_versions(rows, versions or {})
    for loser_id in losers:
        moving.refuse_holders(loser_id, rows[loser_id].number, actor.language)
    survivor = rows[survivor_id]
    owning.require_cleared(survivor.owner_id, max(row.classification or 0 for row in rows.values()))
    chosen = checked_choices(actor, survivor, rows, choices or {})
    _refuse_clashes(actor, [survivor, *(rows[i] for i in losers)], chosen)
    made = Merge(survivor_id=survivor_id, actor_id=actor.id, choices=orjson.dumps(chosen).decode())
    joined = joining.join(actor, made, survivor_id, losers, participants.open_keys(rows))
    details = {"merge": str(made.id), "from": [str(i) for i in losers]}
    record(
        actor,
        "customer.merged",
        subject=("customer", survivor_id),
        fields=joined.fields,
        before=joined.before,
        details=details,
    )
    for loser_id in losers:
        away = {"merge": str(made.id), "into": str(survivor_id)}
        record(actor, "customer.merged_away", subject=("customer", loser_id), details=away)
    merges_changed(actor, [survivor_id, *losers])
    return Merged(made.id, survivor_id, survivor.number, tuple(losers), tuple(joined.fields))


def checked_choices(
    actor: Actor, survivor: Customer, rows: Mapping[int, Customer], choices: Mapping[str, int]
) -> dict[str, int]:
    """Choices by the codes that are stored; only fields the actor may overwrite can be chosen by hand."""
    policy = policy_for(actor, own=customers.is_own(actor, survivor))
    found: dict[str, int] = {}
    for code, customer_id in choices.items():
        if customer_id not in rows:
            raise NOT_A_SIDE(label=policy.label(code))
        policy.require_editable(code)
        found[stored_code(policy, code)] = customer_id
    return found


def stored_code(policy: FieldPolicy, code: str) -> str:
    """People name a custom field by its code, contents by its id."""
    definition = policy.definitions.get(code.removeprefix(CUSTOM_PREFIX)) if code.startswith(CUSTOM_PREFIX) else None
    return f"{CUSTOM_PREFIX}{definition.id}" if definition else code


def _refuse_clashes(actor: Actor, family: Sequence[Customer], choices: Mapping[str, int]) -> None:
    """A clash the actor cannot be told of is decided for the survivor; what lost stays in the kept record."""
    sides = joining.sides_of(family)
    reader = careful([policy_for(actor, own=customers.is_own(actor, customer)) for customer in family])
    clashes = told_clashes(sides, compose(sides, choices, joining.several()), reader)
    if clashes:
        raise CLASH(labels="、".join(reader.label(code) for code in clashes), fields=clashes)
