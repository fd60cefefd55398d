"""What single sign-on adds to the matrix: a service that is switched off, and a link of everybody's. Nothing is asked outside."""

from kedang.sso.models import Identity, Provider
from tests.house.matrix.asked import Body, fixed
from tests.house.matrix.table import OTHER, OWN
from tests.house.matrix.world import World

_WANTED = {"name": "单位账号", "issuer": "https://login.example.com", "client_id": "kedang"}
_RETURNED = {"state": "x" * 43, "code": "x"}

BODIES: dict[str, Body] = {
    "POST /api/sso/{}/begin": fixed(next="/"),
    "POST /api/sso/{}/finish": fixed(**_RETURNED),
    "POST /api/sso/{}/link/finish": fixed(**_RETURNED),
    "POST /api/sso-providers": fixed(**_WANTED),
    "POST /api/sso-providers/try": fixed(issuer="https://127.0.0.1"),
    "PUT /api/sso-providers/{}": fixed(**_WANTED, version=1),
    "PUT /api/password-sign-in": fixed(password_for="everybody"),
}


def add(world: World) -> None:
    """The service, and the links."""
    provider = Provider.objects.create(name="单位账号", issuer="https://login.example.com", client_id="kedang")
    world.ids[("sso", "any", "")] = world.ids[("sso-providers", "any", "")] = str(provider.id)
    made = {}
    for user in (*world.users.values(), world.cast.chen):
        made[user.id] = str(
            Identity.objects.create(user=user, issuer="https://old.example.com", subject=str(user.id)).id
        )
    for person, user in world.users.items():
        world.ids[("identities", OWN, person)] = made[user.id]
    world.ids[("identities", OTHER, "")] = world.ids[("identities", OWN, "anonymous")] = made[world.cast.chen.id]
