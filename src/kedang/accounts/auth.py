"""The two ways into an endpoint: known (`signed_in`) and not yet known (`visitor`). Both leave `request.actor`."""

from django.http import HttpRequest
from django.middleware.csrf import get_token

from kedang.accounts.actors import actor_from_request, anonymous, bearer
from kedang.accounts.csrf import require_csrf
from kedang.kit.actor import Actor
from kedang.kit.errors import DomainError


def signed_in(request: HttpRequest) -> Actor:
    """A session with its CSRF header on unsafe methods, or a token; anybody else is asked to sign in."""
    try:
        actor = actor_from_request(request)
    except DomainError:
        # The page that now shows the sign-in form needs the cookie to send it.
        get_token(request)
        raise
    request.actor = actor  # type: ignore[attr-defined]
    if not bearer(request):
        require_csrf(request)
    return actor


def visitor(request: HttpRequest) -> Actor:
    """Anybody; a change still needs the CSRF header, or another site could sign somebody in as somebody else."""
    require_csrf(request)
    get_token(request)
    actor = anonymous(request)
    request.actor = actor  # type: ignore[attr-defined]
    return actor
