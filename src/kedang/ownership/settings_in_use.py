"""What the settings of ownership still need."""

from kedang.ownership.models import Assignment, Cap, Pool, Rule


def department_in_use(department_id: int) -> bool:
    """Whether a pool, a limit or a rule speaks of a department."""
    if Cap.objects.filter(department_id=department_id).exists():
        return True
    if any(department_id in (*pool.department_ids, *pool.from_department_ids) for pool in Pool.objects.all()):
        return True
    if any(department_id in rule.department_ids for rule in Rule.objects.all()):
        return True
    return any(department_id in _departments(rule) for rule in Assignment.objects.all())


def _departments(rule: Assignment) -> set[int]:
    """The departments an assignment rule gives to."""
    return {*rule.department_ids, *(one for place in rule.territories for one in place["department_ids"])}
