"""Raising, lowering, and what stays as it was when somebody may not."""

import json

import pytest

from kedang.accounts.models import User
from kedang.accounts.policy import bump
from kedang.archive import customers, owning, sharing
from kedang.archive.filing import content_of
from kedang.archive.models import Customer, Grant
from kedang.archive.tests.filing import file_customer, share
from kedang.classification.classifying import classify
from kedang.classification.rights import DECLASSIFY
from kedang.engine.standardise.record import standardise_record
from kedang.history.models import Event
from kedang.kit.actor import system_actor
from kedang.kit.errors import DomainError
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from tests.people import Cast, acting, actor, browser, code, make_cast, send
from tests.state import unchanged


@pytest.fixture
def cast(db: None) -> Cast:
    """The six people."""
    return make_cast()


def clear(user: User, level: int) -> None:
    """Somebody gets a clearance."""
    User.objects.filter(id=user.id).update(clearance=level)
    bump()


def make(owner: User, name: str = "张伟", phone: str = "13800000001") -> int:
    """A person as a customer of somebody."""
    content = content_of(standardise_record("person", {"name": name, "mobile": phone})).content
    return customers.create(system_actor("demo"), content, owner_id=owner.id).id


def level_of(customer_id: int) -> int | None:
    """The stored level."""
    return Customer.objects.values_list("classification", flat=True).get(id=customer_id)


def test_new_customers_are_ordinary_and_everybody_sees_what_they_saw(cast: Cast) -> None:
    customer = make(cast.zhou)
    assert level_of(customer) is None
    assert [actor(user).clearance for user in cast.everybody] == [0, 0, 0, 0, 0, 0]
    assert browser(cast.wang).get(f"/api/customers/{customer}").json()["classification"] == 0


def test_who_may_change_it_raises_it_up_to_their_own_clearance(cast: Cast) -> None:
    customer = make(cast.zhou)
    clear(cast.zhou, 2)
    classify(actor(cast.zhou), customer, level=2)
    assert level_of(customer) == 2
    (event,) = Event.objects.filter(verb="customer.classified", subject_id=customer)
    assert json.loads(event.details) == {"from": 0, "to": 2}
    assert not Customer.objects.visible_to(actor(cast.wang)).exists(), "no scope stands in for a clearance"
    with unchanged(), pytest.raises(DomainError, match=r"classification\.above"):
        classify(actor(cast.zhou), customer, level=3)


def test_nobody_keeps_a_customer_closer_than_its_owner_may_see(cast: Cast) -> None:
    customer = make(cast.zhou)
    clear(cast.wang, 3)
    with unchanged(), pytest.raises(DomainError, match=r"owner\.clearance"):
        classify(actor(cast.wang), customer, level=1)


def test_lowering_takes_a_right_a_reason_and_a_proof(cast: Cast) -> None:
    customer = make(cast.zhou)
    for user in (cast.zhou, cast.wang):
        clear(user, 2)
    classify(actor(cast.zhou), customer, level=2)
    with unchanged(), pytest.raises(DomainError, match="denied"):
        classify(actor(cast.zhou), customer, level=1, reason="已经公开")
    with unchanged(), pytest.raises(DomainError, match=r"classification\.reason"):
        classify(actor(cast.wang), customer, level=1, reason="无")
    with unchanged(), pytest.raises(DomainError, match="stepup"):
        classify(acting(cast.wang, proved=False), customer, level=1, reason="已经公开")
    classify(actor(cast.wang), customer, level=0, reason="已经公开")
    assert level_of(customer) is None
    (event,) = Event.objects.filter(verb="customer.declassified")
    assert json.loads(event.details) == {"from": 2, "to": 0, "reason": "已经公开"}


def test_an_owner_without_the_clearance_is_refused_on_every_way(cast: Cast) -> None:
    customer = make(cast.zhou)
    for user in (cast.zhou, cast.wang):
        clear(user, 1)
    classify(actor(cast.zhou), customer, level=1)
    with unchanged(), pytest.raises(DomainError, match=r"owner\.clearance"):
        customers.assign(actor(cast.wang), customer, cast.lin.id)
    with unchanged(), pytest.raises(DomainError, match=r"share\.clearance"):
        sharing.share(actor(cast.zhou), customer, user_id=cast.chen.id)
    handover = owning.Handover(customer, cast.zhou.id, cast.lin.id, owning.IMPORTED)
    refused = owning.refusal(system_actor("worker"), handover)
    assert refused is not None
    assert refused.code == "owner.clearance"
    customers.assign(actor(cast.wang), customer, cast.wang.id)


def test_merged_the_higher_holds_and_undone_each_has_its_own(cast: Cast) -> None:
    kept, other = make(cast.wang), make(cast.wang, "李娜", "13800000002")
    clear(cast.wang, 3)
    classify(actor(cast.wang), other, level=2)
    made = merge(actor(cast.wang), kept, [other], choices={"name": kept})
    assert level_of(kept) == 2
    undo_merge(actor(cast.wang), made.id)
    assert (level_of(kept), level_of(other)) == (None, 2)


def test_undoing_lowers_nothing_that_was_raised_since(cast: Cast) -> None:
    kept, other = make(cast.wang), make(cast.wang, "李娜", "13800000002")
    clear(cast.wang, 3)
    made = merge(actor(cast.wang), kept, [other], choices={"name": kept})
    classify(actor(cast.wang), kept, level=3)
    undo_merge(actor(cast.wang), made.id)
    assert (level_of(kept), level_of(other)) == (3, 3)


def test_a_merge_that_would_take_it_from_its_owner_is_refused(cast: Cast) -> None:
    kept, other = make(cast.zhou), make(cast.wang, "李娜", "13800000002")
    clear(cast.wang, 2)
    classify(actor(cast.wang), other, level=2)
    with unchanged(), pytest.raises(DomainError, match=r"owner\.clearance"):
        merge(actor(cast.wang), kept, [other], choices={"name": kept})


def test_over_the_api(cast: Cast) -> None:
    customer = make(cast.zhou)
    clear(cast.zhou, 1)
    zhou = browser(cast.zhou)
    assert send(zhou, "PUT", f"/customers/{customer}/classification", {"level": 1}).status_code == 204
    assert zhou.get(f"/api/customers/{customer}").json()["classification"] == 1
    assert browser(cast.lin).get(f"/api/customers/{customer}").status_code == 404
    stale = send(zhou, "PUT", f"/customers/{customer}/classification", {"level": 0, "version": 1})
    assert code(stale) == "stale"
    assert send(zhou, "PUT", f"/customers/{customer}/classification", {"level": 4}).status_code == 422


def test_whoever_follows_levels_is_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    customer, heard = file_customer(None, name="张伟"), list[int]()
    monkeypatch.setattr("kedang.archive.suspects._followers", [heard.append])
    classify(system_actor("command"), customer, level=2)
    classify(system_actor("command"), customer, level=2)
    assert heard == [customer]


def test_what_was_only_lent_is_not_lowered(cast: Cast) -> None:
    clear(cast.zhou, 1)
    clear(cast.chen, 1)
    customer = file_customer(cast.zhou, name="张伟")
    classify(system_actor("command"), customer, level=1)
    share(customer, cast.chen)
    Grant.objects.filter(customer_id=customer).update(level="edit")
    chen = acting(cast.chen, rights=actor(cast.chen).rights | {DECLASSIFY.code})
    with unchanged(), pytest.raises(DomainError, match="denied"):
        classify(chen, customer, level=0, reason="合作已经结束")
    zhou = acting(cast.zhou, rights=actor(cast.zhou).rights | {DECLASSIFY.code})
    classify(zhou, customer, level=0, reason="合作已经结束")
    assert not Customer.objects.filter(id=customer, classification__isnull=False).exists()
