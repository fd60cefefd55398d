import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.engine.standardise import pinyin
from kedang.engine.standardise.surnames import SURNAMES, surname_of

SURNAME_READINGS = {
    "曾国藩": "zeng guo fan",
    "单雄信": "shan xiong xin",
    "解晓东": "xie xiao dong",
    "仇英": "qiu ying",
    "查良镛": "zha liang yong",
    "区文诗": "ou wen shi",
    "盖叫天": "ge jiao tian",
    "朴树": "piao shu",
    "任正非": "ren zheng fei",
    "华罗庚": "hua luo geng",
    "尉迟恭": "yu chi gong",
    "万俟卨": "mo qi xie",
    "翟天临": "zhai tian lin",
    "覃辉": "qin hui",
    "乐嘉": "yue jia",
    "员半千": "yun ban qian",
    "缪杰": "miao jie",
    "冼星海": "xian xing hai",
    "那英": "na ying",
    "秘宁": "bi ning",
    "种师道": "chong shi dao",
    "繁钦": "po qin",
    "葛优": "ge you",
    "晁盖": "chao gai",
    "谌龙": "chen long",
    "郗鉴": "xi jian",
    "欧阳修": "ou yang xiu",
    "长孙无忌": "zhang sun wu ji",
    "澹台灭明": "tan tai mie ming",
    "单于": "chan yu",
    "令狐冲": "ling hu chong",
    "诸葛亮": "zhu ge liang",
    "逄小威": "pang xiao wei",
    "黑敬": "he jing",
    "折从阮": "she cong ruan",
}


@pytest.mark.parametrize(("name", "expected"), SURNAME_READINGS.items())
def test_surnames_have_their_own_reading(name: str, expected: str) -> None:
    assert pinyin.sort_key(name, surname=True) == expected
    assert pinyin.readings(name)[0] == tuple(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("重庆银行", "chong qing yin hang"),
        ("长春百克", "chang chun bai ke"),
        ("厦门大厦", "xia men da sha"),
        ("六安市", "lu an shi"),
        ("張偉", "zhang wei"),
        ("张伟 David", "zhang wei david"),
        ("ＡＢＣ科技", "abc ke ji"),
        ("吕布", "lv bu"),
        ("🙂", "🙂"),
        ("", ""),
    ],
)
def test_sort_key(text: str, expected: str) -> None:
    assert pinyin.sort_key(text) == expected


def test_initials() -> None:
    assert pinyin.initials("曾国藩", surname=True) == "zgf"
    assert pinyin.initials("华盛科技 Co") == "hskjc"


def test_every_plausible_reading_is_found() -> None:
    assert ("ceng", "xiao", "le") in pinyin.readings("曾小乐")
    assert ("zeng", "xiao", "yue") in pinyin.readings("曾小乐")
    assert pinyin.readings("张伟") == [("zhang", "wei")]
    assert pinyin.readings("王伟") == [("wang", "wei")]
    assert pinyin.readings("") == []


def test_readings_are_bounded() -> None:
    assert len(pinyin.readings("单" * 40)) == pinyin.MAX_READINGS


def test_sort_order_is_that_of_syllables() -> None:
    names = ["张伟", "安娜", "曾国藩", "李四", "西安", "先"]
    keys = sorted(names, key=pinyin.sort_key)
    assert keys == ["安娜", "曾国藩", "李四", "西安", "先", "张伟"]


def test_surname_of() -> None:
    assert surname_of("欧阳修") == "欧阳"
    assert surname_of("爱新觉罗溥仪") == "爱新觉罗"
    assert surname_of("王伟") == "王"
    assert surname_of("的") == ""
    assert len(SURNAMES) > 400


@given(st.text())
def test_total(text: str) -> None:
    for surname in (True, False):
        assert len(pinyin.readings(text, surname=surname)) <= pinyin.MAX_READINGS
        assert isinstance(pinyin.sort_key(text, surname=surname), str)
    pinyin.initials(text)
