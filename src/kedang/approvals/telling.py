"""Who hears of a request and of what became of it: a notice, and a mail where mail is set up. Neither says what is asked or of whom."""

from collections.abc import Iterable

from kedang.accounts.models import User
from kedang.approvals.models import EXPORT, Grant, Request
from kedang.approvals.terms import terms
from kedang.delivery.models import MAIL
from kedang.delivery.outbox import Draft, is_set_up, post
from kedang.history import news
from kedang.history.news import News
from kedang.kit.actor import Actor

KIND = "approval"
# What a notice is about, as its reader needs to know it: somebody waits, somebody answered, somebody broke the glass.
ASKED, ANSWERED, BROKEN = "approval_asked", "approval_done", "approval_glass"
# Exports are of no one customer: they are told by mail and by the number beside the menu.
EXPORT_ASKED, EXPORT_ANSWERED = "export_asked", "export_done"
_MAILS = {
    ASKED: (
        "有一份查看申请等您审批",
        "A request to see masked values waits for you",
        "{name} 提交了一份查看申请。请登录客档，打开“权限审批”处理。",
        "{name} asks to see masked values. Sign in to Kedang and open “Approvals”.",
    ),
    EXPORT_ASKED: (
        "有一份导出申请等您审批",
        "A request to export customers waits for you",
        "{name} 提交了一份导出申请。请登录客档，打开“权限审批”处理。",
        "{name} asks to export customers. Sign in to Kedang and open “Approvals”.",
    ),
    EXPORT_ANSWERED: (
        "您的导出申请已有答复",
        "Your request to export was answered",
        "{name} 处理了您的导出申请。请登录客档，打开“权限审批”查看。",
        "{name} answered your request to export. Sign in to Kedang and open “Approvals”.",
    ),
    BROKEN: (
        "紧急查看提醒",
        "The glass was broken",
        "{name} 刚刚使用了紧急查看。请登录客档，在 24 小时内于“权限审批”中复核。",
        "{name} has just used emergency access. Sign in to Kedang and review it under “Approvals” within 24 hours.",
    ),
}


def waits(actor: Actor, request: Request, customer_id: int, to: Iterable[int]) -> None:
    """Tell who decides that a request waits."""
    _tell(actor, ASKED, request.id, customer_id, list(to))


def answered(actor: Actor, request: Request, customer_id: int | None) -> None:
    """Tell the requester how it ended."""
    settled(request.id)
    if request.kind == EXPORT:
        _mail(actor, EXPORT_ANSWERED, request.id, [request.user_id])
    if customer_id is not None:
        news.tell(actor, News(KIND, customer_id, (request.user_id,), (ANSWERED, request.id)))


def export_waits(actor: Actor, request: Request, to: Iterable[int]) -> None:
    """Tell who decides that somebody asks to export."""
    _mail(actor, EXPORT_ASKED, request.id, list(to))


def glass_broken(actor: Actor, grant: Grant, customer_id: int, to: Iterable[int]) -> None:
    """Tell leads and reviewers, at once."""
    _tell(actor, BROKEN, grant.request_id, customer_id, list(to))


def settled(request_id: int) -> None:
    """Nobody needs to decide it any more."""
    news.settled(ASKED, request_id)


def _tell(actor: Actor, what: str, request_id: int, customer_id: int, to: list[int]) -> None:
    news.tell(actor, News(KIND, customer_id, tuple(to), (what, request_id)))
    _mail(actor, what, request_id, to)


def _mail(actor: Actor, what: str, request_id: int, to: list[int]) -> None:
    if not terms().mail or not is_set_up(MAIL):
        return
    subject_zh, subject_en, text_zh, text_en = _MAILS[what]
    for user in User.objects.filter(id__in=to, is_active=True).exclude(email="").exclude(id=actor.id).order_by("id"):
        zh = user.language.startswith("zh")
        text = (text_zh if zh else text_en).format(name=actor.name)
        subject = subject_zh if zh else subject_en
        post(
            Draft(
                channel=MAIL,
                to=user.email,
                text=text,
                subject=subject,
                purpose="approvals",
                subject_id=request_id,
                actor_id=actor.id,
            )
        )
