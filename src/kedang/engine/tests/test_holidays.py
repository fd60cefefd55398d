"""Reading pasted holidays: the notice's wording, lists, and what cannot be read."""

from datetime import date

from kedang.engine.holidays import MarkedDay, read_days

NOTICE = """现将2027年放假安排通知如下。
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：1月30日至2月7日放假调休，共9天。1月24日（周日）、2月20日（周六）上班。"""


def test_the_yearly_notice_is_read_as_it_is_worded() -> None:
    found = read_days(NOTICE, year=2026)
    assert found.unread == ()
    assert [each.day for each in found.days if each.kind == "work"] == [date(2027, 1, 24), date(2027, 2, 20)]
    off = [each for each in found.days if each.kind == "off"]
    assert (len(off), off[0], off[-1]) == (
        12,
        MarkedDay(date(2027, 1, 1), "off", "元旦"),
        MarkedDay(date(2027, 2, 7), "off", "春节"),
    )


def test_lists_of_dates_are_read_in_the_usual_spellings() -> None:
    text = "2026-05-01~2026-05-03 劳动节\n2026/5/9 上班\n2026年10月1日 国庆节\n2026-06-19,off"
    found = read_days(text, year=2020)
    assert [(str(each.day), each.kind, each.name) for each in found.days] == [
        ("2026-05-01", "off", "劳动节"),
        ("2026-05-02", "off", "劳动节"),
        ("2026-05-03", "off", "劳动节"),
        ("2026-05-09", "work", ""),
        ("2026-06-19", "off", ""),
        ("2026-10-01", "off", "国庆节"),
    ]


def test_what_is_no_date_is_told_and_never_guessed() -> None:
    found = read_days("2026-02-30 春节\n随便写写\n2026-01-01 至 2027-01-01", year=2026)
    assert (found.days, found.unread) == ((), ("2026-02-30 春节", "2026-01-01 至 2027-01-01"))
