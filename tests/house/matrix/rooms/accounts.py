"""What accounts add to the matrix: a passkey of everybody's."""

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import Aaguid, AttestedCredentialData

from kedang.accounts.models import Passkey, User
from tests.house.matrix.asked import Body, fixed
from tests.house.matrix.table import OTHER, OWN
from tests.house.matrix.world import World

BODIES: dict[str, Body] = {
    "POST /api/session/step": fixed(code="000000"),
    "POST /api/me/totp/confirm": fixed(code="000000"),
    "POST /api/me/passkeys": fixed(name="新", passkey={}),
    # Who has a passkey is asked for that; a wrong code would be refused as well, but put on record.
    "POST /api/me/proof": fixed(password="x"),
    "PATCH /api/sign-in-rules": fixed(idle_minutes=20),
}


def add(world: World) -> None:
    """Two passkeys each, so that one may go."""
    made = {}
    for user in (*world.users.values(), world.cast.chen):
        rows = [_passkey(user, name) for name in ("手机", "电脑")]
        made[user.id] = str(rows[0].id)
    for person, user in world.users.items():
        world.ids[("passkeys", OWN, person)] = made[user.id]
    world.ids[("passkeys", OWN, "anonymous")] = world.ids[("passkeys", OTHER, "")] = made[world.cast.chen.id]


def _passkey(user: User, name: str) -> Passkey:
    own_id = f"{user.id}{name}".encode()
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())  # type: ignore[no-untyped-call]
    attested = AttestedCredentialData.create(Aaguid.NONE, own_id, public)
    return Passkey.objects.create(user=user, credential=own_id.hex(), attested=bytes(attested), name=name)
