import pytest

from kedang.engine.tables import open_table
from kedang.engine.tables.layout import find_layout
from kedang.engine.tables.mapping import propose
from kedang.engine.tables.refusals import TableRefused


def cards(text: str | bytes) -> list[dict[str, str]]:
    data = text if isinstance(text, bytes) else text.encode()
    rows = list(open_table(data, filename="a.vcf").first().rows())
    return [{h: c for h, c in zip(rows[0].cells, row.cells, strict=True) if c} for row in rows[1:]]


def card(*lines: str, version: str = "3.0") -> dict[str, str]:
    return cards("\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]))[0]


def test_a_person_with_everything() -> None:
    found = card(
        "N:张;伟;;;", "FN:张伟", "NICKNAME:小张", "ORG:杭州云起科技有限公司;销售部", "TITLE:经理", "TEL;TYPE=CELL:13800138001",
        "TEL;TYPE=WORK:0571-88001122", "TEL;TYPE=WORK,FAX:0571-88001123", "EMAIL;TYPE=HOME:a@example.com", "EMAIL:b@example.com",
        "ADR;TYPE=WORK:;;文三路 1 号;杭州市;浙江省;310000;中国", "BDAY:1980-03-22", "NOTE:一\\n二\\, 三\\; 四", "X-QQ:12345678",
        "URL:http\\://example.com", "CATEGORIES:客户,VIP", "UID:abc-1", "X-WEIXIN:zw",
    )  # fmt: skip
    assert found == {
        "kind": "person", "name": "张伟", "short_name": "小张", "employer": "杭州云起科技有限公司", "department": "销售部", "job_title": "经理",
        "mobile": "13800138001", "landline": "0571-88001122", "fax": "0571-88001123", "email": "a@example.com", "email_2": "b@example.com",
        "address": "浙江省杭州市文三路 1 号", "postcode": "310000", "birth_date": "1980-03-22", "remark": "一\n二, 三; 四", "qq": "12345678",
        "website": "http://example.com", "tags": "客户,VIP", "external_id": "abc-1", "wechat": "zw",
    }  # fmt: skip


def test_quoted_printable_gbk_with_soft_breaks() -> None:
    name = "".join(f"={b:02X}" for b in "张伟".encode("gbk"))
    found = card(
        f"FN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:{name[:6]}=", name[6:], "TEL;CELL;PREF:13800138001", version="2.1"
    )
    assert found == {"kind": "person", "name": "张伟", "mobile": "13800138001"}


def test_folded_lines_groups_and_labels() -> None:
    found = card(
        "FN:John",
        " ny Doe",
        "item1.TEL:5550100",
        "item1.X-ABLabel:_$!<Main>!$_",
        "item2.X-ABDATE:2000-01-01",
        "item2.X-ABLabel:Anniversary",
    )
    assert found == {"kind": "person", "name": "Johnny Doe", "landline": "5550100", "Anniversary": "2000-01-01"}


@pytest.mark.parametrize(
    "photo", ["PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n AAAB", "PHOTO;BASE64;JPEG:\r\n /9j/4AAQ\r\n AAAB\r\n"]
)
def test_photos_are_left_out(photo: str) -> None:
    assert card("FN:A B", photo, "TEL:1234567") == {"kind": "person", "name": "A B", "landline": "1234567"}


def test_organisations_by_kind_by_apple_and_by_name() -> None:
    assert card("KIND:org", "FN:Example", version="4.0")["kind"] == "organisation"
    assert card("N:;;;;", "FN:Example", "ORG:Example;", "X-ABShowAs:COMPANY")["kind"] == "organisation"
    assert card("FN:杭州云起科技有限公司")["kind"] == "organisation"
    assert card("ORG:杭州云起科技有限公司", "TEL:0571-88001122") == {
        "kind": "organisation", "name": "杭州云起科技有限公司", "landline": "0571-88001122",
    }  # fmt: skip
    assert card("KIND:org", "FN:张伟", "ORG:Example Ltd", version="4.0")["contact_name"] == "张伟"


def test_several_names_and_firms_are_kept() -> None:
    found = card("FN:A B", "FN:A. B.", "ORG:One", "ORG:Two", version="4.0")
    assert (found["name"], found["FN"], found["employer"], found["ORG"]) == ("A B", "A. B.", "One", "Two")


def test_uri_phones_quoted_types_and_messengers() -> None:
    found = card(
        'TEL;VALUE=uri;TYPE="work,cell":tel:+1-418-262-6501', "IMPP:weixin:abc", "X-SKYPE:s", "FN:X", version="4.0"
    )
    assert found == {
        "kind": "person",
        "name": "X",
        "mobile": "+1-418-262-6501",
        "wechat": "abc",
        "other_contact": "skype: s",
    }


def test_cards_without_end_and_cards_inside_cards() -> None:
    found = cards(
        "BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nAGENT:\nBEGIN:VCARD\nFN:C\nEND:VCARD\nTEL:1234567\nEND:VCARD\n"
    )
    assert [c["name"] for c in found] == ["A", "B"]
    assert found[1]["landline"] == "1234567"


def test_gbk_file_without_any_hint() -> None:
    assert cards("BEGIN:VCARD\nVERSION:3.0\nFN:张伟\nEND:VCARD\n".encode("gbk"))[0]["name"] == "张伟"


def test_the_table_of_cards_maps_by_itself() -> None:
    text = (
        "BEGIN:VCARD\nFN:张伟\nTEL:13800138001\nX-FOO:bar\nEND:VCARD\nBEGIN:VCARD\nKIND:org\nFN:某某公司\nEND:VCARD\n"
    )
    sheet = open_table(text.encode()).first()
    layout = find_layout(sheet.rows(), header_line=sheet.header_line)
    proposal = propose(layout.headers, layout.main.samples)
    assert [c.field for c in proposal.columns] == ["kind", "name", "mobile", None]
    assert (layout.data, proposal.kind_column, proposal.match_key) == (2, 0, "phone+name")


def test_a_file_of_cards_without_a_card_is_refused() -> None:
    with pytest.raises(TableRefused) as caught:
        cards("there was a BEGIN:VCARD somewhere\n")
    assert caught.value.code == "vcard.none"
