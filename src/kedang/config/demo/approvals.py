"""The demonstration's requests to see identity numbers: two wait, one was granted, one refused."""

from kedang.accounts.behind import actor_for
from kedang.accounts.queries import user_by_login
from kedang.approvals import asking, granting
from kedang.approvals.asking import Wanted
from kedang.archive.models import PERSON, Customer

_ASKED = (
    ("check", "客户来柜台办理业务，需要核对证件号码", 30, 3),
    ("contract", "会员合同要填写证件号码，下午签约", 60, 2),
    ("service", "帮客户补办会员卡，需要核对身份", 15, 1),
    ("other", "想看看客户的证件号码是不是本地的", 120, 10),
)


def build() -> None:
    """周 asks, 林 decides; nothing where the demonstration has other people."""
    zhou, lin = user_by_login("zhou"), user_by_login("lin")
    if zhou is None or lin is None:
        return
    asker, lead = actor_for(zhou.id), actor_for(lin.id)
    found = Customer.objects.visible_to(asker).filter(kind=PERSON, owner_id=zhou.id).order_by("-id")
    ids = list(found.values_list("id", flat=True)[: len(_ASKED)])
    asked = [
        asking.ask(
            asker,
            Wanted(
                customer_ids=[customer_id],
                fields=["id_number"],
                purpose=purpose,
                words=words,
                minutes=minutes,
                looks=looks,
            ),
        )
        for customer_id, (purpose, words, minutes, looks) in zip(ids, _ASKED, strict=False)
    ]
    for request in asked[2:3]:
        granting.approve(lead, request.id, version=1)
    for request in asked[3:4]:
        granting.refuse(lead, request.id, version=1, reason="看籍贯不需要证件号码，请直接问客户")
