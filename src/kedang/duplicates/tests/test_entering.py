"""Customers are met by their keys: as soon as they are filed, after every change, and no longer once they are gone."""

import random
import threading
import time
from typing import Any

import pytest
from django.db import connection, connections, transaction

from kedang.archive import customers, edit
from kedang.archive.models import Customer
from kedang.duplicates import entering, entry_index
from kedang.duplicates.models import EntryCursor, MatchEntry, SuspectGroup, SuspectMember, SuspectPair
from kedang.duplicates.probes import KEYS_MADE
from kedang.jobs.worker import run_waiting
from tests.people import Cast, actor, browser, make_cast, send

pytestmark = pytest.mark.django_db
ZHANG = {"name": "张玮", "mobile": "13812345678", "address": "浙江省杭州市西湖区文三路138号3幢501室"}
SAME = {"name": "张伟", "mobile": "138 1234 5678"}


def made(cast: Cast, values: dict[str, Any] = ZHANG, kind: str = "person") -> int:
    """A customer of 周, filed on the screen."""
    answer = send(browser(cast.zhou), "POST", "/customers", {"kind": kind, "values": values})
    assert answer.status_code == 201, answer.content
    return int(answer.json()["id"])


def met(cast: Cast, values: dict[str, Any] = SAME) -> list[str]:
    """Whom the check names."""
    answer = send(browser(cast.zhou), "POST", "/customers/check", {"kind": "person", "values": values})
    return [hit["id"] for hit in answer.json()["duplicates"]]


def keys_held() -> int:
    """How many rows the index has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM duplicates_key) + (SELECT count(*) FROM duplicates_key_fresh)")
        return int(cursor.fetchone()[0])


def test_a_customer_is_met_in_the_moment_it_is_filed() -> None:
    cast = make_cast()
    customer = made(cast)
    entry = MatchEntry.objects.get(customer_id=customer)
    assert (entry.version, keys_held()) == (1, len(bytes(entry.keys)) // 8)
    assert met(cast) == [str(customer)]


def test_the_index_follows_edits_trash_and_restoring() -> None:
    cast = make_cast()
    customer = made(cast)
    entering.follow()
    who = actor(cast.lin)
    edit.change_values(who, customer, {"mobile": ["13900000000"]}, version=1)
    entering.follow()
    assert MatchEntry.objects.get(customer_id=customer).version == 2
    assert met(cast, {"name": "张伟", "mobile": "13900000000"}) == [str(customer)]
    customers.trash(who, customer)
    entering.follow()
    assert (MatchEntry.objects.count(), keys_held()) == (0, 0)
    customers.restore(who, customer)
    entering.follow()
    assert met(cast, {"name": "张伟", "mobile": "13900000000"}) == [str(customer)]


def test_who_is_in_the_recycle_bin_is_not_met_even_before_the_index_follows() -> None:
    cast = make_cast()
    customer = made(cast)
    customers.trash(actor(cast.lin), customer)
    assert met(cast) == []


def test_everybody_is_indexed_when_the_index_begins() -> None:
    cast = make_cast()
    customer = made(cast)
    with transaction.atomic():
        entry_index.forget([customer])
    assert keys_held() == 0
    entering.follow()
    assert EntryCursor.objects.count() == 1
    run_waiting()
    assert MatchEntry.objects.get().customer_id == customer
    assert keys_held() > 0


def test_a_key_that_too_many_hold_is_not_asked_alone() -> None:
    make_cast()
    crowd = {n: (1, [77]) for n in range(1, entry_index.MOST_HOLDERS + 2)}
    with transaction.atomic():
        entry_index.enter(crowd | {1000: (1, [78])})
    assert entry_index.holders([77, 78, 79]) == {78: [1000]}
    assert (entry_index.count(77, 10), entry_index.count(77, 1000), entry_index.count(79, 10)) == (10, 61, 0)


def test_filing_anyway_puts_both_into_the_queue() -> None:
    cast = make_cast()
    first = made(cast)
    answer = send(browser(cast.zhou), "POST", "/customers", {"kind": "person", "values": SAME})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "customer.duplicate")
    assert SuspectGroup.objects.count() == 0
    forced = send(browser(cast.zhou), "POST", "/customers", {"kind": "person", "values": SAME, "force": True})
    second = int(forced.json()["id"])
    group = SuspectGroup.objects.get()
    assert (group.size, group.state, group.score >= 9_500) == (2, "open", True)
    assert set(SuspectMember.objects.values_list("customer_id", flat=True)) == {first, second}
    pair = SuspectPair.objects.get()
    assert (pair.customer_id, pair.other_id) == (min(first, second), max(first, second))
    third = send(browser(cast.zhou), "POST", "/customers", {"kind": "person", "values": SAME, "force": True})
    assert third.status_code == 201
    assert SuspectGroup.objects.get().size == 3


@pytest.mark.django_db(transaction=True)
def test_two_people_file_the_same_customer_at_the_same_moment() -> None:
    """Their names only sound alike, so that no exact key sees it: the model does."""
    cast = make_cast()
    clients = [browser(cast.zhou), browser(cast.lin)]
    together, codes = threading.Barrier(2), list[int]()

    def file(place: int) -> None:
        values = (ZHANG, SAME)[place]
        together.wait()
        codes.append(send(clients[place], "POST", "/customers", {"kind": "person", "values": values}).status_code)
        connections.close_all()

    threads = [threading.Thread(target=file, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [201, 409]
    assert Customer.objects.count() == 1


def test_everybody_is_indexed_anew_when_keys_are_made_in_another_way() -> None:
    cast = make_cast()
    customer = made(cast)
    entering.follow()
    run_waiting()
    EntryCursor.objects.update(made=1)
    with transaction.atomic():
        entry_index.replace({customer: (1, [77])})
    entering.follow()
    run_waiting()
    assert entry_index.holders([77]) == {}
    assert met(cast) == [str(customer)]
    assert EntryCursor.objects.get().made == KEYS_MADE


def settled() -> int:
    """How many rows of the index stand in its large tree."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM duplicates_key")
        return int(cursor.fetchone()[0])


def test_what_is_new_settles_and_the_index_tells_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Against a plain dictionary, through additions, changes and removals, while slices of chance move over."""
    make_cast()
    monkeypatch.setattr(entry_index, "_FRESH", 40)
    monkeypatch.setattr(entry_index, "_MANY", 1)
    chance = random.Random(7)
    keys = [chance.randrange(-(2**63), 2**63) for _ in range(40)]
    truth: dict[int, list[int]] = {}
    moved = 0
    for number in range(1, 160):
        chosen = chance.randint(1, 30)
        gone = chance.random() < 0.2 and chosen in truth
        held = sorted(chance.sample(keys, 6))
        with transaction.atomic():
            entry_index.replace({} if gone else {chosen: (number, held)}, gone=[chosen] if gone else [])
        truth.pop(chosen, None)
        if not gone:
            truth[chosen] = held
        expected = {key: sorted(i for i, own in truth.items() if key in own) for key in keys}
        found = {key: sorted(ids) for key, ids in entry_index.holders(keys).items()}
        assert found == {key: ids for key, ids in expected.items() if ids}
        assert all(entry_index.count(key, 60) == len(expected[key]) for key in keys[:5])
        moved = max(moved, settled())
    assert moved > 20
    assert settled() < keys_held(), "only what is too much has moved"


def test_a_few_that_are_new_stay_where_they_are() -> None:
    cast = make_cast()
    made(cast)
    entering.settle()
    assert (settled(), keys_held() > 0) == (0, True)


@pytest.mark.django_db(transaction=True)
def test_a_pair_that_is_taken_out_while_it_moves_is_gone() -> None:
    """Whoever takes it out waits for the move, and finds it where it came to."""
    with transaction.atomic():
        entry_index.enter({1: (1, [77])})
    moved = threading.Event()

    def move() -> None:
        with transaction.atomic():
            entry_index._backend().settle(70, 80)
            moved.set()
            # Long enough for the other one to meet the pair that is on its way.
            time.sleep(0.5)
        connections.close_all()

    mover = threading.Thread(target=move)
    mover.start()
    assert moved.wait(10)
    with transaction.atomic():
        entry_index.forget([1])
    mover.join()
    assert (entry_index.holders([77]), keys_held()) == ({}, 0)
