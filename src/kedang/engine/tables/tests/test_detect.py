import io
import zipfile

import pytest

from kedang.engine.tables import open_table
from kedang.engine.tables.detect import sniff
from kedang.engine.tables.refusals import REFUSALS, TableRefused
from kedang.engine.tables.rows import Limits


def zipped(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


def refusal(data: bytes, filename: str = "") -> str:
    with pytest.raises(TableRefused) as caught:
        list(open_table(data, filename=filename).first().rows())
    assert caught.value.text("zh-CN")
    assert caught.value.text("en") != caught.value.text("zh-CN")
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file.empty"),
        (b" \r\n\t ", "file.blank"),
        (b"%PDF-1.7 ...", "file.binary"),
        (b"\x89PNG\r\n\x1a\n", "file.binary"),
        (bytes(range(1, 32)) * 50, "file.binary"),
        (b"PK\x03\x04 not a zip", "file.broken"),
        (zipped(a="b"), "format.unsupported"),
        (b'["vcard", [["version", {}, "text", "4.0"]]]', "format.unsupported"),
        (b'<?xml version="1.0"?><vcards xmlns="urn:ietf:params:xml:ns:vcard-4.0"/>', "format.unsupported"),
        (b'{"a": 1}', "format.unsupported"),
        (b"<html><body>nothing</body></html>", "format.unsupported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file.broken"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "file.encrypted",
        ),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped(**{"xl__workbook.xml": "<workbook/>", "xl__worksheets__sheet1.xml": " " * 80_000_000})
    assert refusal(bomb) == "file.bomb"


def test_the_unpacked_size_has_a_limit() -> None:
    book = zipped(**{"xl__workbook.xml": "<workbook>" + "x" * 5000 + "</workbook>"})
    with pytest.raises(TableRefused) as caught:
        open_table(book, limits=Limits(max_unpacked=1000))
    assert caught.value.code == "file.bomb"


def test_an_absurd_row_number_is_refused_not_counted_to() -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    row = '<row r="{0}"><c r="XFD{0}" t="inlineStr"><is><t>x</t></is></c></row>'
    data = zipped(
        **{
            "xl__workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="s" r:id="r1"/></sheets></workbook>',
            "xl___rels__workbook.xml.rels": f'<Relationships><Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/s.xml"/></Relationships>',
            "xl__worksheets__s.xml": f'<worksheet xmlns="{main}"><sheetData>{row.format(1)}{row.format(99999999)}</sheetData></worksheet>',
        }
    )
    assert refusal(data) == "file.broken"


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b;c\n1,5;2;3\n", ";"),
        ("a\tb\tc\n1,5\t2\t3\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('"x;y",b\n"1;2",3\n', ","),
        ("姓名，电话\n张伟，123\n", "，"),
        ("sep=;\na;b\n", ";"),
        ("only one column\nx\n", ","),
    ],
)
def test_delimiters(text: str, delimiter: str) -> None:
    assert sniff(text.encode(), "a.csv").delimiter == delimiter


def test_a_missing_sheet_is_named() -> None:
    with pytest.raises(TableRefused) as caught:
        open_table(b"a,b\n1,2\n", sheet="客户")
    assert caught.value.code == "sheet.missing"
    assert "客户" in caught.value.text()


def test_every_refusal_has_two_texts() -> None:
    assert all(zh and en and zh != en for zh, en in REFUSALS.values())
