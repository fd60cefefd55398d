"""Keys that began under the index key and are not exchanged with it: what they mark is kept nowhere, so nobody could mark it again.

None of these marks is of a value of a customer. Until the first exchange the keys are derived from the first index key, as they always were.
Then each is put down by itself, all in one row of the key store, and the first index key goes: it cannot be had from them. Passes are
sealed, not marked; they live for minutes and their keys stand here too.
"""

from functools import cache

import orjson

from kedang.kit.crypto import Tampered, derive, fresh_key
from kedang.vault.models import MasterKey
from kedang.vault.root import APART, INDEX, make_master, master

MARKS = frozenset(
    (
        "import-head",
        "mail",
        "oversight.canary",
        "oversight.network",
        "portal.code",
        "sign_in.account",
        "sign_in.address",
        "sign_in.device",
        "sign_in.network",
        "verification.code",
        "verification.counter",
    )
)
PASSES = frozenset(("collaborate",))
_FIRST, _ROW = 1, 1
# What later releases add is derived from this one.
_SPARE = ""


def _infos() -> dict[str, bytes]:
    marks = {_of_mark(name): f"idx|{name}|1".encode() for name in MARKS}
    return marks | {_of_pass(name): f"pass|{name}|1".encode() for name in PASSES}


def _of_mark(name: str) -> str:
    return f"idx|{name}"


def _of_pass(name: str) -> str:
    return f"pass|{name}"


@cache
def _kept() -> dict[str, bytes] | None:
    raw = master().held(APART, _ROW)
    return None if raw is None else {name: bytes.fromhex(key) for name, key in orjson.loads(raw).items()}


def _key(name: str, info: bytes) -> bytes:
    kept = _kept()
    if kept is None:
        return derive(master().key(INDEX, _FIRST), info)
    return kept[name] if name in kept else derive(kept[_SPARE], info)


def key_of(field: str) -> bytes:
    """The key that marks of a field are made with."""
    return _key(_of_mark(field), f"idx|{field}|{_FIRST}".encode())


def pass_key(purpose: str) -> bytes:
    """The key that passes of a purpose are sealed by."""
    return _key(_of_pass(purpose), f"pass|{purpose}|{_FIRST}".encode())


def put_down() -> None:
    """Keep these keys by themselves, before the index key they come from goes. Doing it twice changes nothing."""
    if MasterKey.objects.filter(purpose=APART).exists():
        return
    keys = {name: _key(name, info).hex() for name, info in _infos().items()}
    make_master(APART, _ROW, orjson.dumps({**keys, _SPARE: fresh_key().hex()}))
    forget()
    if _kept() is None:
        raise Tampered("what was put down does not come back")


def forget() -> None:
    """Drop what is in memory."""
    _kept.cache_clear()
