"""The tables of events."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes them."""

    dependencies = [
        ("clinic_records", "0007_assessments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AdverseEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "entered_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("happened_at", models.DateTimeField(db_index=True)),
                ("time_zone", models.CharField(max_length=64)),
                ("signed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("signed_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("kind", models.CharField(max_length=80)),
                ("zone", models.CharField(blank=True, max_length=40)),
                ("description", models.TextField()),
                ("onset_on", models.DateField()),
                (
                    "onset_precision",
                    models.CharField(
                        choices=[
                            ("day", "to the day"),
                            ("month", "to the month"),
                            ("year", "to the year"),
                            ("unknown", "not known"),
                        ],
                        default="day",
                        max_length=8,
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[("mild", "mild"), ("moderate", "moderate"), ("severe", "severe")],
                        max_length=10,
                    ),
                ),
                ("serious", models.BooleanField(default=False)),
                ("serious_because", models.CharField(blank=True, max_length=200)),
                (
                    "related",
                    models.CharField(
                        choices=[
                            ("certain", "certain"),
                            ("probable", "probable"),
                            ("possible", "possible"),
                            ("unlikely", "unlikely"),
                            ("unknown", "cannot be judged"),
                        ],
                        default="unknown",
                        max_length=10,
                    ),
                ),
                ("expected", models.BooleanField(blank=True, null=True)),
                ("action_taken", models.TextField(blank=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("ongoing", "going on"),
                            ("resolved", "resolved"),
                            ("resolved with sequelae", "resolved, something is left"),
                            ("death", "death"),
                            ("unknown", "not known"),
                        ],
                        default="ongoing",
                        max_length=24,
                    ),
                ),
                ("resolved_on", models.DateField(blank=True, null=True)),
                ("device_name", models.CharField(blank=True, max_length=160)),
                ("device_maker", models.CharField(blank=True, max_length=120)),
                ("device_model", models.CharField(blank=True, max_length=120)),
                ("device_serial", models.CharField(blank=True, max_length=80)),
                ("device_udi", models.CharField(blank=True, max_length=160)),
                ("device_kept", models.BooleanField(blank=True, null=True)),
                ("device_problem", models.TextField(blank=True)),
                ("operator", models.CharField(blank=True, max_length=60)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="clinic_records.client",
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="clinic_records.device",
                    ),
                ),
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
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="clinic_records.session",
                    ),
                ),
                (
                    "signed_by",
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
        ),
        migrations.CreateModel(
            name="EventLot",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "entered_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False),
                ),
                ("product_name", models.CharField(max_length=160)),
                ("number", models.CharField(max_length=80)),
                ("expires_on", models.DateField(blank=True, null=True)),
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
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="clinic_records.adverseevent",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="clinic_records.lot",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EventReport",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "entered_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False),
                ),
                ("reported_to", models.CharField(max_length=160)),
                ("reported_on", models.DateField()),
                ("reference", models.CharField(blank=True, max_length=120)),
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
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="clinic_records.adverseevent",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="adverseevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("serious", False), models.Q(("serious_because", ""), _negated=True), _connector="OR"
                ),
                name="serious_says_why",
            ),
        ),
    ]
