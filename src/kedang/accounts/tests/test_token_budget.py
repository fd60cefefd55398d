"""Somebody has stolen a token: how much leaves, who hears of it, and when it ends."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from kedang.accounts import jobs, token_alerts, token_budget, token_standing
from kedang.accounts.behind import actor_for, limits_of
from kedang.accounts.models import Token, TokenUse
from kedang.accounts.token_limits import checked_addresses, is_listed
from kedang.accounts.tokens import Reach, create_token
from kedang.delivery.models import Message
from kedang.history import denials as denied
from kedang.history.models import Event, ReadEvent
from kedang.history.reads import record_read
from kedang.kit.errors import DomainError
from kedang.kit.modes import Mode
from tests.people import Cast, acting, actor, browser, code, make_cast, script, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 15, tzinfo=UTC)


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    denied.denials.windows.clear()
    return make_cast()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The time, as budgets and standing read it."""
    moment = [NOON]
    for module in (token_budget, token_standing):
        monkeypatch.setattr(module, "now", lambda: moment[0])
    return moment


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail server is set."""
    monkeypatch.setattr(token_alerts, "is_set_up", lambda channel: True)


def stolen(cast: Cast, **reach: Any) -> tuple[Token, Client]:
    """Lin's token and the program of whoever has it."""
    made = create_token(actor(cast.lin), name="夜间同步", reach=Reach(**reach))
    return made.token, script(made.secret)


def look(token: Token, cast: Cast, customers: int) -> str:
    """Let so many customers leave; the code of the refusal, and what the answer's handler does with it."""
    who = acting(cast.lin, via="token", session_id=token.id)
    try:
        record_read(who, "history.read", customer_ids=range(1, customers + 1))
    except DomainError as refusal:
        token_budget.ran_over(who)
        return refusal.code
    return ""


def events(verb: str) -> int:
    return Event.objects.filter(verb=verb).count()


def test_the_drill_ten_times_the_budget_is_slowed_told_and_stopped(
    cast: Cast, clock: list[datetime], mail: None
) -> None:
    token, thief = stolen(cast, rows_hour=100, rows_day=300)
    answers = [look(token, cast, 50) for _ in range(20)]
    assert answers == ["", ""] + ["token.rows_spent"] * 18
    assert TokenUse.objects.get().rows == 100
    assert (events("token.ran_over"), events("token.stopped")) == (1, 1)
    assert ReadEvent.objects.filter(verb="history.read").count() == 2
    token.refresh_from_db()
    assert (token.why, token.disabled_at) == ("budget", NOON)
    answer = send(thief, "GET", "/session")
    assert (answer.status_code, code(answer)) == (401, "token.stopped")
    # The owner and the administrator of people, once for the first refusal and once for the end.
    assert Message.objects.filter(purpose="token_alert", subject_id=token.id).count() == 4


def test_the_budget_of_an_hour_comes_back_and_that_of_a_day_holds(cast: Cast, clock: list[datetime]) -> None:
    token, _ = stolen(cast, rows_hour=100, rows_day=150)
    assert look(token, cast, 100) == ""
    assert look(token, cast, 1) == "token.rows_spent"
    clock[0] += timedelta(hours=1)
    assert look(token, cast, 50) == ""
    assert look(token, cast, 1) == "token.rows_spent"
    clock[0] += timedelta(hours=23)
    assert look(token, cast, 100) == ""
    clock[0] += timedelta(days=4)
    jobs.look_after_tokens()
    assert not TokenUse.objects.exists()


def test_a_person_and_another_token_spend_nothing_of_it(cast: Cast, clock: list[datetime]) -> None:
    token, _ = stolen(cast, rows_hour=10, rows_day=10)
    other, _ = stolen(cast, rows_hour=10, rows_day=10)
    record_read(actor(cast.lin), "history.read", customer_ids=range(1, 100))
    assert look(other, cast, 10) == ""
    assert look(token, cast, 10) == ""


def test_an_address_that_is_not_listed_is_refused_and_told_once_an_hour(
    cast: Cast, clock: list[datetime], mail: None
) -> None:
    token, thief = stolen(cast, addresses=["198.51.100.0/24"])
    thief.defaults["REMOTE_ADDR"] = "203.0.113.9"
    for _ in range(5):
        answer = send(thief, "GET", "/session")
        assert (answer.status_code, code(answer)) == (403, "token.address")
    assert events("token.used_elsewhere") == 1
    assert Message.objects.filter(subject_id=token.id).count() == 2
    assert ReadEvent.objects.filter(verb="denied", actor_id=cast.lin.id).count() == 1
    clock[0] += timedelta(minutes=61)
    send(thief, "GET", "/session")
    assert events("token.used_elsewhere") == 2
    thief.defaults["REMOTE_ADDR"] = "198.51.100.77"
    assert send(thief, "GET", "/session").status_code == 200
    token.refresh_from_db()
    assert token.last_used_ip == "198.51.100.77"


@pytest.mark.parametrize(
    ("ip", "fits"),
    [
        ("198.51.100.7", True),
        ("::ffff:198.51.100.7", True),
        ("198.51.101.7", False),
        ("2001:db8::5", True),
        ("2001:db9::5", False),
        ("", False),
        ("unknown", False),
    ],
)
def test_networks_are_met_as_written(ip: str, fits: bool) -> None:
    assert is_listed(ip, checked_addresses(["198.51.100.9/24", "2001:db8::/32"])) is fits


@pytest.mark.parametrize(
    "asked",
    [
        {"addresses": ["198.51.100.0/33"]},
        {"addresses": ["somewhere"]},
        {"rows_hour": 0},
        {"rows_hour": 10, "rows_day": 5},
        {"rows_day": 1_000_001},
        {"days": 91},
        {"level": "everything"},
        {"rights": ["customers.reveal"]},
        {"rights": ["customers.reveal"], "level": "masked"},
    ],
)
def test_a_reach_that_makes_no_sense_is_refused(cast: Cast, asked: dict[str, object]) -> None:
    with unchanged():
        assert send(browser(cast.lin), "POST", "/me/tokens", {"name": "x", **asked}).status_code == 422


def test_a_token_takes_no_mask_off_unless_it_was_said(cast: Cast) -> None:
    _, plain = stolen(cast)
    _, full = stolen(cast, level="full", rights=["customers.reveal", "customers.view"])
    assert "customers.reveal" not in send(plain, "GET", "/session").json()["rights"]
    assert "customers.view" in send(plain, "GET", "/session").json()["rights"]
    assert send(full, "GET", "/session").json()["rights"] == ["customers.reveal", "customers.view"]


def test_what_a_masked_token_orders_in_the_background_is_masked_too(cast: Cast) -> None:
    who = actor(cast.lin)
    limited = acting(cast.lin, via="token", modes=type(who.modes)(who.modes.roles, masked=True))
    behind = actor_for(cast.lin.id, limits_of(limited))
    assert (
        actor_for(cast.lin.id, limits_of(who)).modes.of("mobile", place="page", own=True, sensitivity="C") > Mode.MASKED
    )
    assert behind.modes.of("mobile", place="page", own=True, sensitivity="C") == Mode.MASKED
    assert behind.modes.of("industry", place="page", own=True) > Mode.MASKED


def test_a_token_that_reads_only_changes_nothing(cast: Cast) -> None:
    _, program = stolen(cast, read_only=True)
    assert send(program, "GET", "/session").status_code == 200
    with unchanged():
        answer = send(program, "PATCH", "/me", {"language": "en"})
        assert (answer.status_code, code(answer)) == (403, "token.read_only")


def test_what_nobody_uses_is_stopped_and_started_again_once(cast: Cast, clock: list[datetime]) -> None:
    token, program = stolen(cast)
    Token.objects.update(created_at=NOON - timedelta(days=31), expires_at=NOON + timedelta(days=3650))
    assert token_standing.stop_idle() == 1
    assert token_standing.stop_idle() == 0
    assert code(send(program, "GET", "/session")) == "token.stopped"
    mine = send(browser(cast.lin), "GET", "/me/tokens").json()["tokens"][0]
    assert (mine["why"], mine["may_start_again"]) == ("idle", True)
    with unchanged():
        assert send(browser(cast.zhou), "POST", f"/me/tokens/{token.id}/start").status_code == 404
        assert send(program, "POST", f"/me/tokens/{token.id}/start").status_code == 401
    clock[0] = datetime.now(UTC)
    assert send(browser(cast.lin), "POST", f"/me/tokens/{token.id}/start").status_code == 204
    assert send(program, "GET", "/session").status_code == 200
    assert token_standing.stop_idle() == 0
    token.refresh_from_db()
    token_standing.stop(actor(cast.lin), token, "budget")
    with unchanged():
        answer = send(browser(cast.lin), "POST", f"/me/tokens/{token.id}/start")
        assert (answer.status_code, code(answer)) == (409, "token.not_again")
    assert events("token.started_again") == 1


def test_an_administrator_sees_and_ends_everybodys_tokens(cast: Cast) -> None:
    token, program = stolen(cast)
    with unchanged():
        assert send(browser(cast.wang), "GET", "/tokens").status_code == 403
        assert send(browser(cast.wang), "DELETE", f"/tokens/{token.id}").status_code == 403
    rows = send(browser(cast.admin), "GET", "/tokens").json()["tokens"]
    assert [(row["name"], row["user"]["name"]) for row in rows] == [("夜间同步", "林晓")]
    assert not [key for row in rows for key in row if "secret" in key or "hash" in key]
    assert send(browser(cast.admin), "DELETE", f"/tokens/{token.id}").status_code == 204
    assert send(program, "GET", "/session").status_code == 401
    assert send(browser(cast.admin), "DELETE", f"/tokens/{token.id}").status_code == 404
