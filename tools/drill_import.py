"""kill -9 an import at random moments until it is done, and compare with an uninterrupted one.

`python -m tools.drill_import [--rows 100000] [--kills 20] [--seed N] [--disk-full]` works in temporary homes; with
KEDANG_DATABASE_URL set it refuses, because it would empty somebody's database.
"""

import argparse
import csv
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玲飞玉兰红梅建国志文晓宇浩然子涵雨欣思远嘉怡欣妍佳琪俊杰"
_HEAD = ("客户编号", "姓名", "手机", "邮箱", "城市", "地址", "职业", "标签")


def write_rows(path: Path, rows: int, seed: int) -> None:
    """Invented persons, some twice, some without what a person needs."""
    chance = random.Random(seed)
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(_HEAD)
        for number in range(rows):
            writer.writerow(_row(chance, number))


def _row(chance: random.Random, number: int) -> Sequence[str]:
    if chance.random() < 0.01:
        return (f"P{number}", "", "", "", "", "", "教师", "")
    name = chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2))))
    mobile = f"138{chance.randrange(10**8):08d}"
    identity = f"P{chance.randrange(number + 1)}" if chance.random() < 0.03 else f"P{number}"
    address = f"杭州市西湖区文三路 {chance.randrange(999)} 号"
    return (
        identity,
        name,
        mobile,
        f"u{number}@example.com",
        "杭州市",
        address,
        "教师",
        chance.choice(("老客户", "", "")),
    )


class Home:
    """An installation of its own in a temporary folder."""

    def __init__(self, base: Path, name: str) -> None:
        self.path = base / name
        self.environment = {**os.environ, "KEDANG_HOME": str(self.path), "KEDANG_DEMO": ""}

    def command(self, *words: str) -> list[str]:
        """A command line of this installation."""
        return [sys.executable, "-m", "kedang", *words]

    def run(self, *words: str, file_limit: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""

        def limit() -> None:
            if file_limit:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))

        return subprocess.run(
            self.command(*words), env=self.environment, capture_output=True, text=True, check=False, preexec_fn=limit
        )

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start a command."""
        return subprocess.Popen(
            self.command(*words), env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def digest(self) -> str:
        """The archive's digest."""
        return self.run("digest").stdout.strip()

    def counts(self) -> Mapping[str, int | str]:
        """The newest run's counts and state, read without the application."""
        names = ("state", "position", "created", "updated", "unchanged", "duplicate", "refused", "skipped_layout")
        try:
            base = sqlite3.connect(f"file:{self.path}/kedang.db?mode=ro", uri=True)
            row = base.execute(f"SELECT {', '.join(names)} FROM intake_import_run ORDER BY id DESC LIMIT 1").fetchone()
            base.close()
        except sqlite3.OperationalError:
            return {}
        return dict(zip(names, row, strict=True)) if row else {}


def killed_until_done(home: Home, file: Path, *, kills: int, span: float, chance: random.Random) -> int:
    """Import, killing whoever works at random moments; then let a worker finish. How often something was killed."""
    done = 0
    process = home.start("import", str(file), "--json")
    while done < kills:
        time.sleep(chance.uniform(0.2, span))
        if process.poll() is not None and home.counts().get("state") == "done":
            break
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        done += 1
        begun = home.counts().get("state") in ("filing", "done")
        process = home.start("worker", "--once") if begun else home.start("import", str(file), "--json")
    process.wait()
    for _ in range(5):
        if home.counts().get("state") == "done":
            break
        home.run("worker", "--once")
    return done


def main(argv: Sequence[str] | None = None) -> int:
    """The drill."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--span", type=float, default=4.0, help="longest time between two kills")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--disk-full", action="store_true", help="let files not grow beyond a limit instead of killing")
    args = parser.parse_args(argv)
    if os.environ.get("KEDANG_DATABASE_URL"):
        print("not with KEDANG_DATABASE_URL")
        return 2
    base = Path(tempfile.mkdtemp(prefix="kedang-drill-"))
    try:
        return _drill(base, args)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _drill(base: Path, args: argparse.Namespace) -> int:
    file = base / "rows.csv"
    write_rows(file, args.rows, args.seed)
    calm, rough = Home(base, "calm"), Home(base, "rough")
    expected = json.loads(calm.run("import", str(file), "--json").stdout)
    started = time.monotonic()
    if args.disk_full:
        happened = _full(rough, file, calm)
    else:
        chance = random.Random(args.seed)
        happened = killed_until_done(rough, file, kills=args.kills, span=args.span, chance=chance)
    found = rough.counts()
    same = calm.digest() == rough.digest()
    print(f"seed {args.seed}: {happened} times, {time.monotonic() - started:.0f} s, digests equal: {same}")
    print({k: v for k, v in expected.items() if k != "run"})
    print(dict(found))
    equal = all(found[k] == expected[k] for k in ("created", "updated", "unchanged", "duplicate", "refused"))
    return 0 if same and equal else 1


def _full(home: Home, file: Path, calm: Home) -> int:
    """Let files grow to a part of what the import needs, again and again; each stop must say so and lose nothing."""
    size = (calm.path / "kedang.db").stat().st_size
    for step in range(1, 4):
        limit = max(8 << 20, size * step // 4)
        words = ("import", str(file), "--json") if step == 1 else ("resume-import", "newest", "--json")
        ended = home.run(*words, file_limit=limit)
        state = home.counts().get("state")
        print(f"limit {limit >> 20} MB: exit {ended.returncode}, {state}: {ended.stderr.strip()[-160:]}")
        if state == "done":
            return step
    home.run("resume-import", "newest", "--json")
    return 3


if __name__ == "__main__":
    sys.exit(main())
