"""What must be nobody else's, row by row: the check says what filing does, wherever the batches are cut."""

import pytest

from kedang.archive.models import Customer
from kedang.fields import definitions
from kedang.fields.definitions import Draft
from kedang.intake import lifecycle
from kedang.intake.fates import CHECK, FILE, Fate
from kedang.intake.tests.builders import bring, fates, stage, table, work
from tests.people import Cast, actor, browser, make_cast, send

pytestmark = pytest.mark.django_db
CARDS = ("姓名", "手机", "会员卡")
FILLING = [(f"客户{n}", f"139{n:08d}", "") for n in range(6)]
WEI, JING, XIAO = ("张玮", "13812345678"), ("陈静", "13600001111"), ("林晓", "13700001111")
Told = tuple[str, bool]


@pytest.fixture
def cast() -> Cast:
    """Everybody, with a field for the number of a card that two may not have, and 张玮 who has card 1."""
    made = make_cast()
    definitions.create(actor(made.admin), Draft(code="card", label_zh="会员卡", label_en="Card"))
    bring(actor(made.lin), table(CARDS, (*WEI, "C1")), kind="person")
    alone(made, "custom:card")
    return made


def alone(cast: Cast, code: str, **rest: object) -> None:
    body = {"active": True, "severity": "refuse", "test": "unique", "fields": [code], **rest}
    assert send(browser(cast.admin), "POST", "/rules", body).status_code == 201


def told(found: list[Fate]) -> list[Told]:
    """The fates of the rows that are not there to fill a batch, and whether a rule decided."""
    return [(f.fate, f.reason.startswith("rule:")) for f in found if not f.name.startswith("客户")]


def both(
    cast: Cast, *rows: tuple[str, ...], header: tuple[str, ...] = CARDS, fuzzy: str = "off"
) -> tuple[list[Told], list[Told]]:
    """What the check says of a file and what its filing does."""
    run = stage(actor(cast.lin), table(header, *rows), kind="person", mode="upsert", fuzzy=fuzzy)
    lifecycle.check(actor(cast.lin), run.id)
    checked = told(fates(work(run.id), CHECK))
    lifecycle.commit(actor(cast.lin), run.id)
    return checked, told(fates(work(run.id), FILE))


@pytest.fixture(params=[4, 100])
def cut(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Filing in many batches, or in one."""
    monkeypatch.setattr(lifecycle, "BATCH_ROWS", request.param)


@pytest.mark.usefixtures("cut")
@pytest.mark.parametrize(
    ("first", "second", "fated"),
    [
        # whoever stands first has the value, a new customer or one who is there already
        ((*JING, "C9"), (*WEI, "C9"), [("created", False), ("refused", True)]),
        ((*WEI, "C9"), (*JING, "C9"), [("updated", False), ("refused", True)]),
        # what a row gives up, a later one may have, not an earlier one
        ((*WEI, "C2"), (*JING, "C1"), [("updated", False), ("created", False)]),
        ((*JING, "C1"), (*WEI, "C2"), [("refused", True), ("updated", False)]),
    ],
)
def test_rows_are_held_to_a_unique_value_in_their_order(
    cast: Cast, first: tuple[str, ...], second: tuple[str, ...], fated: list[Told]
) -> None:
    checked, filed = both(cast, first, *FILLING, second)
    assert (checked, filed) == (fated, fated)


@pytest.mark.usefixtures("cut")
def test_what_one_row_gave_up_only_one_other_gets(cast: Cast) -> None:
    checked, filed = both(cast, (*WEI, "C2"), *FILLING, (*JING, "C1"), (*XIAO, "C1"))
    assert checked == filed == [("updated", False), ("created", False), ("refused", True)]


@pytest.mark.usefixtures("cut")
def test_what_somebody_else_holds_too_stays_taken(cast: Cast) -> None:
    send(browser(cast.admin), "PATCH", f"/rules/{rule_of(cast)}", {"active": False})
    bring(actor(cast.lin), table(CARDS, (*XIAO, "C1")), kind="person")
    send(browser(cast.admin), "PATCH", f"/rules/{rule_of(cast)}", {"active": True})
    checked, filed = both(cast, (*WEI, "C2"), *FILLING, (*JING, "C1"))
    assert checked == filed == [("updated", False), ("refused", True)]


def rule_of(cast: Cast) -> str:
    """The only rule."""
    (found,) = send(browser(cast.admin), "GET", "/rules").json()["rules"]
    made: str = found["id"]
    return made


@pytest.mark.usefixtures("cut")
def test_a_row_that_is_held_back_takes_nothing(cast: Cast) -> None:
    header, door = ("姓名", "手机", "地址", "邮箱"), "浙江省杭州市西湖区文三路138号3幢501室"
    bring(actor(cast.lin), table(header, (*WEI, door, "")), kind="person")
    alone(cast, "email")
    filling = [(*row[:2], "", "") for row in FILLING]
    likely, other = ("张伟", WEI[1], "", "e@example.com"), (*JING, "", "e@example.com")
    checked, filed = both(cast, likely, *filling, other, header=header, fuzzy="hold")
    assert checked == filed == [("duplicate", False), ("created", False)]
    assert Customer.objects.filter(name="陈静").count() == 1


@pytest.mark.usefixtures("cut")
def test_a_value_is_taken_by_whom_the_rule_does_not_speak_of_too(cast: Cast) -> None:
    alone(cast, "email", condition={"field": "level", "operator": "is", "values": ["A"]})
    header = ("姓名", "手机", "等级", "邮箱")
    bring(actor(cast.lin), table(header, ("周敏", "13500001111", "B", "b@example.com")), kind="person")
    filling = [(*row[:2], "", "") for row in FILLING]
    rows = [(*JING, "B", "e@example.com"), *filling, (*XIAO, "A", "e@example.com"), (*WEI, "A", "b@example.com")]
    checked, filed = both(cast, *rows, header=header)
    assert checked == filed == [("created", False), ("refused", True), ("refused", True)]
