"""A root key that only a transit engine opens (Vault, OpenBao, or whatever speaks like them): the file holds what the engine sealed, and
the engine is asked to open it. It sees this one key and never anything of a customer.

Where it is and how to show who asks comes from the environment, the token from a file that is read at each question: agents renew it.
"""

import base64
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import orjson

from kedang.kit.crypto import Tampered
from kedang.kit.outward import Asked, NotFetched, fetch
from kedang.vault.unfit import ProviderAway

KIND = "transit"
SECONDS = 5.0
_MOST = 64 * 1024
_NAME = re.compile(r"[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*")
_REASONS = {401: "denied", 403: "denied", 404: "no_engine", 503: "sealed"}


@dataclass(frozen=True, slots=True)
class Place:
    """The key at the engine."""

    mount: str
    key: str


def close(root: bytes, _: Mapping[str, str]) -> dict[str, Any]:
    """Have the root key sealed by the key that the environment names."""
    place = Place(os.environ.get("KEDANG_TRANSIT_MOUNT") or "transit", os.environ.get("KEDANG_TRANSIT_KEY") or "kedang")
    sealed = _ask("encrypt", place, {"plaintext": base64.b64encode(root).decode()}, "ciphertext")
    return {"mount": place.mount, "key": place.key, "sealed": sealed}


def open_(facts: Mapping[str, Any]) -> bytes:
    """The root key; Tampered when the engine says that it did not seal this, ProviderAway when it says nothing."""
    given = _ask("decrypt", _place(facts), {"ciphertext": facts["sealed"]}, "plaintext")
    try:
        return base64.b64decode(given, validate=True)
    except ValueError:  # also binascii.Error
        raise ProviderAway("answer") from None


def renewed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The same root key under the newest version of the engine's key; it is not seen on the way."""
    return {**facts, "sealed": _ask("rewrap", _place(facts), {"ciphertext": facts["sealed"]}, "ciphertext")}


def _place(facts: Mapping[str, Any]) -> Place:
    """Which key sealed it, whatever the environment names by now."""
    return Place(str(facts["mount"]), str(facts["key"]))


def _ask(verb: Literal["encrypt", "decrypt", "rewrap"], place: Place, body: Mapping[str, Any], wanted: str) -> str:
    address = os.environ.get("KEDANG_TRANSIT_URL", "").rstrip("/")
    if not address or not _NAME.fullmatch(place.mount) or not _NAME.fullmatch(place.key):
        raise ProviderAway("unset")
    asked = Asked("POST", orjson.dumps(body), _headers())
    try:
        answer = fetch(f"{address}/v1/{place.mount}/{verb}/{place.key}", asked, most=_MOST, seconds=SECONDS, ours=True)
    except NotFetched as failed:
        raise ProviderAway(failed.problem) from None
    if answer.status == 400 and verb != "encrypt":
        raise Tampered("the provider did not seal this")
    if answer.status != 200:
        raise ProviderAway(_REASONS.get(answer.status, f"status {answer.status}"))
    return _read(answer.body, wanted)


def _read(body: bytes, wanted: str) -> str:
    try:
        return str(orjson.loads(body)["data"][wanted])
    except (ValueError, KeyError, TypeError):
        raise ProviderAway("answer") from None


def _headers() -> dict[str, str]:
    named, namespace = os.environ.get("KEDANG_TRANSIT_TOKEN_FILE"), os.environ.get("KEDANG_TRANSIT_NAMESPACE")
    try:
        token = Path(named).read_text(encoding="ascii").strip() if named else ""
    except (OSError, ValueError):
        token = ""
    if not token.isprintable() or not token:
        raise ProviderAway("token")
    headers = {"Content-Type": "application/json", "X-Vault-Request": "true", "X-Vault-Token": token}
    return {**headers, "X-Vault-Namespace": namespace} if namespace else headers
