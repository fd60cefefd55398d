"""The roles every installation has. They are kept equal to this file; whoever wants other rights makes a role of their own."""

from dataclasses import dataclass, field

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.kit.actor import Scope

CUSTOMER_WORK = (
    "customers.view",
    "customers.create",
    "customers.edit",
    "customers.history",
    "customers.print",
    "views.share",
    "tokens.own",
    "verification.send",
    "verification.confirm",
    "duplicates.collaborate",
    "activity.record",
    "commerce.view",
    "commerce.record",
    "deals.view",
    "deals.edit",
    "projects.view",
    "projects.edit",
    "ownership.claim",
    "documents.file",
    "service.view",
    "service.handle",
    "mailbox.sort",
    "strategy.view",
    "strategy.edit",
    "approvals.ask",
    "privacy.view",
    "privacy.record",
    "portal.invite",
    "portal.review",
)
STEWARDSHIP = (
    "customers.bulk",
    "customers.merge",
    "duplicates.review",
    "groups.manage",
    "customers.trash",
    "verification.campaign",
    "activity.manage",
    "commerce.manage",
    "deals.manage",
    "documents.manage",
    "privacy.requests",
)
MANAGEMENT = (
    "customers.assign",
    "customers.declassify",
    "customers.reveal",
    "customers.export",
    "customers.import",
    "imports.undo",
    "ownership.arbitrate",
    "approvals.decide",
    "approvals.break_glass",
    "oversight.seen",
)
OPEN = {"own": "edit", "other": "edit"}
OPEN_TO_EXPORT = {"own": "edit", "other": "edit", "export": "read"}

FieldModesJson = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltinRole:
    """One role as it ships."""

    code: str
    zh: str
    en: str
    scope: Scope
    rights: tuple[str, ...]
    field_modes: FieldModesJson = field(default_factory=dict)


ADMINISTRATOR = "administrator"
MANAGER = "manager"

BUILTIN_ROLES = (
    BuiltinRole(
        code=ADMINISTRATOR,
        zh="系统管理员",
        en="Administrator",
        scope=Scope.OWN,
        rights=(
            "people.manage",
            "roles.manage",
            "departments.manage",
            "sign_in.rules",
            "clearance.give",
            "fields.manage",
            "tags.manage",
            "numbering.manage",
            "delivery.manage",
            "mailbox.manage",
            "calendar.manage",
            "deals.stages",
            "ownership.succeed",
            "service.manage",
            "operations.manage",
            "approvals.manage",
            "oversight.manage",
            "incidents.handle",
            "oversight.judge",
            "portal.manage",
            "audit.read",
            "access.explain",
            "tokens.own",
        ),
    ),
    BuiltinRole(
        code=MANAGER,
        zh="经理",
        en="Manager",
        scope=Scope.ALL,
        rights=(
            *CUSTOMER_WORK,
            *STEWARDSHIP,
            *MANAGEMENT,
            "quality.manage",
            "cleaning.use",
            "duplicates.run",
            "deals.stages",
            "ownership.manage",
            "activity.plan",
            "ownership.succeed",
            "documents.sensitive",
            "privacy.erase",
            "privacy.confirm",
            "privacy.manage",
            "privacy.restricted",
            "portal.manage",
            "tags.manage",
            "calendar.manage",
            "service.manage",
        ),
        field_modes={"*C": OPEN_TO_EXPORT},
    ),
    BuiltinRole(
        code="lead",
        zh="团队主管",
        en="Team lead",
        scope=Scope.TREE,
        rights=(*CUSTOMER_WORK, *STEWARDSHIP, *MANAGEMENT),
    ),
    BuiltinRole(
        code="member",
        zh="客户经理",
        en="Account manager",
        scope=Scope.OWN,
        rights=(*CUSTOMER_WORK, "customers.import"),
    ),
    BuiltinRole(
        code="steward",
        zh="数据管理员",
        en="Data steward",
        scope=Scope.ALL,
        rights=(
            *CUSTOMER_WORK,
            *STEWARDSHIP,
            "customers.import",
            "customers.export",
            "imports.undo",
            "quality.manage",
            "cleaning.use",
            "duplicates.run",
            "documents.sensitive",
            "privacy.erase",
            "tags.manage",
            "fields.manage",
        ),
        field_modes={"*C": OPEN},
    ),
    BuiltinRole(
        code="system_admin",
        zh="系统管理员（三员）",
        en="System administrator (separate)",
        scope=Scope.OWN,
        rights=(
            "operations.manage",
            "delivery.manage",
            "mailbox.manage",
            "numbering.manage",
            "calendar.manage",
            "fields.manage",
            "tags.manage",
            "deals.stages",
            "service.manage",
            "tokens.own",
        ),
    ),
    BuiltinRole(
        code="security_admin",
        zh="安全管理员（三员）",
        en="Security administrator (separate)",
        scope=Scope.OWN,
        rights=(
            "people.manage",
            "roles.manage",
            "departments.manage",
            "sign_in.rules",
            "clearance.give",
            "approvals.manage",
            "oversight.manage",
            "incidents.handle",
            "portal.manage",
            "ownership.succeed",
            "access.explain",
            "tokens.own",
        ),
    ),
    BuiltinRole(
        code="auditor",
        zh="审计员",
        en="Auditor",
        scope=Scope.OWN,
        rights=("audit.read", "access.explain", "approvals.review", "oversight.judge"),
    ),
)


def ensure_builtin_roles() -> None:
    """Make the stored built-in roles equal to the ones above; runs after every migration."""
    changed = False
    for builtin in BUILTIN_ROLES:
        wanted = {
            "name_zh": builtin.zh,
            "name_en": builtin.en,
            "rights": sorted(set(builtin.rights)),
            "scope": int(builtin.scope),
            "field_modes": builtin.field_modes,
            "builtin": True,
        }
        stored = Role.objects.filter(code=builtin.code).values(*wanted).first()
        if stored != wanted:
            Role.objects.update_or_create(code=builtin.code, defaults=wanted)
            changed = True
    if changed:
        bump()
