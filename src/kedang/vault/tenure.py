"""How long master keys stay in use while the provider that holds the root key does not answer.

A thread of its own asks the provider each minute, so that no request and no transaction waits for it. Once it has been silent for
KEDANG_TRANSIT_MINUTES the master keys are forgotten, and what needs one is refused until it answers again. A root key that lies
in its file opens at any time: then nobody is asked and no thread runs. A file that is gone or spoilt counts as a provider that is silent.
"""

import os
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass

from kedang.kit.crypto import Tampered
from kedang.vault import envelopes, rootfile
from kedang.vault.unfit import ProviderAway, RootKeyMissing

EVERY, SOONER = 60.0, 10.0
FEWEST, MOST = 1.0, 7 * 24 * 60.0
now = time.monotonic


def minutes_set() -> float | None:
    """What KEDANG_TRANSIT_MINUTES says; None when that is no number of minutes from one to a week. A comparison with nan is never
    true, and would keep keys open for ever."""
    try:
        minutes = float(os.environ.get("KEDANG_TRANSIT_MINUTES") or "15")
    except ValueError:
        return None
    return minutes if FEWEST <= minutes <= MOST else None


def seconds_allowed() -> float:
    """How long the keys serve without an answer: a minute at least, in which the provider is asked several times. No server starts with
    a setting that says nothing; whatever else runs gets the shortest time."""
    return (minutes_set() or FEWEST) * 60


@dataclass(frozen=True, slots=True)
class Answering:
    """How the provider stands: why it does not open the root key (nothing: it does), and whether the keys are shut by now."""

    reason: str
    shut: bool


class Tenure:
    """The time for which the master keys of one process may be used. `forget` is called once when it has run out."""

    def __init__(self, forget: Callable[[], None]) -> None:
        # Weakly: the thread holds the tenure, and must not keep the keys alive.
        self._forget = weakref.WeakMethod(forget)
        self._proven = now()
        self._look_at = 0.0
        self._needed_nobody = False
        self._reason = ""
        self._turn = threading.Lock()
        self._ended = threading.Event()
        self._watch: threading.Thread | None = None

    def require(self) -> None:
        """Raise ProviderAway when the keys must not be used now. Costs nothing but a look at the clock, except once a minute."""
        moment = now()
        if moment >= self._look_at:
            self._look(moment)

    def _look(self, moment: float) -> None:
        if not provided():
            self._proven, self._look_at, self._reason = moment, moment + EVERY, ""
            self._needed_nobody = True
            return
        if self._needed_nobody:
            # The root key was given to a provider since the last look: the time begins now.
            self._proven, self._needed_nobody = moment, False
        self._see_to_the_watch()
        if moment - self._proven >= seconds_allowed():
            forget = self._forget()
            if forget is not None:
                forget()
            raise ProviderAway(self._reason or "silent")
        self._look_at = min(moment + EVERY, self._proven + seconds_allowed())

    def ask(self) -> None:
        """Ask the provider now."""
        try:
            envelopes.opened(rootfile.root_path().read_bytes())
        except ProviderAway as away:
            self._reason = str(away)
        except (Tampered, RootKeyMissing, envelopes.NotAnEnvelope, OSError):
            self._reason = "unfit"
        else:
            self._proven, self._reason = now(), ""

    def end(self) -> None:
        """The keys are gone; nobody needs to ask any more."""
        self._ended.set()

    def _see_to_the_watch(self) -> None:
        # A fork takes no thread along: the child sees that its watch is not alive.
        with self._turn:
            if self._watch is None or not self._watch.is_alive():
                self._watch = threading.Thread(target=self._go_on_asking, name="key provider", daemon=True)
                self._watch.start()

    def _go_on_asking(self) -> None:
        while True:
            if provided():
                self.ask()
            if self._ended.wait(SOONER if self._reason else min(EVERY, seconds_allowed() / 4)):
                return

    @property
    def answering(self) -> Answering:
        """How it stands by the last answer."""
        shut = provided() and now() - self._proven >= seconds_allowed()
        return Answering(self._reason or ("silent" if shut else ""), shut)


def provided() -> bool:
    """Whether the root key is held by somebody who has to be asked. Of a file that cannot be read nobody knows that: it is asked for
    until it can be, and the time runs; otherwise taking the file away would keep the keys open for good."""
    try:
        return envelopes.kind_of(rootfile.root_path().read_bytes()) in envelopes.ASKED
    except (OSError, envelopes.NotAnEnvelope):
        return True
