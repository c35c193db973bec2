"""Users: who works here and what they may do; and one's own password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...access import users as services
from ...records.services.act import Actor, NotFound
from ..asked import WRONG, asked, done
from ..forms import Clinical, choice, text
from .typed import office, tried

MAY = {
    "owner": gettext_lazy("everything"),
    "practitioner": gettext_lazy("writes and signs; overrides no stop"),
    "assistant": gettext_lazy("desk and room; signs nothing"),
    "reader": gettext_lazy("looks"),
    "researcher": gettext_lazy("looks at figures, without names, pictures and words"),
}
GROUPS = [(name, format_lazy("{}: {}", gettext_lazy(name), MAY[name])) for name in services.GROUPS]


def secret(label: Any, help_text: Any = "", kind: str = "new-password") -> forms.CharField:
    """A field for a password; it is in no draft and never shown again."""
    widget = forms.PasswordInput({"autocomplete": kind})
    return forms.CharField(label=label, help_text=help_text, required=False, strip=False, widget=widget)


class Password(Clinical):
    """A password typed twice."""

    password = secret(
        gettext_lazy("New password"), gettext_lazy("Twelve characters or more; a few words do well.")
    )
    again = secret(gettext_lazy("Once more"))

    def clean(self) -> dict[str, Any]:
        """The same one twice."""
        found = super().clean() or self.cleaned_data
        if not found.get("password"):
            self.add_error("password", _("Type a password."))
        elif found.get("password") != found.get("again"):
            self.add_error("again", _("The two differ. Type the same one twice."))
        return found


class Own(Password):
    """One's own, with the one before."""

    before = secret(gettext_lazy("Password until now"), kind="current-password")
    field_order = ("before", "password", "again")


class NewUser(Password):
    """Somebody new."""

    name = text(
        gettext_lazy("Name to sign in with"), gettext_lazy("Letters, digits and @ . + - _ alone."), most=150
    )
    group = choice(gettext_lazy("What they may do"), GROUPS, radio=True)
    field_order = ("name", "group", "password", "again")
    names = (("NAME", "name"),)

    def clean(self) -> dict[str, Any]:
        """A name that nobody has, and a group."""
        found = super().clean()
        if not found.get("name"):
            self.add_error("name", _("Say how they sign in."))
        elif User.objects.filter(username=found["name"]).exists():
            self.add_error("name", _("Somebody has this name. Choose another."))
        if not found.get("group"):
            self.add_error("group", _("Choose what they may do."))
        return found


class Group(Clinical):
    """What somebody may do."""

    group = choice(gettext_lazy("What they may do"), GROUPS, radio=True)


@asked("GET", "POST")
def users(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who works here, and a form for somebody new."""
    rows = services.users(actor=actor)
    form = NewUser(request.POST) if request.method == "POST" else NewUser()

    def act() -> Any:
        given = {name: form.cleaned_data[name] for name in ("name", "group", "password")}
        return services.change_user(actor=actor, **given)

    if form.is_bound and tried(form, act):
        return done(request, actor, reverse("clinic:office-users"), _("They can sign in now."))
    return office(request, "users", rows=rows, form=form, status=WRONG if form.is_bound else 200)


def _of(user: int) -> User:
    found = User.objects.filter(pk=user).first()
    if found is None:
        raise NotFound("no such user")
    return found


@asked("GET", "POST")
def user(request: HttpRequest, actor: Actor, user: int) -> HttpResponse:
    """Somebody who works here: another group, another password, signed in no longer, let in again."""
    actor.need("auth.change_user")
    row, act = _of(user), request.POST.get("act", "")
    now = row.groups.values_list("name", flat=True).first() or ""
    group = Group(request.POST) if act == "group" else Group(initial={"group": now})
    password = Password(request.POST) if act == "password" else Password()
    acts: dict[str, tuple[Clinical | None, dict[str, Any], str]] = {
        "group": (group, {}, _("What they may do was changed.")),
        "password": (password, {}, _("The new password counts from now on.")),
        "disable": (None, {"active": False}, _("They sign in no longer; what they wrote stays theirs.")),
        "enable": (None, {"active": True}, _("They may sign in again.")),
        "step": (None, {"without_second_step": True}, _("The authenticator was taken away.")),
    }
    empty = Clinical({})
    if act == "unlock":
        services.let_in_again(actor=actor, name=row.username)
        return done(request, actor, request.path, _("They may try again at once."))
    if act in acts:
        form, given, words = acts[act]
        fields = (
            {name: form.cleaned_data[name] for name in ("group", "password") if name in form.fields}
            if (form is not None and form.is_valid())
            else {}
        )
        if tried(
            form or empty, lambda: services.change_user(actor=actor, name=row.username, **given, **fields)
        ):
            if row == request.user and act == "password":
                row.refresh_from_db()
                update_session_auth_hash(request, row)
            return done(request, actor, request.path, words)
    about = next((item for item in services.users(actor=actor) if item.pk == row.pk), row)
    what = {"row": about, "group": group, "password": password, "told": empty.non_field_errors()}
    return office(request, "user", status=WRONG if act else 200, own=row == request.user, **what)


@asked("GET", "POST")
def own(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's own password, and the second step."""
    form = Own(request.POST) if request.method == "POST" else Own()

    def act() -> User:
        given = {name: form.cleaned_data[name] for name in ("before", "password")}
        return services.change_own_password(actor=actor, **given)

    if form.is_bound and (changed := tried(form, act)) is not None:
        update_session_auth_hash(request, changed)
        words = _("Your new password counts from now on. Everywhere else you are signed out.")
        return done(request, actor, reverse("clinic:own"), words)
    return office(request, "own", form=form, status=WRONG if form.is_bound else 200)
