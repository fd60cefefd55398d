"""A salesperson brings follow-ups into the calendar of her phone, and takes the address back."""

import re
import urllib.error
import urllib.request

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server, sign_in


def test_follow_ups_come_into_a_calendar_until_the_address_is_stopped(page: Page, server: Server) -> None:
    sign_in(page, server, "zhou")
    page.goto("/follow-ups")
    page.get_by_role("button", name="订阅到日历").click()
    page.get_by_role("radio", name="客户名称和要做的事").check()
    expect(page.get_by_text("只在自己的设备上使用")).to_be_visible()
    page.get_by_role("button", name=re.compile("生成地址$")).click()
    address = page.locator(".calendar-address").inner_text().strip()
    assert address.startswith(f"{server.url}/api/calendar/")
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert Calendar.from_ical(answer.read())["X-WR-CALNAME"] == "客档跟进"
    page.get_by_role("button", name="关 闭").or_(page.get_by_role("button", name="关闭")).last.click()
    page.get_by_role("button", name="订阅到日历").click()
    expect(page.get_by_text("日历上次读取")).to_be_visible()
    page.get_by_role("button", name=re.compile("停 ?用$")).click()
    page.get_by_role("dialog").last.get_by_role("button", name=re.compile("停 ?用$")).last.click()
    expect(page.get_by_role("button", name=re.compile("生成地址$"))).to_be_visible()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(address, timeout=10)
