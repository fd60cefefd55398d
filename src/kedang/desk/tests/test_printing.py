"""The printed archive: what stands on it for whom, that it can be traced, and that nothing in it is read as markup."""

import hashlib
import io
import re
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.activity.models import Interaction
from kedang.activity.recording import Happened, write_down
from kedang.archive import notes, rights
from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.desk import timeline
from kedang.desk.printing import paper, story, typesetting
from kedang.desk.printing.parts import PARTS
from kedang.desk.printing.told import ELSEWHERE, TOLD
from kedang.history.models import ReadEvent
from kedang.kit.clock import now
from tests.people import Cast, actor, browser, code, make_cast, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db
MOBILE, EMAIL, IDENTITY, STREET, NOTE = (
    "13812345678",
    "zhangwei@example.com",
    "11010519491231002X",
    "文三路477号",
    "暗号白鹭，喜欢喝茶",
)
SAID, DUE = "谈到年底扩产，暗号翠鸟", "带样品上门，暗号鸬鹚"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def zhang(cast: Cast) -> int:
    """张伟 with something in every part that a person has."""
    customer = file_customer(
        cast.zhou,
        name="张伟",
        mobile=[MOBILE, "139"],
        email=EMAIL,
        id_number=IDENTITY,
        address=f"浙江省杭州市{STREET}",
        tags=["老客户"],
    )
    notes.write(actor(cast.zhou), customer, body=NOTE, pinned=True)
    ask(
        cast.zhou, customer, "/interactions", kind="call", text=SAID, direction="out", outcome="agreed", people=["李姐"]
    )
    ask(cast.zhou, customer, "/follow-ups", kind="visit", text=DUE, due_at=(now() + timedelta(days=1)).isoformat())
    ask(cast.zhou, customer, "/transactions", kind="invoice", amount="1234.50", remark="月底付清，暗号苍鹰")
    ask(cast.zhou, customer, "/opportunities", title="产线改造，暗号雨燕", amount=100_000, expected_on="2031-05-06")
    return customer


def ask(user: User, customer: int, path: str, **body: Any) -> Any:
    answer = send(browser(user), "POST", f"/customers/{customer}{path}", body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def printed(user: User, customer: int, query: str = "", *, language: str = "zh-CN") -> bytes:
    client = browser(user)
    answer = client.get(f"/api/customers/{customer}/print{query}", headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/pdf"
    return bytes(answer.content)


def pages(pdf: bytes) -> list[str]:
    """The text of every page, without the places where long runs may break."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [page.get_textpage().get_text_range().replace("\u200b", "").replace("\r\n", "\n") for page in document]


def text(user: User, customer: int, query: str = "") -> str:
    return "\n".join(pages(printed(user, customer, query)))


def test_the_owner_gets_everything_the_page_has(cast: Cast, zhang: int) -> None:
    found = text(cast.zhou, zhang)
    for wanted in ("客档示例公司", "张伟", MOBILE, EMAIL, STREET, NOTE, SAID, DUE, "老客户", "号码位数不对"):
        assert wanted in found, wanted
    for wanted in (
        "我方联系",
        "已达成",
        "李姐",
        "CNY 1,234.50",
        "暗号苍鹰",
        "暗号雨燕",
        "CNY 1,000.00",
        "2031-05-06",
        "未核实",
        "新建了客户",
    ):
        assert wanted in found, wanted
    assert "110***********002X" in found
    assert IDENTITY not in found, "an owner sees identity numbers masked on the page, and so on paper"


def test_the_contents_name_each_part_and_its_page(cast: Cast, zhang: int) -> None:
    found = pages(printed(cast.zhou, zhang))
    assert "目录" in found[1]
    there = [part for code, part in PARTS.items() if code != "contacts"]
    assert "联系人" not in found[1], "a person has none"
    for part in there:
        (entry,) = [line for line in found[1].splitlines() if line.startswith(part.zh)]
        at = int(re.findall(r"\d+", entry)[-1])
        assert part.zh in found[at - 1].splitlines(), (part.zh, at)
    for at, page in enumerate(found, start=1):
        assert f"第 {at} 页 共 {len(found)} 页" in page
        assert "周敏 · " in page, "who printed it stands on every page"


def test_a_masked_reader_finds_nothing_clear(cast: Cast, zhang: int) -> None:
    role = Role.objects.get(code="lead")
    role.field_modes = {"notes": {"own": "hidden", "other": "hidden"}}
    role.save()
    bump()
    pdf = printed(cast.lin, zhang)
    found = "\n".join(pages(pdf))
    together = re.sub(r"\s", "", found)
    for secret in (MOBILE, EMAIL, IDENTITY, STREET, "477号", "暗号", "李姐"):
        assert secret not in together, secret
        assert secret.encode() not in pdf
    assert "138****5678" in found
    assert "内容不可见" in found, "that there was a call is known, its words are not"


def test_a_stranger_learns_nothing_and_nothing_is_recorded(cast: Cast, zhang: int) -> None:
    before = ReadEvent.objects.count()
    with unchanged():
        hidden = browser(cast.chen).get(f"/api/customers/{zhang}/print")
        absent = browser(cast.chen).get("/api/customers/9000000000000000001/print")
    assert (hidden.status_code, absent.status_code, code(hidden), code(absent)) == (404, 404, "not_found", "not_found")
    assert ReadEvent.objects.count() == before


def test_it_needs_the_right(cast: Cast, zhang: int) -> None:
    role = Role.objects.get(code="member")
    role.rights = [right for right in role.rights if right != rights.PRINT]
    role.save()
    bump()
    refused = browser(cast.zhou).get(f"/api/customers/{zhang}/print")
    assert (refused.status_code, code(refused)) == (403, "denied")
    assert not ReadEvent.objects.filter(verb="customer.printed").exists()


def test_a_paper_is_found_in_the_audit(cast: Cast, zhang: int) -> None:
    pdf = printed(cast.zhou, zhang, "?parts=profile,notes&since=2026-01-01")
    event = ReadEvent.objects.get(verb="customer.printed")
    assert (event.actor_id, event.customer_id) == (cast.zhou.id, zhang)
    looks = send(browser(cast.auditor), "GET", f"/audit/reads?verb=customer.printed&customer_id={zhang}").json()[
        "looks"
    ]
    details = looks[0]["details"]
    assert details["sha256"] == hashlib.sha256(pdf).hexdigest()
    assert details["parts"] == ["profile", "notes"]
    assert (details["version"], details["since"], details["until"]) == (1, "2026-01-01", "")
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", details["serial"])
    found = pages(pdf)
    assert all(details["serial"] in page for page in found), "the print's serial stands on every page"


def test_two_prints_of_one_version_have_two_serials(cast: Cast, zhang: int) -> None:
    printed(cast.zhou, zhang, "?parts=profile")
    printed(cast.zhou, zhang, "?parts=profile")
    serials = {event.details for event in ReadEvent.objects.filter(verb="customer.printed")}
    assert len(serials) == 2


def test_only_the_parts_that_are_wanted(cast: Cast, zhang: int) -> None:
    found = text(cast.zhou, zhang, "?parts=reaching")
    assert MOBILE in found
    assert "没有打印：资料" in found
    for absent in (NOTE, SAID, DUE, "老客户"):
        assert absent not in found
    refused = browser(cast.zhou).get(f"/api/customers/{zhang}/print?parts=secret")
    assert (refused.status_code, code(refused)) == (422, "invalid")


def test_the_period_bounds_what_happened(cast: Cast, zhang: int) -> None:
    write_down(actor(cast.zhou), zhang, Happened(kind="visit", text="去年的拜访", at=now() - timedelta(days=400)))
    day = (now() - timedelta(days=300)).date()
    recent, old = text(cast.zhou, zhang, f"?since={day}"), text(cast.zhou, zhang, f"?until={day}")
    assert SAID in recent
    assert "去年的拜访" not in recent
    assert "去年的拜访" in old
    assert SAID not in old
    assert "暗号苍鹰" not in old
    assert "CNY 1,000.00" in old, "opportunities and balances stand as they are"
    refused = browser(cast.zhou).get(f"/api/customers/{zhang}/print?since=2026-02-01&until=2026-01-01")
    assert refused.status_code == 422


def test_the_newest_are_printed_and_it_says_of_how_many(
    cast: Cast, zhang: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        write_down(
            actor(cast.zhou),
            zhang,
            Happened(kind="call", text=f"第 {number} 通", at=now() - timedelta(days=9 - number)),
        )
    monkeypatch.setattr(story, "MOST_ROWS", 3)
    found = text(cast.zhou, zhang, "?parts=timeline")
    assert "共 8 条，这里是最新的 3 条" in found, "six calls, an opportunity that was entered, and the filing"
    assert "第 4 通" not in found
    assert SAID in found
    assert Interaction.objects.count() == 6
    assert paper.MOST_ROWS == 1_000


def test_who_may_not_see_transactions_or_deals_gets_none(cast: Cast, zhang: int) -> None:
    role = Role.objects.get(code="member")
    role.rights = [right for right in role.rights if right not in ("commerce.view", "deals.view", rights.HISTORY)]
    role.save()
    bump()
    found = text(cast.zhou, zhang)
    for absent in ("1,234.50", "暗号苍鹰", "暗号雨燕", "新建了客户"):
        assert absent not in found
    assert SAID in found


NAUGHTY = (
    '#import "/etc/passwd"',
    "$ x^2 $ *粗* _斜_ `码` @ref <label> \\ // /* ~ = - +",
    '#read("paper.typ") #sys.inputs',
    "${jndi:ldap://x} <script>alert(1)</script> %s %00 ../../etc",
    "a" * 400,
    "https://example.com/" + "x" * 300,
)


def test_nothing_is_read_as_markup_and_nothing_overflows(cast: Cast) -> None:
    customer = file_customer(cast.zhou, name="#strong[张伟] $x$", occupation="*职业*")
    for body in NAUGHTY:
        notes.write(actor(cast.zhou), customer, body=body)
        write_down(actor(cast.zhou), customer, Happened(kind="call", text=body))
    pdf = printed(cast.zhou, customer)
    found = "\n".join(pages(pdf))
    assert "#strong[张伟] $x$" in found
    assert "*职业*" in found
    one_line = found.replace("\n", "").replace(" ", "")
    for body in NAUGHTY:
        assert one_line.count(body.replace(" ", "")) >= 1, body
    for page in pypdfium2.PdfDocument(io.BytesIO(pdf)):
        width, _ = page.get_size()
        rights_of = [page.get_textpage().get_charbox(i)[2] for i in range(page.get_textpage().count_chars())]
        assert max(rights_of) < width - 50, "within the margins"


def test_characters_the_font_lacks_are_printed_by_number(cast: Cast) -> None:
    customer = file_customer(cast.zhou, name="张🦉")
    notes.write(actor(cast.zhou), customer, body="反\u202e向 𪚥 é\u0301 \U000e0041 ตัว\r\n第二行")
    found = text(cast.zhou, customer)
    assert "张〔U+1F989〕" in found
    assert "〔U+202E〕" in found
    assert "\n第二行" in found


def test_it_speaks_the_readers_language(cast: Cast, zhang: int) -> None:
    User.objects.filter(id=cast.zhou.id).update(language="en")
    bump()
    found = pages(printed(cast.zhou, zhang, language="en"))
    assert "Customer archive" in found[0]
    assert "Contents" in found[1]
    assert f"Page 1 of {len(found)}" in found[0]
    assert "资料" not in "\n".join(found)


def test_one_in_the_trash_and_one_merged_away_can_be_printed(cast: Cast, zhang: int) -> None:
    assert send(browser(cast.lin), "POST", f"/customers/{zhang}/trash").status_code == 200
    assert "移入回收站" in text(cast.lin, zhang)


def test_too_much_for_one_paper_is_refused_in_words(cast: Cast, zhang: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "LARGEST", 100)
    refused = browser(cast.zhou).get(f"/api/customers/{zhang}/print")
    assert (refused.status_code, code(refused)) == (422, "print.too_large")
    assert "缩小期间" in refused.json()["error"]["message"]
    assert not ReadEvent.objects.filter(verb="customer.printed").exists()


def test_a_press_that_hangs_or_breaks_is_refused_in_words(
    cast: Cast, zhang: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def late(*args: Any, **named: Any) -> None:
        raise subprocess.TimeoutExpired("press", typesetting.SECONDS)

    broken = tmp_path / "press.py"
    broken.write_text("raise SystemExit(3)")
    monkeypatch.setattr(typesetting, "PRESS", broken)
    assert code(browser(cast.zhou).get(f"/api/customers/{zhang}/print")) == "print.failed"
    monkeypatch.setattr(subprocess, "run", late)
    assert code(browser(cast.zhou).get(f"/api/customers/{zhang}/print")) == "print.too_large"
    assert not ReadEvent.objects.filter(verb="customer.printed").exists()


def test_more_prints_than_places_wait_and_are_then_refused(
    cast: Cast, zhang: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "WAIT_SECONDS", 0)
    for _ in range(typesetting.AT_ONCE):
        assert typesetting._turns.acquire(blocking=False)
    try:
        refused = browser(cast.zhou).get(f"/api/customers/{zhang}/print")
        assert (refused.status_code, code(refused)) == (503, "print.busy")
    finally:
        for _ in range(typesetting.AT_ONCE):
            typesetting._turns.release()
    assert printed(cast.zhou, zhang, "?parts=profile").startswith(b"%PDF")


def test_the_press_knows_no_secret_and_no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEDANG_SECRET", "geheim")
    told = typesetting._surroundings()
    assert not any(name.startswith("KEDANG") for name in told)
    assert told["HTTPS_PROXY"] == "http://127.0.0.1:9"


def test_the_file_is_named_by_number_and_version(cast: Cast, zhang: int) -> None:
    number = Customer.objects.get(id=zhang).number
    answer = browser(cast.zhou).get(f"/api/customers/{zhang}/print?parts=profile")
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{number}-v1.pdf"; '
        f"filename*=UTF-8''%E5%AE%A2%E6%88%B7%E6%A1%A3%E6%A1%88-{number}-v1.pdf"
    )
    assert answer["Cache-Control"] == "no-store"


def test_every_kind_of_moment_is_told(cast: Cast) -> None:
    """A room that adds a kind to the timeline says in `desk/printing/told.py` how it is printed, or that a part of its own does."""
    assert set(timeline.SOURCES) - ELSEWHERE == set(TOLD)


def test_the_parts_are_named_for_whoever_may_print_them(cast: Cast, zhang: int) -> None:
    def offered(user: User, customer: int) -> list[str]:
        answer = browser(user).get(f"/api/customers/{customer}/print/parts")
        assert answer.status_code == 200, answer.content
        return [part["label"] for part in answer.json()["parts"]]

    company = file_customer(cast.zhou, "organisation", name="杭州云栖科技有限公司")
    assert "联系人" in offered(cast.zhou, company)
    assert offered(cast.zhou, zhang)[-4:] == ["交易", "商机", "大客户计划", "文件清单"]
    role = Role.objects.get(code="member")
    role.rights = [right for right in role.rights if right != "commerce.view"]
    role.save()
    bump()
    assert "交易" not in offered(cast.zhou, zhang)
    assert browser(cast.chen).get(f"/api/customers/{zhang}/print/parts").status_code == 404


def test_an_organisation_prints_its_contacts_and_relations(cast: Cast) -> None:
    company = file_customer(cast.zhou, "organisation", name="杭州云栖科技有限公司")
    contact = ask(cast.zhou, company, "/contacts", name="孙丽", title="采购经理")["contacts"][0]["id"]
    ask(cast.zhou, company, f"/contacts/{contact}/contact-points", kind="mobile", value="13900001111")
    found = text(cast.zhou, company, "?parts=contacts,relations")
    assert "孙丽 · 采购经理" in found
    assert "13900001111" in found
    assert "没有可打印的内容" in found


def test_documents_are_listed_by_title_as_far_as_one_may_open_them(cast: Cast, zhang: int) -> None:
    for title, sensitivity in (("年度采购合同", "normal"), ("暗号海雕", "most")):
        said = {"file": SimpleUploadedFile("扫描件.txt", b"text"), "type": "contract", "title": title}
        answer = browser(cast.wang).post(f"/api/customers/{zhang}/documents", said | {"sensitivity": sensitivity})
        assert answer.status_code == 201, answer.content
    found = text(cast.zhou, zhang, "?parts=documents,timeline")
    assert "年度采购合同" in found
    assert "暗号海雕" not in found
    assert "内容不可见" in found
    assert "年度采购合同" not in text(cast.zhou, zhang, "?parts=documents&until=2026-01-01")
