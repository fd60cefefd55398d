"""What accounts does in the background."""

from kedang.accounts import token_budget, token_standing


def look_after_tokens() -> None:
    """Stop tokens that nobody uses, and forget what counts no more."""
    token_standing.stop_idle()
    token_budget.forget_old()
