"""The networks people work from, as keyed hashes: an export from a new one is told."""

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from kedang.kit.clock import now
from kedang.oversight.models import Place
from kedang.vault.blind import token_apart

NEW, SETTLED = timedelta(hours=24), timedelta(days=7)
REMEMBERED = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Known:
    """Since when somebody is known from which network."""

    since: Mapping[str, datetime]

    def is_new(self, ip: str, at: datetime) -> bool:
        """Whether this network was new then, for somebody known for a week from elsewhere."""
        if not ip:
            return False
        first = self.since.get(_hashed(ip), at)
        return first > at - NEW and any(each < at - SETTLED for each in self.since.values())


def note(user_id: int, seen: Iterable[tuple[str, datetime]]) -> Known:
    """Remember where somebody worked from; everything that is known of them."""
    rows = {row.network: row for row in Place.objects.filter(user_id=user_id)}
    fresh, later = dict[str, Place](), dict[str, Place]()
    for ip, at in seen:
        if not ip:
            continue
        network = _hashed(ip)
        row = rows.get(network)
        if row is None:
            row = fresh[network] = rows[network] = Place(user_id=user_id, network=network, first_at=at, last_at=at)
        elif at > row.last_at:
            row.last_at = at
            later[network] = row
    Place.objects.bulk_create(fresh.values())
    Place.objects.bulk_update([row for network, row in later.items() if network not in fresh], ["last_at"])
    return Known({network: row.first_at for network, row in rows.items()})


def forget_old() -> None:
    """Networks nobody came from for long."""
    Place.objects.filter(last_at__lt=now() - REMEMBERED).delete()


@lru_cache(maxsize=4096)
def _network(ip: str) -> str:
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ip
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 48), strict=False))


def _hashed(ip: str) -> str:
    return token_apart("oversight.network", _network(ip))
