"""The one search box: customers by anything one remembers of them, newest first, within one's reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from kedang.accounts.queries import directory
from kedang.archive import rights, search_index, tokens
from kedang.archive.models import KIND_NAMES
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.engine.search_terms import Term, every, leaves, matches
from kedang.finding import query_text
from kedang.finding.list_plan import LISTED
from kedang.finding.query_text import Reader
from kedang.finding.reach import ended_shares, kept_ids, scope_term, visible_sql
from kedang.finding.sql import Sql, among, run, select
from kedang.history.reads import hash_query, record_read
from kedang.kit.actor import Actor, Scope

COUNTED = 1000
LIMIT_DEFAULT, LIMIT_MOST = 20, 200
_MOST_LABELS = 5000
MATCHED = {
    "f": ("电话", "Telephone"),
    "t": ("电话尾号", "End of a telephone number"),
    "m": ("邮箱", "Email"),
    "x": ("联系方式", "Contact point"),
    "s": ("证件号码", "Identity number"),
    "c": ("编号", "Code"),
    "a": ("档号", "Archive number"),
    "g": ("标签", "Tag"),
    "h": ("分组", "Group"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One customer found; `matched` says by what, when it was not a name."""

    id: int
    number: str
    external_id: str | None
    name: str
    kind: str
    owner: tuple[int, str] | None
    department: tuple[int, str] | None
    matched: str | None


@dataclass(frozen=True, slots=True)
class Hits:
    """The newest hits and how many there are; `capped` when there are more than `count`."""

    hits: tuple[Hit, ...] = ()
    count: int = 0
    capped: bool = False


def search(actor: Actor, text: str, *, limit: int | None = None) -> Hits:
    """Find customers. The search is on record before this returns; text without a letter or digit finds nothing."""
    actor.require(rights.VIEW)
    size = LIMIT_DEFAULT if limit is None else max(1, min(limit, LIMIT_MOST))
    who = query_text.reader(actor)
    asked = query_text.question(text, who, _labels())
    found = _found(actor, who, asked, size) if asked else Hits()
    record_read(
        actor,
        "customers.searched",
        customer_ids=[hit.id for hit in found.hits],
        query_hash=hash_query(tokens.plain(text.strip())),
        count=found.count,
    )
    return found


def _found(actor: Actor, who: Reader, asked: Term, size: int) -> Hits:
    within = scope_term(actor)
    term = every([asked] if within is None else [asked, within])
    kept = kept_ids(actor)
    # As many more, so that what is left out neither shortens the answer nor shows in the count.
    found = search_index.find(term, COUNTED + 1 + len(kept)) if term else []
    ids = [i for i in found if i not in kept][: COUNTED + 1]
    ended = ended_shares(actor).intersection(ids) if who.own else frozenset[int]()
    if ended:
        ids = _without_ended(ids, ended, who, asked)
    seen = ids if actor.scope == Scope.ALL else _visible(actor, ids)
    rows = _rows(actor, sorted(seen, reverse=True)[:size] if len(ids) <= COUNTED else seen[:size])
    return Hits(
        _hits(actor, rows, _matched(actor, who, rows, asked, ended)),
        min(len(seen), COUNTED),
        capped=len(seen) > COUNTED,
    )


def _without_ended(ids: Sequence[int], ended: frozenset[int], who: Reader, asked: Term) -> list[int]:
    """The index's answers without those that only answer because they were once shared with the actor."""
    mine = among(sorted(ended), "e.customer_id")
    rows = run(f"SELECT e.customer_id, e.tokens FROM archive_search_entry e WHERE {mine.text}", mine.values)  # noqa: S608
    own = {who.own_token.text}
    gone = {row[0] for row in rows if not matches(asked, frozenset(row[1].split(" ")) - own)}
    return [i for i in ids if i not in gone]


def _visible(actor: Actor, ids: Sequence[int]) -> list[int]:
    """Those of the index's answers the actor may really see, in the same order."""
    allowed = {row[0] for row in run(*select("c.id", [among(ids), Sql(LISTED), visible_sql(actor)]))}
    return [i for i in ids if i in allowed]


Row = tuple[int, str, str, int, int | None, int | None, str]


def _rows(actor: Actor, ids: Sequence[int]) -> list[Row]:
    """What a hit shows, with the customer's tokens."""
    columns = "c.id, c.number, c.name, c.kind, c.owner_id, c.department_id, e.tokens"
    source = "archive_customer c JOIN archive_search_entry e ON e.customer_id = c.id"
    text, values = select(columns, [among(ids), Sql(LISTED), visible_sql(actor)], source=source)
    return cast(list[Row], run(f"{text} ORDER BY c.id DESC", values))


def _hits(actor: Actor, rows: Sequence[Row], matched: Mapping[int, str]) -> tuple[Hit, ...]:
    ids = [row[0] for row in rows]
    known = directory()
    shows = policy_for(actor, own=False, place="list")
    external = _external_ids(ids) if shows.clear("external_id") else {}
    hits = []
    for row in rows:
        person, place = known.person(row[4]), known.department(row[5])
        hits.append(
            Hit(
                id=row[0],
                number=row[1],
                external_id=external.get(row[0]),
                name=row[2] if shows.clear("name") else _masked(shows, row[2]),
                kind=KIND_NAMES[row[3]],
                owner=(person.id, person.name) if person else None,
                department=(place.id, place.name) if place else None,
                matched=matched.get(row[0]),
            )
        )
    return tuple(hits)


def _masked(shows: FieldPolicy, name: str) -> str:
    shown = shows.show("name", name)
    return (shown.value if shown else None) or ""


def _external_ids(ids: Sequence[int]) -> dict[int, str]:
    """Each customer's first external id."""
    mine = among(ids, "x.customer_id")
    text = f"SELECT x.customer_id, x.value FROM archive_external_id x WHERE {mine.text} ORDER BY x.id DESC"  # noqa: S608
    return dict(cast(list[tuple[int, str]], run(text, mine.values)))


def _matched(actor: Actor, who: Reader, rows: Sequence[Row], asked: Term, ended: frozenset[int]) -> dict[int, str]:
    """By what a customer was found, where it was not by a name."""
    wanted = [leaf.text for leaf in leaves(asked) if leaf.text[0] in MATCHED]
    if not wanted:
        return {}
    language = 0 if actor.language.startswith("zh") else 1
    found: dict[int, str] = {}
    for row in rows:
        held = frozenset(row[6].split(" "))
        if row[0] in ended:
            held -= {who.own_token.text}
        # Somebody found by a name must not be said to have the number as well, where the actor may not read it.
        letter = next((text[0] for text in wanted if text in held and who.may_know(text[0], held)), None)
        if letter:
            found[row[0]] = MATCHED[letter][language]
    return found


def _labels() -> Mapping[str, list[str]]:
    """Tags and groups by folded name; a synonym stands for the tag it was merged into."""
    found: dict[str, list[str]] = {}
    tags = run("SELECT name, COALESCE(merged_into_id, id) FROM archive_tag LIMIT %s", [_MOST_LABELS])
    groups = run("SELECT name, id FROM archive_group LIMIT %s", [_MOST_LABELS])
    for letter, rows in (("g", tags), ("h", groups)):
        for name, own_id in rows:
            found.setdefault(_folded(name), []).append(f"{letter}{own_id:x}")
    return found


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return tokens.plain(name).strip()
