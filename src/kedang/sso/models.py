"""The tables of single sign-on."""

from django.db import models

from kedang.kit.clock import now
from kedang.kit.ids import new_id


class Provider(models.Model):
    """A service that says who somebody is (OpenID Connect). The client secret is sealed under a key of this row's own.

    `login_claim`: which claim may name an account at its first sign-in; empty means none. `factor_words`: which words of `acr` and
    `amr` count as a second factor; empty means the service's second factor does not count here.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    name = models.CharField(max_length=80)
    issuer = models.CharField(max_length=400)
    client_id = models.CharField(max_length=200)
    sealed = models.BinaryField(null=True)
    active = models.BooleanField(default=False)
    login_claim = models.CharField(max_length=40, default="")
    provisions = models.BooleanField(default=False)
    role = models.ForeignKey("accounts.Role", null=True, on_delete=models.SET_NULL, related_name="+")
    factor_words = models.CharField(max_length=400, default="")
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "sso_provider"


class Identity(models.Model):
    """Who somebody is at a service: its issuer and subject, never an address of mail. Belongs to one account."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=400)
    subject = models.CharField(max_length=255)
    created_at = models.DateTimeField(default=now)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sso_identity"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="sso_identity_one"),
            models.UniqueConstraint(fields=["user", "issuer"], name="sso_identity_user"),
        ]


class Errand(models.Model):
    """A sign-in that is at the service now: hashes of its state and of the secret in the browser's cookie. Used once."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=64, unique=True)
    browser = models.CharField(max_length=64)
    user = models.ForeignKey("accounts.User", null=True, on_delete=models.CASCADE, related_name="+")
    next = models.CharField(max_length=2000, default="/")
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "sso_errand"
