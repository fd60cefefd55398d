"""What can be wrong with an installation: databases, migrations, guards, keys, permissions of files, disk, mail and SMS."""

import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from kedang.config import doctor_running
from kedang.config.findings import Finding
from kedang.config.prepare import ALIASES, SCHEMAS, pending, require_safe_settings
from kedang.delivery.mail import check_mail
from kedang.delivery.models import FAILED, MAIL, SMS
from kedang.delivery.outbox import standing
from kedang.delivery.settings import mail_settings, sms_settings
from kedang.history.append_only import GUARDED, missing_triggers
from kedang.kit.env import settings
from kedang.operations import resealing, row_sums
from kedang.operations.index_exchanging import is_fit
from kedang.operations.keys_escrow import escrow
from kedang.operations.keys_rotating import stalled
from kedang.vault.blind import blind
from kedang.vault.root import master, root_path
from kedang.vault.tenure import provided

SPACE_NEEDED = 1 << 30


def examine() -> list[Finding]:
    """Look at everything; a look that fails is a finding, not a crash."""
    looks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _settings,
        _databases,
        _guards,
        _keys,
        _files,
        _disk,
        _delivery,
        doctor_running.backups,
        doctor_running.disks,
        doctor_running.audit,
        doctor_running.clock,
        doctor_running.way_in,
        doctor_running.virus_scanner,
        doctor_running.duties,
        doctor_running.access_review,
        doctor_running.worker,
    )
    found: list[Finding] = []
    for look in looks:
        try:
            found += look()
        except (DatabaseError, OSError, ImproperlyConfigured) as failure:
            found.append(Finding(look.__name__.strip("_"), fine=False, detail=type(failure).__name__))
    return found


def _settings() -> Iterator[Finding]:
    try:
        require_safe_settings(host=settings().host)
    except ImproperlyConfigured as wrong:
        yield Finding("settings", fine=False, detail=str(wrong))
        return
    yield Finding("settings", fine=True)


def _databases() -> Iterator[Finding]:
    for alias in ALIASES:
        waiting = pending(alias)
        yield Finding(f"migrations of {alias}", fine=not waiting, detail=", ".join(waiting[:5]))
        if connections[alias].vendor == "sqlite":
            yield from _sqlite(alias)
        else:
            yield _page_sums() if alias == "default" else _search_path(alias)


def _sqlite(alias: str) -> Iterator[Finding]:
    with connections[alias].cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        level = cursor.execute("PRAGMA synchronous").fetchone()[0]
        sound = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
    yield Finding(f"durability of {alias}", fine=(mode, level) == ("wal", 2), detail=f"{mode}, synchronous={level}")
    yield Finding(f"structure of {alias}", fine=sound == "ok", detail="" if sound == "ok" else str(sound)[:200])
    bare = row_sums.bare_tables(connections[alias])
    yield Finding(
        f"row sums of {alias}", fine=not bare, detail=f"{', '.join(bare[:5])}: kedang migrate" if bare else ""
    )


def _page_sums() -> Finding:
    with connections["default"].cursor() as cursor:
        cursor.execute("SHOW data_checksums")
        on = cursor.fetchone()[0] == "on"
    return Finding("page sums of PostgreSQL", fine=on, detail="" if on else "pg_checksums --enable")


def _search_path(alias: str) -> Finding:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_schemas(false)")
        schemas = list(cursor.fetchone()[0])
    return Finding(f"search path of {alias}", fine=len(schemas) == 1 and schemas[0] in SCHEMAS, detail=str(schemas))


def _guards() -> Iterator[Finding]:
    for table, alias in GUARDED.items():
        missing = missing_triggers(connections[alias], table)
        yield Finding(f"append-only {table}", fine=not missing, detail=", ".join(missing))


def _keys() -> Iterator[Finding]:
    try:
        blind("doctor", "doctor")
    except Exception as failure:  # noqa: BLE001 - whatever keeps the keys shut is the finding
        yield Finding("keys", fine=False, detail=f"{type(failure).__name__}: {failure} {root_path()}")
        return
    yield Finding("keys", fine=True)
    if provided():
        opens = master().tenure
        opens.ask()
        yield Finding("provider of the root key", fine=not opens.answering.reason, detail=opens.answering.reason)
    amiss = resealing.amiss()
    yield Finding("versions of customers' keys", fine=not amiss, detail=amiss)
    stands = escrow()
    detail = "" if not stands.overdue else "kedang keys escrow-drill" if stands.fits else "kedang keys escrow"
    yield Finding("escrow of the root key", fine=not stands.overdue, detail=detail)
    fit = is_fit()
    yield Finding("index key", fine=fit, detail="" if fit else "kedang keys rotate index")
    yield Finding("rotation of keys", fine=not stalled(), detail="kedang keys rotate master" if stalled() else "")


def _files() -> Iterator[Finding]:
    home = settings().home
    yield _private(home)
    for path in (root_path(), home / "secret.key", *sorted(home.glob("*.db"))):
        if path.exists():
            yield _private(path)


def _private(path: Path) -> Finding:
    mode = stat.S_IMODE(path.stat().st_mode)
    open_to_others = mode & 0o077
    return Finding(f"permissions of {path.name}", fine=not open_to_others, detail=oct(mode) if open_to_others else "")


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings().home).free
    yield Finding("disk", fine=free > SPACE_NEEDED, detail=f"{free / (1 << 30):.1f} GiB free")


def _delivery() -> Iterator[Finding]:
    """Mail and SMS are not needed; but what is set up should work."""
    mail, sms = mail_settings(), sms_settings()
    wrong = check_mail() if mail else ""
    yield Finding("mail", fine=not wrong, detail=wrong or (f"{mail.host}:{mail.port}" if mail else "not set up"))
    yield Finding("sms", fine=not (sms and sms.problem), detail=(sms.problem or sms.kind) if sms else "not set up")
    failed = {channel: standing(channel).counts[FAILED] for channel in (MAIL, SMS)}
    told = ", ".join(f"{channel} {count}" for channel, count in failed.items() if count)
    yield Finding("messages not delivered in 7 days", fine=not told, detail=told)
