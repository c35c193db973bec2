"""The standard error of a reading, where its instrument tells it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the column."""

    dependencies = [("clinic_records", "0013_imported")]

    operations = [
        migrations.AddField(
            model_name="measurement", name="error", field=models.FloatField(blank=True, null=True)
        ),
    ]
