"""What customers are written: plain, short, and nothing about them that the message does not need."""

from dataclasses import dataclass, field

from kedang.accounts.models import Installation
from kedang.kit.env import settings
from kedang.kit.errors import Refusal

NO_ADDRESS = Refusal(
    "verification.no_public_url",
    409,
    "还不能发送链接：系统管理员需先设置对外访问地址（KEDANG_PUBLIC_URL）。",
    "Links cannot be sent yet: an administrator must first set the public address (KEDANG_PUBLIC_URL).",
)
LANGUAGES = ("zh-CN", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """A subject for mail, and a text."""

    subject: str
    text: str = field(repr=False)


def sender_name() -> str:
    """Who writes: the organisation."""
    return Installation.objects.filter(id=1).values_list("name", flat=True).first() or "客档"


def code_words(code: str, *, language: str, minutes: int) -> Words:
    """A code, and whom to tell it."""
    name = sender_name()
    if language.startswith("zh"):
        text = f"【{name}】核实码 {code}，{minutes} 分钟内有效。只告诉正在与您联系的本单位人员。与您无关请忽略。"
        return Words(f"{name}：核实码", text)
    text = f"[{name}] Your code is {code}, good for {minutes} minutes. Tell it only to the person of ours you are talking to. "
    return Words(f"{name}: your code", text + "If this is not for you, ignore it.")


def link_words(token: str, *, language: str, hours: int, short: bool) -> Words:
    """A link to confirm with; `short` for SMS, which are paid by their length."""
    name, address = sender_name(), f"{public_address()}/v#{token}"
    if short:
        zh = f"【{name}】请打开并确认这个号码可以联系到您，{hours} 小时内有效：{address} 与您无关请忽略。"
        en = f"[{name}] Please confirm that this number reaches you, within {hours} hours: {address} Not for you? Ignore it."
        return Words("", zh if language.startswith("zh") else en)
    if language.startswith("zh"):
        text = (
            f"您好：\n\n{name}请您确认，通过这里可以联系到您。\n"
            f"请在 {hours} 小时内打开下面的地址，并点击“确认”：\n\n{address}\n\n"
            "如果您与我们没有往来，请忽略，不需要做任何事。\n"
        )
        return Words(f"{name}：请确认您的联系方式", text)
    text = (
        f"Hello,\n\n{name} asks you to confirm that you can be reached here.\n"
        f"Please open this address within {hours} hours and press “Confirm”:\n\n{address}\n\n"
        "If you do not know us, ignore this; there is nothing to do.\n"
    )
    return Words(f"{name}: please confirm how to reach you", text)


def public_address() -> str:
    """The address customers can open."""
    url = settings().public_url
    if not url:
        raise NO_ADDRESS()
    return url.rstrip("/")
