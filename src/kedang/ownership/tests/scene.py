"""周 and 陈 with a customer each, and a pool of 华东销售部."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kedang.accounts.models import User
from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.fields.values import LOCAL
from kedang.kit.actor import Actor
from kedang.ownership import caps, pools, rules
from kedang.ownership.models import Holding, Pool, Rule
from kedang.ownership.pools import PoolTerms
from kedang.ownership.rules import RuleTerms
from tests.people import Cast, actor, browser, make_cast, make_user, send


@dataclass(slots=True)
class Scene:
    """Everybody, a colleague of 周's, two customers and a pool."""

    cast: Cast
    wu: User
    zhang: int
    li: int
    pool: Pool

    @property
    def wang(self) -> Actor:
        """The manager."""
        return actor(self.cast.wang)

    def ask(self, user: User, method: str, path: str, body: Any = None) -> Any:
        """One request."""
        return send(browser(user), method, path, body)

    def released(self, customer_id: int | None = None, user: User | None = None, reason: str = "no_need") -> Any:
        """周 puts 张伟 into the pool."""
        body = {"pool_id": str(self.pool.id), "reason": reason}
        return self.ask(user or self.cast.zhou, "POST", f"/customers/{customer_id or self.zhang}/release", body)

    def claimed(self, user: User, customer_id: int | None = None) -> Any:
        """Somebody claims 张伟."""
        return self.ask(user, "POST", f"/pools/{self.pool.id}/waiting/{customer_id or self.zhang}/claim")

    def seen(self, user: User) -> list[str]:
        """The names somebody sees in the pool."""
        answer = self.ask(user, "GET", f"/pools/{self.pool.id}/waiting")
        assert answer.status_code == 200, answer.content
        return [row["name"] for row in answer.json()["rows"]]

    def terms(self, **changes: Any) -> None:
        """The pool with other terms."""
        self.pool.refresh_from_db()
        terms = {"name": "华东公海", "department_ids": [self.cast.east.id], **changes}
        pools.change_pool(self.wang, self.pool.id, PoolTerms(**terms), version=self.pool.version)

    def cap(self, most: int, **more: Any) -> None:
        """Nobody of 华东销售部 may have more."""
        caps.set_cap(self.wang, **{"department_id": self.cast.east.id, "most": most, "free_tag_ids": [], **more})

    def rule(self, **changes: Any) -> Rule:
        """Ten working days without contact."""
        terms: dict[str, Any] = {"name": "十个工作日未联系", "pool_id": self.pool.id, "days": 10, **changes}
        return rules.write_rule(self.wang, RuleTerms(**terms))

    def live(self, *, existing: bool = True, **changes: Any) -> Rule:
        """A rule in force."""
        rule = self.rule(**changes)
        seen = rules.simulate(self.wang, rule.id, existing=existing)
        rules.switch_on(self.wang, rule.id, version=rule.version, existing=existing, seen=seen.mark)
        return Rule.objects.get(id=rule.id)


def make_scene() -> Scene:
    """All of it, in the database."""
    cast = make_cast()
    wu = make_user("wu", "吴迪", "member", cast.hangzhou)
    pool = pools.open_pool(actor(cast.wang), PoolTerms(name="华东公海", department_ids=[cast.east.id]))
    return Scene(cast, wu, file_customer(cast.zhou, name="张伟"), file_customer(cast.chen, name="李娜"), pool)


def owner(customer_id: int) -> int | None:
    """Whose a customer is."""
    return Customer.objects.values_list("owner_id", flat=True).get(id=customer_id)


def pool_of(customer_id: int) -> int | None:
    """The pool a customer is in."""
    return Holding.objects.filter(customer_id=customer_id).values_list("pool_id", flat=True).first()


def held_for(customer_id: int, *, days: int) -> None:
    """As if a customer had been its owner's for so many calendar days."""
    at = datetime.now(LOCAL) - timedelta(days=days)
    Customer.objects.filter(id=customer_id).update(created_at=at)
    Holding.objects.filter(customer_id=customer_id).update(since=at)
