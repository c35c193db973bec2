"""Who may do what: five groups, made anew after every migration so that they hold what this version says."""

from __future__ import annotations

from typing import Any

from django.apps import apps as all_apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

RECORDS = "clinic_records"
OWNER, PRACTITIONER, ASSISTANT, READER, RESEARCHER = (
    "owner",
    "practitioner",
    "assistant",
    "reader",
    "researcher",
)
# Tables that say who somebody is, or hold free text and pictures that may: not for research.
IDENTIFYING = {
    "identity",
    "photograph",
    "hiddenphotograph",
    "note",
    "addendum",
    "former",
    "different",
    "consent",
    "consentwithdrawal",
    "draft",
    "appointment",
    "merge",
    "mergeundone",
    "restriction",
}
# What an assistant may enter and change: the desk and the room, nothing that is signed or decided on.
DESK = {
    "client",
    "identity",
    "alert",
    "different",
    "appointment",
    "indication",
    "photograph",
    "product",
    "lot",
    "stockmove",
    "numbing",
    "lotuse",
    "measurement",
}
DESK_ADDS = {"consentoffer", "note", "session", "sessionzone"}
NOT_THEIRS = {
    "override_screening",
    "treat_without_consent",
    "add_erasure",
    "export_clinic",
}  # of a practitioner only where an owner gives them


def permissions_of(group: str) -> Q:
    """The permissions of a group, as a filter."""
    records = Q(content_type__app_label=RECORDS)
    views = records & Q(codename__startswith="view_")
    jobs = Q(content_type__app_label="clinic_work")
    if group == OWNER:
        users = Q(content_type__app_label="auth", content_type__model="user") & ~Q(codename="delete_user")
        return records | jobs | users | Q(content_type__app_label="clinic_audit")
    if group == PRACTITIONER:
        return (records & ~Q(codename__startswith="delete_") & ~Q(codename__in=NOT_THEIRS)) | jobs
    if group == ASSISTANT:
        writes = [f"{verb}_{name}" for verb in ("add", "change") for name in DESK]
        writes += [f"add_{name}" for name in DESK_ADDS]
        return views | (records & Q(codename__in=writes))
    if group == READER:
        return views
    named = [f"view_{name}" for name in IDENTIFYING]
    return (views & ~Q(codename__in=named)) | (records & Q(codename="export_anonymous"))


def make_groups(using: str = "default", apps: Any = all_apps, **_: Any) -> None:
    """Make the five groups and give each exactly its permissions; what was added to one by hand is taken back."""
    if using != "default" or not Permission.objects.filter(content_type__app_label=RECORDS).exists():
        return
    for name in (OWNER, PRACTITIONER, ASSISTANT, READER, RESEARCHER):
        group, _new = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(permissions_of(name)))
