"""The tables of entries."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes them."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                ("body", models.TextField()),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("at", models.DateTimeField(db_index=True)),
                ("who", models.CharField(db_index=True, max_length=150)),
                ("action", models.CharField(max_length=60)),
                ("subject", models.CharField(db_index=True, max_length=80)),
                ("client", models.CharField(blank=True, db_index=True, max_length=36)),
            ],
            options={
                "verbose_name_plural": "entries",
                "ordering": ("sequence",),
                "default_permissions": ("view",),
            },
        ),
    ]
