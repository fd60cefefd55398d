"""Managing people, departments and roles."""

from dataclasses import asdict

from ninja import Router

from kedang.accounts import departments, own_factors, presenting, queries, roles, rules, schemas, sessions, users
from kedang.accounts import schemas_factors as factor_schemas
from kedang.accounts.rights import DEPARTMENTS_MANAGE, PEOPLE_MANAGE, ROLES_MANAGE, SIGN_IN_RULES, declared_rights
from kedang.kit.doors import SIGNED_IN, IdIn, Request, needs

router = Router()
PEOPLE = needs(PEOPLE_MANAGE)
DEPARTMENTS = needs(DEPARTMENTS_MANAGE)
ROLES = needs(ROLES_MANAGE)
RULES = needs(SIGN_IN_RULES)


@router.get("/users", response=schemas.Users, openapi_extra=PEOPLE)
def list_users(request: Request, q: str = "", cursor: str | None = None, limit: int | None = None) -> schemas.Users:
    """Accounts, newest first."""
    page = queries.users(request.actor, text=q, cursor=cursor, limit=limit)
    language = request.actor.language
    return schemas.Users(users=[presenting.account(row, language) for row in page.users], next=page.next)


@router.post("/users", response={201: schemas.Invited}, openapi_extra=PEOPLE)
def add_user(request: Request, body: schemas.UserIn) -> schemas.Invited:
    """Add somebody; the first password comes back this once."""
    user, first = users.invite_user(request.actor, users.NewUser(**body.model_dump()))
    account = presenting.account(queries.user(user.id), request.actor.language)
    return schemas.Invited(user=account, first_password=schemas.FirstPasswordOut(**asdict(first)))


@router.patch("/users/{user_id}", response=schemas.UserOut, openapi_extra=PEOPLE)
def change_user(request: Request, user_id: IdIn, body: schemas.UserChange) -> schemas.UserOut:
    """Change somebody; `is_active: false` ends their sessions and tokens at once."""
    changes = body.model_dump(exclude_unset=True)
    users.change_user(request.actor, user_id, changes)
    return presenting.account(queries.user(user_id), request.actor.language)


@router.post("/users/{user_id}/password", response={201: schemas.FirstPasswordOut}, openapi_extra=PEOPLE)
def give_password(request: Request, user_id: IdIn) -> schemas.FirstPasswordOut:
    """Give somebody a first password, shown this once; they are signed out everywhere and choose their own."""
    return schemas.FirstPasswordOut(**asdict(users.give_password(request.actor, user_id)))


@router.get("/users/{user_id}/sessions", response=schemas.Sessions, openapi_extra=PEOPLE)
def list_sessions(request: Request, user_id: IdIn) -> schemas.Sessions:
    """Where somebody is signed in."""
    rows = queries.sessions_of(request.actor, user_id)
    return schemas.Sessions(sessions=[presenting.session(row, request.actor) for row in rows])


@router.delete("/users/{user_id}/sessions", response=schemas.Ended, openapi_extra=PEOPLE)
def end_sessions(request: Request, user_id: IdIn) -> schemas.Ended:
    """Sign somebody out everywhere."""
    return schemas.Ended(ended=sessions.end_sessions_of(request.actor, user_id))


@router.delete("/users/{user_id}/factors", response={204: None}, openapi_extra=PEOPLE)
def take_factors_off(request: Request, user_id: IdIn) -> None:
    """Take every second factor off somebody whose phone is lost; their sessions end."""
    own_factors.take_off(request.actor, user_id)


@router.get("/sign-in-rules", response=factor_schemas.Rules, openapi_extra=RULES)
def sign_in_rules(request: Request) -> factor_schemas.Rules:
    """Who needs a second factor, how long sessions last, what passwords must be."""
    return factor_schemas.Rules(**asdict(rules.sign_in_rules(request.actor)))


@router.patch("/sign-in-rules", response=factor_schemas.Rules, openapi_extra=RULES)
def change_sign_in_rules(request: Request, body: factor_schemas.RulesIn) -> factor_schemas.Rules:
    """Change some of these rules."""
    return factor_schemas.Rules(**asdict(rules.change_rules(request.actor, body.model_dump(exclude_none=True))))


@router.get("/departments", response=schemas.Departments, openapi_extra=SIGNED_IN)
def list_departments(request: Request) -> schemas.Departments:
    """The tree, parents first."""
    sizes = queries.department_sizes(request.actor) if request.actor.can(DEPARTMENTS_MANAGE) else None
    nodes = queries.department_tree()
    return schemas.Departments(departments=[presenting.department(node, sizes) for node in nodes])


@router.post("/departments", response={201: schemas.DepartmentOut}, openapi_extra=DEPARTMENTS)
def add_department(request: Request, body: schemas.DepartmentIn) -> schemas.DepartmentOut:
    """Add a department."""
    row = departments.create_department(request.actor, name=body.name, parent_id=body.parent_id)
    return presenting.department(row, {})


@router.patch("/departments/{department_id}", response=schemas.DepartmentOut, openapi_extra=DEPARTMENTS)
def change_department(request: Request, department_id: IdIn, body: schemas.DepartmentChange) -> schemas.DepartmentOut:
    """Rename a department, or move it with everything below it (`parent_id: null` moves it to the top)."""
    changes = body.model_dump(exclude_unset=True)
    row = departments.change_department(request.actor, department_id, changes)
    return presenting.department(row, queries.department_sizes(request.actor))


@router.delete("/departments/{department_id}", response={204: None}, openapi_extra=DEPARTMENTS)
def delete_department(request: Request, department_id: IdIn) -> None:
    """Delete an empty department."""
    departments.delete_department(request.actor, department_id)


@router.get("/roles", response=schemas.Roles, openapi_extra=needs(PEOPLE_MANAGE, ROLES_MANAGE))
def list_roles(request: Request) -> schemas.Roles:
    """Every role, for whoever manages people or roles."""
    rows = queries.roles(request.actor)
    return schemas.Roles(roles=[presenting.role(row, people, request.actor.language) for row, people in rows])


@router.post("/roles", response={201: schemas.RoleOut}, openapi_extra=ROLES)
def add_role(request: Request, body: schemas.RoleIn) -> schemas.RoleOut:
    """Add a role."""
    row = roles.create_role(request.actor, roles.content_from(body.model_dump()))
    return presenting.role(row, 0, request.actor.language)


@router.patch("/roles/{role_id}", response=schemas.RoleOut, openapi_extra=ROLES)
def change_role(request: Request, role_id: IdIn, body: schemas.RoleChange) -> schemas.RoleOut:
    """Change a role of one's own making."""
    row = roles.change_role(request.actor, role_id, body.model_dump(exclude_none=True))
    return presenting.role(row, queries.holders(row), request.actor.language)


@router.delete("/roles/{role_id}", response={204: None}, openapi_extra=ROLES)
def delete_role(request: Request, role_id: IdIn) -> None:
    """Delete a role nobody holds."""
    roles.delete_role(request.actor, role_id)


@router.get("/rights", response=schemas.Rights, openapi_extra=SIGNED_IN)
def list_rights(request: Request) -> schemas.Rights:
    """Every right there is, with its sentence."""
    language = request.actor.language
    return schemas.Rights(rights=[schemas.RightOut(code=r.code, text=r.text(language)) for r in declared_rights()])
