"""Calendar files: lines, folding, escaping, and what a library of others reads back."""

from datetime import UTC, datetime, timedelta

import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from kedang.engine.calendar_file import Entry, calendar_file, folded

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def entry(summary: str, description: str = "") -> Entry:
    """A visit on Monday at half past nine in China."""
    return Entry(
        uid="7@follow-up.kedang",
        starts=AT,
        lasts=timedelta(minutes=30),
        summary=summary,
        description=description,
        changed=AT,
        revision=3,
        url="https://kedang.example/customers/7",
        remind=timedelta(minutes=15),
    )


def test_an_entry_is_written_as_the_standard_wants_it() -> None:
    text = calendar_file("客档跟进", [entry("拜访 · 张伟", "带样品; 问价, 再定\n第二行\\")]).decode()
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert "DTSTART:20261123T013000Z\r\nDTEND:20261123T020000Z\r\n" in text
    assert "DESCRIPTION:带样品\\; 问价\\, 再定\\n第二行\\\\\r\n" in text
    assert "SEQUENCE:3\r\n" in text
    assert "TRIGGER:-PT15M\r\n" in text
    assert "LAST-MODIFIED:20261123T013000Z" in text
    assert "\n" not in text.replace("\r\n", "")


def test_a_long_line_is_cut_at_75_octets_and_never_inside_a_character() -> None:
    lines = folded("SUMMARY:" + "汉" * 100).split(b"\r\n")
    assert [len(line) for line in lines] == [74, 73, 73, 73, 19, 0]
    assert all(line.decode() is not None for line in lines)
    assert b"".join([lines[0], *(line[1:] for line in lines[1:])]).decode() == "SUMMARY:" + "汉" * 100


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_whatever_somebody_typed_another_library_reads_it_and_nothing_else(typed: str) -> None:
    content = calendar_file("x", [entry(typed, typed)])
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert (event.errors, len(event.subcomponents), event["UID"]) == ([], 1, "7@follow-up.kedang")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert vobject.readOne(content.decode()).validate(raiseException=True)
