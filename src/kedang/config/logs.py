"""Log lines as JSON: control characters cannot forge a second line."""

import logging

import orjson

from kedang.kit.clock import iso, now


class JsonLine(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for a log record."""
        line = {"at": iso(now()), "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(line).decode()
