"""Whatever people do in whatever order: no clear text without a live grant, beside a model of a dozen lines."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from kedang.accounts.models import User
from kedang.accounts.policy import bump
from kedang.approvals import asking, granting, looking
from kedang.approvals.models import Grant, Look, Request
from kedang.approvals.tests.scene import NUMBER, Clock, Scene, set_clock
from kedang.kit.errors import DomainError
from tests.people import actor
from tests.state import digest

ASKERS = st.sampled_from(["zhou", "lin"])
DECIDERS = st.sampled_from(["zhou", "lin", "twin", "chen", "wang", "auditor"])
# Who may decide for whom, written down by hand: 林 for 周; 王, who sees everything, for both.
MAY = {("zhou", "lin"), ("zhou", "twin"), ("zhou", "wang"), ("lin", "wang")}


@dataclass(slots=True)
class Known:
    """What the model knows of one request."""

    asker: str
    looks: int
    state: str = "waiting"
    by: str = ""
    until: float = 0
    used: int = 0


class Machine(RuleBasedStateMachine):
    """The people of the scene, and a clock."""

    scene: Scene
    clock: Clock

    def __init__(self) -> None:
        super().__init__()
        for model in (Look, Grant, Request):
            model.objects.all().delete()
        User.objects.update(is_active=True)
        bump()
        self.clock.ahead *= 0
        self.minutes = 0.0
        self.users = {name: getattr(self.scene.cast, name) for name in ("zhou", "lin", "chen", "wang", "auditor")}
        self.users["twin"] = User.objects.get(login="lin2")
        self.known: dict[int, Known] = {}
        self.disabled: set[str] = set()

    def act(self, expected: bool, verb: Any, *args: Any, **more: Any) -> Any:
        """One deed; what is refused has changed nothing."""
        before = None if expected else digest()
        try:
            done = verb(*args, **more)
        except DomainError:
            assert not expected
            assert digest() == before
            return None
        assert expected, f"{verb.__name__} went through"
        return done

    def waits_nowhere(self, *names: str) -> bool:
        """Whether none of these is disabled: the disabled do not sign in, which is another door."""
        return not self.disabled & set(names)

    @rule(who=ASKERS, looks=st.integers(1, 2))
    def ask(self, who: str, looks: int) -> None:
        able = any((who, by) in MAY and by not in self.disabled for by in self.users)
        if self.waits_nowhere(who):
            wanted = self.scene.wanted(looks=looks)
            made = self.act(able, asking.ask, actor(self.users[who]), wanted)
            if made is not None:
                self.known[made.id] = Known(who, looks)

    @precondition(lambda self: bool(self.known))
    @rule(data=st.data(), who=DECIDERS, refuses=st.booleans())
    def decide(self, data: st.DataObject, who: str, refuses: bool) -> None:
        request_id = data.draw(st.sampled_from(sorted(self.known)))
        known = self.known[request_id]
        if not self.waits_nowhere(who, known.asker):
            return
        able = known.state == "waiting" and (known.asker, who) in MAY
        version = Request.objects.get(id=request_id).version
        if refuses:
            self.act(able, granting.refuse, actor(self.users[who]), request_id, version=version, reason="不必查看")
        else:
            self.act(able, granting.approve, actor(self.users[who]), request_id, version=version)
        if able:
            known.state, known.by, known.until = ("refused" if refuses else "granted"), who, self.minutes + 10

    @rule(who=st.sampled_from(["zhou", "chen", "auditor"]))
    def look(self, who: str) -> None:
        if not self.waits_nowhere(who):
            return
        live = {key for key, each in self.known.items() if self.lives(each, who)}
        shown = self.act(bool(live), looking.reveal, actor(self.users[who]), self.scene.guo, keys=["id_number"])
        if live:
            assert shown == {"id_number": NUMBER}
            used = Look.objects.latest("id").grant.request_id
            assert used in live
            self.known[used].used += 1

    def lives(self, known: Known, who: str) -> bool:
        """The whole rule: granted to this one, in time, with looks left, by somebody who could grant it now."""
        in_time = known.asker == who and known.state == "granted" and self.minutes < known.until
        return in_time and known.used < known.looks and known.by not in self.disabled

    @precondition(lambda self: any(each.state == "granted" for each in self.known.values()))
    @rule(data=st.data(), who=st.sampled_from(["chen", "lin", "zhou"]))
    def revoke(self, data: st.DataObject, who: str) -> None:
        ids = sorted(key for key, each in self.known.items() if each.state == "granted")
        request_id = data.draw(st.sampled_from(ids))
        known = self.known[request_id]
        if self.waits_nowhere(who):
            able = who == "zhou" or who == known.asker or who == known.by or (known.asker, who) in MAY
            grant = Grant.objects.get(request_id=request_id)
            self.act(able, granting.revoke, actor(self.users[who]), grant.id)
            known.state = "revoked" if able else known.state

    @rule(who=st.sampled_from(["lin", "twin", "wang", "zhou"]))
    def disable_or_enable(self, who: str) -> None:
        self.disabled ^= {who}
        User.objects.filter(id=self.users[who].id).update(is_active=who not in self.disabled)
        bump()

    @rule(minutes=st.sampled_from([4, 7]))
    def wait(self, minutes: int) -> None:
        self.minutes += minutes
        self.clock.pass_by(minutes=minutes)


@pytest.mark.django_db
def test_no_clear_text_without_a_live_grant(monkeypatch: pytest.MonkeyPatch) -> None:
    Machine.scene, Machine.clock = Scene(), set_clock(monkeypatch)
    Machine.scene.second_lin()
    monkeypatch.setattr(asking, "MOST_WAITING", 10_000)
    quick = settings(
        max_examples=15,
        stateful_step_count=14,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    run_state_machine_as_test(Machine, settings=quick)
