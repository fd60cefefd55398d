"""Sliding sessions without a write a request: who was seen is gathered and written every few seconds.

A thread of its own does it, so that no reader ever waits for an import that holds the database.
"""

import os
import threading
import time
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connections, transaction

from kedang.history.record import stamp
from kedang.kit.clock import now

INTERVAL = timedelta(seconds=60)
FLUSH_SECONDS = 5.0


class _Seen:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.sessions: dict[int, tuple[str, str]] = {}
        self.tokens: dict[int, tuple[str, str]] = {}
        self.pid = 0

    def start(self) -> None:
        if self.pid == os.getpid():
            return
        with self.lock:
            if self.pid != os.getpid():
                self.pid = os.getpid()
                threading.Thread(target=self.run, name="kedang-seen", daemon=True).start()

    def run(self) -> None:
        while True:
            time.sleep(FLUSH_SECONDS)
            self.flush()

    def flush(self) -> None:
        with self.lock:
            sessions, self.sessions = self.sessions, {}
            tokens, self.tokens = self.tokens, {}
        if sessions or tokens:
            try:
                _write(sessions, tokens)
            except DatabaseError:
                # Sliding is a courtesy: the next request of the same session tries again.
                connections["default"].close()


_seen = _Seen()


def touch_session(session_id: int, idle_minutes: int) -> None:
    """Note that a session was used now."""
    moment = now()
    with _seen.lock:
        _seen.sessions[session_id] = (stamp(moment), stamp(moment + timedelta(minutes=idle_minutes)))
    _later()


def touch_token(token_id: int, ip: str) -> None:
    """Note that a token was used now, and from where."""
    with _seen.lock:
        _seen.tokens[token_id] = (stamp(now()), ip[:45])
    _later()


def _later() -> None:
    if settings.READ_EVENTS_GROUPED:
        _seen.start()
    else:
        _seen.flush()


def _write(sessions: dict[int, tuple[str, str]], tokens: dict[int, tuple[str, str]]) -> None:
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.executemany(
            "UPDATE accounts_session SET last_seen_at = %s, idle_until = %s WHERE id = %s",
            [(at, until, key) for key, (at, until) in sessions.items()],
        )
        cursor.executemany(
            "UPDATE accounts_token SET last_used_at = %s, last_used_ip = %s WHERE id = %s",
            [(at, ip, key) for key, (at, ip) in tokens.items()],
        )
