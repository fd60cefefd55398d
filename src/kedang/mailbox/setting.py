"""The mailbox as it is set: read, changed, tried out. Its password goes in and never comes out."""

from dataclasses import dataclass, field

from django.db import transaction

from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import STALE, Refusal
from kedang.kit.text import storable
from kedang.mailbox import imap, rights
from kedang.mailbox.imap import LOOPBACK, Way
from kedang.mailbox.models import NONE, Box
from kedang.vault.keys import SubjectKey, create_keys, key_for, keys_for

FIELDS = ("active", "address", "host", "port", "security", "user", "folder", "trusts", "keep_days")
# Where the password goes: another server gets it only from somebody who knows it.
_WAY = ("host", "port", "security", "user")
INCOMPLETE = Refusal(
    "mailbox.incomplete",
    422,
    "请填写归档地址、服务器、用户名和密码。没有保存任何改动。",
    "The address, the server, the user and the password are needed. Nothing was saved.",
)
IN_CLEAR = Refusal(
    "mailbox.in_clear",
    422,
    "不加密的连接只能用于本机，请选择 TLS 或 STARTTLS。没有保存任何改动。",
    "Only this very machine may be reached in clear: choose TLS or STARTTLS. Nothing was saved.",
)
PASSWORD_AGAIN = Refusal(
    "mailbox.password",
    422,
    "服务器或用户名改了，请重新输入密码。没有保存任何改动。",
    "The server or the user is another one: enter the password again. Nothing was saved.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How the mailbox is to be set. `password` empty: the one that is kept."""

    active: bool
    address: str
    host: str
    port: int
    security: str
    user: str
    folder: str
    trusts: str
    keep_days: int
    password: str = field(default="", repr=False)


def read(actor: Actor) -> Box:
    """The mailbox as it is set."""
    actor.require(rights.MANAGE)
    return Box.objects.filter(id=1).first() or Box()


def save(actor: Actor, wanted: Wanted, *, version: int) -> None:
    """Set the mailbox. Another mailbox is read from its beginning."""
    actor.require(rights.MANAGE)
    _fit(Box.objects.filter(id=1).first() or Box(), wanted, version)
    _ensure()
    _save(actor, wanted, version)


def _fit(box: Box, wanted: Wanted, version: int) -> dict[str, object]:
    """What is wanted, as it is stored; refuses what cannot be."""
    if box.version != version:
        raise STALE(version=box.version)
    clean = _checked(wanted)
    _require_password(box, clean, wanted.password, needed=wanted.active)
    return clean


def _ensure() -> None:
    """The row and its key, before the transaction that needs them."""
    box, _ = Box.objects.get_or_create(id=1)
    if not keys_for([box.key_id]):
        create_keys([box.key_id])


@transaction.atomic
def _save(actor: Actor, wanted: Wanted, version: int) -> None:
    box = Box.objects.select_for_update().get(id=1)
    clean = _fit(box, wanted, version)
    fields = [name for name in FIELDS if getattr(box, name) != clean[name]]
    if set(fields) & {"host", "port", "user", "folder"}:
        box.uid_validity = box.last_uid = 0
    for name in fields:
        setattr(box, name, clean[name])
    if wanted.password:
        fields.append("password")
        box.password_enc = _sealed(key_for(box.key_id), wanted.password)
    box.version += 1
    box.problem, box.checked_at = "", None
    box.save()
    record(actor, "mailbox.changed", subject=("mailbox", 1), fields=fields, details={"active": box.active})


def try_out(actor: Actor, wanted: Wanted) -> str:
    """Sign in and look into the folder: empty when that works, else the code of what is wrong. Keeps nothing."""
    actor.require(rights.MANAGE)
    box = Box.objects.filter(id=1).first() or Box()
    clean = _checked(wanted)
    _require_password(box, clean, wanted.password, needed=True)
    with transaction.atomic():
        record(actor, "mailbox.tested", subject=("mailbox", 1))
    way = Way(
        host=str(clean["host"]),
        port=wanted.port,
        security=wanted.security,
        user=str(clean["user"]),
        password=wanted.password or _password(box),
        folder=str(clean["folder"]),
    )
    return imap.check(way)


def way_of(box: Box) -> Way:
    """How the mailbox is reached."""
    return Way(
        host=box.host,
        port=box.port,
        security=box.security,
        user=box.user,
        password=_password(box),
        folder=box.folder,
    )


def _checked(wanted: Wanted) -> dict[str, object]:
    clean: dict[str, object] = {name: getattr(wanted, name) for name in FIELDS}
    for name in ("address", "host", "user", "folder", "trusts"):
        clean[name] = storable(str(clean[name])).strip()
    clean["folder"] = clean["folder"] or "INBOX"
    if wanted.security == NONE and clean["host"] not in LOOPBACK:
        raise IN_CLEAR()
    if wanted.active and not ("@" in str(clean["address"]) and clean["host"] and clean["user"]):
        raise INCOMPLETE()
    return clean


def _require_password(box: Box, clean: dict[str, object], password: str, *, needed: bool) -> None:
    if password:
        return
    if box.password_enc is not None and any(getattr(box, name) != clean[name] for name in _WAY):
        raise PASSWORD_AGAIN()
    if needed and box.password_enc is None:
        raise INCOMPLETE()


def _password(box: Box) -> str:
    if box.password_enc is None:
        return ""
    return key_for(box.key_id).open_padded(box.password_enc, table="mailbox_box", column="password", row_id=1)


def _sealed(key: SubjectKey, password: str) -> bytes:
    return key.seal_padded(password, table="mailbox_box", column="password", row_id=1)
