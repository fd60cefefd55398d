"""What every part of one paper needs."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kedang.archive.models import Customer
from kedang.desk import schemas as out
from kedang.desk.printing.speech import Speech
from kedang.fields.values import LOCAL
from kedang.kit.actor import Actor

# The newest of each kind of row; whoever needs older ones chooses a period.
MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, both included; None: no end."""

    since: date | None = None
    until: date | None = None

    @property
    def start(self) -> datetime | None:
        """The first moment of it."""
        return datetime.combine(self.since, time(), tzinfo=LOCAL) if self.since else None

    @property
    def end(self) -> datetime | None:
        """The first moment after it."""
        return datetime.combine(self.until + timedelta(days=1), time(), tzinfo=LOCAL) if self.until else None

    def within(self, column: str) -> dict[str, datetime]:
        """The period as a filter on a column."""
        bounds = {f"{column}__gte": self.start, f"{column}__lt": self.end}
        return {name: at for name, at in bounds.items() if at is not None}


@dataclass(frozen=True, slots=True)
class Paper:
    """The reader, the customer, its page as the reader gets it, and the period of what happened."""

    actor: Actor
    customer: Customer
    page: out.PageOut
    say: Speech
    period: Period

    def newest(self, shown: int, there: int) -> str:
        """That not everything is printed; empty when it is."""
        if there <= shown:
            return ""
        return self.say(
            f"共 {there:,} 条，这里是最新的 {shown:,} 条。更早的请缩小期间另行打印。",
            f"The newest {shown:,} of {there:,}. For earlier ones, print again with a shorter period.",
        )
