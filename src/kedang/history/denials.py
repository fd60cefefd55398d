"""Refused requests, rate-folded: the first is written at once, the rest of its minute as one count."""

import threading
import time
from dataclasses import dataclass, field

from django.conf import settings

from kedang.history.reads import record_read
from kedang.kit.actor import Actor

WINDOW_SECONDS = 60.0
WINDOWS = 1000
Key = tuple[int, str, str]


@dataclass(slots=True)
class _Window:
    actor: Actor
    opened: float
    folded: int = 0


@dataclass(slots=True)
class Denials:
    """The open windows of this process, by actor, code and route."""

    windows: dict[Key, _Window] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, actor: Actor, *, code: str, route: str, right: str = "", at: float | None = None) -> None:
        """Note one refusal. `route` is the route's pattern, never the address with its ids."""
        moment = time.monotonic() if at is None else at
        key = (actor.id, code, route)
        if len(self.windows) > WINDOWS:
            self.flush(at=moment)
        with self.lock:
            window = self.windows.get(key)
            if window is not None and moment - window.opened < WINDOW_SECONDS:
                window.folded += 1
                if window.folded == 1:
                    self._flush_later()
                return
            self.windows[key] = _Window(actor, moment)
        if window is not None and window.folded:
            _write(window.actor, code, route, right, window.folded)
        _write(actor, code, route, right, 1)

    def _flush_later(self) -> None:
        if settings.READ_EVENTS_GROUPED:
            timer = threading.Timer(WINDOW_SECONDS + 1, self.flush)
            timer.daemon = True
            timer.start()

    def flush(self, *, at: float | None = None) -> None:
        """Write the counts of windows that have passed; `at=inf` writes all."""
        moment = time.monotonic() if at is None else at
        with self.lock:
            passed = {k: w for k, w in self.windows.items() if moment - w.opened >= WINDOW_SECONDS}
            for key in passed:
                del self.windows[key]
        for (_, code, route), window in passed.items():
            if window.folded:
                _write(window.actor, code, route, "", window.folded)


def _write(actor: Actor, code: str, route: str, right: str, count: int) -> None:
    details = {"code": code, "route": route} | ({"right": right} if right else {})
    record_read(actor, "denied", details=details, count=count, wait=False)


denials = Denials()
