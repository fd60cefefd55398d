"""The scores follow what happens: every verb of the archive, late transactions, the clock, a killed job, a merge."""

from datetime import timedelta

import pytest
from django.db import transaction

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.archive import customers, edit
from kedang.archive.models import Customer
from kedang.archive.suspects import suspicion_changed
from kedang.archive.tests.filing import file_customer
from kedang.history.models import Event
from kedang.history.record import event_row, record_many
from kedang.jobs.claiming import claim_job
from kedang.jobs.models import DONE, Job
from kedang.jobs.queue import open_job
from kedang.jobs.worker import run_claimed
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from kedang.quality import following, jobs, rescore, rules
from kedang.quality.defaults import Item
from kedang.quality.models import Cursor, QualityScore
from kedang.quality.rescore import score_customers
from kedang.quality.rules import SUBJECT
from kedang.quality.tests.builders import age, begin, catch_up
from tests.people import Cast, actor, browser, make_cast, send

pytestmark = pytest.mark.django_db
DEMO = system_actor("demo")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def completeness(customer_id: int) -> int | None:
    return QualityScore.objects.filter(customer_id=customer_id).values_list("completeness", flat=True).first()


def work() -> Job:
    """Do the waiting computation of everybody, as a worker would."""
    waiting = open_job(SUBJECT)
    assert waiting is not None
    claimed = claim_job(waiting.id)
    assert claimed is not None
    run_claimed(claimed)
    return Job.objects.get(id=waiting.id)


def noting(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The batches that are scored from now on."""
    batches: list[list[int]] = []

    def note(ids: list[int]) -> int:
        batches.append(ids)
        return score_customers(ids)

    monkeypatch.setattr(rescore, "score_customers", note)
    return batches


def test_every_verb_is_followed(cast: Cast) -> None:
    customer = file_customer(cast.zhou, name="张伟")
    catch_up()
    assert completeness(customer) == 15
    edit.change_values(actor(cast.zhou), customer, {"gender": "男"})
    catch_up()
    assert completeness(customer) == 20
    customers.assign(DEMO, customer, cast.chen.id)
    catch_up()
    score = QualityScore.objects.get(customer_id=customer)
    assert (score.owner_id, score.department_id) == (cast.chen.id, cast.south.id)
    customers.trash(DEMO, customer)
    catch_up()
    assert completeness(customer) is None
    customers.restore(DEMO, customer)
    catch_up()
    assert completeness(customer) == 20


def test_what_did_not_change_costs_nothing(cast: Cast) -> None:
    file_customer(cast.zhou, name="张伟")
    assert catch_up() == 1
    assert catch_up() == 0


def test_an_event_that_shows_late_is_not_missed(cast: Cast) -> None:
    early, late = file_customer(cast.zhou, name="甲"), file_customer(cast.zhou, name="乙")
    catch_up()
    # Its transaction writes its event now and commits only after a later one was seen and followed.
    slow = event_row(DEMO, "customer.changed", subject=("customer", early), fields=["gender"])
    edit.change_values(actor(cast.zhou), late, {"gender": "女"})
    catch_up()
    Customer.objects.filter(id=early).update(gender="male", version=2)
    record_many([slow])
    catch_up()
    assert (completeness(early), completeness(late)) == (20, 20)


def test_the_cursor_passes_what_is_old(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    file_customer(cast.zhou, name="张伟")
    catch_up()
    assert Cursor.objects.get().event_id == 0
    newest = Event.objects.order_by("-id").values_list("id", flat=True)[0]
    monkeypatch.setattr(following, "LATE", timedelta(seconds=-1))
    catch_up()
    assert Cursor.objects.get().event_id == newest


def test_pages_of_events_are_walked_one_after_the_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [file_customer(cast.zhou, name=name) for name in "甲乙丙丁戊"]
    monkeypatch.setattr(following, "EVENTS", 2)
    catch_up()
    assert [completeness(each) for each in made] == [15] * 5


def test_the_clock_alone_makes_values_stale(cast: Cast) -> None:
    customer = file_customer(cast.zhou, name="张伟", mobile="13812345678")
    catch_up()
    assert QualityScore.objects.get(customer_id=customer).freshness == 100
    age(customer, 400)
    QualityScore.objects.filter(customer_id=customer).update(due_at=int(now().timestamp()) - 1)
    catch_up()
    score = QualityScore.objects.get(customer_id=customer)
    assert (score.freshness, score.due_at) == (0, None)


def test_a_suspicion_is_looked_at_at_the_next_turn(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kedang.archive.suspects._finders", [lambda ids: ids])
    customer = file_customer(cast.zhou, name="张伟")
    catch_up()
    assert QualityScore.objects.get(customer_id=customer).suspects == 1
    monkeypatch.setattr("kedang.archive.suspects._finders", [lambda ids: ()])
    with transaction.atomic():
        suspicion_changed([customer])
    catch_up()
    assert QualityScore.objects.get(customer_id=customer).suspects == 0


def test_the_first_time_everybody_is_scored_by_a_job(cast: Cast) -> None:
    customer = file_customer(cast.zhou, name="张伟")
    jobs.follow()
    assert completeness(customer) is None
    assert work().state == DONE
    assert completeness(customer) == 15


def test_a_killed_job_goes_on_where_it_stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [file_customer(cast.zhou, name=name) for name in "甲乙丙丁戊"]
    monkeypatch.setattr(rescore, "BATCH", 2)
    rules.score_everything(DEMO)
    waiting = open_job(SUBJECT)
    assert waiting is not None
    scored: list[list[int]] = []

    def dies_in_the_third(ids: list[int]) -> int:
        if len(scored) == 2:
            raise KeyboardInterrupt
        scored.append(ids)
        return score_customers(ids)

    monkeypatch.setattr(rescore, "score_customers", dies_in_the_third)
    claimed = claim_job(waiting.id)
    assert claimed is not None
    with pytest.raises(KeyboardInterrupt):
        run_claimed(claimed)
    assert [completeness(each) for each in made] == [15, 15, 15, 15, None]
    Job.objects.filter(id=waiting.id).update(lease_until=now() - timedelta(seconds=1))

    again = noting(monkeypatch)
    ended = work()
    assert again == [made[4:]]
    assert (ended.state, ended.done, ended.total) == (DONE, 5, 5)
    assert completeness(made[4]) == 15


def test_the_daily_comparison_finds_only_what_was_missed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    same, changed, gone = (file_customer(cast.zhou, name=name) for name in "甲乙丙")
    score_customers([same, changed, gone])
    Customer.objects.filter(id=changed).update(gender="男", version=7)
    Customer.objects.filter(id=gone).update(trashed_at=now())
    wanted = noting(monkeypatch)
    jobs.sweep()
    work()
    assert wanted == [[changed, gone]]
    assert (completeness(changed), completeness(gone)) == (20, None)


def test_other_weights_score_everybody_again(cast: Cast) -> None:
    customer = file_customer(cast.zhou, name="张伟", gender="男")
    begin()
    catch_up()
    rules.save_weights(DEMO, template="", kind="person", items=[Item(("gender",), 10)])
    assert completeness(customer) == 20
    work()
    assert completeness(customer) == 100


@pytest.mark.parametrize("ended", ["switched off", "removed"])
def test_a_rule_that_is_gone_counts_for_nobody_any_more(cast: Cast, ended: str) -> None:
    begin()
    rule = {
        "active": True,
        "severity": "mark",
        "test": "pattern",
        "fields": ["website"],
        "pattern": "*.cn",
        "mask": True,
    }
    made = send(browser(cast.admin), "POST", "/rules", rule).json()["id"]
    body = {"kind": "person", "values": {"name": "张伟", "website": "https://a.com"}}
    assert send(browser(cast.zhou), "POST", "/customers", body).status_code == 201
    catch_up()
    work()
    assert QualityScore.objects.get().validity < 100
    if ended == "removed":
        send(browser(cast.admin), "DELETE", f"/rules/{made}")
    else:
        send(browser(cast.admin), "PATCH", f"/rules/{made}", {"active": False})
    catch_up()
    work()
    assert QualityScore.objects.get().validity == 100
    # once is enough
    catch_up()
    assert open_job(SUBJECT) is None


def test_a_rule_about_a_field_that_some_role_may_not_read_counts_for_nobody(cast: Cast) -> None:
    """Scores are common: that 林's customers score alike must not tell her which of them breaks the rule."""
    begin()
    rule = {
        "active": True,
        "severity": "mark",
        "test": "pattern",
        "fields": ["website"],
        "pattern": "*.cn",
        "mask": True,
    }
    assert send(browser(cast.admin), "POST", "/rules", rule).status_code == 201
    for website in ("https://a.com", "https://a.cn"):
        body = {"kind": "person", "values": {"name": "张伟", "website": website}, "force": True}
        assert send(browser(cast.zhou), "POST", "/customers", body).status_code == 201
    breaks, keeps = Customer.objects.order_by("id").values_list("id", flat=True)
    catch_up()
    work()
    assert validity(breaks) < validity(keeps) == 100
    Role.objects.filter(code="lead").update(field_modes={"website": {"other": "masked"}})
    bump()
    catch_up()
    work()
    assert validity(breaks) == validity(keeps) == 100
    for user in (cast.lin, cast.wang):
        told = [send(browser(user), "GET", f"/customers/{each}/quality").json()["scores"] for each in (breaks, keeps)]
        assert told[0] == told[1]
        rows = send(browser(user), "GET", "/quality/work").json()["rows"]
        assert rows[0]["scores"] == rows[1]["scores"]
    # What may be told by name is told to who may read it, and to nobody else.
    found = [send(browser(user), "GET", f"/customers/{breaks}/quality").json() for user in (cast.wang, cast.lin)]
    assert [any(f["kind"] == "invalid" for f in each["findings"]) for each in found] == [True, False]
    Role.objects.filter(code="lead").update(field_modes={})
    bump()
    catch_up()
    work()
    assert validity(breaks) < 100


def validity(customer_id: int) -> int:
    return QualityScore.objects.get(customer_id=customer_id).validity


def test_a_merge_and_its_undo_are_followed(cast: Cast) -> None:
    stays = file_customer(cast.zhou, name="张伟", gender="男")
    goes = file_customer(cast.zhou, name="张伟", occupation="教师")
    catch_up()
    before = {each: vars_of(each) for each in (stays, goes)}
    made = merge(DEMO, stays, [goes])
    catch_up()
    assert (completeness(stays), completeness(goes)) == (25, None)
    undo_merge(DEMO, made.id)
    catch_up()
    assert {each: vars_of(each) for each in (stays, goes)} == before


def vars_of(customer_id: int) -> dict[str, object]:
    """A score as it is kept, but for the moment at which it was computed."""
    kept: dict[str, object] = dict(QualityScore.objects.filter(customer_id=customer_id).values()[0])
    return {name: value for name, value in kept.items() if name not in ("scored_at", "version")}
