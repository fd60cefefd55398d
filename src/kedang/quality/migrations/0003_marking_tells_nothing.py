from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("quality", "0002_rule_checks")]

    operations = [
        migrations.RemoveField(model_name="rulecheck", name="changed"),
    ]
