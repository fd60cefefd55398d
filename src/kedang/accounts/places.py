"""Where somebody signs in from: browsers by a long-lived random cookie, networks by a keyed hash of the address.

A browser that got in before is throttled by itself, so that strangers who guess at an account cannot keep its owner out.
"""

import ipaddress
from datetime import datetime, timedelta

from kedang.accounts.models import KnownPlace, User
from kedang.accounts.secrets import fresh_secret, hashed
from kedang.kit.clock import now
from kedang.vault.blind import token_apart

DEVICE_COOKIE = "kedang_device"
REMEMBERED = timedelta(days=400)
LONG = timedelta(days=90)
DEVICE, NETWORK = "device", "network"


def known_device(login: str, secret: str) -> str:
    """The device's hash when somebody with this login signed in from it before, or nothing."""
    digest = hashed(secret)
    found = KnownPlace.objects.filter(user__login=login, kind=DEVICE, hash=digest, last_seen_at__gt=now() - REMEMBERED)
    return digest if found.exists() and secret else ""


def note(user: User, *, device: str, ip: str) -> tuple[str, bool]:
    """Remember a sign-in's browser and network; the browser's secret, and whether this is news to the person.

    The first sign-in of all is no news: there is nothing to compare it with.
    """
    moment = now()
    KnownPlace.objects.filter(user=user, last_seen_at__lt=moment - REMEMBERED).delete()
    known = set(KnownPlace.objects.filter(user=user).values_list("kind", "hash"))
    mine = (DEVICE, hashed(device)) in known and bool(device)
    secret = device if mine else fresh_secret()
    network = token_apart("sign_in.network", _network(ip))
    for kind, digest in ((DEVICE, hashed(secret)), (NETWORK, network)):
        _seen(user, kind, digest, moment)
    return secret, bool(known) and not (mine and (NETWORK, network) in known)


def long_absent(user: User) -> bool:
    """Whether somebody signed in before, but not for a long time."""
    last = KnownPlace.objects.filter(user=user).order_by("-last_seen_at").values_list("last_seen_at", flat=True).first()
    return last is not None and last < now() - LONG


def forget(user_id: int) -> None:
    """Know nothing of somebody's places any more."""
    KnownPlace.objects.filter(user_id=user_id).delete()


def _seen(user: User, kind: str, digest: str, moment: datetime) -> None:
    KnownPlace.objects.update_or_create(user=user, kind=kind, hash=digest, defaults={"last_seen_at": moment})


def _network(ip: str) -> str:
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ip
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 48), strict=False))
