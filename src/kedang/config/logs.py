"""Log lines as JSON, one a line. Names and numbers only: no values, no addresses with a question in them."""

import logging
import traceback
from datetime import UTC, datetime

import orjson

_EXTRAS = ("request_id", "method", "route", "status", "milliseconds", "actor_id")


class JsonLine(logging.Formatter):
    """Control characters come out escaped, so no line can pretend to be another."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in _EXTRAS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = type(record.exc_info[1]).__name__
            line["where"] = _places(record.exc_info[1])
        return orjson.dumps(line, default=str).decode()


def _places(error: BaseException) -> list[str]:
    """Where it happened: files and lines. The text of an exception may quote a value and stays out."""
    return [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)[-12:]
    ]
