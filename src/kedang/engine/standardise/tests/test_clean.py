import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.engine.standardise import clean, script


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  abc  ", "abc"),
        ("ＡＢＣ　１２３", "ABC 123"),
        ("（张）", "(张)"),
        ("a\tb\nc", "a b c"),
        ("two\x0bwords\x0cin\x85one\u2028cell\u2029here", "two words in one cell here"),
        ("a\x00b\x07c", "abc"),
        ("张\u200b伟\ufeff", "张伟"),
        ("\u202eabc", "abc"),
        ("a\xa0b", "a b"),
        ("ﬁ①", "ﬁ①"),
        ("", ""),
    ],
)
def test_one_line(text: str, expected: str) -> None:
    assert clean.one_line(text) == expected


def test_storable_changes_only_what_no_database_holds() -> None:
    assert clean.storable("a\x00b\ud800c\x07\u200b") == "a\ufffdb\ufffdc\x07\u200b"


def test_without_controls_keeps_layout() -> None:
    assert clean.without_controls("a\tb\r\nc\x01\x7f") == "a\tb\r\nc"
    assert clean.without_controls("a\x0bb\x0cc\x85d") == "a\nb\nc\nd"
    assert clean.has_controls("a\x01")
    assert not clean.has_controls("a\n张")


def test_batch_equals_single() -> None:
    texts = ["abc", "ＡＢＣ", "e\u0301", "ﬁ\x1fﬂ", "", "张伟", "①"]
    assert clean.nfkc_batch(texts) == [clean.nfkc(text) for text in texts]
    assert clean.nfkc_batch(["ＡＢＣ", "x", "①"]) == ["ABC", "x", "1"]
    assert clean.nfkc_batch(["x"]) == ["x"]


@given(st.lists(st.text()))
def test_batch_property(texts: list[str]) -> None:
    assert clean.nfkc_batch(texts) == [clean.nfkc(text) for text in texts]


@given(st.text())
def test_folding_is_stable(text: str) -> None:
    assert clean.folded(clean.folded(text)) == clean.folded(text)
    assert clean.one_line(clean.one_line(text)) == clean.one_line(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("張偉", "张伟"),
        ("臺灣積體電路製造", "台湾积体电路制造"),
        ("乾隆年間", "乾隆年间"),
        ("乾淨", "干净"),
        ("李乾", "李乾"),
        ("乾安縣餅乾廠", "乾安县饼干厂"),
        ("粵海", "粤海"),
        ("张伟", "张伟"),
        ("abc", "abc"),
    ],
)
def test_to_simplified(text: str, expected: str) -> None:
    assert script.to_simplified(text) == expected
