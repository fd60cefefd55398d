"""Rules in words."""

import pytest

from kedang.engine.validation.rules import COMPARE, PATTERN, RANGE, REQUIRED, UNIQUE, Condition, Rule
from kedang.engine.validation.tests.test_rules import rule
from kedang.engine.validation.words import sentence

ZH = {"mobile": "手机", "email": "邮箱", "level": "等级", "birth_date": "出生日期", "founded_on": "成立日期"}


def said(asked: Rule) -> tuple[str, str]:
    """The rule in both languages, with codes for English names."""
    zh = sentence(asked, zh=True, label=ZH.__getitem__, named=lambda _, value: value)
    return zh, sentence(asked, zh=False, label=str, named=lambda _, value: value)


@pytest.mark.parametrize(
    ("asked", "zh", "en"),
    [
        (rule(REQUIRED, "mobile"), "“手机”必填", "“mobile” is needed"),
        (
            rule(REQUIRED, "mobile", "email"),
            "“手机”、“邮箱”至少填一项",
            "“mobile” or “email” is needed",
        ),
        (
            rule(PATTERN, "mobile", pattern=r"1[3-9]\d{9}"),
            "“手机”须为 11 位中国大陆手机号",
            "“mobile” must be a Chinese mobile number of 11 digits",
        ),
        (rule(PATTERN, "level", pattern=r"\d+"), "“等级”须只含数字", "“level” must be digits only"),
        (rule(PATTERN, "level", pattern=r"\S+"), "“等级”不得含空格", "“level” must be without spaces"),
        (rule(PATTERN, "level", pattern="#&", mask=True), "“等级”须符合格式 #&", "“level” must have the form #&"),
        (
            rule(RANGE, "birth_date", types=("date",), greatest="today-18y"),
            "“出生日期”不得晚于 18 年前的今天",
            "“birth_date” may not be after the day 18 years ago",
        ),
        (
            rule(RANGE, "level", measure="length", least="2", greatest="4"),
            "“等级”的字数须在 2 到 4 之间",
            "The length of “level” must lie between 2 and 4",
        ),
        (
            rule(RANGE, "birth_date", types=("date",), least="1900-01-01", greatest="today-18y"),
            "“出生日期”须在 1900-01-01 到 18 年前的今天之间",
            "“birth_date” must lie between 1900-01-01 and the day 18 years ago",
        ),
        (
            rule(RANGE, "birth_date", types=("date",), least="today", greatest="today+30d"),
            "“出生日期”须在今天到 30 天后之间",
            "“birth_date” must lie between today and the day 30 days from now",
        ),
        (
            rule(COMPARE, "founded_on", "birth_date", types=("date", "date"), operator="lt"),
            "“成立日期”须早于“出生日期”",
            "“founded_on” must be before “birth_date”",
        ),
        (rule(UNIQUE, "mobile"), "“手机”不得与其他客户相同", "No two customers may have the same “mobile”"),
        (
            rule(REQUIRED, "email", condition=Condition("level", "is", ("A", "B"))),
            "当“等级”为“A”、“B”时，“邮箱”必填",
            "When “level” is “A” or “B”: “email” is needed",
        ),
        (
            rule(REQUIRED, "email", condition=Condition("mobile", "empty")),
            "当没有“手机”时，“邮箱”必填",
            "When “mobile” is empty: “email” is needed",
        ),
    ],
)
def test_a_rule_in_words(asked: Rule, zh: str, en: str) -> None:
    assert said(asked) == (zh, en)
