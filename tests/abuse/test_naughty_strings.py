"""Text nobody would type, in every text field of a person and of an organisation: nothing breaks, nothing is lost."""

import pytest

from tests.abuse.naughty import Way, make_scene
from tests.abuse.scene import get
from tests.people import browser, send

STRINGS = (
    # control characters
    "bell\x07and\x08backspace\x1b[31mred",
    "\x01\x02\x03\x1f\x7f",
    "C1\x80\x85\x9f",
    "nul\x00byte",
    "two\nlines\r\nand\rthree",
    "tab\tin the\x0bmiddle\x0c",
    # nothing to see
    "zero\u200bwidth\u2060joined",
    "new\u00adhyphen\ufeffmark",
    "\u200b\u200d\ufeff",
    "\u00a0\u3000\u2003",
    "\u3164\u115f\u2800",
    # direction
    "\u202egnp.exe\u202c",
    "left\u2066right\u2069",
    "\u0645\u0631\u062d\u0628\u0627 abc \u05e9\u05dc\u05d5\u05dd",
    # marks on marks
    "Z\u0351\u0362a\u0301\u0316l\u0334\u0322g\u0321\u0360o\u0337",
    "e\u0301 and \u00e9",
    "\u0e01\u0e49\u0e49\u0e49\u0e49",
    "\uac01 \u1100\u1161\u11a8",
    # emoji, and what is outside the first plane
    "\U0001f469\U0001f3fd\u200d\U0001f4bb office",
    "\U0001f1e8\U0001f1f3\U0001f1e8",
    "7\ufe0f\u20e3 \u2764\ufe0f",
    "\U00020000\U0002a6d6\u9f98",
    "\U0001d4d0\U0001d4d1\U0001d4d2 \U00010400",
    # scripts
    "<script>alert('x')</script>",
    '"><img src=x onerror=alert(2)>',
    "&lt;b&gt; &#39; &amp;",
    "javascript:alert(3)",
    "]]></t><c><v>1</v></c>",
    # databases
    "Robert'); DROP TABLE archive_customer;--",
    "' OR '1'='1",
    'x" OR tokens MATCH "y*',
    "NEAR(a b) NOT ^c -d :* & | !e",
    "100% _under\\score_",
    # templates and format strings
    "{{ 6*7 }} ${6*7} <%= 6*7 %> #{6*7}",
    "{% include 'x' %}",
    "%s%n%x %(name)s {0} {name!r}",
    # formulas
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=cmd|' /C calc'!A0",
    "\r=2+2",
    "'=3+3",
    "''+4",
    "\uff1d5+5",
    # paths and devices
    "../../../../etc/passwd%00.png",
    "..\\..\\windows\\win.ini",
    "file:///etc/hosts",
    "CON",
    "lpt1.txt",
    # numbers, and words that are none
    "1e309",
    "0x1F",
    "-0.0",
    "1,234.50",
    "007",
    "1.00",
    "\u0661\u0662\u0663",
    "\u2460\u00bd\u2077",
    "null",
    "undefined",
    "NaN",
    "true",
    "#N/A",
    # quotes, slashes, separators
    '"',
    "''\"\"",
    "\\",
    "a,b;c\uff0cd\u3001e|f",
    "left / right",
    "_x000D_ _x0041_",
    "  both ends  ",
    # widths and private use
    "\uff21\uff22\uff23\uff11\uff12\uff08\uff09",
    "\ue000\uf8ff\U000f0000",
    "non\ufffecharacter\uffff",
    # names that carry more than a name
    "Dr. Smith (Sales)",
    "\u5f20\u4e09\u5148\u751f",
    "\u5317\u4eac (\u4e2d\u56fd) \u6709\u9650\u516c\u53f8",
    # texts that once stopped a telephone
    "\u0644\u064f\u0644\u064f\u0635\u0651\u0628 \u0963 \u0963h",
    "\u0c1c\u0c4d\u0c1e\u200c\u0c3e",
    # addresses of the web
    "http://a/%%30%30",
    "https://user:pass@host:99999/?q=<x>#y",
    "long " * 60 + "end",
    "\u957f" * 2500,
)


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "form"), [("person", "csv"), ("organisation", "xlsx")])
def test_every_string_survives_file_page_export_search_list_and_edit(kind: str, form: str) -> None:
    seen = Way(make_scene(), kind, form, STRINGS).go()
    assert seen.lost == []
    assert seen.done["page"] > 40 * len(STRINGS), "every field was looked at"
    assert seen.done["search finds"] > 60, "nearly every string has a letter or digit"


@pytest.mark.django_db
def test_half_a_character_is_replaced_and_breaks_nothing() -> None:
    """JSON can carry a lone surrogate, and no database can hold it."""
    client = browser(make_scene())
    half = '{"kind": "person", "values": {"name": "half\\ud800way", "remark": "\\udfff", "tags": "\\ud83d"}}'
    made = client.generic("POST", "/api/customers", half, content_type="application/json")
    assert made.status_code == 201, made.content
    page = get(client, f"/customers/{made.json()['id']}").json()
    assert page["name"] == "half\ufffdway"
    noted = client.generic(
        "POST", f"/api/customers/{page['id']}/notes", '{"body": "x\\udc00"}', content_type="application/json"
    )
    assert noted.status_code < 300, noted.content
    for path in ("/search", "/customers"):
        assert get(client, path, q="half\ufffdway").status_code == 200
    assert [hit["name"] for hit in get(client, "/search", q="half\ufffdway").json()["hits"]] == ["half\ufffdway"]
    assert send(client, "PATCH", f"/customers/{page['id']}", {"values": {"industry": "y\ud800"}}).status_code == 200
