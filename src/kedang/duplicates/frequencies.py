"""How common a name is, as a share of all customers: a rare name that agrees says more than 张伟.

Counted in the index of keys up to a limit, kept for a while where the archive is large; a share as the run over the whole
archive has it.
"""

import time
from threading import Lock

from django.db import connection

from kedang.duplicates.entry_index import count
from kedang.duplicates.probes import key_number
from kedang.engine.catalogue import Kind
from kedang.engine.matching.model import share_of

_KEYS: dict[tuple[Kind, str], str] = {
    ("person", "letters"): "n",
    ("organisation", "key"): "N",
    ("organisation", "core"): "C",
}
# No count goes further: whoever is held by so many is common enough.
_MOST = 20_000
_SMALL = 10_000
_KEPT_SECONDS = 600.0
_KEPT_SHARES = 50_000
_MANY = "SELECT count(*) FROM (SELECT 1 FROM duplicates_entry LIMIT %s) x"
_ALL = "SELECT count(*) FROM duplicates_entry"
_NAMES = "SELECT count(*) FROM (SELECT 1 FROM archive_customer WHERE name_key = %s LIMIT %s) x"


class _Kept:
    """Shares counted a moment ago, by column and value; only of archives in which one customer more changes nothing."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.until = 0.0
        self.total = 0
        self.shares: dict[tuple[str, str, str], float] = {}

    def renew(self, total: int) -> None:
        """Forget what was counted, and begin with this many customers."""
        with self.lock:
            self.until, self.total, self.shares = time.monotonic() + _KEPT_SECONDS, total, {}


_kept = _Kept()


class Frequencies:
    """Shares of values of one kind of customer; made anew for every question, so that small archives are counted afresh."""

    def __init__(self, kind: Kind, *, counted: bool = False) -> None:
        """`counted`: whoever is asked about stands in the index already."""
        self._kind, self._more = kind, 0 if counted else 1
        self._total = _asked(_MANY, _SMALL + 1)
        self._large = self._total > _SMALL
        self._shares: dict[tuple[str, str, str], float] = {}
        if self._large:
            if time.monotonic() > _kept.until or len(_kept.shares) > _KEPT_SHARES:
                _kept.renew(_asked(_ALL))
            self._total, self._shares = _kept.total, _kept.shares

    def __call__(self, column: str, value: str) -> float:
        """The share of customers that have this value."""
        found = self._shares.get((self._kind, column, value))
        if found is None:
            found = share_of(self._count(column, value) + self._more, self._total)
            self._shares[self._kind, column, value] = found
        return found

    def _count(self, column: str, value: str) -> int:
        if (self._kind, column) == ("person", "name"):
            return _asked(_NAMES, value, _MOST)
        return count(key_number(self._kind, _KEYS[self._kind, column] + value), _MOST)


def _asked(sql: str, *values: str | int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.fetchone()[0])
