"""Backups that make themselves: put in once the newest is too old; of these alone, the oldest are taken away.

What somebody made by hand stays until somebody removes it. Without the key that backups are encrypted to nothing is
made: whoever runs the clinic makes it once, and keeps the half that opens them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from ..home import BACKUP_ENDING, Home
from ..records.services.act import BY_ITSELF
from .models import Job
from .queue import put_in

MARK = "-daily"  # at the end of the names of those that made themselves
AGAIN = timedelta(hours=1)  # after one that failed


def is_due(home: Home, days: int, now: datetime) -> bool:
    """Whether a backup is to be made by itself: `days` since the newest of any kind, 0 for never."""
    if days < 1 or not home.recipient.exists():
        return False
    newest = next(iter(home.made_backups()), None)
    if newest is None:
        return True
    return now - datetime.fromtimestamp(newest.stat().st_mtime, UTC) >= timedelta(days=days)


def see_to_backup() -> Job | None:
    """Put a backup in where one is due; none soon after one that was tried."""
    now = timezone.now()
    if not is_due(settings.HOME, settings.SAID["backup_days"], now):
        return None
    if last_tried(now - AGAIN) is not None:
        return None
    at = f"{timezone.localtime(now):%Y%m%d-%H%M%S}{MARK}"
    return put_in(actor=BY_ITSELF, kind="backup", inputs={"at": at}, needs="clinic_records.export_clinic")


def last_tried(since: datetime) -> Job | None:
    """The last backup that was begun by itself since a moment."""
    tried = Job.objects.filter(kind="backup", user=None, made_at__gte=since)
    return tried.order_by("-made_at").first()


def thin_out(home: Home, kept: int) -> list[str]:
    """Take away the oldest of those that made themselves, all but so many; the names of what went."""
    old = [path for path in home.made_backups() if path.name.endswith(f"{MARK}{BACKUP_ENDING}")][
        max(kept, 1) :
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return [path.name for path in old]
