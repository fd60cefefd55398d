"""The merge page: participants side by side, what the rules would keep and why, what follows along."""

from collections.abc import Mapping, Sequence

from kedang.accounts.queries import directory
from kedang.archive import customers
from kedang.archive.content import Content
from kedang.archive.links import Link
from kedang.archive.models import KIND_NAMES, Customer
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.modes import Mode
from kedang.merging import joining, moving, participants, rights
from kedang.merging import schemas as out
from kedang.merging.comparing import comparable, told_clashes
from kedang.merging.compose import Composed, compose
from kedang.merging.merge import checked_choices, stored_code
from kedang.merging.reading import Words, careful, codes_of, read, read_together, words
from kedang.merging.rules import TOGETHER, Side


def plan(
    actor: Actor,
    customer_ids: Sequence[int],
    *,
    survivor_id: int | None = None,
    choices: Mapping[str, int] | None = None,
) -> out.MergePlan:
    """What merging these customers would make. Recorded as looked at before anything is returned; nothing is changed."""
    actor.require(rights.MERGE)
    wanted = list(dict.fromkeys(customer_ids))
    first = survivor_id if survivor_id in wanted else (wanted or [0])[0]
    participants.check_family(first, [i for i in wanted if i != first])
    rows = participants.load_participants(actor, wanted, lock=False)
    record_read(actor, "customers.merge_viewed", customer_ids=wanted)
    survivor = rows[survivor_id] if survivor_id in rows else _fullest(list(rows.values()))
    family = [survivor, *(rows[i] for i in wanted if i != survivor.id)]
    sides = joining.sides_of(family)
    made = compose(sides, checked_choices(actor, survivor, rows, choices or {}), joining.several())
    policies = {c.id: policy_for(actor, own=customers.is_own(actor, c)) for c in family}
    clashes = told_clashes(sides, made, careful(policies.values()))
    return out.MergePlan(
        kind=KIND_NAMES[survivor.kind],
        survivor_id=str(survivor.id),
        participants=[participant(customer, policies[customer.id]) for customer in family],
        lines=_lines(sides, made, policies, clashes, KIND_NAMES[survivor.kind]),
        following=_following([c.id for c in family[1:]], actor.language),
        clashes=clashes,
    )


def _fullest(rows: Sequence[Customer]) -> Customer:
    """The record that says most, the oldest of those that say as much."""
    sides = {side.id: side.content for side in joining.sides_of(rows)}
    return max(rows, key=lambda customer: (_weight(sides[customer.id]), -customer.id))


def _weight(content: Content) -> int:
    parts = (content.names, content.identifiers, content.points, content.addresses, content.contacts, content.customs)
    return len(content.fields) + sum(len(part) for part in parts)


def participant(customer: Customer, policy: FieldPolicy) -> out.MergeParticipant:
    """The head of one column."""
    name = policy.show("name", customer.name)
    known = directory()
    return out.MergeParticipant(
        id=str(customer.id),
        number=customer.number,
        name=(name.value if name else None) or "",
        version=customer.version,
        owner=known.name(customer.owner_id) or None if policy.clear("owner") and customer.owner_id else None,
        department=known.department_name(customer.department_id) or None,
        updated_at=customer.updated_at,
    )


def _lines(
    sides: Sequence[Side],
    made: Composed,
    policies: Mapping[int, FieldPolicy],
    clashes: Sequence[str],
    kind: str,
) -> list[out.MergeLine]:
    said, reader = words(), careful(policies.values())
    codes = codes_of(kind, [side.content for side in sides], reader)
    lines = [
        _line(code, sides, made, policies, said, clash=code in clashes)
        for code in codes
        if reader.mode(code) != Mode.HIDDEN
    ]
    shown = [line for line in lines if line.reason == "clash" or any(cell.value for cell in line.cells)]
    return sorted(shown, key=_urgency)


def _urgency(line: out.MergeLine) -> int:
    """Clashes first, then what differs, then what only joins, then what is the same everywhere."""
    if line.reason == "clash":
        return 0
    if line.several:
        return 3
    return 4 if line.reason in ("same", "only") else 1


def _line(
    code: str,
    sides: Sequence[Side],
    made: Composed,
    policies: Mapping[int, FieldPolicy],
    said: Words,
    *,
    clash: bool,
) -> out.MergeLine:
    """What becomes of a field, read with the least of what everybody gives who has something there. Where that is masked, nothing
    is said of how the values compare but what the masks show."""
    policy = policies[sides[0].id]
    pick = made.picks.get(stored_code(policy, code))
    line = out.MergeLine(
        code=code,
        label=policy.label(code),
        several=pick is None,
        cells=cells(code, {side.id: side.content for side in sides}, policies, said),
    )
    values = {cell.customer_id: cell.value for cell in line.cells}
    holding = [side for side in sides if values[str(side.id)]]
    told = comparable(code, len(holding), careful(policies.values()))
    if not clash:
        giving = careful([policies[side.id] for side in holding or sides])
        line.result = _result(code, [side.content for side in holding], made, giving, said, told=told)
    if pick is not None:
        line.choice = str(pick.side.id) if told and not clash else None
        line.reason = "clash" if clash else pick.reason if told else ""
        line.choosable = policy.editable(code)
    return line


def _result(
    code: str, contents: Sequence[Content], made: Composed, giving: FieldPolicy, said: Words, *, told: bool
) -> str | None:
    if told or (stored_code(giving, code) in made.picks and code not in TOGETHER):
        return read(made.content, code, giving, said).text
    return read_together(contents, code, giving, said)


def cells(
    code: str, contents: Mapping[int, Content], policies: Mapping[int, FieldPolicy], said: Words
) -> list[out.MergeCell]:
    """One field of every participant."""
    found = []
    for customer_id, content in contents.items():
        shown = read(content, code, policies[customer_id], said)
        found.append(
            out.MergeCell(
                customer_id=str(customer_id),
                value=shown.text,
                masked=shown.masked and shown.text is not None,
                doubtful=shown.doubtful,
            )
        )
    return found


def _following(loser_ids: Sequence[int], language: str) -> list[out.MergeFollowing]:
    counts: dict[str, int] = {}
    for loser_id in loser_ids:
        for link, count in moving.count_rows(loser_id):
            label = label_of(link, language)
            counts[label] = counts.get(label, 0) + count
    return [out.MergeFollowing(label=label, count=count) for label, count in counts.items()]


def label_of(link: Link, language: str) -> str:
    """What people call the rows of a link."""
    return link.label[0 if language.startswith("zh") else 1] or link.name
