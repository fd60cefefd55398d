"""The shape of a text."""

import pytest

from kedang.engine.profiling.patterns import pattern_of


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("13800138000", "9×11"),
        ("0571-8888", "9×4-9×4"),
        ("浙A12345", "汉 A 9×5"),
        ("张 三", "汉␣汉"),
        ("第139号店", "汉 9×3 汉×2"),
        ("ＡＢ１２", "A×2 9×2"),
        ("lin@example.com", "A×3@A×7.A×3"),
        ("a_b", "A_A"),
        ("", ""),
        ("😀!", "😀!"),
        ("上\n下", "汉␣汉"),
    ],
)
def test_a_text_has_a_shape(text: str, pattern: str) -> None:
    assert pattern_of(text) == pattern


def test_a_long_mixture_is_cut() -> None:
    assert pattern_of("a1" * 50).endswith("…")
    assert pattern_of("字" * 5_000) == "汉×5000"
