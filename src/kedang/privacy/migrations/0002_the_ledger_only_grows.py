from django.db import migrations

from kedang.history.append_only import guard


class Migration(migrations.Migration):
    """Who was erased is never forgotten by anybody's rewriting the ledger."""

    dependencies = [("privacy", "0001_initial")]

    operations = [guard("privacy_erased"), guard("privacy_mark")]
