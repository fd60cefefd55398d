"""Tokens as the API shows them."""

from collections.abc import Sequence
from typing import Any

from kedang.accounts import schemas, token_budget
from kedang.accounts import schemas_tokens as out
from kedang.accounts.models import Token
from kedang.accounts.tokens import NewToken
from kedang.kit.clock import now


def tokens(rows: Sequence[Token]) -> out.Tokens:
    """One's own."""
    spent = token_budget.spent_today([row.id for row in rows])
    return out.Tokens(tokens=[out.TokenOut(**_facts(row, spent.get(row.id, 0))) for row in rows])


def tokens_of_all(rows: Sequence[Token]) -> out.TokensOfAll:
    """Everybody's."""
    spent = token_budget.spent_today([row.id for row in rows])
    return out.TokensOfAll(tokens=[_of_somebody(row, spent.get(row.id, 0)) for row in rows])


def made_token(made: NewToken) -> out.TokenMade:
    """A token with its secret."""
    return out.TokenMade(**_facts(made.token, 0), secret=made.secret)


def _of_somebody(row: Token, spent: int) -> out.TokenOfSomebody:
    return out.TokenOfSomebody(**_facts(row, spent), user=schemas.Named(id=str(row.user_id), name=row.user.name))


def _facts(row: Token, spent: int) -> dict[str, Any]:
    plain = (
        "name",
        "prefix",
        "level",
        "clearance",
        "read_only",
        "rows_hour",
        "rows_day",
        "created_at",
        "last_used_at",
        "last_used_ip",
    )
    return {name: getattr(row, name) for name in (*plain, "expires_at", "disabled_at", "why")} | {
        "id": str(row.id),
        "rights": row.rights.split(),
        "addresses": row.addresses.split(),
        "rows_today": spent,
        "may_start_again": row.disabled_at is not None and row.enabled_again_at is None and row.expires_at > now(),
    }
