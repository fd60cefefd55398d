"""Every right there is: a code and a sentence. Rooms above declare theirs in `apps.ready()`."""


class Right(str):
    """A right is its code, with the sentence people read: `actor.require(VIEW)` and `VIEW.code` both work."""

    __slots__ = ("en", "unmasks", "zh")
    zh: str
    en: str
    unmasks: bool

    def __new__(cls, code: str, zh: str, en: str, *, unmasks: bool = False) -> "Right":
        """A right of this code. `unmasks`: it takes masks off, which a token may only when that was said of it."""
        right = super().__new__(cls, code)
        right.zh = zh
        right.en = en
        right.unmasks = unmasks
        return right

    @property
    def code(self) -> str:
        """The bare code."""
        return str(self)

    def text(self, language: str) -> str:
        """The sentence in the reader's language."""
        return self.zh if language.startswith("zh") else self.en


PEOPLE_MANAGE = Right("people.manage", "管理人员账号", "Manage people and their accounts")
ROLES_MANAGE = Right("roles.manage", "管理角色与权限", "Manage roles and rights")
DEPARTMENTS_MANAGE = Right("departments.manage", "管理部门", "Manage departments")
TOKENS_OWN = Right("tokens.own", "创建自己的访问令牌", "Create access tokens of one's own")
AUDIT_READ = Right("audit.read", "查看操作记录", "Read the history of changes and looks")
SIGN_IN_RULES = Right("sign_in.rules", "管理登录规则", "Manage the rules of signing in")

OWN_RIGHTS = (PEOPLE_MANAGE, ROLES_MANAGE, DEPARTMENTS_MANAGE, TOKENS_OWN, AUDIT_READ, SIGN_IN_RULES)

_rights: dict[str, Right] = {}
_weighty: set[str] = {PEOPLE_MANAGE, ROLES_MANAGE, DEPARTMENTS_MANAGE, AUDIT_READ, SIGN_IN_RULES}


def declare_rights(*rights: Right) -> None:
    """Make rights known to roles, screens and the reference."""
    for right in rights:
        known = _rights.setdefault(right.code, right)
        if (known.zh, known.en) != (right.zh, right.en):
            raise ValueError(f"right {right} is declared twice")


def declared_rights() -> tuple[Right, ...]:
    """Every right, by code."""
    return tuple(_rights[code] for code in sorted(_rights))


def unmasking() -> frozenset[str]:
    """The rights that take masks off."""
    return frozenset(right for right in _rights.values() if right.unmasks)


def is_declared(code: str) -> bool:
    """Whether some room knows this right."""
    return code in _rights


def declare_weighty(*rights: Right) -> None:
    """Count whoever holds one of these among those of whom the middle rule asks a second factor; in `apps.ready()`."""
    _weighty.update(rights)


def weighty() -> frozenset[str]:
    """The rights of administrators, auditors and approvers."""
    return frozenset(_weighty)
