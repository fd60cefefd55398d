"""Signing in by an organisation's own service (single sign-on, OpenID Connect).

sso owns the services, whose account a service's word opens, and the way there and back. It refuses a token that is not the service's, for
us, for this sign-in and now; an answer that comes back to another browser; and a service's word that somebody is an administrator.
"""
