"""Region names misspelt by ear."""

import pytest

from kedang.engine.profiling.region_names import region_by_sound


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("杭洲", 330100),
        ("hangzhou", 330100),
        ("Hang Zhou", 330100),
        ("浙冮", None),
        ("zhejiang", 330000),
        ("浙江声", 330000),
        ("Hangzhou Shi", 330100),
        ("shanghai", 310000),
        ("北晶", 110000),
        ("suzhou", None),
        ("taizhou", None),
        ("某处", None),
        ("", None),
        ("？？", None),
        ("hangzhou" * 9, None),
    ],
)
def test_the_one_region_that_sounds_like_it(text: str, code: int | None) -> None:
    assert region_by_sound(text) == code
