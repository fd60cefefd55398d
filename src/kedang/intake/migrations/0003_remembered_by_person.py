from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_missing_indexes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="rememberedmapping",
            name="signature",
            field=models.BigIntegerField(),
        ),
        migrations.AddConstraint(
            model_name="rememberedmapping",
            constraint=models.UniqueConstraint(
                fields=("actor_id", "signature"), name="intake_remembered_once_a_person"
            ),
        ),
    ]
