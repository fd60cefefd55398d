"""What can be wrong with the running of an installation: backups, the machine's disks and clock, the way to it, its worker."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connections

from kedang.access import apart
from kedang.access.reading import left_behind
from kedang.archive.models import Customer
from kedang.config.findings import Finding
from kedang.config.prepare import ALIASES, LOOPBACK
from kedang.history.models import Event
from kedang.history.sinks import FILE, SYSLOG, standing_of_sinks
from kedang.history.standing import standing
from kedang.jobs.models import RUNNING, Job, Tick
from kedang.kit import malware
from kedang.kit.clock import now
from kedang.kit.env import settings
from kedang.operations.backup_places import S3
from kedang.operations.backup_schedule import TOO_OLD, newest_good
from kedang.operations.backup_settings import backup_settings
from kedang.operations.restore_marker import unfinished
from kedang.operations.serving import is_served

LARGEST_WAL = 200 << 20
ASTRAY = timedelta(minutes=5)
WORKER_SILENT = timedelta(minutes=10)
OVER_THE_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "fuse.glusterfs"}
)


def backups() -> Iterator[Finding]:
    """A proven one that is young enough, somewhere else than the data."""
    half = unfinished()
    yield Finding("restore", fine=not half, detail=f"not finished: run kedang restore {half} again" if half else "")
    good = newest_good()
    if good is None or good.made_at is None:
        there_is_data = Customer.objects.exists()
        detail = "none is proven: run kedang backup" if there_is_data else "none yet, and no customers"
        yield Finding("backups", fine=not there_is_data, detail=detail)
    else:
        old = now() - good.made_at > TOO_OLD
        detail = f"the newest proven one is of {good.made_at:%Y-%m-%d %H:%M} UTC"
        yield Finding("backups", fine=not old, detail=f"{detail}: run kedang backup and look why" if old else detail)
    place = backup_settings().to
    if place != S3 and Path(place).exists() and Path(place).stat().st_dev == settings().home.stat().st_dev:
        yield Finding(
            "place of backups", fine=True, detail="on the disk of the data: set KEDANG_BACKUP_TO to another one"
        )


def disks() -> Iterator[Finding]:
    """SQLite needs a disk of this machine, and a log that is taken in now and then."""
    for alias in ALIASES:
        if connections[alias].vendor != "sqlite":
            continue
        path = Path(str(connections[alias].settings_dict["NAME"]))
        wal = path.with_name(path.name + "-wal")
        size = wal.stat().st_size if wal.exists() else 0
        detail = f"{size >> 20} MB: something reads without end; restart the server" if size > LARGEST_WAL else ""
        yield Finding(f"log of {alias}", fine=size <= LARGEST_WAL, detail=detail)
    if connections["default"].vendor == "sqlite":
        kind = filesystem(settings().home, Path("/proc/mounts"))
        far = kind in OVER_THE_NETWORK
        detail = f"{kind}: SQLite loses data over a network; use a disk of this machine or PostgreSQL" if far else kind
        yield Finding("file system", fine=not far, detail=detail)


def filesystem(folder: Path, mounts: Path) -> str:
    """The kind of file system a folder lies on; empty where that cannot be told."""
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8").splitlines() if mounts.exists() else ():
        _, point, found, *_ = line.split(" ")
        inside = folder == Path(point) or Path(point) in folder.parents
        if inside and len(point) >= len(best):
            best, kind = point, found
    return kind


def audit() -> Iterator[Finding]:
    """A seal that keeps up, and its checkpoints somewhere else."""
    found = standing()
    detail = (
        f"{found.waiting} events wait for {found.lag:.0f} s: is `kedang worker --seal` running?" if found.behind else ""
    )
    yield Finding("audit seal", fine=not found.behind, detail=detail)
    sinks = standing_of_sinks()
    if not any(sink.code in (FILE, SYSLOG) for sink in sinks):
        yield Finding(
            "checkpoints", fine=True, detail="stay on this machine: set KEDANG_AUDIT_FILE or KEDANG_AUDIT_SYSLOG"
        )
    for sink in sinks:
        lacks = f"lacks {sink.missing} ({sink.error or 'not tried yet'})" if sink.late else ""
        yield Finding(f"audit to {sink.code}", fine=not sink.late, detail=lacks)


def clock() -> Iterator[Finding]:
    """Times that only rise: nothing happened in the future, and the database's clock is ours."""
    newest = Event.objects.order_by("-id").values_list("at", flat=True).first()
    ahead = newest is not None and newest - now() > ASTRAY
    yield Finding(
        "clock", fine=not ahead, detail=f"the newest record is of {newest}: set this machine's clock" if ahead else ""
    )
    if connections["default"].vendor == "postgresql":
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            theirs: datetime = cursor.fetchone()[0]
        astray = abs(theirs - now()) > ASTRAY
        detail = "differs from this machine's by minutes: synchronise both" if astray else ""
        yield Finding("clock of the database", fine=not astray, detail=detail)


def way_in() -> Iterator[Finding]:
    """Nobody's password goes over a network in clear."""
    said = settings()
    url = said.public_url
    open_to_all = said.host not in LOOPBACK
    if not url:
        detail = "KEDANG_PUBLIC_URL is not set: put a TLS proxy in front and name its address"
        yield Finding("address", fine=not open_to_all, detail=detail if open_to_all else "this machine only")
        return
    plain = not url.startswith("https://") and not any(f"//{name}" in url for name in LOOPBACK)
    yield Finding("address", fine=not plain, detail=f"{url} is not https: put a TLS proxy in front" if plain else url)


def virus_scanner() -> Iterator[Finding]:
    """None is needed; but the one that is named should answer."""
    named = malware.scanner()
    if named is None:
        yield Finding("virus scanner", fine=True, detail="not set up: files are kept as not scanned")
        return
    try:
        yield Finding("virus scanner", fine=True, detail=malware.ask_version())
    except malware.Unanswered as away:
        then = "files are kept as not scanned" if named.keeps else "no file is taken"
        yield Finding("virus scanner", fine=False, detail=f"does not answer ({away}): {then}")


def duties() -> Iterator[Finding]:
    """Administrators of one duty each; a small organisation may combine them, and is told who does."""
    met = ", ".join(f"{each.user.login} ({'+'.join(each.duties)})" for each in apart.combining())
    told = ("on" if apart.is_on() else "off") + (f"; combined by {met}" if met else "")
    yield Finding("separation of duties", fine=not (apart.is_on() and met), detail=told)


def access_review() -> Iterator[Finding]:
    """What the last review of access left: roles that nobody confirmed in time, and that are held all the same."""
    left = left_behind()
    if left is None:
        yield Finding("access review", fine=True, detail="none has ended yet")
        return
    detail = f"the last one ended on {left.ended_at:%Y-%m-%d}"
    if left.lines:
        detail += f"; {left.lines} role(s) nobody confirmed are still held: see Privacy › Access review"
    yield Finding("access review", fine=not left.lines, detail=detail)


def worker() -> Iterator[Finding]:
    """While the server runs, repeated work is done."""
    if not is_served():
        yield Finding("worker", fine=True, detail="the server is not running")
        return
    latest = Tick.objects.order_by("due_at").values_list("due_at", flat=True).first()
    at_work = Job.objects.filter(state=RUNNING, lease_until__gt=now()).exists()
    silent = latest is not None and now() - latest > WORKER_SILENT and not at_work
    detail = (
        f"nothing repeated was done since {latest:%Y-%m-%d %H:%M} UTC: start kedang worker" if silent and latest else ""
    )
    yield Finding("worker", fine=not silent, detail=detail)
