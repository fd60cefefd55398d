"""The ways out as an administrator sees them: what is set up, how it does, and a test message to oneself."""

from dataclasses import dataclass

from django.db import transaction

from kedang.delivery.models import MAIL, SMS, Message
from kedang.delivery.outbox import Draft, Standing, post, standing
from kedang.delivery.sending import send_now
from kedang.delivery.settings import mail_settings, sms_settings
from kedang.engine.standardise.record import standardise_record
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.env import settings
from kedang.kit.errors import Refusal
from kedang.kit.ids import new_id
from kedang.verification import rights
from kedang.verification.limits import HOUR, take
from kedang.verification.requesting import require_channel
from kedang.verification.wording import sender_name

TESTS_AN_HOUR = 10
NOT_AN_ADDRESS = Refusal(
    "delivery.address", 422, "请填写有效的邮箱或手机号。", "Give a valid e-mail address or mobile number."
)
TESTED_OFTEN = Refusal(
    "delivery.tested_often", 429, "一小时最多发 10 条测试消息。", "At most 10 test messages an hour."
)


@dataclass(frozen=True, slots=True)
class Channel:
    """One way out. `where` is a host or a kind of gateway; secrets never stand here."""

    set_up: bool
    problem: str
    where: str
    security: str
    sender: str
    standing: Standing


def _absent(channel: str) -> Channel:
    return Channel(set_up=False, problem="", where="", security="", sender="", standing=standing(channel))


def mail_channel() -> Channel:
    """How mail leaves."""
    wanted = mail_settings()
    if wanted is None:
        return _absent(MAIL)
    where = f"{wanted.host}:{wanted.port}"
    return Channel(not wanted.problem, wanted.problem, where, wanted.security, wanted.sender, standing(MAIL))


def sms_channel() -> Channel:
    """How SMS leave."""
    wanted = sms_settings()
    if wanted is None:
        return _absent(SMS)
    return Channel(not wanted.problem, wanted.problem, wanted.kind, "", "", standing(SMS))


def public_url() -> str:
    """Where links lead to; empty when that is not set."""
    return settings().public_url


def send_test(actor: Actor, *, kind: str, to: str) -> Message:
    """Send a message that says nothing, and tell how the first attempt went."""
    actor.require(rights.MANAGE)
    channel = require_channel(actor, kind)
    value = next((v for v in standardise_record("person", {kind: to}).values if v.field == kind), None)
    if value is None or value.reason:
        raise NOT_AN_ADDRESS()
    message_id = _post(actor, channel, value.standard)
    send_now(message_id)
    return Message.objects.get(id=message_id)


@transaction.atomic
def _post(actor: Actor, channel: str, to: str) -> int:
    if take("test", str(actor.id), cap=TESTS_AN_HOUR, seconds=HOUR) is not None:
        raise TESTED_OFTEN()
    chinese = actor.language.startswith("zh")
    name = sender_name()
    text = (
        f"【{name}】这是一条测试消息，收到即表示发送正常。" if chinese else f"[{name}] A test message: sending works."
    )
    subject = f"{name}：测试消息" if chinese else f"{name}: test message"
    draft = Draft(
        channel=channel, to=to, subject=subject, text=text, purpose="test", subject_id=new_id(), actor_id=actor.id
    )
    message_id = post(draft)
    record(actor, "delivery.tested", subject=("installation", 1), details={"channel": channel})
    return message_id
