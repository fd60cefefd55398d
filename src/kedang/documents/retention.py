"""How long a document is to be kept, by its class. Nothing is destroyed by itself when the time is over."""

from datetime import date

from kedang.documents.models import Document
from kedang.fields.values import LOCAL

YEARS = {"d30": 30, "d10": 10}


def kept_until(document: Document) -> date | None:
    """The last day it is to be kept; None for ever."""
    years = YEARS.get(document.retention)
    if years is None:
        return None
    filed = document.created_at.astimezone(LOCAL).date()
    last_of_february = filed.month == 2 and filed.day == 29
    return (filed.replace(day=28) if last_of_february else filed).replace(year=filed.year + years)
