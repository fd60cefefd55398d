"""Which table lives in which database: keys apart from the data they open, read events apart from everybody's writes."""

from typing import Any

from django.db.models import Model


def _alias(app_label: str, model_name: str | None) -> str:
    if app_label == "vault":
        return "keys"
    if app_label == "history" and model_name in ("readevent", "leaf", "checkpoint"):
        return "audit"
    return "default"


class Router:
    """Django's database router."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        """Where rows of a model are read."""
        return _alias(model._meta.app_label, model._meta.model_name)

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        """Where rows of a model are written."""
        return _alias(model._meta.app_label, model._meta.model_name)

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        """A table is made only in its own database; raw SQL steps name theirs by the hint `alias`."""
        if "alias" in hints:
            return db == str(hints["alias"])
        if model_name is None and app_label == "history":
            return True
        return db == _alias(app_label, model_name)
