"""The board, the list and the forecast: what counts for whom, and that nothing of strangers does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedang.accounts.models import User
from kedang.archive import customers
from kedang.archive.models import Grant
from kedang.archive.tests.filing import file_customer, share
from kedang.deals import board, forecast, listing, sight
from kedang.deals.listing import Wanted
from kedang.deals.tests.scene import Scene, day, make_scene
from kedang.finding.conditions import today
from kedang.kit.actor import system_actor
from tests.people import actor, browser, send

pytestmark = pytest.mark.django_db


def filled() -> tuple[Scene, dict[str, int]]:
    """周 has two with 张伟, 林 one with a customer of hers, 陈 one with 李娜; one of 周's lies in the recycle bin."""
    scene = make_scene()
    lins, gone = file_customer(scene.cast.lin, name="王芳"), file_customer(scene.cast.zhou, name="刘洋")
    made = {
        "late": scene.opened(days=-3),
        "later": scene.opened(days=40, amount=50_000, stage_id="2"),
        "usd": scene.opened(days=5, amount=700, currency="USD"),
        "lin": scene.opened(scene.cast.lin, customer=lins, amount=30_001),
        "chen": scene.opened(scene.cast.chen, customer=scene.li, amount=9_000_000),
        "gone": scene.opened(customer=gone, amount=8_000_000),
    }
    customers.trash(system_actor("demo"), gone)
    return scene, made


def sums(scene: Scene, user: User, query: str) -> dict[str, tuple[int, int, int]]:
    """What the first stage is worth to somebody, by currency."""
    column = send(browser(user), "GET", f"/opportunities/board{query}").json()["columns"][0]
    return {each["currency"]: (each["count"], each["amount"], each["weighted"]) for each in column["sums"]}


def test_everybody_counts_what_they_see_and_nothing_of_strangers() -> None:
    scene, made = filled()
    cast = scene.cast
    mine = {"CNY": (1, 100_000, 10_000), "USD": (1, 700, 70)}
    assert [sums(scene, cast.zhou, f"?whose={whose}") for whose in ("mine", "team", "all")] == [mine] * 3
    team = {"CNY": (2, 130_001, 13_000), "USD": (1, 700, 70)}
    assert [sums(scene, cast.lin, f"?whose={whose}") for whose in ("team", "all")] == [team] * 2
    assert sums(scene, cast.lin, "?whose=mine") == {"CNY": (1, 30_001, 3_000)}
    assert sums(scene, cast.chen, "?whose=all") == {"CNY": (1, 9_000_000, 900_000)}
    everybody = {"CNY": (3, 9_130_001, 913_000), "USD": (1, 700, 70)}
    assert [sums(scene, cast.wang, f"?whose={whose}") for whose in ("team", "all")] == [everybody] * 2
    assert sums(scene, cast.wang, f"?whose=all&owner={cast.chen.id}") == {"CNY": (1, 9_000_000, 900_000)}
    assert sums(scene, cast.lin, f"?whose=all&owner={cast.chen.id}") == {}
    assert send(browser(cast.zhou), "GET", "/opportunities/board?whose=else").status_code == 422
    cards = scene.board(cast.wang, "?whose=all")["初步接触"][1]
    assert cards == [str(made[name]) for name in ("late", "usd", "lin", "chen")], "those expected first stand first"


def test_a_customer_that_was_shared_with_its_opportunities_counts_for_whom_it_was_shared_with() -> None:
    scene, made = filled()
    share(scene.zhang, scene.cast.chen)
    Grant.objects.update(deals=True)
    assert scene.board(scene.cast.chen, "?whose=all")["需求确认"] == (1, [str(made["later"])])
    Grant.objects.all().delete()
    assert scene.board(scene.cast.chen, "?whose=all")["需求确认"] == (0, [])


def test_who_lost_sight_of_a_customer_loses_its_opportunities() -> None:
    scene, made = filled()
    customers.assign(system_actor("demo"), scene.zhang, scene.cast.chen.id)
    assert scene.board(scene.cast.zhou)["初步接触"] == (0, [])
    assert (scene.listed(scene.cast.zhou), str(made["late"]) in scene.listed(scene.cast.chen, "?whose=all")) == (
        [],
        True,
    )


def test_a_column_shows_its_first_cards_and_counts_the_rest() -> None:
    scene = make_scene()
    made = [str(scene.opened(days=n)) for n in range(board.CARDS + 2)]
    for user, query in ((scene.cast.zhou, ""), (scene.cast.wang, "?whose=all")):
        assert scene.board(user, query)["初步接触"] == (board.CARDS + 2, made[: board.CARDS])


@pytest.mark.parametrize("few", [1, 50])
def test_the_board_is_the_same_whether_the_reader_sees_much_or_little(
    few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, made = filled()
    monkeypatch.setattr(sight, "FEW", few)
    lin, chen = scene.cast.lin, scene.cast.chen
    assert sight.sees_much(actor(lin)) == (few == 50)
    assert not sight.sees_much(actor(scene.cast.zhou)), "who sees their own customers only"
    for whose in ("team", "all"):
        assert scene.board(lin, f"?whose={whose}")["初步接触"] == (3, [str(made[n]) for n in ("late", "usd", "lin")])
        assert scene.board(chen, f"?whose={whose}")["初步接触"] == (1, [str(made["chen"])])


def test_the_list_is_paged_without_gap_or_repeat() -> None:
    scene = make_scene()
    made = [str(scene.opened(days=n // 3)) for n in range(7)]
    seen: list[str] = []
    cursor = ""
    while True:
        page = send(browser(scene.cast.zhou), "GET", f"/opportunities?limit=2{cursor}").json()
        seen += [each["id"] for each in page["rows"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert (seen, page["count"]) == (made, {"value": 7, "capped": False})
    for each in made[:3]:
        scene.do(int(each), "win")
    assert scene.listed(scene.cast.zhou, "?state=won") == made[2::-1]
    first = send(browser(scene.cast.zhou), "GET", "/opportunities?state=won&limit=1").json()
    assert scene.listed(scene.cast.zhou, f"?state=won&cursor={first['next']}") == made[1::-1]
    assert scene.listed(scene.cast.zhou, "?state=lost") == []
    assert scene.listed(scene.cast.zhou, "?stage=1") == made[3:]
    for bad in ("state=else", "month=2026-13", "cursor=eA", "cursor=WzAsMF0"):
        assert send(browser(scene.cast.zhou), "GET", f"/opportunities?{bad}").status_code == 422, bad


def test_the_forecast_adds_up_and_has_the_list_behind_it() -> None:
    scene, made = filled()
    old = scene.opened(days=-62)
    far = scene.opened(days=1500)
    found = send(browser(scene.cast.lin), "GET", "/opportunities/forecast").json()
    months = {each["month"]: each["sums"] for each in found["months"]}
    assert (len(months), months["overdue"][0]["count"], months["later"][0]["count"]) == (14, 1, 1)
    people = {each["person"]["name"]: each["sums"][0]["amount"] for each in found["people"]}
    assert people == {"周敏": 350_000, "林晓": 30_001}
    this = f"{(today() + timedelta(days=40)):%Y-%m}"
    assert str(made["later"]) in scene.listed(scene.cast.lin, f"?whose=team&month={this}&owner={scene.cast.zhou.id}")
    assert scene.listed(scene.cast.zhou, "?month=overdue")[0] == str(old)
    assert scene.listed(scene.cast.zhou, "?month=later") == [str(far)]
    strange = send(browser(scene.cast.chen), "GET", "/opportunities/forecast?whose=all").json()
    assert [each["person"]["name"] for each in strange["people"]] == ["陈刚"]


def test_sums_and_pages_are_read_from_their_indexes() -> None:
    scene = make_scene()
    scene.opened()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    for user, whose in ((scene.cast.zhou, "mine"), (scene.cast.wang, "all")):
        with CaptureQueriesContext(connection) as seen:
            board.board(actor(user), whose=whose)
            listing.listed(actor(user), Wanted(whose=whose))
        for statement in [q["sql"] for q in seen.captured_queries if 'FROM "deals_opportunity"' in q["sql"]]:
            if " IN (" in statement and "PARTITION" not in statement:
                continue
            plan = planned(statement)
            assert "deals_" in plan, (statement, plan)
            assert "SCAN deals_opportunity\n" not in plan, plan
            assert "Seq Scan on deals_opportunity" not in plan, plan


@pytest.mark.parametrize(("login", "whose"), [("wang", "all"), ("wang", "team"), ("lin", "team"), ("zhou", "mine")])
def test_the_forecast_is_counted_from_its_index(login: str, whose: str) -> None:
    scene = make_scene()
    for days in (1, 40, 80):
        scene.opened(days=days)
        scene.opened(scene.cast.chen, customer=scene.li, days=days)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    with CaptureQueriesContext(connection) as seen:
        found = forecast.forecast(actor(getattr(scene.cast, login)), whose=whose)
    assert sum(total["CNY"].count for total in found.people.values()) == (6 if login == "wang" else 3)
    counted = [planned(q["sql"]) for q in seen.captured_queries if "SUM(" in q["sql"]]
    first = counted[0]
    if login == "wang":
        alone = ("COVERING INDEX deals_open_month_sums", "Index Only Scan using deals_open_month_sums")
        assert any(way in first for way in alone), first
        assert "archive_customer" not in first, "whoever sees everybody asks for no customer"
    else:
        assert "deals_open_owner" in first or "deals_open_month_sums" in first, first
    for plan in counted:
        assert "SCAN deals_opportunity\n" not in plan, plan
        assert "Seq Scan on deals_opportunity" not in plan, plan


def planned(statement: str) -> str:
    """What the database says it will do."""
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(explain + statement)
        return "\n".join(str(row[-1]) for row in cursor.fetchall()) + "\n"


def test_the_expected_day_is_a_day_where_the_archive_is_kept() -> None:
    scene = make_scene()
    made = scene.opened(days=0)
    (row,) = send(browser(scene.cast.zhou), "GET", "/opportunities").json()["rows"]
    assert (row["id"], row["expected_on"]) == (str(made), day(0))
