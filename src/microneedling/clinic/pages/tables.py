"""The records as they lie in the tables, for the owner to look at: nothing can be changed, and looks are noted."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..records.selectors.reading import looked
from ..records.services.act import actor_of
from .errors import told

LONG = {"TextField"}
COLUMNS = 9


def _apart(field: models.Field) -> Any:
    def column(row: models.Model) -> str:
        return format_html('<bdi dir="auto">{}</bdi>', getattr(row, field.name))

    column.short_description, column.admin_order_field = field.verbose_name, field.name  # type: ignore[attr-defined]
    return column


class ReadOnly(admin.ModelAdmin):
    """A table to look at."""

    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """The first columns, all but the long ones; texts apart, for names from right to left."""
        short = [field for field in self.opts.concrete_fields if field.get_internal_type() not in LONG]
        return [
            _apart(field) if type(field) is models.CharField and not field.choices else field.name
            for field in short[:COLUMNS]
        ]

    def get_urls(self) -> list[URLPattern]:
        """Those that look; none that adds or deletes."""
        return [url for url in super().get_urls() if not (url.name or "").endswith(("_add", "_delete"))]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list; the look is noted."""
        looked(actor_of(request.user, "admin"), f"{self.opts.model_name}.list")
        return super().changelist_view(request, extra_context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """One row; the look is noted with whose record it is."""
        row = self.get_object(request, object_id or "")
        if row is not None:
            client = getattr(row, "client_id", None) or (row.pk if self.opts.model_name == "client" else None)
            looked(actor_of(request.user, "admin"), f"{self.opts.model_name}.read", row, client)
        return super().changeform_view(request, object_id, form_url, extra_context)


class Users(ReadOnly):
    """Who works here; made and changed on the command line of the machine."""

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """No password, hashed or not."""
        return ["username", "is_active", "is_staff", "last_login"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """No password, hashed or not."""
        return [
            "username",
            "first_name",
            "last_name",
            "is_active",
            "is_staff",
            "groups",
            "last_login",
            "date_joined",
        ]


def register() -> None:
    """Every table of the clinic, and users."""
    hidden = {"once", "draft"}  # what somebody types is theirs
    for label in ("clinic_records", "clinic_audit", "clinic_work"):
        for model in apps.get_app_config(label).get_models():
            if model._meta.model_name not in hidden:
                site.register(model, ReadOnly)
    site.register(User, Users)


class Site(admin.AdminSite):
    """Shows our tables alone, whatever other packages register with Django's own."""

    site_header = site_title = gettext_lazy("The records, to look at")
    index_title = gettext_lazy("Nothing can be changed here")


def door(request: HttpRequest) -> HttpResponse:
    """Where the tables send whom they do not let in: signed in already, so it is said, not asked for again."""
    if site.has_permission(request):
        return redirect("admin:index")
    words = _(
        "the tables are for the owner to look at. All that you work with is reached from the day's page"
    )
    return told(403, words, request=request)


site = Site(name="admin")
register()
