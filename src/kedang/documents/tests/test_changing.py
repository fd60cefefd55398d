"""Changing what a document is said to be; trash, restore, destruction; merge and erasure."""

import pytest
from django.db import transaction

from kedang.archive.models import Customer
from kedang.archive.removal import remove
from kedang.archive.tests.filing import file_customer
from kedang.documents.models import Document, Text, Version
from kedang.documents.tests.scene import SAID, SECRET, Scene, lying, make_scene, rows, work
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from tests.people import actor, code
from tests.state import unchanged

pytestmark = pytest.mark.django_db


def opened(scene: Scene, document: int) -> bytes:
    """The content as 林 gets it."""
    answer = scene.ask(scene.cast.lin, "GET", f"/{document}/versions/1/content")
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def test_words_are_changed_once_by_whoever_saw_them_last() -> None:
    scene = make_scene()
    document, zhou = scene.filed(), scene.cast.zhou
    body = {"version": 1, "title": "框架协议", "type": "correspondence", "retention": "permanent"}
    assert scene.ask(zhou, "PATCH", f"/{document}", body).status_code == 204
    (seen,) = scene.of_customer(zhou)["rows"]
    assert (seen["title"], seen["type"], seen["retention"], seen["version"]) == (
        "框架协议",
        "correspondence",
        "permanent",
        2,
    )
    with unchanged():
        answer = scene.ask(zhou, "PATCH", f"/{document}", body)
        assert (answer.status_code, code(answer)) == (409, "stale")
        assert code(scene.ask(zhou, "PATCH", f"/{document}", {"version": 2, "title": " "})) == "documents.no_title"
        assert scene.ask(zhou, "PATCH", f"/{document}", {"version": 2, "customer_id": "1"}).status_code == 422


def test_what_a_colleague_filed_is_changed_by_whoever_manages() -> None:
    scene = make_scene()
    document = scene.filed(scene.cast.lin)
    with unchanged():
        assert scene.ask(scene.cast.zhou, "PATCH", f"/{document}", {"version": 1, "title": "x"}).status_code == 403
        assert scene.ask(scene.cast.zhou, "POST", f"/{document}/trash", {"version": 1}).status_code == 403
    other = scene.filed(scene.cast.zhou)
    assert scene.ask(scene.cast.lin, "POST", f"/{other}/trash", {"version": 1}).status_code == 204


def test_the_trash_gives_back_what_it_took() -> None:
    scene = make_scene()
    document, zhou = scene.filed(), scene.cast.zhou
    work()
    assert scene.ask(zhou, "POST", f"/{document}/trash", {"version": 1}).status_code == 204
    assert scene.of_customer(zhou)["rows"] == []
    assert [int(r["id"]) for r in scene.of_customer(zhou, trashed=True)["rows"]] == [document]
    assert scene.found(zhou, SECRET) == []
    assert scene.ask(zhou, "POST", f"/{document}/restore", {"version": 2}).status_code == 204
    assert [int(r["id"]) for r in scene.found(zhou, SECRET)] == [document]


def test_only_what_is_trashed_is_destroyed_and_then_nothing_is_left() -> None:
    scene = make_scene()
    before = lying()
    document, lin = scene.filed(), scene.cast.lin
    scene.add_version(document, version=1)
    work()
    with unchanged():
        assert scene.ask(lin, "POST", f"/{document}/destroy", {"version": 2}).status_code == 404
    scene.ask(lin, "POST", f"/{document}/trash", {"version": 2})
    with unchanged():
        assert scene.ask(scene.cast.zhou, "POST", f"/{document}/destroy", {"version": 3}).status_code == 403
    assert scene.ask(lin, "POST", f"/{document}/destroy", {"version": 3}).status_code == 204
    assert (rows(), Text.objects.count()) == ((0, 0), 0)
    assert len(lying()) == len(before) + 2, "contents go after the commit, by a job"
    work()
    assert lying() == before


def test_a_destruction_that_is_rolled_back_takes_nothing() -> None:
    scene = make_scene()
    document = scene.filed()
    there = lying()
    with transaction.atomic():
        remove([scene.zhang])
        transaction.set_rollback(True)
    work()
    assert lying() == there
    assert opened(scene, document) == SAID.encode()


def test_erasing_a_customer_erases_its_files() -> None:
    scene = make_scene()
    before = lying()
    scene.filed()
    work()
    left = scene.filed(scene.cast.chen, customer=scene.li)
    with transaction.atomic():
        remove([scene.zhang])
    work()
    assert list(Document.objects.values_list("id", flat=True)) == [left]
    assert Version.objects.count() == 1
    assert len(lying()) == len(before) + 1
    assert scene.found(scene.cast.wang, SECRET)[0]["id"] == str(left)


def test_documents_follow_a_merge_and_come_back() -> None:
    scene = make_scene()
    document = scene.filed()
    work()
    survivor = file_customer(scene.cast.zhou, name="张玮")
    there, lin = lying(), actor(scene.cast.lin)
    made = merge(lin, survivor, [scene.zhang], choices={"name": survivor})
    moved = Document.objects.get(id=document)
    assert moved.customer_id == survivor
    assert opened(scene, document) == SAID.encode()
    assert [int(r["id"]) for r in scene.found(scene.cast.zhou, SECRET)] == [document]
    scene.ask(scene.cast.zhou, "PATCH", f"/{document}", {"version": 1, "title": "并入之后"})
    undo_merge(lin, made.id)
    assert Document.objects.get(id=document).customer_id == scene.zhang
    assert opened(scene, document) == SAID.encode()
    assert scene.of_customer(scene.cast.zhou)["rows"][0]["title"] == "并入之后"
    assert lying() == there, "no file was touched"


def test_documents_of_a_trashed_customer_can_be_read_and_not_changed() -> None:
    scene = make_scene()
    document = scene.filed()
    Customer.objects.filter(id=scene.zhang).update(trashed_at="2026-01-01T00:00:00Z")
    assert opened(scene, document) == SAID.encode()
    with unchanged():
        assert scene.ask(scene.cast.zhou, "POST", f"/{document}/trash", {"version": 1}).status_code == 404
        assert scene.upload().status_code == 404
