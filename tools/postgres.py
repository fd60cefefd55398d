"""A throw-away PostgreSQL: a cluster in a temporary folder, reached by a socket, gone afterwards.

`initdb` refuses to run as root, so root runs it as the user `postgres` that the Debian package makes.
"""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

# Durability is not what these tests look at; without it a run takes a third of the time.
FAST = """
fsync = off
synchronous_commit = off
full_page_writes = off
listen_addresses = ''
max_connections = 60
shared_buffers = 256MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
"""
# As an installation has it: what is committed is on the disk. For two server processes of 24 threads, each with three connections.
DURABLE = """
fsync = on
synchronous_commit = on
full_page_writes = on
max_connections = 250
"""
SCHEMAS = ("kedang_keys", "kedang_audit")


def binaries() -> Path | None:
    """The folder with `initdb` and `postgres`, newest version first; None when there is no server."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).parent)
    asked = shutil.which("pg_config")
    if asked:
        answer = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(answer.stdout.strip() or "/nonexistent"))
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server."""

    folder: Path
    bin: Path

    @property
    def url(self) -> str:
        """What KEDANG_DATABASE_URL has to say to reach it."""
        return f"postgresql://postgres@/kedang?host={quote(str(self.folder), safe='')}"

    def sql(self, statement: str, *, database: str = "postgres") -> None:
        """Run one statement as the superuser."""
        _as_server(self.bin / "psql", "-q", "-h", self.folder, "-U", "postgres", "-d", database, "-c", statement)

    def restart(self) -> None:
        """Stop at once, as a crash does, and start again."""
        _as_server(self.bin / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")
        _as_server(self.bin / "pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", "start")

    def rest(self) -> None:
        """Stop in good order, and keep everything."""
        _as_server(self.bin / "pg_ctl", "-D", self.folder / "data", "-m", "fast", "-w", "stop")

    def sound(self) -> bool:
        """Whether every page of the stopped cluster has the sum it should have."""
        try:
            _as_server(self.bin / "pg_checksums", "--check", "-D", self.folder / "data", quiet=True)
        except subprocess.CalledProcessError:
            return False
        return True

    def stop(self) -> None:
        """Stop at once and remove everything."""
        _as_server(self.bin / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


def _as_server(*command: str | Path, check: bool = True, quiet: bool = False) -> None:
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    words = [*prefix, *(str(part) for part in command)]
    errors = subprocess.DEVNULL if quiet else None
    subprocess.run(words, check=check, stdout=subprocess.DEVNULL, stderr=errors, cwd="/", timeout=120)


def start(bin_folder: Path, more: str = "") -> Cluster:
    """Make and start a cluster with the empty database `kedang`; about three seconds. `more`: settings that win over `FAST`.

    The two schemas stand in `template1`, so that every database of a test run has them.
    """
    # The path of a socket may have about 100 characters, and user postgres must be able to enter every parent folder.
    folder = Path(tempfile.mkdtemp(prefix="kedang-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    folder.chmod(0o700)
    cluster = Cluster(folder=folder, bin=bin_folder)
    data = folder / "data"
    how = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N", "--data-checksums")
    try:
        _as_server(bin_folder / "initdb", "-D", data, *how)
        with (data / "postgresql.conf").open("a") as file:
            file.write(f"{FAST}{more}unix_socket_directories = '{folder}'\n")
        _as_server(bin_folder / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "start")
        for schema in SCHEMAS:
            cluster.sql(f"CREATE SCHEMA {schema}", database="template1")
        cluster.sql("CREATE DATABASE kedang")
    except BaseException:
        cluster.stop()
        raise
    return cluster
