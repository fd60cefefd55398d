"""The vault app."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Registers the key store's tables."""

    name = "kedang.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"
