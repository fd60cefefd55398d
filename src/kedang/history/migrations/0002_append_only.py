from django.db import migrations

from kedang.history.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]

    operations = [guard("history_event"), guard("history_read_event")]
