"""The table of forecasts that learnt."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def _of(model: str, name: str) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=name, to=f"clinic_records.{model}"
    )


class Migration(migrations.Migration):
    """Makes it."""

    dependencies = [
        ("clinic_records", "0011_rights"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TrackedForecast",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "entered_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False),
                ),
                ("known", models.TextField()),
                ("known_sha256", models.CharField(db_index=True, max_length=64)),
                ("model_number", models.PositiveIntegerField()),
                ("program_version", models.CharField(max_length=40)),
                ("registry_sha256", models.CharField(max_length=64)),
                ("studies_sha256", models.CharField(blank=True, max_length=64)),
                ("draws", models.PositiveIntegerField()),
                ("seed", models.BigIntegerField()),
                ("answer", models.TextField()),
                ("promises", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("client", _of("client", "tracked_forecasts")),
                ("first", _of("forecast", "tracked_forecasts")),
                ("plan_version", _of("planversion", "tracked_forecasts")),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"abstract": False},
        ),
    ]
