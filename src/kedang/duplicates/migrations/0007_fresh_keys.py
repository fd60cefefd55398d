"""A small table for the keys that are new, beside the large one."""

from django.db import migrations

from kedang.duplicates import entry_postgres, entry_sqlite


def create(apps, schema_editor):
    backend = entry_postgres if schema_editor.connection.vendor == "postgresql" else entry_sqlite
    for statement in backend.CREATE_FRESH:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    backend = entry_postgres if schema_editor.connection.vendor == "postgresql" else entry_sqlite
    for statement in backend.DROP_FRESH:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("duplicates", "0006_scores_as_told")]
    operations = [migrations.RunPython(create, drop)]
