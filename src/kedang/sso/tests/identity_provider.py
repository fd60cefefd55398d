"""A small sign-in service of our own on 127.0.0.1, honest unless a test makes it lie."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

SECRET = "a client secret with : and %"
RSA_KEY = RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"})
NEXT_KEY = RSAKey.generate_key(2048, {"kid": "rsa-2", "use": "sig"})
EC_KEY = ECKey.generate_key("P-256", {"kid": "ec-1", "use": "sig"})
ED_KEY = OKPKey.generate_key("Ed25519", {"kid": "ed-1", "use": "sig"})
Signing = tuple[str, Any]


class IdentityProvider:
    """What it says, signs and remembers. A test changes these and looks at `asked`."""

    def __init__(self) -> None:
        self.issuer = ""
        self.client_id = "kedang"
        self.subject = "s-4711"
        self.profile: dict[str, Any] = {"preferred_username": "lin", "name": "林晓"}
        self.lies: dict[str, Any] = {}
        self.says: dict[str, Any] = {}
        self.signing: Signing = ("RS256", RSA_KEY)
        self.keys: list[Any] = [RSA_KEY, EC_KEY, ED_KEY]
        self.padding = 0
        self.forge: Callable[[dict[str, Any]], str] | None = None
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    def description(self) -> dict[str, Any]:
        """The discovery document."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["RS256", "ES256", "PS256", "EdDSA", "Ed25519", "HS256", "none"],
            "code_challenge_methods_supported": ["S256"],
        } | self.says

    def key_set(self) -> dict[str, Any]:
        """The public keys."""
        return {"keys": [key.as_dict(private=False) for key in self.keys], "padding": "x" * self.padding}

    def authorise(self, url: str) -> dict[str, str]:
        """Somebody has agreed: what the browser is sent back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}-{time.time_ns()}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def tokens(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """What a code is good for: once, with the verifier, from the client it was given to."""
        asked = self.codes.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "").encode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=").decode()
        pair = base64.b64encode(f"{self.client_id}:a%20client%20secret%20with%20%3A%20and%20%25".encode()).decode()
        fits = asked and asked["code_challenge"] == challenge and asked["redirect_uri"] == form.get("redirect_uri")
        if not asked or not fits or authorization != f"Basic {pair}":
            return None
        claims = self.claims(asked["nonce"])
        return {"token_type": "Bearer", "access_token": "at", "id_token": self.token(claims)}

    def claims(self, nonce: str) -> dict[str, Any]:
        """What the id token says."""
        moment = int(time.time())
        honest = {"iss": self.issuer, "aud": self.client_id, "sub": self.subject, "nonce": nonce}
        return honest | {"iat": moment, "exp": moment + 300} | self.profile | self.lies

    def token(self, claims: dict[str, Any]) -> str:
        """The signed id token, or a forged one."""
        if self.forge is not None:
            return self.forge(claims)
        algorithm, key = self.signing
        return signed(claims, algorithm, key)


def signed(claims: dict[str, Any], algorithm: str, key: Any, **header: Any) -> str:
    """A token in the compact form."""
    head = {"alg": algorithm, "kid": key.kid} | header
    return str(jws.serialize_compact(head, json.dumps(claims), key, algorithms=[algorithm]))


def unsigned(claims: dict[str, Any], algorithm: str = "none") -> str:
    """A token that nobody signed."""
    parts = [json.dumps({"alg": algorithm, "kid": "rsa-1"}), json.dumps(claims)]
    return ".".join(base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in parts) + "."


def signed_with_public_key(claims: dict[str, Any]) -> str:
    """The old trick: HS256, with the service's public key as the secret. The library would refuse to make it."""
    parts = unsigned(claims, "HS256").rstrip(".")
    mac = hmac.digest(RSA_KEY.as_pem(private=False), parts.encode(), "sha256")
    return f"{parts}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


class _Answers(BaseHTTPRequestHandler):
    idp: IdentityProvider

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.idp.asked.append(path)
        if path == "/authorize":
            return self._authorise()
        found = {"/.well-known/openid-configuration": self.idp.description, "/jwks": self.idp.key_set}.get(path)
        return self._json(200, found()) if found else self._json(404, {})

    def do_POST(self) -> None:
        self.idp.asked.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        found = self.idp.tokens(form, self.headers.get("Authorization", ""))
        self._json(200 if found else 400, found or {"error": "invalid_grant"})

    def _authorise(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        self.send_response(302)
        self.send_header("Location", asked["redirect_uri"][0] + "?" + urlencode(self.idp.authorise(self.path)))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _json(self, status: int, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    """One that runs."""
    idp = IdentityProvider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Answers", (_Answers,), {"idp": idp}))
    server.daemon_threads = True
    idp.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield idp
    finally:
        server.shutdown()
        server.server_close()
