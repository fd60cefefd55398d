"""Two people merge and undo at the same moment: one after the other, and in the end everything is what it was."""

import threading

import pytest
from django.db import connections, transaction

from kedang.archive.forwarding import resolve
from kedang.archive.models import Customer
from kedang.kit.actor import Actor
from kedang.kit.errors import DomainError
from kedang.merging.merge import merge
from kedang.merging.models import Merge
from kedang.merging.tests import tables
from kedang.merging.tests.world import World
from kedang.merging.undo import undo_merge
from tests.people import actor, make_cast


@pytest.mark.django_db(transaction=True)
def test_merges_and_undos_at_once() -> None:
    cast = make_cast()
    with transaction.atomic():
        world = World(cast, 11)
    before = tables.rows()
    together = threading.Barrier(4)
    answers: list[str] = []

    def work(who: Actor, turn: int) -> None:
        together.wait()
        for step in range(3):
            people = world.people[turn % 2 :] + world.people[: turn % 2]
            answers.append(_merge(who, people[step % 4], people[(step + 1) % 4]))
            standing = Merge.objects.filter(undone_at=None).order_by("-id").values_list("id", flat=True).first()
            if standing and turn % 2:
                answers.append(_undo(who, standing))
        connections.close_all()

    threads = [
        threading.Thread(target=work, args=(actor(who), turn))
        for turn, who in enumerate((cast.lin, cast.wang, cast.lin, cast.wang))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {"done", "customer.merged", "not_found", "merge.undone"}
    assert answers.count("done") >= 1
    standing_now = set(Customer.objects.filter(survivor_id=None).values_list("id", flat=True))
    assert set(resolve(world.everybody).values()) == standing_now
    while (
        newest := Merge.objects.filter(undone_at=None).order_by("id").values_list("id", flat=True).first()
    ) is not None:
        undo_merge(actor(cast.lin), newest)
    assert tables.differences(before, tables.rows()) == {}


def _merge(who: Actor, survivor: int, loser: int) -> str:
    choices: dict[str, int] = {}
    for customer_id in (survivor, loser):
        try:
            merge(who, survivor, [loser], choices=choices)
        except DomainError as refusal:
            if refusal.code != "merge.clash":
                return refusal.code
            choices = {str(code): customer_id for code in refusal.details["fields"]}  # type: ignore[attr-defined]
        else:
            return "done"
    return "not_found"


def _undo(who: Actor, merge_id: int) -> str:
    try:
        undo_merge(who, merge_id)
    except DomainError as refusal:
        return refusal.code
    return "done"


@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_twice_merges_once() -> None:
    cast = make_cast()
    with transaction.atomic():
        world = World(cast, 5)
    a, b = world.firms[:2]
    together = threading.Barrier(2)
    answers: list[str] = []

    def press() -> None:
        together.wait()
        answers.append(_merge(actor(cast.lin), a, b))
        connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["customer.merged", "done"]
    assert Merge.objects.count() == 1
