"""Tables that came in, the number that a client bore before, and telephone numbers as they are compared."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from ..names import digits


def _dial(apps, schema_editor):
    """What is compared of every telephone number on record."""
    identity = apps.get_model("clinic_records", "Identity")
    rows = identity.objects.using(schema_editor.connection.alias).exclude(telephone="")
    for row in rows.iterator():
        row.dialled = digits(row.telephone)
        row.save(update_fields=["dialled"])


def _record(name, *fields, **options):
    by = models.ForeignKey(
        blank=True,
        editable=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )
    common = [
        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
        (
            "entered_at",
            models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False),
        ),
        ("entered_by", by),
    ]
    return migrations.CreateModel(name=name, fields=[*common, *fields], options=options)


class Migration(migrations.Migration):
    """Adds them."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("clinic_records", "0012_tracked"),
    ]

    operations = [
        migrations.AddField(
            model_name="identity",
            name="old_number",
            field=models.CharField(blank=True, db_index=True, max_length=40),
        ),
        migrations.AddField(
            model_name="identity",
            name="dialled",
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=12),
        ),
        migrations.RunPython(_dial, migrations.RunPython.noop),
        _record(
            "ImportRun",
            ("kind", models.CharField(max_length=20)),
            ("content_sha256", models.CharField(max_length=64)),
            ("columns_sha256", models.CharField(db_index=True, max_length=64)),
            ("reading", models.TextField()),
            ("rows", models.PositiveIntegerField()),
            ("added", models.PositiveIntegerField()),
            ("known", models.PositiveIntegerField()),
            ("rejected", models.PositiveIntegerField()),
        ),
        _record(
            "ImportedRow",
            ("kind", models.CharField(max_length=20)),
            ("key", models.CharField(max_length=64)),
            ("record", models.UUIDField(db_index=True)),
            default_permissions=("view",),
            constraints=[models.UniqueConstraint(fields=("kind", "key"), name="one_import_a_row")],
        ),
    ]
