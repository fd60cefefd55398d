"""From what the policy says to what goes out."""

from collections.abc import Collection, Iterable

from kedang.access import apart
from kedang.access import schemas as out
from kedang.access.sight import FieldSight, Sight, Way
from kedang.access.standing import Standing
from kedang.accounts.duties import DUTIES, rights_of
from kedang.accounts.policy import RoleGrant
from kedang.accounts.queries import directory
from kedang.accounts.rights import declared_rights
from kedang.approvals.opening import Opening
from kedang.archive import rights as archive_rights
from kedang.fields.register import groups
from kedang.kit.levels import level
from kedang.kit.modes import Mode


def person(found: Standing, language: str) -> out.AccessPerson:
    """Somebody, with each right and the roles it comes from."""
    known, actor = directory(), found.actor
    place = known.department(actor.department_id)
    reach = [node for each in sorted(actor.department_ids) if (node := known.department(each)) is not None]
    return out.AccessPerson(
        id=str(found.user.id),
        name=found.user.name,
        login=found.user.login,
        active=found.user.is_active,
        department=out.AccessNamed(id=str(place.id), name=place.name) if place else None,
        scope=actor.scope.name.lower(),
        clearance=level(actor.clearance),
        departments=[out.AccessNamed(id=str(node.id), name=node.name) for node in reach],
        roles=[_role(role, language) for role in found.roles],
        rights=_rights(found, actor.rights, language),
        combined=list(found.grants.combined),
        withheld=_rights(found, found.grants.withheld, language),
    )


def _rights(found: Standing, held: Collection[str], language: str) -> list[out.AccessRight]:
    return [
        out.AccessRight(code=right.code, text=right.text(language), roles=_roles(found.givers(right), language))
        for right in declared_rights()
        if right in held
    ]


def separation(found: apart.State, language: str) -> out.Separation:
    """Whether duties are kept apart, and in whom they meet."""
    known = {right.code: right.text(language) for right in declared_rights()}
    return out.Separation(
        on=found.on,
        duties=[
            out.Duty(code=duty, rights=[known[right] for right in rights_of(duty) if right in known]) for duty in DUTIES
        ],
        combining=[
            out.Combining(id=str(each.user.id), name=each.user.name, login=each.user.login, duties=list(each.duties))
            for each in found.combining
        ],
    )


def sight(found: Sight, language: str) -> out.Sight:
    """What somebody sees of a customer."""
    labels = dict(groups(language))
    return out.Sight(
        id=str(found.customer.id),
        number=found.customer.number,
        name=found.name,
        loads=found.loads,
        own=found.own,
        open_to_edit=found.open_to_edit,
        trashed=found.customer.trashed_at is not None,
        blocked=_blocked(found),
        ways=[_way(found, way, language) for way in found.ways],
        pools=list(found.pools),
        fields=[_field(each, labels, language) for each in found.fields],
    )


def _blocked(found: Sight) -> list[str]:
    """Why it does not load."""
    if found.loads:
        return []
    reasons = [] if found.standing.user.is_active else ["disabled"]
    if not found.standing.actor.can(archive_rights.VIEW):
        return [*reasons, "no_right"]
    if not found.cleared:
        return [*reasons, "clearance"]
    return reasons or ["out_of_reach"]


def _way(found: Sight, way: Way, language: str) -> out.SightWay:
    known = directory()
    where = known.department_name(found.customer.department_id) if way.code == "department" else None
    return out.SightWay(
        code=way.code,
        roles=_roles(way.roles, language),
        department=where,
        level=way.grant.level if way.grant else None,
        until=way.grant.until if way.grant else None,
        by=known.name(way.grant.created_by) if way.grant else None,
    )


def _field(found: FieldSight, labels: dict[str, str], language: str) -> out.SightField:
    return out.SightField(
        code=found.code,
        label=found.label,
        group=found.group,
        group_label=labels.get(found.group, found.group),
        sensitivity=found.sensitivity,
        page=_mode(found.page),
        list=_mode(found.list),
        export=_mode(found.export),
        editable=found.editable,
        because=[
            out.SightReason(role=_named(each.role, language) if each.role else None, line=each.line)
            for each in found.because
        ],
        opening=_opening(found.opening),
    )


def _opening(found: Opening | None) -> out.SightOpening | None:
    if found is None:
        return None
    if found.grant is None:
        return out.SightOpening(how=found.how)
    grant = found.grant
    by = directory().name(grant.granted_by)
    return out.SightOpening(how="granted", until=grant.until, looks_left=grant.looks - grant.used, by=by)


def _mode(mode: Mode) -> out.ModeName:
    return mode.name.lower()  # type: ignore[return-value]


def _role(role: RoleGrant, language: str) -> out.AccessRole:
    return out.AccessRole(**_named(role, language).model_dump(), scope=role.scope.name.lower())


def _roles(roles: Iterable[RoleGrant], language: str) -> list[out.AccessNamed]:
    return [_named(role, language) for role in roles]


def _named(role: RoleGrant, language: str) -> out.AccessNamed:
    name = role.name_zh if language.startswith("zh") else role.name_en
    return out.AccessNamed(id=str(role.id), name=name)
