"""The scanners themselves: how each is started, and how many findings it reports."""

import json
import re
import shutil
import subprocess
import time
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tools.scan.ours import Visitor
from tools.stamps import ROOT

VENV = ROOT / ".build" / "scan"
OUT = ROOT / ".build" / "scans"
# What would sign the scanner itself out, or change the password it came with.
LEFT_OUT = ("accounts_sign_out", "accounts_change_own_password", "accounts_end_session")
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
NOBODY = Visitor("nobody", "", "")
NO_IDS: Mapping[str, str] = MappingProxyType({})
NO_END = 60.0 * 24
ONE_REQUEST = 3000


@dataclass(frozen=True, slots=True)
class Scan:
    """What one run found; `tried` says of how much."""

    name: str
    findings: tuple[str, ...]
    tried: str


def run(log: str, command: Sequence[str | Path], *, cwd: Path | None = None, limit: int) -> str:
    """Run one scanner with its output in a file; it ends by itself or after `limit` seconds."""
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"{log}.log"
    with path.open("wb") as file:
        words = [str(word) for word in command]
        try:
            subprocess.run(words, stdout=file, stderr=subprocess.STDOUT, cwd=cwd or OUT, check=False, timeout=limit)
        except subprocess.TimeoutExpired:
            file.write(b"\nscan: stopped, out of time\n")
    return path.read_text(errors="replace")


def fuzz(address: str, visitor: Visitor = NOBODY, *, ids: Mapping[str, str] = NO_IDS) -> Scan:
    """schemathesis over the whole document: no 5xx, no status or shape that the document does not name. `ids`: by place in the path, an
    id that is there, since a made-up one ends at 404."""
    headers = [f"--header={name}: {value}" for name, value in visitor.headers.items() if value]
    left_out = [f"--exclude-operation-id={name}" for name in LEFT_OUT] if visitor is not NOBODY else []
    command: list[str | Path] = [
        VENV / "bin/schemathesis",
        "--config-file",
        _settings(visitor.login, ids),
        "run",
        f"{address}/api/openapi.json",
        "--no-color",
        "--continue-on-failure",
    ]
    text = run(
        f"schemathesis-{visitor.login}",
        [*command, f"--checks={CHECKS}", "--phases=examples,coverage", "--seed=1", *headers, *left_out],
        limit=1800,
    )
    found = re.findall(r"^_{3,} (\S+ \S+) _{3,}$", text, re.MULTILINE)
    cases = re.search(r"^\s*(\d+) generated", text, re.MULTILINE)
    if cases is None:
        found = ["schemathesis did not run"]
    return Scan(f"schemathesis as {visitor.login}", tuple(found), f"{cases.group(1) if cases else 0} cases")


def _settings(name: str, ids: Mapping[str, str]) -> Path:
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"schemathesis-{name}.toml"
    parts = [
        f'[[operations]]\ninclude-path-regex = "^/api/{place}/\\\\{{id\\\\}}"\nparameters = {{ "path.id" = "{number}" }}\n'
        for place, number in ids.items()
    ]
    path.write_text("\n".join(parts))
    return path


def inject(name: str, requests: Sequence[Path], *, address: str, level: int = 3, minutes: float = NO_END) -> Scan:
    """sqlmap over requests that were written down, a `*` at each place to try; after so many minutes it begins no further one."""
    port = address.rpartition(":")[2]
    found: list[str] = []
    tried, end = 0, time.monotonic() + minutes * 60
    for path in requests:
        if time.monotonic() > end:
            break
        command: list[str | Path] = [
            VENV / "bin/sqlmap",
            "-r",
            path,
            "--batch",
            "--flush-session",
            f"--level={level}",
            "--risk=2",
            "--technique=BEU",
        ]
        more = [f"--output-dir={OUT / 'sqlmap'}", "--disable-coloring", "--ignore-code=*", "--threads=2"]
        text = run(f"sqlmap-{name}-{path.stem}-{port}", [*command, *more], limit=ONE_REQUEST)
        tried += 1
        if "identified the following injection point" in text:
            found.append(path.stem)
    return Scan(f"sqlmap {name}", tuple(found), f"{tried} of {len(requests)} requests")


def crawl(address: str, starts: Sequence[str], visitor: Visitor = NOBODY, *, minutes: float = 25) -> Scan:
    """wapiti over addresses with parameters, and what it finds from there, for so many minutes."""
    limit = int(min(minutes, 25) * 60)
    report = OUT / f"wapiti-{visitor.login}.json"
    report.unlink(missing_ok=True)
    # Modules that ask a machine of the scanner's makers are left out: nothing leaves this machine.
    command: list[str | Path] = [
        VENV / "bin/wapiti",
        "-u",
        f"{address}/",
        "-m",
        "crlf,exec,file,redirect,sql,xss,permanentxss",
        "--scope=domain",
    ]
    headers = [word for name, value in visitor.headers.items() if value for word in ("-H", f"{name}: {value}")]
    seeds = [word for start in starts for word in ("-s", start)]
    ends = ["-x", f"{address}/api/session", "--max-scan-time", str(limit), "--flush-session", "--no-bugreport"]
    run(f"wapiti-{visitor.login}", [*command, *headers, *seeds, *ends, "-f", "json", "-o", report], limit=limit + 120)
    if not report.exists():
        return Scan(f"wapiti as {visitor.login}", ("wapiti did not run",), "0")
    answer = json.loads(report.read_text())
    found = [
        f"{kind}: {each['path']} {each.get('parameter', '')}"
        for kind, rows in answer["vulnerabilities"].items()
        for each in rows
    ]
    return Scan(
        f"wapiti as {visitor.login}", tuple(found), f"{answer['infos'].get('crawled_pages_nbr', len(starts))} pages"
    )


def read_source(name: str, folder: Path) -> Scan:
    """bandit over source code, medium and high; a line that says why ruff's same rule does not hold there says it here."""
    report = OUT / f"bandit-{name}.json"
    OUT.mkdir(parents=True, exist_ok=True)
    command: list[str | Path] = [
        VENV / "bin/bandit",
        "-r",
        folder,
        "-ll",
        "-f",
        "json",
        "-o",
        report,
        "-x",
        "*/tests/*,*/demo/*",
    ]
    run(f"bandit-{name}", command, limit=600)
    answer = json.loads(report.read_text())
    found = [
        f"{Path(row['filename']).name}:{row['line_number']} {row['test_id']}"
        for row in answer["results"]
        if not _reviewed(Path(row["filename"]), row)
    ]
    return Scan(f"bandit {name}", tuple(found), f"{answer['metrics']['_totals']['loc']} lines")


def _reviewed(path: Path, row: dict[str, Any]) -> bool:
    """B608 is ruff's S608: a statement whose names are all ours carries that mark on one of its lines, or its file does."""
    lines = path.read_text().splitlines()
    mark = "S" + row["test_id"].removeprefix("B")
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]["per-file-ignores"]
    if any(mark in marks and fnmatch(str(path), f"*/{where}") for where, marks in settings.items()):
        return True
    return any(mark in lines[number - 1] for number in row["line_range"])


def install() -> None:
    """The scanners in an environment of their own, every file checked against its hash."""
    from tools import setup  # noqa: PLC0415 - it is for the system's Python, too

    if not (VENV / "bin/schemathesis").exists():
        shutil.rmtree(VENV, ignore_errors=True)
        setup.run(setup.PYTHON, "-m", "venv", VENV)
        lock = setup.REQUIREMENTS / "scan.txt"
        setup.uv("pip", "install", "--quiet", "--python", VENV / "bin/python", "--require-hashes", "-r", lock)
