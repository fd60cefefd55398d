"""How the root key lies in its file: as it is, or sealed under something the file does not hold.

A kind of envelope is a module with `KIND`, `close(root, given) -> dict` and `open_(facts) -> bytes`. The bare 32 bytes are the kind
`file`. Everything else is a JSON object that names its kind and holds nothing secret.
"""

import json
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from kedang.kit import crypto
from kedang.vault import passphrase, transit

FILE = "file"
KINDS: Mapping[str, ModuleType] = {passphrase.KIND: passphrase, transit.KIND: transit}
# Held by somebody on the other end of a line, who may be away.
ASKED = frozenset((transit.KIND,))


class NotAnEnvelope(Exception):
    """The file of the root key holds something else."""


def kind_of(envelope: bytes) -> str:
    """Which kind it is."""
    return FILE if len(envelope) == crypto.KEY else str(_facts(envelope)["kind"])


def opened(envelope: bytes) -> bytes:
    """The root key in it; asks whoever holds what it is sealed under."""
    if len(envelope) == crypto.KEY:
        return envelope
    facts = _facts(envelope)
    root: bytes = KINDS[facts["kind"]].open_(facts)
    if len(root) != crypto.KEY:
        raise NotAnEnvelope
    return root


def closed(root: bytes, kind: str, given: Mapping[str, str]) -> bytes:
    """The file for this root key."""
    if kind == FILE:
        return root
    return json.dumps({"kind": kind, **KINDS[kind].close(root, given)}, sort_keys=True).encode()


def renewed(envelope: bytes) -> bytes:
    """The same root key under the newest key of the provider; NotAnEnvelope when no provider holds it."""
    if kind_of(envelope) not in ASKED:
        raise NotAnEnvelope
    facts = _facts(envelope)
    return json.dumps({**KINDS[facts["kind"]].renewed(facts), "kind": facts["kind"]}, sort_keys=True).encode()


def _facts(envelope: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(envelope)
    except ValueError:
        raise NotAnEnvelope from None
    if not isinstance(facts, dict) or facts.get("kind") not in KINDS:
        raise NotAnEnvelope
    return facts
