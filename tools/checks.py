"""`make test`, `make check` and their parts: runs the steps one after the other and closes with one plain summary."""

import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tools import node, postgres

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / ".build" / "reports"
PYTHON = sys.executable
WORKERS = os.environ.get("KEDANG_TEST_WORKERS", "2")


@dataclass(frozen=True, slots=True)
class Step:
    """One command, and what the machine must have for it."""

    name: str
    groups: frozenset[str]
    command: tuple[str, ...]
    needs: str = ""
    env: dict[str, str] = field(default_factory=dict)
    report: str = ""
    # At most so many failures are tried once more by themselves, on fresh servers; 0 never.
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step ended. `state` is passed, FLAKY (it passed only when repeated, `note` says what), FAILED or NOT RUN."""

    step: Step
    state: str
    seconds: float
    passed: int
    failed: int
    skipped: int
    note: str = ""


def pytest_step(name: str, groups: set[str], *options: str, needs: str = "", database: str = "sqlite") -> Step:
    """A pytest run that leaves its counts in a report."""
    report = REPORTS / f"{name.replace(' ', '-').lower()}.xml"
    command = (PYTHON, "-m", "pytest", "-q", f"--junitxml={report}", *options)
    env = {"KEDANG_TEST_DATABASE": database}
    return Step(name, frozenset(groups), command, needs=needs, env=env, report=str(report))


def web_step(name: str, groups: set[str], *command: str, report: str = "") -> Step:
    """A command of the front end, run with the Node.js that `make setup` found."""
    return Step(name, frozenset(groups), (PYTHON, "-m", "tools.node", *command), needs="web", report=report)


def steps() -> list[Step]:
    """Every step, cheap ones first, so that a slip shows early."""
    vitest = str(REPORTS / "vitest.xml")
    everything = ("src", "tests", "--ignore=tests/journeys", "-n", WORKERS)
    journeys = ("tests/journeys", "-n", WORKERS, "--dist", "loadfile")
    return [
        Step("ruff", frozenset({"check", "lint"}), (PYTHON, "-m", "ruff", "check", ".")),
        Step("ruff format", frozenset({"check", "lint"}), (PYTHON, "-m", "ruff", "format", "--check", ".")),
        Step("floors", frozenset({"check", "lint", "imports"}), (str(Path(PYTHON).parent / "lint-imports"),)),
        Step("mypy", frozenset({"check", "types"}), (PYTHON, "-m", "mypy")),
        Step("generated docs", frozenset({"check"}), (PYTHON, "-m", "tools.generate_docs", "--check")),
        Step("OpenAPI", frozenset({"check"}), (PYTHON, "-m", "tools.openapi", "--check"), needs="web"),
        web_step("biome", {"check", "test", "lint"}, "npm", "run", "--silent", "lint"),
        web_step("tsc", {"check", "test", "types"}, "npm", "run", "--silent", "types"),
        web_step(
            "vitest",
            {"check", "test"},
            "npm",
            "run",
            "--silent",
            "test",
            "--",
            "--reporter=default",
            "--reporter=junit",
            f"--outputFile.junit={vitest}",
            report=vitest,
        ),
        pytest_step("Python on SQLite", {"check", "test"}, *everything),
        pytest_step("Python on PostgreSQL", {"check", "test"}, *everything, needs="postgres", database="postgres"),
        replace(pytest_step("browser journeys", {"check", "test"}, *journeys, needs="chromium"), repeats=2),
        Step("killed imports", frozenset({"drill"}), (PYTHON, "-m", "tools.drill_import")),
        Step("killed server and worker", frozenset({"drill"}), (PYTHON, "-m", "tools.drill_server")),
        Step("restore by the manual", frozenset({"drill"}), (PYTHON, "-m", "tools.drill_restore")),
        Step("full disk", frozenset({"drill"}), (PYTHON, "-m", "tools.drill_import", "--disk-full")),
        Step("full volumes", frozenset({"drill"}), (PYTHON, "-m", "tools.drill_volumes")),
        Step("PostgreSQL stopped", frozenset({"drill"}), (PYTHON, "-m", "tools.drill_postgres"), needs="postgres"),
        Step("bits turned in PostgreSQL", frozenset({"drill"}), (PYTHON, "-m", "tools.drill_pages"), needs="postgres"),
        Step("bits turned", frozenset({"drill"}), (PYTHON, "-m", "tools.drill_flips")),
        Step("power cuts", frozenset({"drill"}), (PYTHON, "-m", "tools.drill_powercut")),
    ]


def missing(need: str) -> str:
    """Why a step cannot run on this machine; empty when it can."""
    if need == "postgres" and postgres.binaries() is None:
        return "no PostgreSQL server programs here (Debian: apt-get install postgresql)"
    if need == "chromium" and chromium() is None:
        return "no Chromium here (Debian: apt-get install chromium fonts-noto-cjk)"
    if need == "web" and node.node_folder(ROOT / ".venv") is None:
        return "no Node.js here (run `make setup`)"
    return ""


def chromium() -> str | None:
    """The browser of the journeys."""
    asked = os.environ.get("KEDANG_CHROMIUM")
    return asked or next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)


def counts(report: str, *, ok: bool) -> tuple[int, int, int]:
    """(passed, failed, skipped) of a JUnit file; a step without one counts as one check."""
    if not report:
        return (1, 0, 0) if ok else (0, 1, 0)
    if not Path(report).exists():
        return (0, 1, 0)
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    total, failed, skipped = (
        sum(int(suite.get(name) or 0) for suite in suites) for name in ("tests", "failures", "skipped")
    )
    failed += sum(int(suite.get("errors") or 0) for suite in suites)
    return (max(total - failed - skipped, 0), failed if ok else max(failed, 1), skipped)


def failures(report: str) -> list[str]:
    """The names of the tests that failed in a JUnit file."""
    if not Path(report).is_file():
        return []
    cases = ElementTree.parse(report).getroot().iter("testcase")
    return [
        case.get("name") or "" for case in cases if case.find("failure") is not None or case.find("error") is not None
    ]


def repeated(outcome: Outcome) -> Outcome:
    """A browser on a busy machine may miss a press: the few that failed are run once more, and it is said that they were."""
    step, names = outcome.step, failures(outcome.step.report)
    if outcome.state != "FAILED" or not 0 < len(names) <= step.repeats:
        return outcome
    again = run(replace(step, name=f"{step.name}, again", command=(*step.command, "--last-failed"), repeats=0))
    seconds = outcome.seconds + again.seconds
    if again.state != "passed" or again.passed != len(names):
        return replace(outcome, seconds=seconds)
    note = f"passed only when repeated: {', '.join(names)}"
    return replace(outcome, state="FLAKY", seconds=seconds, passed=outcome.passed + again.passed, failed=0, note=note)


def run(step: Step) -> Outcome:
    """Run one step with its output on the screen."""
    reason = missing(step.needs)
    if reason:
        failing = os.environ.get("CI") == "true"
        return Outcome(step, "FAILED" if failing else "NOT RUN", 0.0, 0, int(failing), 0, note=reason)
    print(f"\n=== {step.name}: {' '.join(step.command)}", flush=True)
    if step.report:
        Path(step.report).unlink(missing_ok=True)
    started = time.monotonic()
    done = subprocess.run(step.command, cwd=ROOT, env={**os.environ, **step.env}, check=False)
    ok = done.returncode == 0
    passed, failed, skipped = counts(step.report, ok=ok)
    seconds = time.monotonic() - started
    return Outcome(step, "passed" if ok else "FAILED", seconds, passed, failed, skipped)


def summary(outcomes: Sequence[Outcome]) -> str:
    """The closing table, the loud lines and the one line that counts."""
    lines = ["", "=" * 78]
    for done in outcomes:
        numbers = f"{done.passed} passed, {done.failed} failed, {done.skipped} skipped" if done.step.report else ""
        lines.append(f"{done.state:8} {done.step.name:22} {done.seconds:6.0f} s  {numbers}")
    lines += [f"\n!!! {done.state}: {done.step.name}: {done.note}" for done in outcomes if done.note]
    passed, failed, skipped = (
        sum(getattr(done, name) for done in outcomes) for name in ("passed", "failed", "skipped")
    )
    return "\n".join([*lines, "", f"{passed} passed, {failed} failed, {skipped} skipped"])


def main(group: str) -> int:
    """Run every step of a group; 1 when one failed."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    outcomes = [repeated(run(step)) for step in steps() if group in step.groups]
    print(summary(outcomes), flush=True)
    return 1 if any(done.state == "FAILED" for done in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "test"))
