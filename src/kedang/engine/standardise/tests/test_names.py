import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.engine.standardise.names import looks_chinese, person_matching, standardise_person


@pytest.mark.parametrize(
    ("text", "standard", "label"),
    [
        (" 张 伟 ", "张伟", ""),
        ("张　伟", "张伟", ""),
        ("张三先生", "张三", "先生"),
        ("张三（先生）", "张三", "先生"),
        ("张三总", "张三", "总"),
        ("王小明经理", "王小明", "经理"),
        ("王小明副总经理", "王小明", "副总经理"),
        ("欧阳修女士", "欧阳修", "女士"),
        ("陳大文先生", "陳大文", "先生"),
        ("王总", "王总", "总"),
        ("李老师", "李老师", "老师"),
        ("欧阳先生", "欧阳先生", "先生"),
        ("先生", "先生", ""),
        ("Mr. John Smith", "John Smith", "Mr."),
        ("Dr John", "John", "Dr"),
        ("Drew Barrymore", "Drew Barrymore", ""),
        ("Ｊｏｈｎ　Ｓｍｉｔｈ", "John Smith", ""),
        ("JOHN SMITH", "JOHN SMITH", ""),
        ("O'Brien-Jones", "O'Brien-Jones", ""),
        ("买买提•吐尔逊", "买买提·吐尔逊", ""),
        ("买买提．吐尔逊", "买买提·吐尔逊", ""),
        ("买买提 · 吐尔逊", "买买提·吐尔逊", ""),
        ("张伟(David)", "张伟(David)", ""),
        ("李四 David", "李四 David", ""),
        ("张\u200b伟", "张伟", ""),
    ],
)
def test_person(text: str, standard: str, label: str) -> None:
    found = standardise_person(text)
    assert (found.standard, found.label, found.valid) == (standard, label, True)


@pytest.mark.parametrize(("text", "reason"), [("", "name.empty"), ("\u200b", "name.empty"), ("!!", "name.no_letter")])
def test_no_name(text: str, reason: str) -> None:
    found = standardise_person(text)
    assert not found.valid
    assert found.reason == reason


def test_matching_is_blind_to_script_case_and_spaces() -> None:
    assert person_matching("陳 大文") == person_matching("陈大文")
    assert person_matching("John Smith") == person_matching("JOHN SMITH")
    assert person_matching("张伟") != person_matching("张炜")


def test_looks_chinese() -> None:
    assert looks_chinese("张伟")
    assert looks_chinese("欧阳修")
    assert looks_chinese("陳大文")
    assert not looks_chinese("John")
    assert not looks_chinese("张")
    assert not looks_chinese("张家口市桥东区")


@given(st.text() | st.text(alphabet="张王欧阳伟总先生女士 ·.()MrDr经理"))
def test_standard_is_stable(text: str) -> None:
    standard = standardise_person(text).standard
    assert standardise_person(standard).standard == standard
