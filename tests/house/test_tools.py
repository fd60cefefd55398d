"""The commands of the house: what they count, what they skip, and when they fail."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tools import checks, node, postgres, stamps

JUNIT = (
    '<testsuites><testsuite tests="5" failures="1" errors="1" skipped="1"/>'
    '<testsuite tests="2" failures="0" errors="0" skipped="0"/></testsuites>'
)


def step(name: str = "a step", needs: str = "", report: str = "") -> checks.Step:
    """A step that does nothing."""
    return checks.Step(name, frozenset({"x"}), ("true",), needs=needs, report=report)


def test_counts_come_from_the_report(tmp_path: Path) -> None:
    report = tmp_path / "a.xml"
    report.write_text(JUNIT)
    assert checks.counts(str(report), ok=False) == (4, 2, 1)


def test_a_report_without_tests_or_no_report_at_all_is_a_failure(tmp_path: Path) -> None:
    assert checks.counts(str(tmp_path / "none.xml"), ok=True) == (0, 1, 0)
    report = tmp_path / "a.xml"
    report.write_text('<testsuite tests="1" failures="0" errors="0" skipped="0"/>')
    assert checks.counts(str(report), ok=False)[1] == 1, "the command failed although no test did"


def test_what_the_machine_lacks_fails_ci_and_is_loud_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "binaries", lambda: None)
    monkeypatch.setenv("CI", "true")
    assert checks.run(step(needs="postgres")).state == "FAILED"
    monkeypatch.delenv("CI")
    outcome = checks.run(step("Python on PostgreSQL", needs="postgres"))
    assert outcome.state == "NOT RUN"
    text = checks.summary([outcome])
    assert "!!! NOT RUN: Python on PostgreSQL: no PostgreSQL server programs here" in text
    assert text.splitlines()[-1] == "0 passed, 0 failed, 0 skipped"


SOURCE = """
import pathlib
def test_sound(): pass
def test_shaky():
    seen = pathlib.Path(__file__).with_name("seen")
    first = not seen.exists()
    seen.touch()
    assert not first
def test_broken(): assert {sound}
"""


@pytest.mark.parametrize(("sound", "state", "failed"), [(True, "FLAKY", 0), (False, "FAILED", 2)])
def test_what_passes_only_when_repeated_is_said(tmp_path: Path, sound: bool, state: str, failed: int) -> None:
    (tmp_path / "test_it.py").write_text(SOURCE.format(sound=sound))
    (tmp_path / "pytest.ini").write_text("[pytest]")
    report = tmp_path / "it.xml"
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:django", f"--rootdir={tmp_path}", f"--junitxml={report}")
    shaky = replace(step("journeys", report=str(report)), command=(*command, str(tmp_path)), repeats=2)
    outcome = checks.repeated(checks.run(shaky))
    assert (outcome.state, outcome.failed) == (state, failed)
    assert outcome.passed == (3 if sound else 1)
    assert ("passed only when repeated: test_shaky" in checks.summary([outcome])) is sound


def test_many_failures_are_not_repeated(tmp_path: Path) -> None:
    report = tmp_path / "it.xml"
    failed = '<testcase name="a"><failure/></testcase>'
    report.write_text(f"<testsuite>{failed * 3}</testsuite>")
    outcome = checks.Outcome(replace(step(report=str(report)), repeats=2), "FAILED", 0.0, 0, 3, 0)
    assert checks.repeated(outcome) == outcome


def test_a_step_without_a_report_is_not_repeated() -> None:
    for state in ("passed", "FAILED"):
        outcome = checks.Outcome(replace(step(), repeats=2), state, 0.0, 0, 1, 0)
        assert checks.repeated(outcome) == outcome


def test_the_groups_of_the_makefile_exist() -> None:
    groups = {group for each in checks.steps() for group in each.groups}
    assert groups == {"check", "test", "lint", "types", "imports", "drill"}
    tested = {each.name for each in checks.steps() if "test" in each.groups}
    assert tested <= {each.name for each in checks.steps() if "check" in each.groups}


def test_an_old_node_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v20.18.3\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin:/bin")
    assert node.version_of(str(tmp_path / "node")) == (20, 18)
    assert node.node_folder(tmp_path / "venv") is None
    (tmp_path / "node").write_text("#!/bin/sh\necho v20.19.0\n")
    assert node.node_folder(tmp_path / "venv") == tmp_path


def test_a_stamp_follows_the_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "ROOT", tmp_path)
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")
    source = tmp_path / "web" / "a.ts"
    source.parent.mkdir()
    (tmp_path / "web" / "node_modules").mkdir()
    source.write_text("1")
    first = stamps.digest(stamps.files_below(tmp_path / "web"))
    stamps.mark("web", first)
    (tmp_path / "web" / "node_modules" / "b.js").write_text("ignored")
    assert stamps.is_current("web", stamps.digest(stamps.files_below(tmp_path / "web")))
    source.write_text("2")
    assert not stamps.is_current("web", stamps.digest(stamps.files_below(tmp_path / "web")))
