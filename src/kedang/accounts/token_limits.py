"""How far a token reaches: from which addresses, for how long, which fields in clear, how many customers an hour and a day."""

import ipaddress
from collections.abc import Sequence
from datetime import timedelta

from kedang.accounts.rights import unmasking
from kedang.kit.errors import INVALID, Refusal

LONGEST_DAYS = 90
IDLE = timedelta(days=30)
FULL, NO_REVEAL, MASKED = "full", "no_reveal", "masked"
LEVELS = (FULL, NO_REVEAL, MASKED)
ROWS_HOUR, ROWS_DAY = 5_000, 20_000
MOST_ROWS, MOST_ADDRESSES = 1_000_000, 20

STOPPED = Refusal(
    "token.stopped",
    401,
    "该访问令牌已停用。请由其所有者在“我的账号”中查看原因。",
    "This token was stopped. Its owner sees the reason under “My account”.",
)
READ_ONLY = Refusal("token.read_only", 403, "该访问令牌只能读取。", "This token may only read.")
ELSEWHERE = Refusal(
    "token.address",
    403,
    "该访问令牌不能从这个地址使用，已通知其所有者和管理员。",
    "This token may not be used from this address. Its owner and the administrators are told.",
)


def checked_days(days: int) -> int:
    """A life of one to ninety days."""
    if not 1 <= days <= LONGEST_DAYS:
        raise INVALID(what=f"days: 1-{LONGEST_DAYS}")
    return days


def checked_level(level: str, rights: Sequence[str]) -> str:
    """A level that does not contradict the rights asked for: none is dropped in silence."""
    if level not in LEVELS:
        raise INVALID(what="level")
    if level != FULL and unmasking() & set(rights):
        raise INVALID(what=f"rights: {', '.join(sorted(unmasking() & set(rights)))} (level: {FULL})")
    return level


def checked_rows(an_hour: int, a_day: int) -> tuple[int, int]:
    """A budget; that of an hour is never more than that of a day."""
    if not 1 <= an_hour <= a_day <= MOST_ROWS:
        raise INVALID(what=f"rows_hour, rows_day: 1 ≤ rows_hour ≤ rows_day ≤ {MOST_ROWS}")
    return an_hour, a_day


def checked_addresses(given: Sequence[str]) -> str:
    """Addresses and networks (`192.0.2.0/24`), as the table keeps them."""
    if len(given) > MOST_ADDRESSES:
        raise INVALID(what=f"addresses: ≤ {MOST_ADDRESSES}")
    return " ".join(dict.fromkeys(_network(text) for text in given))


def _network(text: str) -> str:
    try:
        network = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        raise INVALID(what="addresses") from None
    return str(network.network_address) if network.num_addresses == 1 else str(network)


def is_listed(ip: str, addresses: str) -> bool:
    """Whether an address is one of these. An IPv4 address that comes as IPv6 is still that address."""
    try:
        found = ipaddress.ip_address(ip)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in ipaddress.ip_network(each) for each in addresses.split())
