"""What a sign-in service says of itself and with which keys it signs; asked through the guarded door, kept for ten minutes."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

import orjson

from kedang.kit import outward
from kedang.kit.clock import now
from kedang.kit.outward import NotFetched

# Asymmetric ones only. HS256 would make our own client secret, or the service's public key, a key to sign with.
# Services say EdDSA for what RFC 9864 calls Ed25519 now.
ALGORITHMS = ("RS256", "ES256", "PS256", "EdDSA", "Ed25519")
LASTS = timedelta(minutes=10)
# A token with a key nobody knows has the keys fetched anew, but not for every such token.
REFRESH = timedelta(seconds=30)
MOST_KEYS = 50
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
T = TypeVar("T")
Keys = list[dict[str, Any]]


class ServiceProblem(Exception):
    """The service cannot be used, and why: a code for a page to put into words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Service:
    """A service as it describes itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    algorithms: tuple[str, ...]
    secret_in_body: bool
    names_issuer: bool
    pkce: bool


@dataclass(slots=True)
class _Kept:
    """What was fetched, by address, and when."""

    found: dict[str, tuple[datetime, Any]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, address: str, lasts: timedelta, fetch: Callable[[str], T]) -> T:
        with self.lock:
            known = self.found.get(address)
        if known is not None and now() - known[0] < (REFRESH if isinstance(known[1], ServiceProblem) else lasts):
            return cast("T", self._said(known[1]))
        fresh: T | ServiceProblem
        try:
            fresh = fetch(address)
        except ServiceProblem as problem:
            # Kept too, for a moment: anybody may press the button, and each press would wait for a service that does not answer.
            fresh = problem
        with self.lock:
            self.found[address] = (now(), fresh)
        return cast("T", self._said(fresh))

    @staticmethod
    def _said(kept: Any) -> Any:
        if isinstance(kept, ServiceProblem):
            raise ServiceProblem(kept.code)
        return kept


_services, _keys = _Kept(), _Kept()


def forget() -> None:
    """Ask again next time: the settings were changed."""
    for kept in (_services, _keys):
        with kept.lock:
            kept.found.clear()


def service_at(issuer: str) -> Service:
    """How a service is used."""
    return _services.get(issuer, LASTS, look_at)


def keys_of(service: Service, *, anew: bool = False) -> Keys:
    """The public keys it signs with."""
    return _keys.get(service.jwks_uri, REFRESH if anew else LASTS, _fetch_keys)


def look_at(issuer: str) -> Service:
    """Ask the service now; raises ServiceProblem with what is wrong."""
    said = _json(issuer.rstrip("/") + "/.well-known/openid-configuration")
    if said.get("issuer") != issuer:
        raise ServiceProblem("issuer_differs")
    endpoints = {name: _endpoint(said.get(name)) for name in _ENDPOINTS}
    offered = said.get("id_token_signing_alg_values_supported") or ["RS256"]
    algorithms = tuple(each for each in ALGORITHMS if each in offered)
    if not algorithms:
        raise ServiceProblem("algorithms")
    ways = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Service(
        issuer=issuer,
        algorithms=algorithms,
        secret_in_body="client_secret_basic" not in ways,
        names_issuer=said.get("authorization_response_iss_parameter_supported") is True,
        pkce="S256" in (said.get("code_challenge_methods_supported") or []),
        **endpoints,
    )


def _endpoint(value: object) -> str:
    if not isinstance(value, str):
        raise ServiceProblem("incomplete")
    try:
        outward.checked(value)
    except NotFetched as refused:
        raise ServiceProblem(refused.problem) from None
    return value


def _fetch_keys(address: str) -> Keys:
    keys = _json(address).get("keys")
    if not isinstance(keys, list) or not keys or len(keys) > MOST_KEYS:
        raise ServiceProblem("keys")
    return [key for key in keys if isinstance(key, dict)]


def _json(address: str) -> dict[str, Any]:
    return answer_of(lambda: outward.fetch(address))


def answer_of(ask: Callable[[], outward.Fetched]) -> dict[str, Any]:
    """A JSON object from a 200."""
    try:
        answer = ask()
    except NotFetched as refused:
        raise ServiceProblem(refused.problem) from None
    if answer.status != 200:
        raise ServiceProblem("status")
    try:
        said = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        raise ServiceProblem("not_json") from None
    if not isinstance(said, Mapping):
        raise ServiceProblem("not_json")
    return dict(said)
