"""Kedang's own commands as processes: what they say, how long they take, and what their whole tree of processes needs."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

_LOOK_EVERY = 0.2
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Ran:
    """One command: its output, seconds, seconds of processors, and the most memory of all its processes at once."""

    output: Path
    seconds: float
    cpu: float
    megabytes: float

    def facts(self) -> dict[str, float]:
        """For JSON."""
        return {"seconds": round(self.seconds, 1), "cpu": round(self.cpu, 1), "megabytes": round(self.megabytes)}


def kedang(home: Path, arguments: Sequence[str], output: Path) -> Ran:
    """Run a command of Kedang in this home; its standard output goes to a file."""
    env = {**os.environ, "KEDANG_HOME": str(home)}
    started = perf_counter()
    with output.open("wb") as file:
        process = subprocess.Popen([sys.executable, "-m", "kedang", *arguments], env=env, stdout=file)
    peak = _Peak(process.pid)
    peak.start()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    peak.stop()
    if process.returncode:
        raise SystemExit(f"kedang {arguments[0]} ended with {process.returncode}")
    return Ran(output, perf_counter() - started, usage.ru_utime + usage.ru_stime, peak.bytes / 2**20)


class _Peak(threading.Thread):
    """Looks at the memory of a process and all below it. What they share is counted for each of them."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.bytes, self._pid, self._ended = 0, pid, threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._ended.wait(_LOOK_EVERY):
            self.bytes = max(self.bytes, sum(map(_resident, _below(self._pid))))

    def stop(self) -> None:
        """No longer."""
        self._ended.set()
        self.join()


def _below(pid: int) -> list[int]:
    """The process and its descendants."""
    found = [pid]
    for parent in found:
        try:
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def archive_of(
    home: Path, files: Sequence[Path], *, mapping: Mapping[str, str] | None = None, kind: str = "", refused: int = 0
) -> Path:
    """An archive in this home with every row of the files as a customer; one that is whole already is used again.

    `refused`: so many rows cannot become customers, and are missed by whatever is measured.
    """
    archive, whole = home / "archive", home / "archive.whole"
    if not whole.exists():
        shutil.rmtree(archive, ignore_errors=True)
        archive.mkdir(parents=True)
        kedang(archive, ["migrate"], home / "migrate.log")
        for file in files:
            counts = file_all(archive, file, mapping=mapping, kind=kind, refused=refused)
            print(
                f"{file.name}: {counts['created']:,} of {counts['rows']:,} filed in {counts['seconds']} s", flush=True
            )
        whole.touch()
    return archive


def file_all(
    home: Path, file: Path, *, mapping: Mapping[str, str] | None = None, kind: str = "", refused: int = 0
) -> Mapping[str, Any]:
    """Import a file so that every row becomes a customer of its own; the counts of the run."""
    arguments = ["import", str(file), "--mode", "create", "--match", "external_id", "--json"]
    arguments += ["--kind", kind] if kind else []
    with tempfile.TemporaryDirectory(prefix="kedang-bench-") as folder:
        if mapping:
            path = Path(folder) / "mapping.json"
            path.write_text(json.dumps(mapping), encoding="utf-8")
            arguments += ["--mapping", str(path)]
        told = kedang(home, arguments, Path(folder) / "told.json").output.read_bytes()
    counts: Mapping[str, Any] = json.loads(told)
    if counts["created"] + refused != counts["rows"]:
        raise SystemExit(f"not every row became a customer: {counts}")
    return counts


def numbers(home: Path, output: Path) -> dict[str, str]:
    """Archive number → external id, from an export of the whole archive."""
    from benchmarks.matching.judging import read_numbers

    kedang(home, ["export", str(output)], output.with_suffix(".log"))
    return read_numbers(output)
