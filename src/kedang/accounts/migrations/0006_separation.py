from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_pending_by'),
    ]

    operations = [
        migrations.AddField(
            model_name='installation',
            name='separation',
            field=models.BooleanField(default=False),
        ),
    ]
