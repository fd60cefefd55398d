"""The one search box finds by every handle, and tells nobody what they may not see."""

from dataclasses import replace

import pytest

from kedang.archive import rights
from kedang.archive.customers import restore, trash
from kedang.archive.models import Grant, Tag
from kedang.archive.tests.filing import file_customer, share
from kedang.finding.search import search
from kedang.history.models import ReadEvent
from kedang.kit.actor import Actor, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from kedang.kit.modes import FieldModes, Mode
from tests.people import Cast, acting, actor, make_cast

pytestmark = pytest.mark.django_db

PERSON = {
    "name": "曾小贤",
    "mobile": "138 1234-5678",
    "email": "Zeng.XX@example.com",
    "id_number": "11010519491231002X",
    "external_id": "CUST-00042",
    "tags": "重点客户",
    "wechat": "zengxx_2020",
}
COMPANY = {
    "name": "浙江华盛科技股份有限公司",
    "landline": "0571-87654321",
    "credit_code": "91330106MA27XF1X5A",
    "short_name": "华盛",
    "contact_name": "李大刚",
    "contact_mobile": "13900001111",
}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def everyone() -> Actor:
    return system_actor("command")


def names(actor_: Actor, text: str) -> list[str]:
    return [hit.name for hit in search(actor_, text).hits]


@pytest.mark.parametrize(
    ("filed", "asked"),
    [
        ("曾小贤先生", "曾小贤先生"),
        ("Dr. Jane Roe", "Dr. Jane Roe"),
        ("Sun\u200bflower", "Sun\u200bflower"),
        ("Sunflower", "Sun\u00adflower"),
        ("back\x08space", "back\x08space"),
        ("m\u0328\u0308ig n\u0328a\u0304", "m\u0328\u0308ig n\u0328a\u0304"),
        ("v" + ("w" * 32 + " ") * 6 + "longword", "v" + ("w" * 32 + " ") * 6 + "longword"),
    ],
)
def test_a_name_is_found_by_the_very_text_it_was_given_as(cast: Cast, everyone: Actor, filed: str, asked: str) -> None:
    file_customer(cast.zhou, name=filed)
    assert len(names(everyone, asked)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "曾", "小", "小贤", "曾小贤", "曾小賢", "贤 曾", "zengxiaoxian", "zeng", "zengxi", "cengxiaoxian", "zxx", "zx", "zeng xiao xian",
        "13812345678", "+86 138 1234 5678", "１３８１２３４５６７８", "138-1234-5678", "0086 13812345678", "5678",
        "zeng.xx@EXAMPLE.com", "11010519491231002x", "CUST-00042", "cust00042", "重点客户", "zengxx_2020", "曾 5678",
    ],
)  # fmt: skip
def test_a_person_is_found(cast: Cast, everyone: Actor, text: str) -> None:
    file_customer(cast.zhou, **PERSON)
    file_customer(cast.zhou, name="王五", mobile="13700000000")
    assert names(everyone, text) == ["曾小贤"]


@pytest.mark.parametrize(
    "text",
    [
        "华", "华盛", "科技", "华盛科技", "浙江华盛科技股份有限公司", "股份", "华盛 浙江", "huashengkeji", "zhejianghuasheng", "hskj",
        "zjhs", "91330106MA27XF1X5A", "91330106-ma27xf1x5a", "0571 8765 4321", "4321", "057187654321", "李大刚", "大刚", "1111",
    ],
)  # fmt: skip
def test_a_company_is_found(cast: Cast, everyone: Actor, text: str) -> None:
    file_customer(cast.zhou, "organisation", **COMPANY)
    file_customer(cast.zhou, name="王五", mobile="13700000000")
    assert names(everyone, text) == ["浙江华盛科技股份有限公司"]


@pytest.mark.parametrize(
    "text",
    ["Überall", "uberall", "ueberall"[1:1] or "überall gmbh", "Тест", "тес", "カタ", "カタカナ", "acme", "360", "36"],
)
def test_other_scripts_are_found(cast: Cast, everyone: Actor, text: str) -> None:
    file_customer(cast.zhou, "organisation", name="Überall ACME GmbH Тест カタカナ 360")
    assert len(names(everyone, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "!!!",
        '"',
        "'",
        "( )",
        "*",
        "😀",
        "\x00",
        "--",
        "%",
        "OR",
        "AND NOT",
        '") OR ("',
        "a" * 5000,
        "张" * 300,
    ],
)
def test_no_text_is_an_error(cast: Cast, everyone: Actor, text: str) -> None:
    file_customer(cast.zhou, **PERSON)
    assert search(everyone, text).hits == ()


def test_the_archive_number_is_found_whole_and_by_its_serial(cast: Cast, everyone: Actor) -> None:
    file_customer(cast.zhou, name="张三")
    (hit,) = search(everyone, "张三").hits
    serial = hit.number.rpartition("-")[2]
    for text in (hit.number, hit.number.replace("-", ""), serial, serial.lstrip("0"), hit.number.lower()):
        assert [h.id for h in search(everyone, text).hits] == [hit.id], text
        assert search(everyone, text).hits[0].matched == "档号"


def test_newest_first_and_counted(cast: Cast, everyone: Actor) -> None:
    ids = [file_customer(cast.zhou, name=f"张{n}") for n in "一二三四五"]
    found = search(everyone, "张", limit=3)
    assert [hit.id for hit in found.hits] == ids[:1:-1]
    assert (found.count, found.capped) == (5, False)


def test_what_changes_is_found_anew_and_keeps_its_place(cast: Cast, everyone: Actor) -> None:
    first = file_customer(cast.zhou, name="张一")
    second = file_customer(cast.zhou, name="张二")
    trash(everyone, first)
    assert [hit.id for hit in search(everyone, "张").hits] == [second]
    restore(everyone, first)
    assert [hit.id for hit in search(everyone, "张").hits] == [second, first]


def test_merged_tags_lead_to_the_tag_they_became(cast: Cast, everyone: Actor) -> None:
    file_customer(cast.zhou, **PERSON)
    Tag.objects.create(name="VIP", merged_into=Tag.objects.get(name="重点客户"))
    assert names(everyone, "vip") == ["曾小贤"]


@pytest.mark.parametrize(
    "text", ["曾", "zxx", "5678", "13812345678", "zeng.xx@example.com", "CUST-00042", "重点客户", "000001", "1"]
)
def test_a_stranger_finds_and_counts_nothing(cast: Cast, text: str) -> None:
    file_customer(cast.zhou, **PERSON)
    stranger = search(actor(cast.chen), text)
    assert (stranger.hits, stranger.count, stranger.capped) == ((), 0, False)
    assert names(actor(cast.zhou), "曾") == ["曾小贤"]


def test_scopes_reach_as_far_as_they_say(cast: Cast) -> None:
    file_customer(cast.zhou, name="张东")
    team = acting(
        cast.zhou, scope=2, department_ids=frozenset({cast.head_office.id}), department_id=cast.head_office.id
    )
    assert names(actor(cast.lin), "张") == ["张东"]
    assert names(actor(cast.wang), "张") == ["张东"]
    assert names(replace(team, id=12345), "张") == [], "a team is one department, not those below it"


def test_own_phones_are_searchable_and_others_are_not(cast: Cast) -> None:
    file_customer(cast.zhou, **PERSON)
    for text in ("5678", "13812345678", "zeng.xx@example.com", "zengxx_2020"):
        assert names(actor(cast.zhou), text) == ["曾小贤"], text
        assert names(actor(cast.lin), text) == [], "the lead sees the customer, but the phone only masked"
        assert names(actor(cast.wang), text) == ["曾小贤"], "the manager reads phones everywhere"
    assert names(actor(cast.zhou), "11010519491231002X") == [], "identity numbers are masked even for the owner"


def test_what_is_hidden_cannot_be_searched_by(cast: Cast) -> None:
    file_customer(cast.zhou, **PERSON)
    places = dict.fromkeys(("own", "other", "list", "export"), Mode.HIDDEN)
    for code, text in (("name", "曾"), ("name", "zeng xiao xian"), ("tags", "重点客户"), ("external_id", "CUST-00042")):
        assert names(actor(cast.wang), text) == ["曾小贤"]
        assert names(acting(cast.wang, modes=FieldModes(({code: places},))), text) == [], code
    only_own = FieldModes(({"name": {"other": Mode.MASKED}},))
    assert names(acting(cast.zhou, modes=only_own), "曾") == ["曾小贤"]
    assert names(acting(cast.wang, modes=only_own), "曾") == []


def test_a_share_counts_as_own_while_it_runs(cast: Cast) -> None:
    customer = file_customer(cast.zhou, **PERSON)
    share(customer, cast.chen)
    assert names(actor(cast.chen), "5678") == ["曾小贤"]
    Grant.objects.update(until=now())
    found = search(actor(cast.chen), "5678")
    assert (found.hits, found.count) == ((), 0)


def test_searching_needs_the_right(cast: Cast) -> None:
    with pytest.raises(DomainError, match="denied"):
        search(actor(cast.admin), "张")
    with pytest.raises(DomainError, match="denied"):
        search(acting(cast.wang, rights=frozenset({rights.CREATE.code})), "张")


def test_every_search_is_on_record_without_its_words(cast: Cast) -> None:
    customer = file_customer(cast.zhou, **PERSON)
    search(actor(cast.zhou), "13812345678")
    event = ReadEvent.objects.get(verb="customers.searched")
    assert (event.actor_id, event.customer_id, event.count) == (cast.zhou.id, customer, 1)
    assert event.query_hash
    assert "13812345678" not in str(vars(event))
