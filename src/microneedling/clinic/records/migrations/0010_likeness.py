"""Why a client was entered although somebody of like name was on record."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the reason; of clients that are there none was kept."""

    dependencies = [("clinic_records", "0009_addenda")]

    operations = [
        migrations.AddField(
            model_name="identity",
            name="despite_likeness",
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
