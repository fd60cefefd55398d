"""The demonstration's departments, people, roles, tags and groups."""

from dataclasses import dataclass

from kedang.accounts.builtin import ensure_builtin_roles
from kedang.accounts.departments import create_department
from kedang.accounts.models import Department, Role, User
from kedang.accounts.setup import announce_demo_accounts
from kedang.accounts.users import NewUser, create_user
from kedang.kit.actor import Actor

ORGANISATION = "山海贸易（演示）"
PASSWORD = "kedang-demo"  # noqa: S105 - shown on the sign-in page of a demonstration, refused everywhere else


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demonstration."""

    login: str
    name: str
    department: str
    roles: tuple[str, ...]
    about: str
    about_en: str


# parents first
DEPARTMENTS = (("总公司", ""), ("华东销售部", "总公司"), ("杭州组", "华东销售部"), ("华南销售部", "总公司"))
PEOPLE = (
    Person("wang", "王磊", "总公司", ("manager",), "经理：看到全部客户", "Manager: sees every customer"),
    Person(
        "lin", "林晓", "华东销售部", ("lead",), "团队主管：看到华东销售部及下级", "Team lead: sees 华东销售部 and below"
    ),
    Person("zhou", "周敏", "杭州组", ("member",), "客户经理：只看自己的客户", "Account manager: sees own customers"),
    Person("chen", "陈刚", "华南销售部", ("lead",), "另一个部门的主管", "Lead of another department"),
    Person("he", "何婷", "华南销售部", ("member",), "另一个部门的客户经理", "Account manager in another department"),
    Person("steward", "孙洁", "总公司", ("steward",), "数据管理员：清洗与导入", "Data steward: cleans and imports"),
    Person("admin", "赵强", "总公司", ("administrator",), "系统管理员：看不到客户", "Administrator: sees no customers"),
)


def build(actor: Actor) -> dict[str, User]:
    """Make departments and people; returns people by login. Does nothing twice."""
    existing = {user.login: user for user in User.objects.all()}
    if existing:
        return existing
    ensure_builtin_roles()
    places: dict[str, Department] = {}
    for name, parent in DEPARTMENTS:
        above = places[parent].id if parent else None
        places[name] = create_department(actor, name=name, parent_id=above)
    roles = {role.code: role for role in Role.objects.all()}
    people = {person.login: _add(actor, person, places, roles) for person in PEOPLE}
    accounts = [
        {"login": p.login, "password": PASSWORD, "name": p.name, "role": p.about, "role_en": p.about_en} for p in PEOPLE
    ]
    announce_demo_accounts(actor, accounts, organisation=ORGANISATION)
    return people


def _add(actor: Actor, person: Person, places: dict[str, Department], roles: dict[str, Role]) -> User:
    wanted = NewUser(
        login=person.login,
        name=person.name,
        password=PASSWORD,
        department_id=places[person.department].id,
        role_ids=[roles[code].id for code in person.roles],
    )
    return create_user(actor, wanted)
