"""Telling a token's owner and the administrators of people that something is wrong with it, by mail where mail is set up."""

from datetime import timedelta

from kedang.accounts.models import Token, User
from kedang.accounts.policy import current_policy
from kedang.accounts.rights import PEOPLE_MANAGE
from kedang.delivery.models import MAIL
from kedang.delivery.outbox import Draft, is_set_up, post
from kedang.kit.clock import now
from kedang.kit.env import settings

PURPOSE = "token_alert"
GOOD_FOR = timedelta(days=2)
OVER, STOPPED_OVER, STOPPED_IDLE, FOREIGN = "over", "budget", "idle", "foreign"
_ZH = {
    OVER: "读取的客户数量超过了限额，暂时不能继续读取。",
    STOPPED_OVER: "超过限额后仍反复读取，已被停用。如果不是您的程序所为，请立即吊销它。",
    STOPPED_IDLE: "已有 30 天没有使用，已被停用。需要时可以在“我的账号”中重新启用一次。",
    FOREIGN: "被人从未登记的地址 {ip} 使用，已被拒绝。令牌可能已泄露，请核实；如不认识该地址，请立即吊销它。",
}
_EN = {
    OVER: "has read more customers than its budget allows and has to wait.",
    STOPPED_OVER: "went on reading beyond its budget and was stopped. If that was not your program, revoke it at once.",
    STOPPED_IDLE: "was not used for 30 days and was stopped. You can start it again once, under “My account”.",
    FOREIGN: "was used from {ip}, which is not on its list, and was refused. It may have been stolen: if you do not know "
    "that address, revoke it at once.",
}


def alert(token: Token, what: str, *, ip: str = "") -> int:
    """Queue the mails inside the caller's transaction; how many. Without a mail server the event alone tells of it."""
    if not is_set_up(MAIL):
        return 0
    told = _concerned(token)
    owner = next((person.name for person in told if person.id == token.user_id), "")
    for person in told:
        subject, text = _words(token, what, ip, owner, zh=person.language.startswith("zh"))
        post(
            Draft(
                channel=MAIL,
                to=person.email,
                subject=subject,
                text=text,
                purpose=PURPOSE,
                subject_id=token.id,
                actor_id=token.user_id,
                expires_at=now() + GOOD_FOR,
            )
        )
    return len(told)


def _concerned(token: Token) -> list[User]:
    roles = [role.id for role in current_policy().roles.values() if PEOPLE_MANAGE in role.rights]
    people = User.objects.filter(is_active=True).exclude(email="")
    return list(people.filter(id=token.user_id).union(people.filter(roles__in=roles)))


def _words(token: Token, what: str, ip: str, owner: str, *, zh: bool) -> tuple[str, str]:
    url = settings().public_url.rstrip("/")
    where = f"\n\n{url}/account" if url else ""
    if zh:
        said = _ZH[what].format(ip=ip)
        return "客档：访问令牌异常", f"{owner} 的访问令牌“{token.name}”（{token.prefix}…）{said}{where}\n"
    said = _EN[what].format(ip=ip)
    return "Kedang: an access token", f"The access token “{token.name}” ({token.prefix}…) of {owner} {said}{where}\n"
