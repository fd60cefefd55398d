"""The blind full-text index: FTS5 on SQLite, arrays with GIN on PostgreSQL."""

from typing import Any

from django.db import migrations

from kedang.documents import text_index


def create(apps: Any, schema_editor: Any) -> None:
    """Make the index of this database."""
    for statement in text_index.CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop(apps: Any, schema_editor: Any) -> None:
    """Remove it."""
    schema_editor.execute(text_index.DROP, params=None)


class Migration(migrations.Migration):
    """Create the index."""

    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunPython(create, drop, hints={"alias": "default"})]
