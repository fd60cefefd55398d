"""The accounts app."""

from django.apps import AppConfig

from kedang.accounts.rights import OWN_RIGHTS, declare_rights
from kedang.history import verbs
from kedang.jobs.handlers import register_periodic


class AccountsConfig(AppConfig):
    """Declares the rights and verbs of accounts."""

    name = "kedang.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed here and what can happen here."""
        declare_rights(*OWN_RIGHTS)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        from kedang.accounts import jobs, token_budget  # noqa: PLC0415 - models load after the apps are known
        from kedang.history import reads  # noqa: PLC0415 - as above

        reads.asks_before_leaving(token_budget.spend)
        register_periodic("accounts.tokens", jobs.look_after_tokens, seconds=86_400)
        register_periodic("accounts.unfinished", jobs.tell_of_unfinished, seconds=600)


VERBS = (
    ("installation.set_up", "完成了系统初始化", "set up the installation"),
    ("installation.changed", "修改了系统设置", "changed the installation's settings"),
    ("setup_link.made", "生成了初始化链接", "made a set-up link"),
    ("session.opened", "登录", "signed in"),
    ("session.refused", "登录失败", "failed to sign in"),
    ("session.unfinished", "输对了密码但没有完成第二步", "gave the right password and not the second factor"),
    ("session.proved", "再次确认了本人身份", "confirmed that it was them"),
    ("session.proof_refused", "确认本人身份失败", "failed to confirm that it was them"),
    ("factor.added", "添加了第二因素", "added a second factor"),
    ("factor.removed", "移除了第二因素", "removed a second factor"),
    ("factor.codes_made", "生成了新的恢复码", "made new recovery codes"),
    ("factor.taken_off", "移除了某人的全部第二因素", "took every second factor off somebody"),
    ("sign_in_rules.changed", "修改了登录规则", "changed the rules of signing in"),
    ("session.closed", "退出登录", "signed out"),
    ("session.revoked", "注销了一个会话", "ended a session"),
    ("user.created", "添加了人员", "added a person"),
    ("user.changed", "修改了人员", "changed a person"),
    ("user.disabled", "停用了人员", "disabled a person"),
    ("user.enabled", "启用了人员", "enabled a person"),
    ("user.password_changed", "修改了密码", "changed a password"),
    ("department.created", "新建了部门", "added a department"),
    ("department.changed", "修改了部门", "changed a department"),
    ("department.moved", "移动了部门", "moved a department"),
    ("department.deleted", "删除了部门", "deleted a department"),
    ("role.created", "新建了角色", "added a role"),
    ("role.changed", "修改了角色", "changed a role"),
    ("role.deleted", "删除了角色", "deleted a role"),
    ("token.created", "创建了访问令牌", "created an access token"),
    ("token.revoked", "撤销了访问令牌", "revoked an access token"),
    (
        "token.used_elsewhere",
        "从未登记的地址使用访问令牌，已拒绝",
        "used an access token from an address that is not listed",
    ),
    ("token.ran_over", "访问令牌超过读取限额", "ran over an access token's budget"),
    ("token.stopped", "停用了访问令牌", "stopped an access token"),
    ("token.started_again", "重新启用了访问令牌", "started an access token again"),
)
