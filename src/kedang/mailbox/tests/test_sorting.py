"""The queue: who sees what waits, what can be done about it, and that nothing of it stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedang.accounts.models import User
from kedang.activity.models import Interaction
from kedang.archive.tests.filing import file_customer
from kedang.history.models import Event, ReadEvent
from kedang.kit.clock import now
from kedang.mailbox.capturing import take_in
from kedang.mailbox.imap import Fetched
from kedang.mailbox.models import Box, Mail
from kedang.mailbox.retention import destroy_old
from kedang.mailbox.tests.imap_server import mail
from kedang.mailbox.tests.scene import LI, STRANGER, ZHOU, Scene, filed, make_scene
from kedang.vault.keys import keys_for
from tests.people import browser, code, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db


def comes(scene: Scene, *raws: bytes) -> list[int]:
    """These came by mail; the ids of what waits, the latest first."""
    if not Box.objects.filter(active=True).exists():
        scene.set_up(1)
    box = Box.objects.get()
    for number, raw in enumerate(raws, start=box.last_uid + 1):
        assert take_in(box.version, 1, number, Fetched(number, raw, now(), whole=True))
    return list(Mail.objects.filter(state="waiting").order_by("-id").values_list("id", flat=True))


def asked(user: User, mail_id: int, what: str, body: Any = None) -> Any:
    """Somebody does something about a mail."""
    return send(browser(user), "POST", f"/mails/{mail_id}/{what}", body)


def test_one_sees_ones_own_and_who_sees_everybody_sees_all() -> None:
    scene = make_scene()
    ids = comes(
        scene,
        mail(ZHOU, STRANGER, subject="周的"),
        mail(STRANGER, ZHOU, subject="给周"),
        mail(STRANGER, "x@x.example", subject="谁的"),
    )
    assert len(ids) == 3
    assert [row["subject"] for row in scene.waiting(scene.cast.zhou)] == ["给周", "周的"]
    assert [row["subject"] for row in scene.waiting()] == ["谁的", "给周", "周的"]
    assert scene.waiting(scene.cast.chen) == []
    assert send(browser(scene.cast.admin), "GET", "/mails").status_code == 403
    with unchanged():
        for what, body in (("assign", {"customer_id": str(scene.li)}), ("discard", None)):
            assert asked(scene.cast.chen, ids[0], what, body).status_code == 404
            assert asked(scene.cast.auditor, ids[0], what, body).status_code == 403
    assert ReadEvent.objects.filter(verb="mail.read").count() >= 3


def test_pages_follow_each_other() -> None:
    scene = make_scene()
    comes(scene, *(mail(STRANGER, ZHOU, subject=f"{n}") for n in range(5)))
    wang, seen, cursor = browser(scene.cast.wang), list[str](), ""
    while True:
        page = send(wang, "GET", f"/mails?limit=2{f'&cursor={cursor}' if cursor else ''}").json()
        assert page["count"] == {"value": 5, "capped": False}
        seen += [row["subject"] for row in page["rows"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == ["4", "3", "2", "1", "0"]


def test_a_mail_is_given_to_a_customer_and_kept_nowhere_else() -> None:
    scene = make_scene()
    (waits,) = comes(scene, mail(f"小王 <{STRANGER}>", ZHOU, subject="询价", text="暗号翠鸟"))
    row = scene.waiting(scene.cast.zhou)[0]
    assert (row["reason"], row["text"], row["colleague"]["name"]) == ("no_customer", "暗号翠鸟", "周敏")
    refused = asked(scene.cast.zhou, waits, "assign", {"customer_id": str(scene.li)})
    assert (refused.status_code, Interaction.objects.count()) == (404, 0), "李娜 is 陈's"
    assert asked(scene.cast.zhou, waits, "assign", {"customer_id": str(scene.zhang)}).status_code == 201
    ((customer, by, direction, body),) = filed()
    assert (customer, by, direction) == (scene.zhang, scene.cast.zhou.id, "in")
    assert (body.text, body.people) == ("询价\n\n暗号翠鸟", ("小王",))
    assert (scene.waiting(), Mail.objects.get().content_enc, keys_for([waits])) == ([], None, {})
    again = asked(scene.cast.zhou, waits, "assign", {"customer_id": str(scene.zhang)})
    assert (again.status_code, code(again), len(filed())) == (409, "mailbox.sorted", 1)


def test_who_was_filed_meanwhile_is_offered() -> None:
    scene = make_scene()
    comes(scene, mail(STRANGER, ZHOU))
    assert scene.waiting(scene.cast.zhou)[0]["offered"] == []
    new = file_customer(scene.cast.zhou, name="新客户", email=STRANGER)
    assert [c["id"] for c in scene.waiting(scene.cast.zhou)[0]["offered"]] == [str(new)]
    comes(scene, mail(LI, ZHOU))
    assert scene.waiting(scene.cast.zhou)[0]["offered"] == [], "李娜 is 陈's"


def test_what_is_of_no_use_is_discarded_and_what_nobody_sorts_is_destroyed() -> None:
    scene = make_scene()
    second, first = comes(scene, mail(STRANGER, ZHOU, subject="甲"), mail(STRANGER, ZHOU, subject="乙"))
    assert asked(scene.cast.zhou, first, "discard").status_code == 204
    assert (destroy_old(), len(scene.waiting())) == (0, 1)
    Mail.objects.filter(id=second).update(destroy_after=now() - timedelta(seconds=1))
    assert [destroy_old(), destroy_old()] == [1, 0]
    assert [(m.state, m.content_enc) for m in Mail.objects.order_by("id")] == [("discarded", None), ("destroyed", None)]
    assert keys_for([first, second]) == {}
    verbs = Event.objects.filter(verb__startswith="mail.").exclude(verb="mail.received").values_list("verb", flat=True)
    assert sorted(verbs) == ["mail.destroyed", "mail.discarded"]
    assert code(asked(scene.cast.zhou, second, "discard")) == "mailbox.sorted"
    assert comes(scene, mail(STRANGER, ZHOU, subject="甲")) == [], "what was discarded does not come back"


def test_what_waits_is_sealed() -> None:
    scene = make_scene()
    comes(scene, mail(STRANGER, ZHOU, subject="翠鸟", text="翠鸟"))
    row = Mail.objects.get()
    assert row.content_enc is not None
    for word in ("翠鸟", STRANGER):
        assert word.encode() not in bytes(row.content_enc)


def test_what_waits_is_found_among_many_that_do_not() -> None:
    scene = make_scene()
    comes(scene, mail(STRANGER, ZHOU))
    Mail.objects.bulk_create(Mail(mark=n, state="filed", at=now(), user_id=scene.cast.zhou.id) for n in range(4000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE mailbox_mail")
    for user in (scene.cast.wang, scene.cast.zhou):
        with CaptureQueriesContext(connection) as seen:
            assert len(scene.waiting(user)) == 1
        asked_for = [q["sql"] for q in seen.captured_queries if 'FROM "mailbox_mail"' in q["sql"]]
        assert len(asked_for) == 2, "a count and a page"
        for statement in asked_for:
            assert "mailbox_mail_" in planned(statement), planned(statement)


def planned(statement: str) -> str:
    """What the database says it will do."""
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(explain + statement)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
