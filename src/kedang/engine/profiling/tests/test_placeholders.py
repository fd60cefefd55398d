"""Texts that stand for nothing."""

import pytest

from kedang.engine.profiling.placeholders import is_placeholder


@pytest.mark.parametrize(
    "text",
    ["无", "暂无", " 未知 ", "-", "——", "N/A", "n/a", "ＮＵＬＬ", "null", "test", "Test", "测试", "12345678", "00000000", "11111111111",
     "9876543210", "+8612345678901", "/", "？？？", "　", "#N/A"],
)  # fmt: skip
def test_it_says_nothing(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "无锡",
        "暂住证",
        "测试工程师",
        "13800138000",
        "A-",
        "★★★",
        "C++",
        "0",
        "123",
        "Nando",
        "Tester",
        "无印良品",
        "+",
        "99.9%",
    ],
)
def test_it_says_something(text: str) -> None:
    assert not is_placeholder(text)


def test_digits_count_only_where_they_may_be_made_up() -> None:
    assert not is_placeholder("12345678", digits=False)
    assert not is_placeholder("100000", digits=True)
