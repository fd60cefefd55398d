"""Mails in a real mailbox become interactions: of whom, with whom, once; and nothing is lost."""

import pytest

from kedang.accounts.models import User
from kedang.accounts.policy import bump
from kedang.activity.models import Interaction
from kedang.archive.models import Grant
from kedang.archive.tests.filing import file_customer, share
from kedang.history.models import Event
from kedang.history.record import record
from kedang.mailbox import capturing, imap
from kedang.mailbox.capturing import capture
from kedang.mailbox.models import Box, Mail
from kedang.mailbox.setting import way_of
from kedang.mailbox.tests.imap_server import USER, imap_server, mail
from kedang.mailbox.tests.scene import CHEN, LI, STRANGER, ZHANG, ZHOU, filed, make_scene, states
from kedang.vault.keys import keys_for

pytestmark = pytest.mark.django_db


def test_a_copy_of_a_mail_is_written_down_by_who_sent_it_with_whom_it_went_to() -> None:
    scene = make_scene()
    with imap_server() as server:
        scene.set_up(server.port)
        server.deliver(mail(f"周敏 <{ZHOU}>", f"张伟 <{ZHANG.upper()}>, {STRANGER}", subject="年底报价"))
        before = server.flags()
        assert [capture() for _ in range(3)] == [1, 0, 0]
        assert server.flags() == before, "the mailbox stays as it is"
    ((customer, by, direction, body),) = filed()
    assert (customer, by, direction, body.people) == (scene.zhang, scene.cast.zhou.id, "out", ("张伟",))
    assert body.text == "年底报价\n\n附上报价，暗号翠鸟"
    assert states() == [("filed", "")]
    kept = Mail.objects.get()
    assert (kept.content_enc, keys_for([kept.id])) == (None, {}), "nothing of it is kept twice"
    assert not any("翠鸟" in f"{e.details}{e.fields}" for e in Event.objects.all())


def test_an_answer_of_the_customer_is_written_down_by_the_colleague_who_got_it() -> None:
    scene = make_scene()
    with imap_server() as server:
        scene.set_up(server.port)
        server.deliver(mail(ZHANG, f"{STRANGER}, {ZHOU}", Cc=LI))
        capture()
    assert [row[:3] for row in filed()] == [(scene.zhang, scene.cast.zhou.id, "in")]


def test_nobody_writes_to_a_customer_they_do_not_see_or_may_only_read() -> None:
    scene = make_scene()
    share(scene.li, scene.cast.zhou)
    Grant.objects.update(level="read")
    with imap_server() as server:
        scene.set_up(server.port)
        server.deliver(mail(CHEN, ZHANG), mail(ZHOU, LI), mail(CHEN, f"{ZHANG}, {LI}", subject="两位"))
        capture()
    assert [row[:2] for row in filed()] == [(scene.li, scene.cast.chen.id)]
    assert states() == [("waiting", "no_customer"), ("waiting", "no_customer"), ("filed", "")]
    assert [row["offered"] for row in scene.waiting(scene.cast.chen)] == [[]], "nor is 张伟 told of"
    assert [row["subject"] for row in scene.waiting(scene.cast.zhou)] == ["报价"]


def test_who_is_nobody_of_us_waits_in_the_queue() -> None:
    scene = make_scene()
    User.objects.filter(id=scene.cast.chen.id).update(is_active=False)
    User.objects.filter(id__in=[scene.cast.lin.id, scene.cast.wang.id]).update(email="team@example.com")
    bump()
    with imap_server() as server:
        scene.set_up(server.port)
        server.deliver(mail(STRANGER, ZHANG), mail(CHEN, LI), mail("team@example.com", ZHANG), mail(ZHANG, USER))
        capture()
    assert states() == [("waiting", "unknown_sender")] * 4
    assert Interaction.objects.count() == 0
    offered = [[each["name"] for each in row["offered"]] for row in scene.waiting()]
    assert offered == [["张伟"], ["张伟"], ["李娜"], ["张伟"]]
    assert scene.waiting(scene.cast.lin) == [], "only who sees all customers"


def test_a_crash_in_the_middle_leaves_nothing_half_and_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    calls = list[str]()

    def killed(*args: object, **more: object) -> None:
        calls.append("")
        if len(calls) == 2:
            raise KeyboardInterrupt
        record(*args, **more)  # type: ignore[arg-type]

    with imap_server() as server:
        scene.set_up(server.port)
        server.deliver(*(mail(ZHOU, ZHANG, subject=f"第 {number} 封") for number in (1, 2, 3)))
        monkeypatch.setattr(capturing, "record", killed)
        with pytest.raises(KeyboardInterrupt):
            capture()
        assert (Interaction.objects.count(), Mail.objects.count()) == (1, 1), "the second left nothing"
        assert capture() == 2
    assert [body.text.split("\n")[0] for *_, body in filed()] == ["第 1 封", "第 2 封", "第 3 封"]


def test_the_same_mails_under_new_numbers_are_not_written_down_again() -> None:
    scene = make_scene()
    letters = [mail(ZHOU, ZHANG, subject="甲"), mail(STRANGER, ZHOU, subject="乙")]
    with imap_server() as server:
        scene.set_up(server.port)
        server.deliver(*letters)
        assert capture() == 2
        port, validity = server.port, Box.objects.get().uid_validity
    with imap_server(port=port) as server:
        server.deliver(*reversed(letters))
        server.deliver(mail(ZHOU, ZHANG, subject="丙"), b"X-Way: another\r\n" + letters[0])
        assert capture() == 4
    assert Box.objects.get().uid_validity != validity
    assert [body.text.split("\n")[0] for *_, body in filed()] == ["甲", "丙"]
    assert len(states()) == 3


def test_a_strangers_mail_with_the_id_of_another_does_not_stand_in_for_it() -> None:
    scene = make_scene()
    with imap_server() as server:
        scene.set_up(server.port)
        server.deliver(
            mail(STRANGER, USER, message_id="<same@mail.example>"), mail(ZHOU, ZHANG, message_id="<same@mail.example>")
        )
        capture()
    assert states() == [("waiting", "unknown_sender"), ("filed", "")]


def test_one_who_comes_second_with_the_same_mail_does_nothing() -> None:
    scene = make_scene()
    with imap_server() as server:
        version = scene.set_up(server.port)["version"]
        server.deliver(mail(ZHOU, ZHANG))
        with imap.opened(way_of(Box.objects.get())) as box:
            (uid,) = box.uids_after(0)
            fetched = box.fetch(uid)
            assert capturing.take_in(version, box.uid_validity, uid, fetched)
            assert capturing.take_in(version, box.uid_validity, uid, fetched)
            scene.set_up(server.port, active=False)
            assert not capturing.take_in(version, box.uid_validity, uid + 1, fetched), "another mailbox since"
    assert len(filed()) == 1


def test_only_mail_that_its_server_vouches_for_is_filed_when_that_is_wanted() -> None:
    scene = make_scene()
    good = "mx.example.com; spf=pass; dmarc=pass header.from=example.com"
    faked = 'mx.example.com; spf=fail smtp.mailfrom="; dmarc=pass x"@evil.example (; dmarc=pass)'
    with imap_server() as server:
        scene.set_up(server.port, trusts="mx.example.com")
        server.deliver(
            mail(ZHOU, ZHANG, subject="无"),
            mail(ZHOU, ZHANG, subject="假", Authentication_Results=faked),
            mail(ZHOU, ZHANG, subject="别家", Authentication_Results=good.replace("mx.", "evil.")),
            b"Authentication-Results: mx.example.com; dmarc=fail\r\n"
            + mail(ZHOU, ZHANG, subject="两行", Authentication_Results=good),
            mail(ZHOU, ZHANG, subject="真", Authentication_Results=good),
        )
        capture()
    assert states() == [("waiting", "unverified")] * 4 + [("filed", "")]
    assert filed()[0][3].text.startswith("真")


def test_what_goes_to_a_crowd_or_is_too_large_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    for number in range(3):
        file_customer(scene.cast.zhou, name=f"客户{number}", email=f"c{number}@customer.example")
    monkeypatch.setattr(capturing, "MOST_CUSTOMERS", 2)
    monkeypatch.setattr(imap, "LARGEST", 3000)
    with imap_server() as server:
        scene.set_up(server.port)
        everybody = ", ".join(f"c{number}@customer.example" for number in range(3))
        server.deliver(mail(ZHOU, everybody), mail(ZHOU, ZHANG, subject="大", text="长" * 5000))
        capture()
    assert states() == [("waiting", "crowd"), ("waiting", "too_large")]
    assert (filed(), scene.waiting(scene.cast.zhou)[0]["subject"]) == ([], "大")


def test_who_may_not_record_has_nothing_written_for_them() -> None:
    scene = make_scene()
    with imap_server() as server:
        scene.set_up(server.port)
        server.deliver(mail("auditor@example.com", ZHANG))
        capture()
    assert (filed(), states()) == ([], [("waiting", "no_customer")])


def test_a_mailbox_that_does_not_answer_is_told_of_and_tried_again() -> None:
    scene = make_scene()
    with imap_server() as server:
        scene.set_up(server.port)
        port = server.port
    assert (capture(), Box.objects.get().problem) == (0, "unreachable")
    with imap_server(port=port) as server:
        server.deliver(mail(ZHOU, ZHANG))
        assert (capture(), Box.objects.get().problem) == (1, "")
