import django.db.models
from django.db import migrations, models

import kedang.kit.clock


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_furthest")]

    operations = [
        migrations.AddField(
            model_name="job", name="turn_at", field=models.DateTimeField(default=kedang.kit.clock.now)
        ),
        migrations.RemoveIndex(model_name="job", name="jobs_job_open"),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=django.db.models.Q(("state__in", ("queued", "running"))),
                fields=["turn_at", "id"],
                name="jobs_job_turn",
            ),
        ),
    ]
