"""Which night comes next."""

from datetime import date, timedelta

from kedang.fields.values import LOCAL
from kedang.kit.clock import now

# The rules run between these hours; a night that was missed is left out, so that nobody is surprised at noon.
FIRST_HOUR, LAST_HOUR = 2, 6


def tonight() -> date:
    """The day on which the rules run next."""
    local = now().astimezone(LOCAL)
    return local.date() if local.hour < FIRST_HOUR else local.date() + timedelta(days=1)
