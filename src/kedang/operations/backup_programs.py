"""PostgreSQL's own programs: found on the path or where a setting says, and refused with a plain sentence when they are not there.

The password goes through the environment: a command line can be read by everybody on the machine.
"""

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
from django.db import connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kedang.kit.errors import Refusal
from kedang.operations.backup_settings import backup_settings

NO_PROGRAM = Refusal(
    "backup.no_program",
    503,
    "找不到 {program}。请安装与数据库同版本的 PostgreSQL 客户端，或用 KEDANG_PG_PROGRAMS 指明它所在的目录。",
    "There is no {program}. Install the PostgreSQL client of the database's version, or name its folder in KEDANG_PG_PROGRAMS.",
)
PROGRAM_FAILED = Refusal(
    "backup.program_failed",
    503,
    "{program} 没有成功：{said}",
    "{program} did not succeed: {said}",
)


def program(name: str) -> str:
    """Where a program lies."""
    named = backup_settings().programs
    found = shutil.which(name, path=named) if named else shutil.which(name)
    if found is None:
        raise NO_PROGRAM(program=name)
    return str(Path(found))


def run_program(name: str, *arguments: str, address: str) -> None:
    """Run a program on a database; what it says when it fails stands in the refusal."""
    named = dict(conninfo_to_dict(address))
    secret = str(named.pop("password", "") or "")
    environment = {**os.environ, "PGPASSWORD": secret} if secret else dict(os.environ)
    target = make_conninfo("", **named)
    command = [program(name), "-w", "-d", target, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = next((line for line in done.stderr.splitlines() if line.strip()), "")
        raise PROGRAM_FAILED(program=name, said=said[:300])


def restore_dump(path: Path, schema: str, address: str) -> None:
    """Fill an empty database from a dump, in one transaction."""
    with psycopg.connect(address, autocommit=True) as database:
        database.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema)))
    whole = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "-n", schema)
    run_program("pg_restore", *whole, str(path), address=address)


def address_of(alias: str, name: str = "") -> str:
    """Where a database is, with its password: never on a command line."""
    where = connections[alias].settings_dict
    others = {key: value for key, value in where["OPTIONS"].items() if key.startswith("ssl")}
    named = {"host": where["HOST"], "port": where["PORT"], "user": where["USER"], "password": where["PASSWORD"]}
    return make_conninfo(dbname=name or where["NAME"], **{k: v for k, v in named.items() if v}, **others)
