from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quality", "0003_marking_tells_nothing")]

    operations = [
        migrations.AddField(
            model_name="cursor",
            name="counted",
            field=models.CharField(default="", max_length=64),
        ),
    ]
