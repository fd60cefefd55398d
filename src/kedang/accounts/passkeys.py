"""Passkeys (WebAuthn): what the browser is asked, and whether what it answers is right. The mathematics is the fido2 library's.

No attestation is asked for: which maker a key is from is nobody's business here.
"""

import ipaddress
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from kedang.accounts.models import Passkey, User
from kedang.kit.clock import now
from kedang.kit.errors import Refusal

NAME_LENGTH = 80
MOST = 20
_UNREADABLE = (ValueError, KeyError, TypeError, IndexError, AttributeError, struct.error)
Answer = Mapping[str, Any]
T = TypeVar("T")

BAD_PASSKEY = Refusal(
    "passkey.wrong", 422, "通行密钥没有通过验证，请再试一次。", "The passkey did not verify. Please try again."
)
NO_PASSKEYS_HERE = Refusal(
    "passkey.address",
    409,
    "通行密钥需要用域名访问（https，或本机的 localhost），不能用 IP 地址。",
    "Passkeys need a host name (https, or localhost on this machine), not an IP address.",
)
TOO_MANY = Refusal("passkey.too_many", 409, "最多 {most} 个通行密钥。", "There may be at most {most} passkeys.")


@dataclass(frozen=True, slots=True)
class Party:
    """Who asks, as the browser checks it: a host name, and the origin of our pages."""

    id: str
    origin: str

    @property
    def usable(self) -> bool:
        """Browsers know no passkeys for bare addresses."""
        try:
            ipaddress.ip_address(self.id)
        except ValueError:
            return bool(self.id)
        return False


def party(*, public_url: str, scheme: str, host: str) -> Party:
    """From the public address; without one, from the request's host, which the list of allowed hosts has passed."""
    origin = public_url.rstrip("/") or f"{scheme}://{host}"
    parts = urlsplit(origin)
    return Party(parts.hostname or "", f"{parts.scheme}://{parts.netloc}")


def ask_to_register(where: Party, user: User) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser is told to make a new passkey, and what we must remember."""
    if Passkey.objects.filter(user=user).count() >= MOST:
        raise TOO_MANY(most=MOST)
    options, state = _server(where).register_begin(
        PublicKeyCredentialUserEntity(id=user.id.to_bytes(8, "big"), name=user.login, display_name=user.name),
        _attested(user.id),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return dict(options)["publicKey"], state


def register(where: Party, user_id: int, state: Answer, answer: Answer, *, name: str) -> Passkey:
    """Keep the public half of a new passkey."""
    data = _checked(lambda: _server(where).register_complete(state, answer))
    attested = data.credential_data
    if attested is None or Passkey.objects.filter(credential=attested.credential_id.hex()).exists():
        raise BAD_PASSKEY()
    return Passkey.objects.create(
        user_id=user_id,
        credential=attested.credential_id.hex(),
        attested=bytes(attested),
        sign_count=data.counter,
        name=name.strip()[:NAME_LENGTH] or "Passkey",
    )


def ask_to_sign(where: Party, user_id: int | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser is told to sign. Without a person any passkey of ours may answer, and must have verified its user."""
    wanted = UserVerificationRequirement.PREFERRED if user_id else UserVerificationRequirement.REQUIRED
    keys = _attested(user_id) if user_id else None
    options, state = _server(where).authenticate_begin(keys, user_verification=wanted)
    return dict(options)["publicKey"], state


def signed_by(where: Party, state: Answer, answer: Answer, *, user_id: int | None) -> Passkey:
    """The passkey that signed what was asked. A counter that runs backwards means a copy: it is refused."""
    said = _checked(lambda: AuthenticationResponse.from_dict(answer))
    rows = Passkey.objects.select_for_update(of=("self",)).select_related("user").filter(credential=said.raw_id.hex())
    row = (rows.filter(user_id=user_id) if user_id else rows).first()
    if row is None or not row.user.is_active:
        raise BAD_PASSKEY()
    known = AttestedCredentialData(bytes(row.attested))
    _checked(lambda: _server(where).authenticate_complete(state, [known], answer))
    count = said.response.authenticator_data.counter
    if (count or row.sign_count) and count <= row.sign_count:
        raise BAD_PASSKEY()
    row.sign_count, row.last_used_at = count, now()
    row.save(update_fields=["sign_count", "last_used_at"])
    return row


def _server(where: Party) -> Fido2Server:
    if not where.usable:
        raise NO_PASSKEYS_HERE()
    entity = PublicKeyCredentialRpEntity(name="Kedang", id=where.id)
    return Fido2Server(entity, verify_origin=lambda origin: origin == where.origin)


def _attested(user_id: int) -> list[AttestedCredentialData]:
    rows = Passkey.objects.filter(user_id=user_id).values_list("attested", flat=True)
    return [AttestedCredentialData(bytes(row)) for row in rows]


def _checked(read: Callable[[], T]) -> T:
    try:
        return read()
    except _UNREADABLE:
        raise BAD_PASSKEY() from None
