"""A key account's plan, its stakeholders and reviews on paper, for whoever may see them."""

from datetime import timedelta

import pytest

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.archive.tests.filing import file_customer
from kedang.desk.tests.test_printing import ask, text
from kedang.finding.conditions import today
from tests.people import make_cast

pytestmark = pytest.mark.django_db
SECRETS = ("暗号渡鸦", "赵暗号", "暗号寒鸦")


def test_a_plan_is_printed_as_far_as_its_reader_may_have_it() -> None:
    cast = make_cast()
    zhang = file_customer(cast.zhou, name="张伟")
    made = ask(cast.zhou, zhang, "/plans", goal="份额过半，暗号渡鸦", competitors="远山机电")["id"]
    ask(cast.zhou, zhang, "/stakeholders", name="赵暗号", role="decider", influence="high", attitude="against")
    day, following = str(today()), str(today() + timedelta(days=60))
    ask(cast.zhou, zhang, f"/plans/{made}/reviews", words="暗号寒鸦", held_on=day, next_on=following, version=1)
    found = text(cast.zhou, zhang, "?parts=key_account,timeline")
    for wanted in (*SECRETS, "远山机电", "决策人", "反对", "策略评审", following):
        assert wanted in found, wanted

    # Without notes: that there is a plan, and how people stand, but no word of it.
    role = Role.objects.get(code="member")
    role.field_modes = {**role.field_modes, "notes": {"own": "hidden", "other": "hidden"}}
    role.save()
    bump()
    found = text(cast.zhou, zhang)
    assert not any(word in found for word in (*SECRETS, "远山机电"))
    assert "内容不可见" in found
    assert following in found

    # Without the right: nothing.
    role.rights = [right for right in role.rights if not right.startswith("strategy.")]
    role.save()
    bump()
    found = text(cast.zhou, zhang)
    assert not any(word in found for word in (*SECRETS, "大客户计划", "策略评审", following))
