"""Names of people as they are compared."""

import pytest

from kedang.engine.matching.shapes import shaped
from kedang.engine.matching.spelling import spelled_person


@pytest.mark.parametrize(
    ("written", "full", "surname"),
    [
        ("张伟", "张伟", "张"),
        ("張偉", "张伟", "张"),
        ("张 伟", "张伟", "张"),
        ("赵·华", "赵华", "赵"),
        ("王伟(经理)", "王伟", "王"),
        ("王伟会计", "王伟", "王"),
        ("欧阳修", "欧阳修", "欧阳"),
        ("伟张", "张伟", "张"),
        ("Zhang Wei", "zhang wei", "wei"),
        ("王总", "", "王"),
        ("小王", "", "王"),
        ("阿婷", "", ""),
        ("张浩鹏-介绍人郭鹏", "张浩鹏", "张"),
        ("蓝沐风同学", "蓝沐风", "蓝"),
        ("李浩然妈妈", "李浩然妈妈", ""),
        ("李浩然的爸爸", "李浩然的爸爸", ""),
        ("王妈妈", "", "王"),
    ],
)
def test_the_name_behind_what_was_written(written: str, full: str, surname: str) -> None:
    found = spelled_person(written)
    assert (found.full, found.surname) == (full, surname)


def test_polyphones_have_every_reading_and_pinyin_both_orders() -> None:
    assert {"shanxiongxin", "danxiongxin"} <= set(spelled_person("单雄信").spellings)
    assert set(spelled_person("Zhang Wei").spellings) == {"zhangwei", "weizhang"}


def test_homophones_sound_alike_and_exchanged_parts_have_equal_letters() -> None:
    assert spelled_person("张玮").spellings == spelled_person("张伟").spellings
    assert spelled_person("Wei Zhang").letters == spelled_person("张伟").letters


def test_a_character_left_open_is_shared_by_names_with_one_wrong_character() -> None:
    assert set(spelled_person("王小明").open) & set(spelled_person("王小朋").open) == {"王小?"}


def test_characters_mistaken_by_the_eye_have_one_shape() -> None:
    assert shaped("王未") == shaped("玉末")
    assert shaped("张伟") != shaped("李伟")


@pytest.mark.parametrize("nothing", ["", " ", "()", "···", "123", "\u200b", "（）"])
def test_what_names_nobody_is_nobody(nothing: str) -> None:
    assert spelled_person(nothing).full == "" or not any(map(str.isalpha, nothing))
