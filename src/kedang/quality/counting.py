"""Which validation rules count in scores. Scores are for all to see: a rule counts only when everybody who sees customers may be
told its outcome, or a score would tell what stands in a field that somebody may not read."""

from dataclasses import replace

from kedang.accounts.policy import current_policy
from kedang.archive import rights
from kedang.archive.policy import policy_for
from kedang.fields.rule_book import active_ids, telling_ids, told_ids
from kedang.kit.actor import system_actor
from kedang.kit.modes import combine


def counting_ids() -> frozenset[int]:
    """The rules in force that read no sealed field, and none that a role which sees customers gets masked or not at all."""
    found = telling_ids() if active_ids() else frozenset()
    for role in current_policy().roles.values() if found else ():
        if role.modes and rights.VIEW.code in role.rights:
            reader = replace(system_actor("worker"), modes=combine([role.modes]))
            for own in (True, False):
                found &= told_ids(policy_for(reader, own=own).mode)
    return found
