"""A review asks about clearances as well: how far somebody sees stands on a line of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the level to the lines; those there are about roles."""

    dependencies = [("access", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="line",
            name="clearance",
            field=models.SmallIntegerField(default=0),
        ),
    ]
