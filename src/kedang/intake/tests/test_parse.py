"""Quick capture: what people paste."""

import pytest

from kedang.intake.parse import Parsed, parse_text

CARDS: list[tuple[str, Parsed]] = [
    (
        "张伟 销售总监\n杭州华盛科技有限公司\n手机：138-0000-1234  电话：0571-88886666转801\n邮箱: zw@huasheng.example 微信：hs_zw88",
        Parsed(
            "person",
            {
                "name": ["张伟"],
                "job_title": ["销售总监"],
                "employer": ["杭州华盛科技有限公司"],
                "mobile": ["138-0000-1234"],
                "landline": ["0571-88886666转801"],
                "email": ["zw@huasheng.example"],
                "wechat": ["hs_zw88"],
            },
        ),
    ),
    ("李雷经理 13812345678", Parsed("person", {"mobile": ["13812345678"], "name": ["李雷"]})),
    (
        "你好，我是王芳，电话13900001111，想咨询一下",
        Parsed("person", {"name": ["王芳"], "mobile": ["13900001111"]}, "你好 想咨询一下"),
    ),
    (
        "华盛科技有限公司\n电话 0571-88886666",
        Parsed("organisation", {"landline": ["0571-88886666"], "name": ["华盛科技有限公司"]}),
    ),
    (
        "BEGIN:VCARD\nVERSION:3.0\nFN:张三\nTEL;TYPE=CELL:13800001234\nEND:VCARD",
        Parsed("person", {"name": ["张三"], "mobile": ["13800001234"]}),
    ),
    ("", Parsed()),
    ("随便写点什么", Parsed(rest="随便写点什么")),
]


@pytest.mark.parametrize(("text", "expected"), CARDS)
def test_a_paste(text: str, expected: Parsed) -> None:
    assert parse_text(text) == expected


@pytest.mark.parametrize(
    "text", ["\x00\ud800", "：" * 500, "BEGIN:VCARD", "@" * 1000, "1" * 5000, "(" * 2000, "+86" * 800]
)
def test_any_text_is_taken_quickly(text: str) -> None:
    parse_text(text)
