from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cleaning', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='fieldprofile',
            name='outdated',
            field=models.BooleanField(default=False),
        ),
    ]
