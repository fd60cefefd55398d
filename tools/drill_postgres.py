"""Stop PostgreSQL at random moments under a server that is being worked with, at once and without goodbye, and start it again.

`python -m tools.drill_postgres [--stops 50] [--seed N]`; a cluster of its own that flushes. Nothing that was answered with success may be
gone, every customer has its key and its event, and the server goes on by itself.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import psycopg

from tools import postgres
from tools.drill_import import Home
from tools.drill_server import Serving

NOT_RUN = 77
DURABLE = "\nfsync = on\nsynchronous_commit = on\nfull_page_writes = on\n"


class Clerk(threading.Thread):
    """Files one customer after the other and remembers what was answered."""

    def __init__(self, serving: Serving, token: str, number: int) -> None:
        super().__init__(daemon=True)
        self.serving, self.token, self.number = serving, token, number
        self.filed: list[int] = []
        self.refused: Counter[str] = Counter()
        self.over = threading.Event()

    def run(self) -> None:
        """Until told to stop."""
        turn = 0
        while not self.over.is_set():
            turn += 1
            body = {"kind": "person", "values": {"name": f"客户{self.number}-{turn}"}, "force": True}
            try:
                answer = self.serving.ask(
                    "/api/customers", token=self.token, data=json.dumps(body).encode(), content_type="application/json"
                )
                self.filed.append(int(answer["id"]))
            except urllib.error.HTTPError as refused:
                self.refused[str(refused.code)] += 1
                time.sleep(0.05)
            except (urllib.error.URLError, ConnectionError, TimeoutError) as lost:
                self.refused[type(lost).__name__] += 1
                time.sleep(0.05)


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stops", type=int, default=50)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args(argv)
    programs = postgres.binaries()
    if programs is None:
        print("NOT RUN: there are no PostgreSQL server programs here")
        return NOT_RUN
    cluster = postgres.start(programs)
    base = Path(tempfile.mkdtemp(prefix="kedang-drill-"))
    try:
        with (cluster.folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(DURABLE)
        cluster.restart()
        return 0 if _drill(base, cluster, stops=given.stops, seed=given.seed) else 1
    finally:
        cluster.stop()
        shutil.rmtree(base, ignore_errors=True)


def _drill(base: Path, cluster: postgres.Cluster, *, stops: int, seed: int) -> bool:
    home, chance = Home(base, "home"), random.Random(seed)
    home.environment["KEDANG_DATABASE_URL"] = cluster.url
    subprocess.run(
        home.command("create-admin", "--login", "lin", "--name", "林晓", "--password-stdin"),
        env=home.environment, input="a drill needs no secret\n", text=True, check=True, capture_output=True,
    )  # fmt: skip
    token = home.run("token", "create", "--user", "lin", "--name", "drill").stdout.split()[-1]
    serving, started = Serving(home), time.monotonic()
    clerks = [Clerk(serving, token, number) for number in range(4)]
    try:
        for clerk in clerks:
            clerk.start()
        for _ in range(stops):
            time.sleep(chance.uniform(0.3, 2.0))
            cluster.restart()
        before = sum(len(clerk.filed) for clerk in clerks)
        time.sleep(3)
        goes_on = sum(len(clerk.filed) for clerk in clerks) > before
    finally:
        for clerk in clerks:
            clerk.over.set()
        for clerk in clerks:
            clerk.join()
        serving.stop()
    filed = {customer for clerk in clerks for customer in clerk.filed}
    refused = sum((clerk.refused for clerk in clerks), Counter[str]())
    gone, bare = _found(cluster.url, filed)
    print(
        f"seed {seed}: {stops} stops in {time.monotonic() - started:.0f} s, {len(filed)} filed, {gone} of them gone, {bare} without "
        f"key or event, refused meanwhile {dict(refused)}, {'goes on' if goes_on else 'DOES NOT GO ON'}"
    )
    return goes_on and not gone and not bare


def _found(url: str, filed: set[int]) -> tuple[int, int]:
    """How many that were answered for are gone, and how many customers lack their key or their event."""
    with psycopg.connect(url) as database:
        there = {row[0] for row in database.execute("SELECT id FROM archive_customer")}
        keys = {row[0] for row in database.execute("SELECT subject_id FROM kedang_keys.vault_subject_key")}
        events = {
            row[0] for row in database.execute("SELECT subject_id FROM history_event WHERE verb = 'customer.created'")
        }
    return len(filed - there), len(there - (keys & events))


if __name__ == "__main__":
    sys.exit(main())
