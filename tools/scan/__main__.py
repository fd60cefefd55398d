"""Run every scanner against ours and against the planted faults: nothing here, everything there."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools.scan import ours, programs
from tools.scan.planted import DOCUMENT, planted
from tools.scan.programs import OUT, Scan
from tools.scan.requests import Asked, asked
from tools.stamps import ROOT

FAULTY = "import hashlib, subprocess\nsubprocess.call(input(), shell=True)\nhashlib.md5(b'x')\n"
WANTED = {"fuzz", "inject", "crawl", "source"}


def controls(wanted: set[str]) -> Iterator[tuple[Scan, int]]:
    """Each scanner over the planted faults, and how many it must find at least."""
    with planted() as address, tempfile.TemporaryDirectory() as folder:
        requests = list(asked(DOCUMENT, {}))
        if "fuzz" in wanted:
            yield programs.fuzz(address), 2
        if "inject" in wanted:
            find = [each for each in requests if each.path == "/api/find"]
            paths = [each.write(Path(folder), address, programs.NOBODY) for each in find]
            yield programs.inject("control", paths, address=address), 1
        if "crawl" in wanted:
            yield programs.crawl(address, [each.url(address) for each in requests]), 2
        if "source" in wanted:
            Path(folder, "faulty.py").write_text(FAULTY)
            yield programs.read_source("control", Path(folder)), 2


def scans(wanted: set[str]) -> Iterator[Scan]:
    """Each scanner over ours."""
    if "source" in wanted:
        yield programs.read_source("kedang", ROOT / "src" / "kedang")
    if not wanted - {"source"}:
        return
    with ours.demo() as address:
        accounts = ours.logins(address)
        document = ours.document(address)
        if "fuzz" in wanted:
            yield programs.fuzz(address)
            for login, password in accounts.items():
                visitor = ours.sign_in(address, login, password)
                found = programs.fuzz(address, visitor)
                gone = () if ours.is_signed_in(address, visitor) else ("signed itself out",)
                yield Scan(found.name, found.findings + gone, found.tried)
        visitor = ours.sign_in(address, "lin", accounts["lin"])
        requests = list(asked(document, {}))
        if "inject" in wanted:
            yield programs.inject("kedang", _written(requests, address, visitor), address=address)
        if "crawl" in wanted:
            readable = [each.url(address) for each in requests if each.method == "GET" and each.query]
            yield programs.crawl(address, readable, visitor)


def _written(requests: list[Asked], address: str, visitor: ours.Visitor) -> list[Path]:
    folder = OUT / "requests"
    folder.mkdir(parents=True, exist_ok=True)
    left_out = {*programs.LEFT_OUT, "accounts_sign_in", "accounts_set_up"}
    return [
        each.write(folder, address, visitor)
        for each in requests
        if each.name not in left_out and (each.query or each.body)
    ]


def main(wanted: set[str]) -> int:
    """Print one line a scan; 1 when ours has a finding or a control was not found: such a run counts as not run."""
    programs.install()
    failed = False
    for scan, least in controls(wanted):
        seen = len(scan.findings) >= least
        failed |= not seen
        print(f"{'found ' if seen else 'MISSED'}  {scan.name:28} planted faults: {len(scan.findings)}", flush=True)
    for scan in scans(wanted):
        failed |= bool(scan.findings)
        print(f"{'FOUND ' if scan.findings else 'clean '}  {scan.name:28} {scan.tried}", flush=True)
        for finding in scan.findings:
            print(f"          {finding}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:]) & WANTED or WANTED))
