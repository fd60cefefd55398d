"""Fifty people at once: `make load` or `python -m benchmarks.load`.

--database WHAT  sqlite with one server, or postgres with two server processes that share the users (sqlite)
--customers N    100,000; with ten interactions, one document for every half, and other rows
--users N        50
--minutes N      10
--home FOLDER    keep the installation there and use it again; a temporary folder without. PostgreSQL: with KEDANG_DATABASE_URL
--fill-only      make the installation and stop
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.load import mix, servers
from tools import postgres
from tools.stamps import ROOT

VENV = ROOT / ".build" / "load"
ROWS_EACH, DOCUMENTS_EACH = 20, 2
WARM_SECONDS = 10
# The sealer looks back for what was committed late every half minute.
SEALED_SECONDS = 35


def main(given: Sequence[str] | None = None) -> int:
    """0 when every target was met."""
    wanted = _arguments().parse_args(given)
    install()
    folder = wanted.home or Path(tempfile.mkdtemp(prefix="kedang-load-"))
    cluster = _begin(folder, wanted.database)
    try:
        _fill(wanted.customers)
        if wanted.fill_only:
            return 0
        return _drive(wanted, folder)
    finally:
        if cluster:
            cluster.stop()
        if not wanted.home:
            shutil.rmtree(folder, ignore_errors=True)


def _arguments() -> argparse.ArgumentParser:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    arguments.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    arguments.add_argument("--customers", type=int, default=100_000)
    arguments.add_argument("--users", type=int, default=50)
    arguments.add_argument("--minutes", type=float, default=10)
    arguments.add_argument("--home", type=Path)
    arguments.add_argument("--fill-only", action="store_true")
    return arguments


def install() -> None:
    """locust in an environment of its own, every file checked against its hash."""
    from tools import setup

    if not (VENV / "bin/locust").exists():
        shutil.rmtree(VENV, ignore_errors=True)
        setup.run(setup.PYTHON, "-m", "venv", VENV)
        lock = setup.REQUIREMENTS / "load.txt"
        setup.uv("pip", "install", "--quiet", "--python", VENV / "bin/python", "--require-hashes", "-r", lock)


def _begin(folder: Path, database: str) -> postgres.Cluster | None:
    """Point this process at the installation and migrate it. The PostgreSQL is one that keeps what is committed."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {"KEDANG_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "kedang.config.settings"}
    cluster = None
    if database == "sqlite":
        os.environ.pop("KEDANG_DATABASE_URL", None)
    elif "KEDANG_DATABASE_URL" not in os.environ:
        programs = postgres.binaries()
        if programs is None:
            sys.exit("there are no PostgreSQL server programs here")
        cluster = postgres.start(programs, postgres.DURABLE)
        os.environ["KEDANG_DATABASE_URL"] = cluster.url
    import django

    django.setup()
    from kedang.config.prepare import prepare

    prepare()
    return cluster


def _fill(customers: int) -> None:
    from benchmarks import desk_rows
    from benchmarks.fill import fill
    from benchmarks.load.papers import fill_papers
    from benchmarks.load.people import require_nobodys
    from kedang.activity.models import Interaction
    from kedang.archive.models import Customer
    from kedang.documents.models import Document

    require_nobodys()
    if not Customer.objects.exists():
        fill(customers)
    desk_rows.fill_desk(customers * ROWS_EACH)
    fill_papers(customers * DOCUMENTS_EACH)
    counted = (f"{model.objects.count():,} {model.__name__.lower()}s" for model in (Customer, Interaction, Document))
    print(", ".join(counted), flush=True)


def _drive(wanted: argparse.Namespace, folder: Path) -> int:
    from django.db import connections

    from benchmarks.load.people import prepare
    from kedang.kit.clock import now
    from kedang.kit.ids import first_id_at

    ports = servers.free_ports(2 if wanted.database == "postgres" else 1)
    secret, answers = folder / "load-accounts.json", folder / "load-answers.ndjson"
    answers.unlink(missing_ok=True)
    prepare([f"http://127.0.0.1:{port}" for port in ports], secret)
    connections.close_all()
    before = first_id_at(now())
    try:
        with servers.serving(ports, folder / "load-server.log"):
            time.sleep(WARM_SECONDS)
            began = time.monotonic()
            _visit(wanted, secret, answers, folder / "load-locust.log")
            seconds = time.monotonic() - began
            time.sleep(SEALED_SECONDS)
    finally:
        secret.unlink(missing_ok=True)
    return _judge(wanted, mix.read_answers(answers), before, seconds)


def _visit(wanted: argparse.Namespace, accounts: Path, answers: Path, log: Path) -> None:
    """Locust without a screen; it ends by itself."""
    env = os.environ | {"LOAD_ACCOUNTS": str(accounts), "LOAD_ANSWERS": str(answers), "PYTHONPATH": str(ROOT)}
    visitor = ROOT / "benchmarks" / "load" / "visitor.py"
    command = [VENV / "bin/locust", "-f", visitor, "--headless", "--only-summary", "-u", wanted.users, "-r", 2]
    command += [
        "-t",
        f"{int(wanted.minutes * 60 + wanted.users / 2)}s",
        "--stop-timeout",
        20,
        "--exit-code-on-error",
        0,
    ]
    with log.open("wb") as file:
        words = [str(word) for word in command]
        subprocess.run(words, env=env, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT, check=True)


def _judge(wanted: argparse.Namespace, answers: list[mix.Answer], before: int, seconds: float) -> int:
    from benchmarks.load.gap import lost, recorded

    print(f"{wanted.database}, {wanted.users} users, {seconds:.0f} s, {len(answers) / seconds:.1f} answers a second")
    print("acts of a hundred: " + ", ".join(f"{act} {share:.1f}" for act, share in mix.mix_of(answers).items()))
    print("\n".join(mix.table(answers)))
    for answer in [each for each in answers if each.wrong][:10]:
        print(f"  error: {answer}")
    lines, gap = lost(answers, *recorded(before))
    print("\n".join(lines))
    verified = subprocess.run([sys.executable, "-m", "kedang", "verify-audit"], cwd=ROOT, check=False).returncode
    missed = mix.missed(answers, gap) + ([f"verify-audit ends with {verified}"] if verified else [])
    print("\n".join(f"MISSED: {line}" for line in missed) or "every target met", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
