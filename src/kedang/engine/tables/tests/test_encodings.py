import pytest

from kedang.engine.tables import open_table
from kedang.engine.tables.encodings import choose_encoding

TEXT = "姓名,手机,地址\n张伟,13800138001,浙江省杭州市西湖区\n王芳,13800138002,上海市浦东新区世纪大道\n"
CODES = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "gbk", "gb18030")


@pytest.mark.parametrize("code", CODES)
def test_every_usual_encoding_gives_the_same_cells(code: str) -> None:
    rows = [r.cells for r in open_table(TEXT.encode(code), filename="a.csv").first().rows()]
    assert rows == [tuple(line.split(",")) for line in TEXT.splitlines()]


def test_ascii_at_the_start_does_not_decide() -> None:
    body = "name,city\n" + "a,b\n" * 60_000 + "张伟,杭州\n"
    book = open_table(body.encode("gbk"), filename="a.csv")
    assert book.encoding == "gb18030"
    assert list(book.first().rows())[-1].cells == ("张伟", "杭州")


def test_accents_of_western_europe() -> None:
    assert choose_encoding(["name\nMüller\nRenée\nJosé\n".encode("cp1252")]).name == "cp1252"


def test_a_few_broken_bytes_do_not_turn_utf8_into_gibberish() -> None:
    data = (TEXT * 20).encode() + b"\xe5\xbc,x\n"
    book = open_table(data, filename="a.csv")
    assert book.encoding == "utf-8"
    assert book.notes == ("decode.replaced",)
    assert next(iter(book.first().rows())).cells[0] == "姓名"


def test_a_short_mark_before_utf32_is_seen_through() -> None:
    data = b"\xff\xfe" + '"a","b"\r\n1,2\r\n'.encode("utf-32-le")
    assert [r.cells for r in open_table(data).first().rows()] == [("a", "b"), ("1", "2")]
