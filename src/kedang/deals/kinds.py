"""Where opportunities come from, why they are lost, and the currencies they are counted in, with the words for people."""

from typing import Literal, get_args

Source = Literal["", "referral", "existing", "inquiry", "event", "outreach", "tender", "partner", "other"]
LostReason = Literal["price", "competitor", "no_budget", "no_need", "timing", "silent", "other"]
Currency = Literal[
    "CNY", "USD", "EUR", "GBP", "HKD", "TWD", "MOP", "JPY", "KRW", "SGD", "MYR", "THB", "VND", "INR", "AUD", "CAD", "CHF",
    "RUB", "AED", "BRL",
]  # fmt: skip

SOURCES: dict[str, tuple[str, str]] = {
    "referral": ("转介绍", "Referral"),
    "existing": ("老客户", "Existing customer"),
    "inquiry": ("客户咨询", "Inquiry"),
    "event": ("展会活动", "Event"),
    "outreach": ("主动开发", "Outreach"),
    "tender": ("招投标", "Tender"),
    "partner": ("合作伙伴", "Partner"),
    "other": ("其他", "Other"),
}
LOST_REASONS: dict[str, tuple[str, str]] = {
    "price": ("价格", "Price"),
    "competitor": ("选择了竞争对手", "Chose a competitor"),
    "no_budget": ("没有预算", "No budget"),
    "no_need": ("需求取消", "No need any more"),
    "timing": ("时机不对", "Timing"),
    "silent": ("失去联系", "Silence"),
    "other": ("其他", "Other"),
}

assert set(SOURCES) | {""} == set(get_args(Source))
assert set(LOST_REASONS) == set(get_args(LostReason))

ProjectState = Literal["planned", "running", "paused", "done", "cancelled"]
PROJECT_STATES: dict[str, tuple[str, str]] = {
    "planned": ("待启动", "Planned"),
    "running": ("进行中", "Running"),
    "paused": ("已暂停", "Paused"),
    "done": ("已完成", "Done"),
    "cancelled": ("已取消", "Cancelled"),
}
OVER = ("done", "cancelled")

assert set(PROJECT_STATES) == set(get_args(ProjectState))
