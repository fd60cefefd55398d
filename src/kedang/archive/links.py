"""The register of everything that points at a customer, and what becomes of it.

Each room states the fate of its own tables once, in its `apps.py`. Merging, undoing, erasure and data requests walk the
register without knowing the rooms; a test compares it with the schema, so that no table is forgotten.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models

# move: the rows go to the survivor, and back. adopt: they stay, what is worth it is copied as content. keep: they name the
# past. recompute: made anew by whoever makes them. refuse: whoever has such rows cannot be merged away.
OnMerge = Literal["move", "adopt", "keep", "recompute", "refuse"]
OnErase = Literal["anonymise", "delete", "keep"]
Retain = Callable[[int], bool]
Stays = Callable[[Any, str, int], bool]
Home = Callable[[Any, int, Collection[int]], int | None]


@dataclass(frozen=True, slots=True)
class Combine:
    """A merge that is more than moving rows: how two customers' rows become one's, and the way back."""

    forward: Callable[[int, int], Any]
    inverse: Callable[[Any], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One column that holds customers' ids. `retain(customer_id)` says whether the law keeps its rows from erasure.

    For a merge: `label` is what people call the rows, in Chinese and English; `sealed_as` is the table's name in the
    vault, when the row's columns `…_enc` are sealed under the key of the customer in this column; `stays(row, column,
    survivor_id)` tells the rows that would say twice of the survivor what it says already: they stay behind. `home(row,
    survivor_id, loser_ids)` tells whose a row is that came after the merge, when it goes apart again; None: the survivor's.
    """

    model: type[models.Model]
    column: str
    on_merge: OnMerge | Combine
    on_erase: OnErase
    in_dsar: bool
    retain: Retain | None = None
    label: tuple[str, str] = ("", "")
    sealed_as: str = ""
    stays: Stays | None = None
    home: Home | None = None

    @property
    def name(self) -> str:
        """Table and column."""
        return f"{self.model._meta.db_table}.{self.column}"


class LinkedTwice(RuntimeError):
    """Two fates for one column."""


_links: dict[str, Link] = {}


def link(
    field: Any,
    *,
    on_merge: OnMerge | Combine,
    on_erase: OnErase,
    in_dsar: bool,
    retain: Retain | None = None,
    label: tuple[str, str] = ("", ""),
    sealed_as: str = "",
    stays: Stays | None = None,
    home: Home | None = None,
) -> None:
    """State the fate of a column: `link(Note.customer, on_merge="move", on_erase="delete", in_dsar=True)`.

    `field` is the class attribute: a foreign key to a customer, or a bare id that means one.
    """
    stored = field.field
    found = Link(
        model=stored.model,
        column=stored.column,
        on_merge=on_merge,
        on_erase=on_erase,
        in_dsar=in_dsar,
        retain=retain,
        label=label,
        sealed_as=sealed_as,
        stays=stays,
        home=home,
    )
    if _links.setdefault(found.name, found) != found:
        raise LinkedTwice(found.name)


def links() -> tuple[Link, ...]:
    """Every link, by table and column."""
    return tuple(_links[name] for name in sorted(_links))
