import io
from collections.abc import Iterator

from kedang.engine.tables import open_table
from kedang.engine.tables.rows import Limits, Row


def rows(data: bytes, **limits: int) -> list[Row]:
    return list(open_table(data, filename="a.csv", limits=Limits(**limits)).first().rows())


def cells(data: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in rows(data)]


def test_quotes_line_breaks_and_empty_cells() -> None:
    data = b'a,b\r\n"x ""y""","line 1\r\nline 2"\r\n"",\r\n\r\n1,2'
    assert cells(data) == [("a", "b"), ('x "y"', "line 1\r\nline 2"), ("", ""), (), ("1", "2")]


def test_lines_count_as_a_spreadsheet_counts() -> None:
    assert [row.line for row in rows(b'a,b\n"1\n2",x\n\n3,4\n')] == [1, 2, 3, 4]


def test_zero_bytes_are_left_out() -> None:
    assert cells(b"a,b\n1\x00,2\n") == [("a", "b"), ("1", "2")]


def test_our_own_protective_quote_comes_off_once() -> None:
    data = "a,b\n'=1+1,'+86\n'-5,'@x\n''=1,it's\n'hello,'＝1\n".encode()
    assert cells(data)[1:] == [("=1+1", "+86"), ("-5", "@x"), ("'=1", "it's"), ("'hello", "＝1")]


def test_a_cell_beyond_the_limit_is_noted_and_the_rest_is_read() -> None:
    data = b"a,b\n1,2\nx," + b"y" * 5000 + b"\n3,4\n"
    found = rows(data, max_cell=1000)
    assert [row.note for row in found] == ["", "", "cell.too_long", ""]
    assert found[3].cells == ("3", "4")


def test_a_quoted_cell_of_many_lines_beyond_the_limit() -> None:
    data = b'a,b\n1,"' + b"line\n" * 4_000_000 + b'"\n3,4\n'
    found = rows(data)
    assert [row.note for row in found] == ["", "cell.too_long", ""]
    assert found[2].cells == ("3", "4")


def test_a_source_may_be_a_stream_or_chunks_and_is_read_again() -> None:
    data = "姓名,电话\n张伟,1\n".encode()

    def chunks() -> Iterator[bytes]:
        for start in range(0, len(data), 5):
            yield data[start : start + 5]

    for source in (data, io.BytesIO(data), chunks):
        sheet = open_table(source, filename="a.csv").first()
        assert [r.cells for r in sheet.rows()] == [("姓名", "电话"), ("张伟", "1")] == [r.cells for r in sheet.rows()]


def test_two_passes_over_one_stream_may_interleave() -> None:
    data = b"".join(b"%d,%d\n" % (i, i) for i in range(100_000))
    sheet = open_table(io.BytesIO(data), filename="a.csv").first()
    first, second = sheet.rows(), sheet.rows()
    assert all(next(first) == next(second) for _ in range(99_999))
