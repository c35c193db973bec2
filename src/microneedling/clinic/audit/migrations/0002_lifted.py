"""Guards that step back for a merge or an erasure."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds its tables."""

    dependencies = [
        ("clinic_audit", "0001_entries"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lifted",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
            ],
            options={
                "verbose_name_plural": "lifted guards",
                "default_permissions": (),
            },
        ),
    ]
