"""周 starts an import, or an export, that takes a while. Meanwhile she is dismissed, or loses the right.

Not one batch more may be filed, and not one page more of customers may leave; what she did until then is whole.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.accounts.standing import require_still
from kedang.archive.models import Customer
from kedang.finding.lists import ListQuery
from kedang.history.denials import denials
from kedang.history.models import ReadEvent
from kedang.intake import check, lifecycle, undo, writing
from kedang.intake.models import ImportRun
from kedang.intake.tests.builders import bring, stage, table, work
from kedang.integration import export
from kedang.jobs.models import Job
from kedang.kit.actor import Actor
from tests.abuse import scene
from tests.people import Cast, actor, browser, make_cast

pytestmark = pytest.mark.django_db

HEAD = ("姓名", "手机")
ROWS = [(f"客户{n}", f"1380000{n:04}") for n in range(30)]


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """Everybody; batches of ten rows."""
    monkeypatch.setattr(lifecycle, "BATCH_ROWS", 10)
    denials.windows.clear()
    yield make_cast()
    denials.windows.clear()


def dismiss(user: User) -> None:
    """The account is disabled."""
    User.objects.filter(id=user.id).update(is_active=False)


def demote(user: User) -> None:
    """Another role, without import and export."""
    user.roles.set([Role.objects.get(code="auditor")])
    bump()


def mask(user: User) -> None:
    """The same rights, but fewer fields in clear."""
    closed = dict.fromkeys(("own", "other", "list", "export"), "hidden")
    scene.give_modes(user, {"*C": closed}, like="lead")


WAYS = [(dismiss, "actor.disabled"), (demote, "actor.rights_changed"), (mask, "actor.rights_changed")]


def after(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, then: Callable[[], None]) -> None:
    """Let something happen after the first call of a function."""
    real = getattr(where, name)
    calls: list[None] = []

    def once(*args: Any, **rest: Any) -> Any:
        result = real(*args, **rest)
        if not calls:
            calls.append(None)
            then()
        return result

    monkeypatch.setattr(where, name, once)


@pytest.mark.parametrize(("how", "told"), WAYS)
def test_filing_stops_at_the_batch_and_says_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, how: Callable[[User], None], told: str
) -> None:
    run = stage(actor(cast.lin), table(HEAD, *ROWS))
    lifecycle.commit(actor(cast.lin), run.id)
    with monkeypatch.context() as patch:
        after(patch, writing.Writer, "write", lambda: how(cast.lin))
        stopped = work(run.id)
    assert (stopped.state, stopped.position, stopped.created) == ("failed", 10, 10)
    assert Customer.objects.count() == 10
    assert (Job.objects.get().state, told in stopped.error) == ("failed", True)
    sentence = scene.get(browser(cast.wang), f"/imports/{run.id}").json()["error"]
    assert "任务已停止" in sentence
    lifecycle.commit(actor(cast.wang), run.id)
    assert work(run.id).state == "done"
    assert Customer.objects.count() == 30


@pytest.mark.parametrize(("how", "told"), WAYS[:2])
def test_checking_and_undoing_stop_as_well(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, how: Callable[[User], None], told: str
) -> None:
    filed = bring(actor(cast.lin), table(HEAD, *ROWS))
    run = stage(actor(cast.lin), table(HEAD, *ROWS))
    monkeypatch.setattr(undo, "_PAGE", 10)
    ImportRun.objects.filter(id=run.id).update(batch_rows=10)
    lifecycle.check(actor(cast.lin), run.id)
    undo.undo(actor(cast.lin), filed.id)
    with monkeypatch.context() as patch:
        after(patch, check, "_check_batch", lambda: how(cast.lin))
        stopped = work(run.id)
    assert (stopped.state, told in stopped.error) == ("failed", True)
    assert Job.objects.get(subject_id=run.id).done == 10
    assert work(filed.id).state == "failed"
    assert Customer.objects.count() == 30


@pytest.mark.parametrize("how", [dismiss, demote])
def test_a_job_that_waited_does_not_begin(cast: Cast, how: Callable[[User], None]) -> None:
    run = stage(actor(cast.lin), table(HEAD, *ROWS))
    lifecycle.commit(actor(cast.lin), run.id)
    how(cast.lin)
    assert work(run.id).state == "failed"
    assert not Customer.objects.exists()


@pytest.mark.parametrize(("how", "told"), WAYS)
def test_an_export_ends_with_the_reason_instead_of_the_rest(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, how: Callable[[User], None], told: str
) -> None:
    bring(actor(cast.lin), table(HEAD, *ROWS))
    monkeypatch.setattr(export, "_ROWS", 10)
    made = export.prepare(actor(cast.lin), ListQuery())
    assert len(made.ids) == 30
    with monkeypatch.context() as patch:
        after(patch, export, "load_rows", lambda: how(cast.lin))
        text = b"".join(export.stream(made, "csv")).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert len(lines) == 1 + 10 + 1
    assert "任务已停止" in lines[-1][0]
    assert not [line for line in lines if "客户15" in line]
    assert ReadEvent.objects.filter(verb="denied", actor_id=cast.lin.id, details__contains=told).count() == 1


def test_whoever_may_still_goes_on_and_asks_once_a_batch(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run = stage(actor(cast.lin), table(HEAD, *ROWS))
    lifecycle.commit(actor(cast.lin), run.id)

    asked: list[int] = []

    def counted(who: Actor, rights: Iterable[str]) -> None:
        asked.append(who.id)
        require_still(who, rights)

    monkeypatch.setattr("kedang.intake.acting.require_still", counted)
    assert work(run.id).state == "done"
    assert asked == [cast.lin.id] * (1 + 3)
