from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def keep_owner(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """What was brought before became its bringer's; programs, whose ids are negative, own nobody."""
    runs = apps.get_model("commerce_import", "Run").objects.using(editor.connection.alias)
    runs.filter(created_by__gt=0).update(owner_id=F("created_by"))


class Migration(migrations.Migration):

    dependencies = [
        ('commerce_import', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='run',
            name='owner_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunPython(keep_owner, migrations.RunPython.noop, hints={"alias": "default"}),
    ]
