"""The demonstration's unusual access: two hits wait, one was explained."""

from datetime import timedelta

from kedang.accounts.behind import actor_for
from kedang.accounts.queries import user_by_login
from kedang.kit.clock import now
from kedang.oversight import hits
from kedang.oversight.counting import HOUR, hour_of
from kedang.oversight.rules import Finding

_FOUND = (
    ("steward", Finding("rows", 3200, 1800), 51),
    ("zhou", Finding("guessing", 34, 20), 26),
    ("chen", Finding("rows", 1450, 600), 3),
)


def build() -> None:
    """What the job would have found; the oldest was looked into. Nothing where the demonstration has other people."""
    people = {login: user_by_login(login) for login, _, _ in _FOUND}
    admin = user_by_login("admin")
    made = []
    for login, finding, ago in _FOUND:
        person, since = people[login], hour_of(now() - timedelta(hours=ago))
        made.append(hits.found(person.id, 0, since, since + HOUR, finding) if person else None)
    if admin is not None and made[0] is not None:
        note = "月底核对全部客户的地区，已与数据管理员和主管确认。"
        hits.judge(actor_for(admin.id), made[0].id, confirmed=False, note=note)
