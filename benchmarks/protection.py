"""What sealing costs the list: the same page with and without three sealed columns, in turn."""

import json
import statistics
import time
from collections.abc import Iterator, Sequence

from benchmarks.calls import Browser

CLEAR = "kind,level,owner,region,tags,updated_at"
SEALED = f"{CLEAR},phone,email,id_number"


def protection(people: Sequence[str]) -> Iterator[str]:
    """Milliseconds by the clock and of CPU of a page of 50, the newest first, at the API."""
    for login in people:
        browser = Browser(login)
        clear, sealed = _pages(browser, CLEAR), _pages(browser, SEALED)
        yield (
            f"three sealed columns, {login}: {sealed[0]:.1f} ms (CPU {sealed[1]:.1f}), without {clear[0]:.1f} (CPU {clear[1]:.1f}): "
            f"+{sealed[0] - clear[0]:.1f} ms, {_filled(browser)} of 150 sealed cells hold something"
        )


def _filled(browser: Browser) -> int:
    rows = json.loads(browser.get("/api/customers", sort="-updated_at", limit="50", columns=SEALED))["rows"]
    return sum(bool(row[each]) for row in rows for each in ("phone", "email", "id_number"))


def _pages(browser: Browser, columns: str) -> tuple[float, float]:
    clock, cpu = [], []
    for turn in range(105):
        at, started = time.perf_counter(), time.process_time()
        browser.get("/api/customers", sort="-updated_at", limit="50", columns=columns)
        if turn >= 5:
            clock.append((time.perf_counter() - at) * 1000)
            cpu.append((time.process_time() - started) * 1000)
    return statistics.median(clock), statistics.median(cpu)
