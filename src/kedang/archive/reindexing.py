"""Making the search entries of many customers again, when what they share has changed: a tag, a department's place."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection, transaction
from django.db.models import F

from kedang.accounts.queries import directory
from kedang.archive import search_index
from kedang.archive.change import drop_entry
from kedang.archive.forwarding import former_numbers
from kedang.archive.load import load_contents
from kedang.archive.models import Customer, Grant, SearchEntry
from kedang.archive.rows import COLUMNS
from kedang.archive.tokens import content_tokens, number_tokens, scope_tokens, token_string
from kedang.archive.write import delete_where, insert_rows
from kedang.kit.actor import Actor
from kedang.kit.clock import now

BATCH = 500
TABLE = "archive_search_entry"


def reindex_customers(customer_ids: Iterable[int]) -> int:
    """New entries for these customers, in the caller's transaction; trashed ones have none. Returns how many were made."""
    assert connection.in_atomic_block, "the index changes with the rows or not at all"
    return sum(_reindex_batch(batch) for batch in _batches(customer_ids))


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = list(ids)
    for start in range(0, len(rest), BATCH):
        yield rest[start : start + BATCH]


def _reindex_batch(ids: Sequence[int]) -> int:
    before = dict(SearchEntry.objects.filter(customer_id__in=ids).values_list("customer_id", "tokens"))
    after = _entries(ids)
    drop_entry([i for i in before if i not in after])
    changed = [i for i, tokens in after.items() if before.get(i) != tokens]
    delete_where(TABLE, "customer_id", [i for i in changed if i in before])
    insert_rows(TABLE, COLUMNS[TABLE], [(i, after[i]) for i in changed])
    search_index.replace([(i, before[i]) for i in changed if i in before], [(i, after[i]) for i in changed])
    return len(after)


def _entries(ids: Sequence[int]) -> dict[int, str]:
    """The token strings these customers should have; trashed ones have none."""
    rows = Customer.objects.filter(id__in=ids, trashed_at__isnull=True)
    placed = {row[0]: row[1:] for row in rows.values_list("id", "number", "owner_id", "department_id")}
    sharers: dict[int, list[int]] = {}
    running = Grant.objects.filter(customer_id__in=ids).exclude(until__lte=now()).order_by("id")
    for customer_id, user_id in running.values_list("customer_id", "user_id"):
        sharers.setdefault(customer_id, []).append(user_id)
    tree, former = directory(), former_numbers(ids)
    entries: dict[int, str] = {}
    for customer_id, content in load_contents(list(placed)).items():
        number, owner_id, department_id = placed[customer_id]
        scope = scope_tokens(owner_id, tree.above(department_id), sharers.get(customer_id, ()))
        numbers = [token for one in (number, *former.get(customer_id, ())) for token in number_tokens(one)]
        entries[customer_id] = token_string([*scope, *content_tokens(content), *numbers])
    return entries


def drop_ended_shares() -> int:
    """Take those out of the entries with whom something was shared until a moment that has passed. Returns how many entries
    changed. Reads never rely on it: they ask the grants themselves."""
    ended = Grant.objects.filter(until__lte=now()).exclude(customer__owner_id=F("user_id"))
    pairs = list(ended.order_by("customer_id").values_list("customer_id", "user_id"))
    changed = 0
    for batch in _batches(dict.fromkeys(customer_id for customer_id, _ in pairs)):
        entries = SearchEntry.objects.filter(customer_id__in=batch).values_list("customer_id", "tokens")
        held = {customer_id: frozenset(tokens.split(" ")) for customer_id, tokens in entries}
        stale = sorted({i for i, user in pairs if i in held and f"o{user:x}" in held[i]})
        with transaction.atomic():
            changed += reindex_customers(stale)
    return changed


@transaction.atomic
def follow_department(actor: Actor, department_ids: frozenset[int]) -> None:
    """Customers of departments that moved are found through their new superiors, and no longer through the old ones."""
    found = Customer.objects.filter(department_id__in=department_ids, trashed_at__isnull=True)
    reindex_customers(found.order_by("id").values_list("id", flat=True).iterator(chunk_size=2_000))


def department_in_use(department_id: int) -> bool:
    """Whether customers, trashed ones too, belong to a department."""
    return Customer.objects.filter(department_id=department_id).exists()
