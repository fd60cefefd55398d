"""What invited customers are written: who asks, until when, and nothing about them."""

from kedang.verification.wording import Words, public_address, sender_name


def link_words(token: str, *, language: str, hours: int, short: bool) -> Words:
    """The link; `short` for SMS, which are paid by their length. The token stands behind the #, so no server is told it."""
    name, address = sender_name(), f"{public_address()}/self-service#{token}"
    if short:
        zh = f"【{name}】请核对您留在我单位的资料，{hours} 小时内有效：{address} 请勿转发。"
        en = f"[{name}] Please check the details we hold of you, within {hours} hours: {address} Do not pass this on."
        return Words("", zh if language.startswith("zh") else en)
    if language.startswith("zh"):
        text = (
            f"您好：\n\n{name}邀请您查看、更正和确认您留在我们这里的资料。\n"
            f"请在 {hours} 小时内打开下面的地址。打开后还需要一个验证码，我们会用另一种方式告诉您。\n\n{address}\n\n"
            "这个链接只能使用一次，请勿转发。如果您与我们没有往来，请忽略，不需要做任何事。\n"
        )
        return Words(f"{name}：请核对您的资料", text)
    text = (
        f"Hello,\n\n{name} invites you to see, correct and confirm the details we hold of you.\n"
        f"Please open this address within {hours} hours. You also need a code, which reaches you another way.\n\n{address}\n\n"
        "The link works once; do not pass it on. If you do not know us, ignore this; there is nothing to do.\n"
    )
    return Words(f"{name}: please check your details", text)


def code_words(code: str, *, language: str, minutes: int) -> Words:
    """The code, for the page the customer has just opened and for nobody on the telephone."""
    name = sender_name()
    if language.startswith("zh"):
        text = f"【{name}】客户自助验证码 {code}，{minutes} 分钟内有效。请填在您打开的页面上，不要告诉任何人。"
        return Words(f"{name}：客户自助验证码", text)
    text = f"[{name}] Your self-service code is {code}, good for {minutes} minutes. Enter it on the page you opened; tell nobody."
    return Words(f"{name}: your self-service code", text)
