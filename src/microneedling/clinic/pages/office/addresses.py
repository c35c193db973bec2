"""Where the pages of the office are found."""

from __future__ import annotations

from django.urls import path

from . import (
    auditing,
    backups,
    devices,
    exporting,
    front,
    importing,
    jobs,
    lots,
    merging,
    recalling,
    rights,
    settings,
    users,
)

LOT, JOB, CLIENT = "office/lots/<uuid:lot>/", "<uuid:job>/", "clients/<uuid:client>/"
pages = [
    path("office/", front.front, name="office"),
    path("office/lots/", lots.lots, name="office-lots"),
    path("office/lots/new/", lots.receive, name="office-receive"),
    path(LOT, lots.lot, name="office-lot"),
    path(f"{LOT}count/", lots.count, name="office-count"),
    path(f"{LOT}discard/", lots.discard, name="office-discard"),
    path(f"{LOT}correct/", lots.correct, name="office-correct"),
    path(f"{LOT}hold/", lots.hold, name="office-hold"),
    path("office/devices/", devices.devices, name="office-devices"),
    path("office/devices/<uuid:device>/retire/", devices.retire, name="office-retire"),
    path("office/recall/", recalling.recall, name="office-recall"),
    path("recall/<uuid:item>/table/", recalling.table, name="recall-table"),
    path("office/imports/", importing.imports, name="office-imports"),
    path(f"office/imports/{JOB}", importing.one_import, name="office-import"),
    path(f"office/imports/{JOB}rejected/", importing.rejects, name="office-rejects"),
    path("office/exports/", exporting.exports, name="office-exports"),
    path(f"office/exports/{JOB}", exporting.fetch, name="office-fetch"),
    path(f"office/jobs/{JOB}", jobs.standing, name="office-standing"),
    path(f"office/jobs/{JOB}stop/", jobs.stop, name="office-stop"),
    path("office/merge/", merging.merge, name="office-merge"),
    path("office/merge/<uuid:merge>/undo/", merging.unmerge, name="office-unmerge"),
    path("office/duplicates/", merging.duplicates, name="office-duplicates"),
    path("office/backup/", backups.backup, name="office-backup"),
    path("office/audit/", auditing.audit, name="office-audit"),
    path("office/users/", users.users, name="office-users"),
    path("office/users/<int:user>/", users.user, name="office-user"),
    path("office/settings/", settings.settings, name="office-settings"),
    path(f"{CLIENT}rights/", rights.rights, name="rights"),
    path(f"{CLIENT}rights/log/", auditing.of_client, name="client-log"),
    path(f"{CLIENT}rights/export/", exporting.of_client, name="office-of-client"),
    path("own/", users.own, name="own"),
]
