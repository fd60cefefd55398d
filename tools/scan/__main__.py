"""Run every scanner against ours and against the planted faults: nothing here, everything there."""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from tools.scan import ours, programs
from tools.scan.planted import DOCUMENT, planted
from tools.scan.programs import NO_END, OUT, Scan
from tools.scan.requests import Asked, asked
from tools.stamps import ROOT

FAULTY = "import hashlib, subprocess\nsubprocess.call(input(), shell=True)\nhashlib.md5(b'x')\n"
WANTED = {"fuzz", "inject", "crawl", "source"}
SEED = 1


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


def scans(wanted: set[str], minutes: float, only: set[str]) -> Iterator[Scan]:
    """Each scanner over ours; sqlmap and wapiti for so many minutes each, schemathesis as everybody or as these."""
    if "source" in wanted:
        yield programs.read_source("kedang", ROOT / "src" / "kedang")
    if not wanted - {"source"}:
        return
    with ours.demo() as address:
        accounts = ours.everybody(address)
        document = ours.document(address)
        places = {path.split("/")[2] for path in document["paths"]}
        if "fuzz" in wanted:
            if not only or programs.NOBODY.login in only:
                yield programs.fuzz(address)
            for login, password in sorted(accounts.items(), key=lambda each: each[0] == ours.ADMIN):
                if only and login not in only:
                    continue
                visitor = ours.sign_in(address, login, password)
                found = programs.fuzz(address, visitor, ids=ours.real_ids(address, visitor, places))
                gone = () if ours.is_signed_in(address, visitor) else ("signed itself out",)
                yield Scan(found.name, found.findings + gone, found.tried)
        visitor = ours.sign_in(address, "lin", accounts["lin"])
        requests = list(asked(document, ours.real_ids(address, visitor, places)))
        if wanted & {"inject", "crawl"}:
            requests = list(_halved(requests, address, visitor))
        if "inject" in wanted:
            yield programs.inject("kedang", _written(requests, address, visitor), address=address, minutes=minutes)
        if "crawl" in wanted:
            readable = [each.url(address) for each in requests if each.method == "GET" and each.query]
            yield programs.crawl(address, readable, visitor, minutes=minutes)


def _halved(requests: list[Asked], address: str, visitor: ours.Visitor) -> Iterator[Asked]:
    """Questions with their parameters parted: those that are answered in one, those that are refused in another. One value that is
    refused would keep whatever stands beside it from ever reaching the database."""
    for each in requests:
        if each.method != "GET" or not each.query:
            yield each
            continue
        alone = {name: replace(each, query={name: value}) for name, value in each.query.items()}
        fine = {name for name, one in alone.items() if ours.answers(address, visitor, one.url(""))}
        for suffix, names in (("", fine), ("_refused", each.query.keys() - fine)):
            if names:
                query = {name: value for name, value in each.query.items() if name in names}
                yield replace(each, name=each.name + suffix, query=query)


def _written(requests: list[Asked], address: str, visitor: ours.Visitor) -> list[Path]:
    folder = OUT / "requests"
    folder.mkdir(parents=True, exist_ok=True)
    left_out = {*programs.LEFT_OUT, "accounts_sign_in", "accounts_set_up"}
    wanted = [each for each in requests if each.name not in left_out and (each.query or each.body)]
    # A run that ends before its time has tried another kind of request at each step, and the same ones as the run before: those with
    # parameters first, where a filter and an order are made into SQL.
    Random(SEED).shuffle(wanted)
    wanted.sort(key=lambda each: (not each.query, each.name.endswith("_refused")))
    return [each.write(folder, address, visitor) for each in wanted]


def main(words: Sequence[str]) -> int:
    """Print one line a scan; 1 when ours has a finding or a control was not found: such a run counts as not run."""
    wanted = set(words) & WANTED or WANTED
    minutes = next((float(word.removeprefix("minutes=")) for word in words if word.startswith("minutes=")), NO_END)
    programs.install()
    only = {login for word in words if word.startswith("as=") for login in word.removeprefix("as=").split(",")}
    failed = False
    for scan, least in controls(wanted):
        seen = len(scan.findings) >= least
        failed |= not seen
        print(f"{'found ' if seen else 'MISSED'}  {scan.name:28} planted faults: {len(scan.findings)}", flush=True)
    for scan in scans(wanted, minutes, only):
        failed |= bool(scan.findings)
        print(f"{'FOUND ' if scan.findings else 'clean '}  {scan.name:28} {scan.tried}", flush=True)
        for finding in scan.findings:
            print(f"          {finding}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
