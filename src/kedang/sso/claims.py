"""Whether an id token is what it says: signed by the service, for us, for this sign-in, now (OpenID Connect Core 3.1.3.7)."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from kedang.kit.clock import now
from kedang.sso.remote import Service, keys_of

LEEWAY, OLDEST = 60, 600
_TYPES = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC", "EdDSA": "OKP", "Ed25519": "OKP"}
_CURVES = {"ES256": "P-256", "EdDSA": "Ed25519", "Ed25519": "Ed25519"}
_READERS: dict[str, Any] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
_PUBLIC = ("kty", "n", "e", "crv", "x", "y")
_LEAST_BITS = 2048
Key = RSAKey | ECKey | OKPKey


class NotAccepted(Exception):
    """An id token that does not count, and why: a code for the record, never for the visitor."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Expected:
    """What the token must say."""

    client_id: str
    nonce: str
    access_token: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What the service says of somebody, believed."""

    issuer: str
    subject: str
    said: Mapping[str, Any]

    def text(self, name: str) -> str:
        """One claim as text; an e-mail address only when the service says that it has checked it."""
        if name == "email" and self.said.get("email_verified") is not True:
            return ""
        value = self.said.get(name)
        return value.strip() if isinstance(value, str) else ""

    def has_factor(self, words: str) -> bool:
        """Whether a word of `acr` or `amr` is one of those that count as a second factor."""
        methods = self.said.get("amr")
        given = {str(each) for each in methods} if isinstance(methods, list) else set()
        return bool((given | {str(self.said.get("acr", ""))}) & set(words.split()))


def read_token(service: Service, token: str, expected: Expected) -> Claims:
    """The claims of an id token that passes every check; raises NotAccepted, or ServiceProblem when keys cannot be had."""
    header = _header(token)
    algorithm, key_id = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in service.algorithms:
        raise NotAccepted("algorithm")
    key = _key(keys_of(service), algorithm, key_id) or _key(keys_of(service, anew=True), algorithm, key_id)
    if key is None:
        raise NotAccepted("key")
    try:
        said = orjson.loads(jws.deserialize_compact(token, key, algorithms=[algorithm]).payload)
    except (JoseError, ValueError):
        raise NotAccepted("signature") from None
    if not isinstance(said, dict):
        raise NotAccepted("claims")
    _check(service, said, expected, algorithm)
    return Claims(service.issuer, said["sub"], said)


def _header(token: str) -> dict[str, Any]:
    part = token.partition(".")[0]
    try:
        found = orjson.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError:
        raise NotAccepted("header") from None
    if not isinstance(found, dict):
        raise NotAccepted("header")
    return found


def _key(keys: list[dict[str, Any]], algorithm: str, key_id: object) -> Key | None:
    """The key of that id; without an id only when there is no choice."""
    fitting = [key for key in keys if _fits(key, algorithm) and (key_id is None or key.get("kid") == key_id)]
    if len(fitting) != 1:
        return None
    try:
        found: Key = _READERS[_TYPES[algorithm]].import_key(
            {name: fitting[0][name] for name in _PUBLIC if name in fitting[0]}
        )
    except (JoseError, ValueError, TypeError):
        return None
    return found


def _fits(key: Mapping[str, Any], algorithm: str) -> bool:
    return (
        key.get("kty") == _TYPES[algorithm]
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and key.get("crv") == _CURVES.get(algorithm)
        and (key.get("kty") != "RSA" or len(str(key.get("n", ""))) * 6 >= _LEAST_BITS)
    )


def _check(service: Service, said: dict[str, Any], expected: Expected, algorithm: str) -> None:
    moment = now().timestamp()
    audience = said.get("aud")
    for_whom = audience if isinstance(audience, list) else [audience]
    subject = said.get("sub")
    tests = {
        "issuer": said.get("iss") == service.issuer,
        "audience": expected.client_id in for_whom,
        "party": said.get("azp", expected.client_id if len(for_whom) == 1 else None) == expected.client_id,
        "expired": _number(said.get("exp")) > moment - LEEWAY,
        "issued": moment - OLDEST <= _number(said.get("iat")) <= moment + LEEWAY,
        "early": _number(said.get("nbf", 0)) <= moment + LEEWAY,
        "nonce": hmac.compare_digest(str(said.get("nonce", "")).encode(), expected.nonce.encode()),
        "subject": isinstance(subject, str) and 0 < len(subject) <= 255 and "\0" not in subject,
        "at_hash": "at_hash" not in said or said["at_hash"] == _at_hash(expected.access_token, algorithm),
    }
    for why, passed in tests.items():
        if not passed:
            raise NotAccepted(why)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else float("nan")


def _at_hash(access_token: str, algorithm: str) -> str:
    digest = hashlib.sha512 if _TYPES[algorithm] == "OKP" else hashlib.sha256
    whole = digest(access_token.encode()).digest()
    return base64.urlsafe_b64encode(whole[: len(whole) // 2]).rstrip(b"=").decode()
