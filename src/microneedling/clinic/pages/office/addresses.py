"""Where the pages of the office are found."""

from __future__ import annotations

from django.urls import path

from . import devices, front, lots, users

LOT = "office/lots/<uuid:lot>/"
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
    path("office/users/", users.users, name="office-users"),
    path("office/users/<int:user>/", users.user, name="office-user"),
    path("own/", users.own, name="own"),
]
