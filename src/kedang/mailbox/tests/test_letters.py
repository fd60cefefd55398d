"""Reading mails as they come, broken and hostile ones too: everything is read or called unreadable, nothing raises."""

from datetime import UTC, datetime, timedelta
from email.header import Header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.mailbox.letters import LONGEST_TEXT, MOST_ADDRESSES, identity, read_letter
from kedang.mailbox.tests.imap_server import mail

CAME = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def test_chinese_subjects_names_and_words_of_old_programs_are_read() -> None:
    subject = Header("关于年底的报价", "gb2312").encode()
    name = Header("张伟", "gbk").encode()
    head = f"From: {name} <ZHANG@Customer.example>\r\nTo: a@x.example\r\nSubject: {subject}\r\n"
    body = "Content-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    found = read_letter((head + body).encode() + "您好，镕先生".encode("gbk"), CAME)
    assert (found.subject, found.text) == ("关于年底的报价", "您好，镕先生")
    assert (found.sender.name, found.sender.address) == ("张伟", "zhang@customer.example")


def test_of_a_page_only_its_words_are_kept_and_of_files_their_names() -> None:
    page = "<html><head><title>t</title><style>p{}</style></head><p>您好</p><script>steal()</script><div>再见&amp;谢谢</div>"
    raw = (
        "Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page + "\r\n"
        "--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=offer.pdf\r\n\r\nx\r\n--b--\r\n"
    )
    found = read_letter(raw.encode(), CAME)
    assert (found.text, found.files) == ("您好\n\n再见&谢谢", ("offer.pdf",))


def test_a_made_up_date_does_not_count() -> None:
    for said, at in (
        ("Thu, 19 Nov 2026 10:00:00 +0800", datetime(2026, 11, 19, 2, 0, tzinfo=UTC)),
        ("Thu, 19 Nov 2099 10:00:00 +0800", CAME),
        ("Thu, 19 Nov 1999 10:00:00 +0800", CAME),
        ("Thu, 99 Nov 2026 99:99:99 +9999", CAME),
        ("heute", CAME),
    ):
        assert (
            read_letter(
                mail("a@x.example", "b@x.example", Date=said) if said != "heute" else b"Date: heute\r\n\r\n", CAME
            ).at
            == at
        )


HOSTILE = {
    "nothing": b"",
    "bytes": bytes(range(256)) * 40,
    "nul": b"From: a\x00@x.example\r\nSubject: \x00\r\n\r\n\x00\x00text",
    "charset": b"Subject: =?nonsense?b?5L2g?=\r\nContent-Type: text/plain; charset=nonsense\r\n\r\n\xe4\xbd\xa0",
    "base64": b"Subject: =?utf-8?b?5L2g5?=\r\nContent-Transfer-Encoding: base64\r\n\r\n5L2g5===!",
    "boundary": b"Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\nhi",
    "deep": b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(600))
    + b"\r\nhi",
    "date": b"Date: Mon, 99 Foo 99999999999999999999 99:99:99 +999999\r\n\r\nx",
    "address": b'From: <<<>>>@@@, "a" <b\r\nTo: ' + b"(" * 3000 + b"\r\n\r\nx",
    "quoted": b"Content-Transfer-Encoding: quoted-printable\r\n\r\n=ZZ=E4=BD",
    "uu": b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 666 \xff\n@@@",
    "lone": b"Subject: =?utf-16?b?2AA=?=\r\n\r\n\xed\xa0\x80",
    "filename": b"Content-Disposition: attachment; filename*=nonsense''%ff%fe; filename*0*=x\r\n\r\nx",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_mails_are_read_or_called_unreadable(name: str) -> None:
    raw = HOSTILE[name]
    found = read_letter(raw, CAME)
    said = f"{found.subject}{found.text}{found.sender}{found.receivers}{found.files}"
    said.encode("utf-8")
    assert "\x00" not in said
    assert len(identity(raw)) == 64


@given(st.binary(max_size=600), st.sampled_from(["From", "Subject", "Date", "Content-Type", "Authentication-Results"]))
def test_whatever_stands_in_a_head_line_nothing_raises(junk: bytes, name: str) -> None:
    raw = name.encode() + b": " + junk + b"\r\n\r\n" + junk
    read_letter(raw, CAME)
    identity(raw)


def test_what_is_too_long_says_so() -> None:
    crowd = ", ".join(f"c{n}@x.example" for n in range(MOST_ADDRESSES + 1))
    found = read_letter(mail("a@x.example", crowd, text="长" * (LONGEST_TEXT + 1)), CAME)
    assert (len(found.text), found.whole, found.crowd, len(found.receivers)) == (
        LONGEST_TEXT,
        False,
        True,
        MOST_ADDRESSES,
    )


def test_a_mail_is_itself_whatever_way_it_came() -> None:
    one = mail("a@x.example", "b@x.example")
    assert identity(b"Received: from x\r\n" + one) == identity(one.replace(b"\r\n", b"\n")) == identity(one)
    assert identity(one) != identity(one + b"more")
    assert identity(one) != identity(one.replace(b"a@x", b"c@x"))
    assert timedelta(0) == CAME - CAME
