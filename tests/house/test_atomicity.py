"""Every function that records an event does so in the transaction of its change."""

from kedang.history import verbs
from tests.house.atomicity import literal_verbs, uncovered
from tests.house.source import Source, package_files

HEAD = "from django.db import transaction\nfrom kedang.history.record import record\n"


def test_every_event_is_recorded_inside_a_transaction() -> None:
    assert uncovered(package_files()) == []


def test_every_recorded_verb_is_declared() -> None:
    known = {verb.code for verb in verbs.declared()}
    assert sorted(found for found in literal_verbs(package_files()) if found[1] not in known) == []


def _bad(body: str, head: str = HEAD) -> list[str]:
    return uncovered([Source("src/kedang/archive/verbs.py", head + body)])


def test_a_bare_call_is_seen() -> None:
    assert _bad("def rename(actor):\n    record(actor, 'x', subject=('customer', 1))\n")
    assert _bad("def rename(actor):\n    h.record(actor, 'x')\n", head="from kedang import history as h\n")
    assert _bad("def rename(actor):\n    again(actor, 'x')\n", head="from kedang.history import record as again\n")


def test_a_call_after_the_block_is_seen() -> None:
    body = "def rename(actor):\n    with transaction.atomic():\n        pass\n    record(actor, 'x')\n"
    assert _bad(body)


def test_decorated_and_surrounded_calls_are_fine() -> None:
    assert not _bad("@transaction.atomic\ndef rename(actor):\n    record(actor, 'x')\n")
    assert not _bad("def rename(actor):\n    with transaction.atomic(durable=True):\n        record(actor, 'x')\n")


def test_a_private_function_may_lean_on_all_its_callers_but_not_on_some() -> None:
    private = "def _note(actor):\n    record(actor, 'x')\n"
    atomic = "@transaction.atomic\ndef rename(actor):\n    _note(actor)\n"
    assert not _bad(private + atomic)
    assert _bad(private + atomic + "def move(actor):\n    _note(actor)\n")
    assert _bad(private), "nobody calls it, so nobody gives it a transaction"


def test_an_undeclared_verb_is_seen() -> None:
    source = Source("src/kedang/archive/verbs.py", HEAD + "record(actor, 'customer.misspelt', subject=x)\n")
    assert literal_verbs([source]) == {("src/kedang/archive/verbs.py:3", "customer.misspelt")}
