"""The one place that asks what time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current time, aware, in UTC."""
    return datetime.now(UTC)


def now_us() -> int:
    """Unix time in microseconds."""
    return int(datetime.now(UTC).timestamp() * 1_000_000)


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 with a trailing Z, or None."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None
