"""The demonstration's mails that wait to be sorted: nobody of the house is recognised in them."""

from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from django.db import transaction

from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.mailbox.capturing import keep
from kedang.mailbox.imap import Fetched
from kedang.mailbox.models import Box

_ADDRESS = "archive@demo.example"
_MAILS = (
    (
        6,
        "采购部 何欣 <hexin@lanhai-parts.example>",
        "询价：数据采集终端 30 台",
        "您好：\n\n我司三个车间拟于明年一季度试用数据采集终端，首批 30 台，请报含税单价、交期和质保条件。\n如方便，本周四下午可以电话沟通。\n\n"
        "何欣\n蓝海零部件 采购部",
    ),
    (
        29,
        "Marta Nowak <m.nowak@balticfreight.example>",
        "Two routes for the export shipments",
        "Dear colleagues,\n\nplease find our transit times for both routes below: by rail 18 days, by sea 41 days.\n\nBest regards\nMarta Nowak",
    ),
    (
        75,
        "qiu.wen@mail.example",
        "上次展会的资料",
        "展会上聊过的那份节能改造案例，能发我一份吗？谢谢！\n邱雯",
    ),
)


@transaction.atomic
def build(actor: Actor) -> None:
    """Mails that came in the last days, the latest last."""
    for hours, sender, subject, text in reversed(_MAILS):
        came_at = now() - timedelta(hours=hours)
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = sender, f"sales@demo.example, {_ADDRESS}", subject
        letter["Date"] = format_datetime(came_at)
        letter.set_content(text)
        keep(Box(address=_ADDRESS), Fetched(0, letter.as_bytes(), came_at, whole=True))
