from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_second_factors'),
    ]

    operations = [
        migrations.AddField(
            model_name='pending',
            name='by',
            field=models.CharField(default='password', max_length=40),
        ),
    ]
