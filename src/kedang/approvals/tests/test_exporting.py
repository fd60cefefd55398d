"""Exports of many customers: what may leave without asking, and what a grant lets out: that, so often, until then, and nothing else."""

from collections.abc import Sequence
from typing import Any

import pytest

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.approvals import asking, exporting, granting, jobs, whom
from kedang.approvals.exporting import Leaving
from kedang.approvals.models import Day, Export, Grant, Request, Review
from kedang.approvals.questions import in_words
from kedang.approvals.tests.scene import Clock, Scene, set_clock
from kedang.archive.models import Customer
from kedang.archive.policy import policy_for
from kedang.archive.tests.filing import file_customer
from kedang.finding.conditions import Condition
from kedang.finding.lists import ListQuery
from kedang.history.models import Event
from kedang.kit.actor import system_actor
from kedang.kit.errors import DomainError
from kedang.vault import keys
from tests.people import acting, actor, browser, make_user, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db

WORDS = "年度拜访计划需要客户名单，用于排期"
MINE = ListQuery(filter=(Condition("level", "eq", ("A",)),))


@pytest.fixture
def scene() -> Scene:
    made = Scene()
    made.rule(export_rows=2)
    return made


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return set_clock(monkeypatch, exporting)


def three(scene: Scene) -> list[int]:
    """林's team has three customers: one more than anybody exports without asking."""
    return [scene.guo, *(file_customer(scene.cast.zhou, name=f"客户{n}") for n in (1, 2))]


def leaving(ids: Sequence[int], **other: Any) -> Leaving:
    """What would leave of these customers."""
    said: dict[str, Any] = {"question": MINE, "columns": ("number", "name"), "clear": (), "ids": list(ids)}
    return Leaving(**{**said, **other})


def asked(scene: Scene, what: Leaving, user: User | None = None) -> Request:
    return exporting.ask(actor(user or scene.cast.lin), what, purpose="service", said_words=WORDS)


def granted(scene: Scene, what: Leaving) -> Grant:
    """林 asked, and 王, who sees everything, approved."""
    return granting.approve(actor(scene.cast.wang), asked(scene, what).id, version=1)


def refused(scene: Scene, what: Leaving) -> str:
    """The code of the refusal, which leaves everything as it was."""
    with unchanged(), pytest.raises(DomainError) as error:
        let(scene, what)
    return error.value.code


def let(scene: Scene, what: Leaving, user: User | None = None) -> int | None:
    """By which request it leaves."""
    return exporting.let_out(actor(user or scene.cast.lin), what).request_id


def test_up_to_the_number_leaves_without_asking_and_is_summed_over_the_day(scene: Scene) -> None:
    ids = three(scene)
    assert let(scene, leaving(ids[:1])) is None
    assert let(scene, leaving(ids[:1])) is None
    assert refused(scene, leaving(ids[:1])) == "export.approval"
    assert Day.objects.get(user_id=scene.cast.lin.id).exported == 2
    assert let(scene, leaving(ids[:1]), scene.cast.wang) is None


def test_the_sum_begins_anew_on_the_next_day(scene: Scene, clock: Clock) -> None:
    ids = three(scene)
    assert let(scene, leaving(ids[:2])) is None
    clock.pass_by(days=1)
    assert let(scene, leaving(ids[:2])) is None


@pytest.mark.parametrize("off", [{"export_rows": 0}, {"active": False}])
def test_where_it_is_off_any_number_leaves(scene: Scene, off: dict[str, Any]) -> None:
    scene.rule(**off)
    assert let(scene, leaving(three(scene))) is None


def test_the_servers_own_command_line_is_not_asked(scene: Scene) -> None:
    assert exporting.let_out(system_actor("command"), leaving(three(scene))).request_id is None


def test_a_grant_lets_out_what_was_asked_three_times(scene: Scene) -> None:
    what = leaving(three(scene))
    assert refused(scene, what) == "export.approval"
    request = asked(scene, what)
    assert refused(scene, what) == "export.approval"
    granting.approve(actor(scene.cast.wang), request.id, version=1)
    assert [let(scene, what) for _ in range(3)] == [request.id] * 3
    assert refused(scene, what) == "export.approval"
    verbs = Event.objects.filter(verb__startswith="approvals.export_").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["approvals.export_asked", "approvals.export_granted"]


def test_it_is_for_one_person_and_one_question(scene: Scene) -> None:
    ids = three(scene)
    granted(scene, leaving(ids))
    assert refused(scene, leaving(ids, question=ListQuery())) == "export.approval"
    assert refused(scene, leaving(ids, question=ListQuery(filter=MINE.filter, trashed=True))) == "export.approval"
    with pytest.raises(DomainError):
        exporting.let_out(actor(make_user("he", "何静", "lead", scene.cast.east)), leaving(ids))
    sorted_otherwise = ListQuery(filter=MINE.filter, sort="name", columns=("name",))
    assert let(scene, leaving(ids, question=sorted_otherwise, columns=("name",)))


def test_whoever_came_to_match_since_stays_and_whoever_does_no_more_is_counted(scene: Scene) -> None:
    ids = three(scene)
    granted(scene, leaving(ids))
    later = [file_customer(scene.cast.zhou, name=f"后来{n}") for n in range(3)]
    found = exporting.let_out(actor(scene.cast.lin), leaving([later[0], ids[2], *later[1:], ids[0]]))
    assert (list(found.ids), found.missing) == ([ids[2], ids[0]], 1)
    others = exporting.let_out(actor(scene.cast.lin), leaving(later))
    assert (list(others.ids), others.missing) == ([], 3)


def test_customers_that_came_to_match_do_not_count_against_the_approver(scene: Scene) -> None:
    ids = three(scene)
    he = make_user("he", "何静", "lead", scene.cast.head_office)
    granting.approve(actor(he), asked(scene, leaving(ids)).id, version=1)
    foreign = file_customer(scene.cast.chen, name="南方")
    Customer.objects.filter(id=foreign).update(department_id=None)
    found = exporting.let_out(actor(scene.cast.lin), leaving([*ids, foreign]))
    assert (list(found.ids), found.missing) == (ids, 0)


@pytest.mark.parametrize("gone", ["key", "ids", "ids damaged", "question damaged"])
def test_what_cannot_be_read_any_more_is_neither_decided_nor_fetched(scene: Scene, gone: str) -> None:
    what = leaving(three(scene))
    request, granted_one = asked(scene, what), granted(scene, what)
    if gone == "key":
        keys.shred([request.id, granted_one.request_id])
    damaged = {
        "ids": {"ids_enc": b""},
        "ids damaged": {"ids_enc": b"x" * 64},
        "question damaged": {"query_enc": b"x" * 64},
    }
    Export.objects.update(**damaged.get(gone, {}))
    for deed in (
        lambda: granting.approve(actor(scene.cast.wang), request.id, version=1),
        lambda: granting.refuse(actor(scene.cast.wang), request.id, version=1, reason="看不清"),
    ):
        with unchanged(), pytest.raises(DomainError) as error:
            deed()
        assert error.value.code == "approvals.unreadable"
    if gone != "question damaged":
        assert refused(scene, what) == "approvals.unreadable"
    if gone in ("key", "question damaged"):
        with pytest.raises(DomainError, match="unreadable"):
            exporting.question_of(actor(scene.cast.lin), granted_one.request_id)
        (row,) = send(browser(scene.cast.wang), "GET", "/approvals/waiting").json()["rows"]
        assert (row["export"]["readable"], row["export"]["conditions"]) == (False, [])


def test_a_request_to_look_whose_key_is_gone_is_not_decided(scene: Scene) -> None:
    request = scene.asked()
    keys.shred([request.id])
    with unchanged(), pytest.raises(DomainError) as error:
        granting.approve(actor(scene.cast.lin), request.id, version=1)
    assert error.value.code == "approvals.unreadable"


def test_ids_are_kept_sealed_small_and_only_while_something_can_leave(
    scene: Scene, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whom, "now", clock.now)
    ids = three(scene)
    what = leaving([*ids, *range(2**62, 2**62 + 300_000 * 4096, 4096)])
    granted(scene, what)
    waiting = asked(scene, leaving(ids))
    blobs = [bytes(each.ids_enc) for each in Export.objects.order_by("id")]
    assert len(blobs[0]) < 50_000
    assert whom.unpacked(whom.packed([3, 1, 2**63, 3])) == [1, 3, 2**63]
    clock.pass_by(days=7)
    jobs.forget_old()
    assert Export.objects.exclude(ids_enc=b"").count() == 2
    clock.pass_by(days=1, minutes=1)
    jobs.forget_old()
    assert list(Export.objects.exclude(ids_enc=b"").values_list("request_id", flat=True)) == [waiting.id]
    clock.pass_by(days=3)
    granting.sweep()
    jobs.forget_old()
    assert not Export.objects.exclude(ids_enc=b"").exists()


def test_neither_columns_nor_clear_values_that_were_not_granted(scene: Scene) -> None:
    ids = three(scene)
    granted(scene, leaving(ids))
    assert refused(scene, leaving(ids, columns=("number", "name", "mobile"))) == "export.wider"
    assert refused(scene, leaving(ids, clear=("name",))) == "export.wider"


def test_it_ends_with_its_time_and_when_it_is_taken_back(scene: Scene, clock: Clock) -> None:
    what = leaving(three(scene))
    granted(scene, what)
    clock.pass_by(hours=23, minutes=59)
    assert let(scene, what)
    clock.pass_by(minutes=2)
    assert refused(scene, what) == "export.approval"
    grant = granted(scene, what)
    granting.revoke(actor(scene.cast.wang), grant.id)
    assert refused(scene, what) == "export.approval"
    assert Event.objects.filter(verb="approvals.export_revoked").count() == 1


def test_what_is_refused_withdrawn_or_lapsed_lets_nothing_out(scene: Scene, clock: Clock) -> None:
    what = leaving(three(scene))
    granting.refuse(actor(scene.cast.wang), asked(scene, what).id, version=1, reason="不需要这么多")
    asking.withdraw(actor(scene.cast.lin), asked(scene, what).id)
    old = asked(scene, what)
    clock.pass_by(days=4)
    granting.sweep()
    old.refresh_from_db()
    assert old.state == "lapsed"
    assert refused(scene, what) == "export.approval"
    names = ("export_refused", "export_withdrawn", "export_lapsed")
    assert [Event.objects.filter(verb=f"approvals.{name}").count() for name in names] == [1, 1, 1]


def test_nobody_approves_their_own_or_what_is_out_of_their_reach(scene: Scene) -> None:
    request = asked(scene, leaving(three(scene)))
    for user in (scene.cast.lin, scene.second_lin(), scene.cast.chen, scene.cast.auditor):
        with unchanged(), pytest.raises(DomainError) as error:
            granting.approve(actor(user), request.id, version=1)
        assert error.value.code in ("approvals.not_yours", "not_found", "denied")


def test_who_approves_proves_who_they_are_and_a_token_cannot(scene: Scene) -> None:
    request = asked(scene, leaving(three(scene)))
    for changes, code in (({"proved": False}, "stepup"), ({"via": "token"}, "stepup.by_token")):
        with unchanged(), pytest.raises(DomainError) as error:
            granting.approve(acting(scene.cast.wang, **changes), request.id, version=1)
        assert error.value.code == code


def test_columns_are_granted_whole_and_time_and_fetches_can_be_fewer(scene: Scene) -> None:
    what = leaving(three(scene))
    request = asked(scene, what)
    with unchanged(), pytest.raises(DomainError):
        granting.approve(actor(scene.cast.wang), request.id, version=1, fields=["name"])
    granting.approve(actor(scene.cast.wang), request.id, version=1, minutes=60, looks=1)
    assert let(scene, what) == request.id
    assert refused(scene, what) == "export.approval"


def test_an_approver_who_lost_the_right_or_left_suspends_it(scene: Scene) -> None:
    what = leaving(three(scene))
    granted(scene, what)
    scene.cast.wang.roles.set([Role.objects.get(code="member")])
    bump()
    assert refused(scene, what) == "export.suspended"
    scene.cast.wang.roles.set([Role.objects.get(code="manager")])
    User.objects.filter(id=scene.cast.wang.id).update(is_active=False)
    bump()
    assert refused(scene, what) == "export.suspended"


def test_customers_the_approver_does_not_reach_do_not_leave(scene: Scene) -> None:
    ids = three(scene)
    he = make_user("he", "何静", "lead", scene.cast.head_office)
    request = asked(scene, leaving(ids))
    granting.approve(actor(he), request.id, version=1)
    assert let(scene, leaving(ids)) == request.id
    User.objects.filter(id=he.id).update(department=scene.cast.south)
    bump()
    assert refused(scene, leaving(ids)) == "export.suspended"


def test_an_approved_export_is_no_approval_to_see(scene: Scene) -> None:
    granted(scene, leaving(three(scene), columns=("number", "name", "id_number")))
    assert not granting.running(scene.cast.lin.id).exists()


def test_nothing_is_kept_of_a_request_that_nobody_could_decide_or_that_needs_none(scene: Scene) -> None:
    ids = three(scene)
    with unchanged(), pytest.raises(DomainError) as error:
        asked(scene, leaving(ids), scene.cast.wang)
    assert error.value.code == "export.nobody"
    with unchanged(), pytest.raises(DomainError) as error:
        asked(scene, leaving(ids[:2]))
    assert error.value.code == "export.not_needed"
    for bad in ({"purpose": "nothing"}, {"said_words": "短"}):
        with unchanged(), pytest.raises(DomainError):
            exporting.ask(actor(scene.cast.lin), leaving(ids), **{"purpose": "service", "said_words": WORDS, **bad})


def test_the_question_is_kept_sealed(scene: Scene) -> None:
    what = leaving(three(scene), question=ListQuery(filter=(Condition("mobile", "eq", ("13812345678",)),)))
    request = asked(scene, what)
    row = Export.objects.get(request=request)
    assert b"13812345678" not in bytes(row.query_enc)
    assert "13812345678" not in row.fingerprint
    assert exporting.question_of(actor(scene.cast.lin), request.id) == what.question
    with pytest.raises(DomainError):
        exporting.question_of(actor(scene.cast.wang), request.id)


def test_a_sample_is_looked_at_afterwards(scene: Scene) -> None:
    scene.rule(sample_percent=100)
    what = leaving(three(scene))
    grant = granted(scene, what)
    let(scene, what)
    let(scene, what)
    assert list(Review.objects.values_list("grant_id", "user_id")) == [(grant.id, scene.cast.lin.id)]


def test_levels_are_asked_for_in_words(scene: Scene) -> None:
    conditions = (Condition("classification", "any", ("1", "3")),)
    zh, en = (acting(scene.cast.wang, language=language) for language in ("zh-CN", "en"))
    assert in_words(policy_for(zh, own=False), conditions) == ["密级 是其中之一： 内部、严控"]
    assert in_words(policy_for(en, own=False), conditions) == ["Classification is one of Internal, Strict"]
