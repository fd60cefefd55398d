"""The search index: FTS5 on SQLite, token arrays with GIN on PostgreSQL."""

from typing import Any

from django.db import migrations

from kedang.archive import search_postgres, search_sqlite


def create(apps: Any, schema_editor: Any) -> None:
    """Make the index of this database."""
    backend = search_postgres if schema_editor.connection.vendor == "postgresql" else search_sqlite
    for statement in backend.CREATE:
        schema_editor.execute(statement, params=None)


def drop(apps: Any, schema_editor: Any) -> None:
    """Remove it."""
    backend = search_postgres if schema_editor.connection.vendor == "postgresql" else search_sqlite
    for statement in backend.DROP:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Create the search index."""

    dependencies = [("archive", "0001_initial")]
    operations = [migrations.RunPython(create, drop, hints={"alias": "default"})]
