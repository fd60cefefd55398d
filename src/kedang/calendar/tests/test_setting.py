"""Working hours and holidays: shipped, set, refused, and read out of a text."""

from datetime import date
from typing import Any

import orjson
import pytest

from kedang.calendar.models import WorkCalendar
from kedang.calendar.working import working_time
from kedang.history.models import Event
from tests.people import browser, code, make_cast, send

pytestmark = pytest.mark.django_db


def calendar(user: Any) -> dict[str, Any]:
    """What is set."""
    answer = send(browser(user), "GET", "/work-calendar")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_an_untouched_installation_knows_the_holidays_of_2026() -> None:
    found = calendar(make_cast().admin)
    assert (found["version"], len(found["days"]), found["week"][0]) == (
        0,
        39,
        [{"start": 540, "end": 720}, {"start": 780, "end": 1080}],
    )
    worked = [each["day"] for each in found["days"] if each["kind"] == "work"]
    assert worked == ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
    assert working_time().is_working_day(date(2026, 2, 14))
    assert not working_time().is_working_day(date(2026, 10, 7))


def test_what_is_set_counts_and_is_written_down() -> None:
    admin = make_cast().admin
    said = calendar(admin)
    said["week"][5] = [{"start": 540, "end": 720}]
    said["days"] = [{"day": "2027-01-02", "kind": "off", "name": " 盘点 "}]
    answer = send(browser(admin), "PUT", "/work-calendar", said)
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert answer.json()["days"] == [{"day": "2027-01-02", "kind": "off", "name": "盘点"}]
    assert [working_time().is_working_day(date(2027, 1, day)) for day in (2, 9)] == [False, True]
    event = Event.objects.get(verb="calendar.changed")
    assert orjson.loads(event.fields) == ["week", "days"]


def test_who_saw_an_older_calendar_changes_nothing() -> None:
    admin = make_cast().admin
    said = calendar(admin)
    assert send(browser(admin), "PUT", "/work-calendar", said).status_code == 200
    late = send(browser(admin), "PUT", "/work-calendar", said)
    assert (late.status_code, code(late), WorkCalendar.objects.get().version) == (409, "stale", 1)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"week": [[]] * 7}, "calendar.week"),
        ({"week": [[{"start": 600, "end": 500}]] * 7}, "calendar.week"),
        ({"week": [[{"start": 500, "end": 600}, {"start": 550, "end": 700}]] * 7}, "calendar.week"),
        ({"days": [{"day": "2026-01-01", "kind": "off", "name": ""}] * 2}, "calendar.days"),
        ({"days": [{"day": "2026-01-01", "kind": "off", "name": "长" * 21}]}, "calendar.days"),
    ],
)
def test_what_cannot_be_a_calendar_is_refused_whole(change: dict[str, Any], refusal: str) -> None:
    admin = make_cast().admin
    answer = send(browser(admin), "PUT", "/work-calendar", calendar(admin) | change)
    assert (answer.status_code, code(answer), WorkCalendar.objects.exists()) == (422, refusal, False)


def test_a_pasted_text_is_read_and_nothing_kept() -> None:
    admin = make_cast().admin
    text = "2027年\n劳动节：5月1日至2日放假。5月8日上班。\n13月1日"
    found = send(browser(admin), "POST", "/work-calendar/read", {"text": text}).json()
    assert [(each["day"], each["kind"]) for each in found["days"]] == [
        ("2027-05-01", "off"),
        ("2027-05-02", "off"),
        ("2027-05-08", "work"),
    ]
    assert (found["unread"], WorkCalendar.objects.exists()) == (["13月1日"], False)


def test_who_may_not_set_it_is_refused() -> None:
    cast = make_cast()
    for user in (cast.zhou, cast.lin, cast.auditor):
        assert send(browser(user), "GET", "/work-calendar").status_code == 403
        assert send(browser(user), "POST", "/work-calendar/read", {"text": "x"}).status_code == 403
