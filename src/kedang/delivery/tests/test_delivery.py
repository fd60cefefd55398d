"""The outbox against a real mail server: sealed while it waits, empty when it is over, tried again, bounced."""

import smtplib
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import transaction

from kedang.delivery import sending, settings
from kedang.delivery.gateways import HttpGateway
from kedang.delivery.mail import check_mail, outcome_of
from kedang.delivery.models import BOUNCED, FAILED, MAIL, QUEUED, SENT, SMS, Message
from kedang.delivery.outbox import Draft, post, standing, take_out
from kedang.delivery.outcomes import DONE, Outcome, on_outcome
from kedang.delivery.sending import PAUSES, forget_old, send_now
from kedang.delivery.settings import MailSettings, SmsSettings
from kedang.delivery.tests.mail_server import certificate, mail_server, use_mail
from kedang.jobs.models import Job
from kedang.jobs.worker import run_waiting
from kedang.kit.clock import now
from kedang.kit.env import settings as environment
from kedang.vault.keys import keys_for

pytestmark = pytest.mark.django_db
WORDS = "核实码 482913，请勿转发"
TO = "zhang@customer.example"


@pytest.fixture(autouse=True)
def _no_channels(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.forget_settings()
    yield
    monkeypatch.undo()
    settings.forget_settings()


def queue(to: str = TO, *, channel: str = MAIL, lasts: timedelta | None = None) -> Message:
    """One message in the outbox."""
    until = now() + lasts if lasts else None
    with transaction.atomic():
        made = post(
            Draft(
                channel=channel,
                to=to,
                subject="核实",
                text=WORDS,
                purpose="t",
                subject_id=7,
                actor_id=1,
                expires_at=until,
            )
        )
    return Message.objects.get(id=made)


def again(message: Message) -> Message:
    """The message after everything that is due was done."""
    Job.objects.filter(state="queued").update(run_after=now())
    run_waiting()
    message.refresh_from_db()
    return message


def test_what_is_taken_out_never_leaves_and_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with mail_server() as (taken, port):
        use_mail(monkeypatch, port)
        over = again(queue())
        message = queue()
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            take_out("t", [7])
        assert run_waiting() == 1
        assert list(Message.objects.values_list("id", flat=True)) == [over.id], "what is over holds nothing any more"
        assert keys_for([message.id]) == {}
        assert [letter.to for letter in taken.letters] == [TO]


def test_what_is_taken_out_while_it_is_on_its_way_is_not_written_down_again(monkeypatch: pytest.MonkeyPatch) -> None:
    message = queue()

    def sends(**_: str) -> Outcome:
        Message.objects.filter(id=message.id).delete()
        return DONE

    monkeypatch.setattr(sending, "send_mail", sends)
    assert run_waiting() == 1
    assert not Message.objects.exists()
    assert Job.objects.get().state == "done"


def test_a_letter_arrives_and_nothing_of_it_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server() as (taken, port):
        use_mail(monkeypatch, port)
        message = queue()
        for secret in (WORDS, TO, "482913"):
            assert secret.encode() not in bytes(message.sealed or b"")
        assert not Job.objects.filter(payload__contains="customer.example").exists()
        again(message)
    (letter,) = taken.letters
    assert (letter.to, letter.sender, letter.content["Subject"]) == (TO, "archive@kedang.example", "核实")
    assert letter.text.strip() == WORDS
    assert (message.state, message.sealed, message.tries) == (SENT, None, 1)
    assert keys_for([message.id]) == {}, "the key is destroyed with the message"


def test_starttls_is_used_and_its_certificate_checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    context, trusted = certificate(tmp_path)
    with mail_server(tls_context=context, require_starttls=True) as (taken, port):
        use_mail(monkeypatch, port, SECURITY="starttls")
        assert check_mail() == "certificate"
        message = again(queue())
        assert (message.state, message.why, taken.letters) == (QUEUED, "certificate", [])
        use_mail(monkeypatch, port, SECURITY="starttls", CA_FILE=str(trusted))
        assert check_mail() == ""
        assert again(message).state == SENT
    assert len(taken.letters) == 1


def test_a_server_without_starttls_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server() as (taken, port):
        use_mail(monkeypatch, port, SECURITY="starttls")
        assert (again(queue()).why, taken.asked) == ("no_encryption", [])


def test_a_deferred_letter_is_tried_again_and_then_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server() as (taken, port):
        use_mail(monkeypatch, port)
        message = again(queue("busy@customer.example"))
        assert (message.state, message.why, message.tries) == (QUEUED, "smtp_451", 1)
        (waiting,) = Job.objects.filter(state="queued")
        assert waiting.run_after > now() + PAUSES[0] - timedelta(seconds=10)
        for _ in PAUSES:
            assert message.state == QUEUED
            again(message)
    assert (message.state, message.tries, len(taken.asked)) == (FAILED, len(PAUSES) + 1, len(PAUSES) + 1)


def test_an_unknown_address_bounces_at_once_and_its_room_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, str, str]] = []
    on_outcome("t", lambda message: told.append((message.subject_id, message.state, message.why)))
    with mail_server() as (taken, port):
        use_mail(monkeypatch, port)
        assert again(queue("unknown@customer.example")).state == BOUNCED
        taken.at_data = "554 5.7.1 looks like spam"
        assert again(queue()).state == FAILED
        taken.at_data = "552 5.2.2 mailbox full"
        assert again(queue()).state == BOUNCED
    assert told == [(7, BOUNCED, "smtp_550"), (7, FAILED, "smtp_554_policy"), (7, BOUNCED, "smtp_552")]
    assert Message.objects.exclude(sealed=None).count() == 0


def test_a_server_that_is_gone_is_asked_later(monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server() as (_, port):
        pass
    use_mail(monkeypatch, port)
    message = again(queue())
    assert (message.state, message.why) == (QUEUED, "unreachable")
    with mail_server() as (taken, other):
        use_mail(monkeypatch, other)
        assert again(message).state == SENT
    assert len(taken.letters) == 1


def test_a_message_that_came_too_late_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server() as (taken, port):
        use_mail(monkeypatch, port)
        message = queue(lasts=timedelta(seconds=-1))
        assert (again(message).state, message.why, taken.asked) == (FAILED, "too_late", [])
        short = again(queue("busy@customer.example", lasts=timedelta(seconds=20)))
        assert short.state == FAILED, "the next attempt would come after its time"


def test_whoever_waits_gets_the_first_attempt_and_a_second_sender_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server() as (taken, port):
        use_mail(monkeypatch, port)
        message = queue()
        send_now(message.id)
        send_now(message.id)
        run_waiting()
    assert len(taken.letters) == 1


def test_an_address_cannot_smuggle_in_a_second_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server() as (taken, port):
        use_mail(monkeypatch, port)
        assert again(queue("a@b.example\r\nBcc: all@b.example")).state == FAILED
        again(queue("a@b.example, c@b.example"))
    assert taken.letters == []


def test_a_trial_gateway_writes_files_for_the_owner_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEDANG_SMS_GATEWAY", "file")
    settings.forget_settings()
    assert again(queue("+8613812345678", channel=SMS)).state == SENT
    (file,) = (environment().home / "sms").iterdir()
    assert file.read_text(encoding="utf-8") == f"+8613812345678\n{WORDS}\n"
    assert file.stat().st_mode & 0o077 == 0
    file.unlink()


@pytest.mark.parametrize(
    ("status", "verdict"), [(200, SENT), (422, BOUNCED), (429, "retry"), (401, "retry"), (503, "retry")]
)
def test_a_gateway_over_http(status: int, verdict: str) -> None:
    got: list[tuple[str, bytes]] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((self.headers["Authorization"], self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.handle_request, daemon=True).start()
        wanted = SmsSettings(kind="http", url=f"http://127.0.0.1:{server.server_port}/send", token="k")
        assert wanted.problem == ""
        assert HttpGateway(wanted).send("+8613800000000", "您好").verdict == verdict
    assert got == [("Bearer k", '{"to":"+8613800000000","text":"您好"}'.encode())]


def test_a_message_that_does_not_open_is_given_up_and_its_room_told() -> None:
    told: list[str] = []
    on_outcome("t", lambda message: told.append(message.state))
    message = queue()
    Message.objects.filter(id=message.id).update(sealed=b"x" * 60)
    for _ in range(3):
        again(message)
    assert (message.state, message.why, message.sealed, told) == (FAILED, "job.failed", None, [FAILED])


def test_settings_that_would_give_something_away_are_refused() -> None:
    assert SmsSettings(kind="http", url="http://sms.example/send").problem == "url"
    assert MailSettings("mail.example", 25, "none", "a@b.example", "user", "secret").problem == "password_in_clear"
    assert "secret" not in repr(MailSettings("mail.example", 25, "none", "a@b.example", "user", "secret"))
    assert MailSettings("mail.example", 25, "ssl", "a@b.example").problem == "security"
    assert MailSettings("mail.example", 25, "tls", "nobody").problem == "sender"


def test_an_error_means_what_it_says() -> None:
    assert outcome_of(smtplib.SMTPAuthenticationError(535, b"no")).why == "sign_in_refused"
    assert outcome_of(smtplib.SMTPSenderRefused(550, b"no", "a@b.example")).why == "sender_refused"
    assert outcome_of(TimeoutError()).verdict == "retry"


def test_old_messages_are_forgotten_and_the_standing_is_told() -> None:
    message, old = queue(), queue()
    Message.objects.filter(id=old.id).update(state=SENT, created_at=now() - timedelta(days=100))
    assert forget_old() == 1
    assert standing(MAIL).counts == {"queued": 1, "sent": 0, "failed": 0, "bounced": 0}
    assert standing(MAIL).waiting_since == message.created_at
