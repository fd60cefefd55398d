"""Mail to somebody about their own account: what was changed there, and where they were signed in from."""

from datetime import datetime, timedelta

from kedang.accounts.models import User
from kedang.delivery.models import MAIL
from kedang.delivery.outbox import Draft, is_set_up, post
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.env import settings

PURPOSE = "account"
USEFUL = timedelta(days=3)

# code → what the mail says happened, in both languages
LETTERS: dict[str, tuple[str, str]] = {
    "totp.added": ("您的账号添加了验证器应用", "An authenticator app was added to your account"),
    "totp.removed": ("您的账号移除了验证器应用", "The authenticator app was removed from your account"),
    "passkey.added": ("您的账号添加了通行密钥", "A passkey was added to your account"),
    "passkey.removed": ("您的账号移除了一个通行密钥", "A passkey was removed from your account"),
    "codes.made": ("您的账号生成了新的恢复码", "New recovery codes were made for your account"),
    "code.used": ("有人用恢复码登录了您的账号", "A recovery code was used to sign in to your account"),
    "factors.taken_off": ("管理员移除了您的全部第二因素", "An administrator took every second factor off your account"),
    "password.changed": ("您的密码已被修改", "Your password was changed"),
    "second.missing": (
        "有人用您的密码登录，但没有完成第二步",
        "Somebody gave your password and did not finish the second step",
    ),
    "after.failures": ("多次输错之后，有人输对了您的密码", "After several failures somebody gave your right password"),
    "after.long": ("您的账号在三个月未使用后被登录", "Your account was signed in to after three months without use"),
    "place.new": ("您的账号在新的设备或网络登录", "Your account was signed in to from a new device or network"),
}


def write_to(user: User, code: str, actor: Actor, *, at: datetime | None = None) -> None:
    """Queue the mail, in the transaction of what it tells; nothing when the person has no address or mail is not set up. `at`: when it
    happened, if not now."""
    if not user.email or not is_set_up(MAIL):
        return
    zh, en = LETTERS[code]
    chinese = user.language.startswith("zh")
    said = zh if chinese else en
    post(
        Draft(
            channel=MAIL,
            to=user.email,
            subject=f"客档：{said}" if chinese else f"Kedang: {said}",
            text=_text(said, user, actor, at or now(), chinese=chinese),
            purpose=PURPOSE,
            subject_id=user.id,
            actor_id=user.id,
            expires_at=now() + USEFUL,
        )
    )


def _text(said: str, user: User, actor: Actor, moment: datetime, *, chinese: bool) -> str:
    at = moment.strftime("%Y-%m-%d %H:%M UTC")
    url = settings().public_url.rstrip("/")
    where = f"\n{url}/account/security" if url else ""
    if chinese:
        facts = f"账号：{user.login}\n时间：{at}\n网络地址：{actor.ip or '未知'}\n设备：{actor.device or '未知'}"
        return f"{said}。\n\n{facts}\n\n如果不是您本人操作，请立即修改密码、退出其他设备并联系管理员。{where}\n"
    facts = f"Account: {user.login}\nTime: {at}\nAddress: {actor.ip or 'unknown'}\nDevice: {actor.device or 'unknown'}"
    return (
        f"{said}.\n\n{facts}\n\nIf that was not you, change your password, sign out your other devices and tell your "
        f"administrator.{where}\n"
    )
