"""`clinic user`: who works here, made and changed by whoever may read the home folder."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

import click

from ...cli.output import say
from ...errors import InputError, Mistake, did_you_mean
from .options import chosen, command, with_home

GROUPS = ("owner", "practitioner", "assistant", "reader", "researcher")


@command()
@click.argument("name", required=False)
@with_home
@click.option("--group", type=click.Choice(GROUPS), help="what they may do")
@click.option("--password", "set_password", is_flag=True, help="set a new password")
@click.option("--disable", is_flag=True, help="they sign in no longer; what they wrote stays theirs")
@click.option("--enable", is_flag=True, help="they may sign in again")
@click.option("--without-second-step", is_flag=True, help="take away an authenticator that was lost")
def run(
    name: str | None,
    home: Path | None,
    group: str | None,
    set_password: bool,
    disable: bool,
    enable: bool,
    without_second_step: bool,
) -> int:
    """List who works here; or make NAME (asks for a password, or reads one from standard input), or change them."""
    from ..store import opened

    if enable and disable:
        raise InputError("clinic user", [Mistake("--enable", "--disable beside it", "one of the two")])
    opened(chosen(home))
    if name is None:
        if group or set_password or disable or enable or without_second_step:
            raise InputError("clinic user", [Mistake("NAME", "nothing", "whom to make or change")])
        return _list()
    from django.contrib.auth.models import User

    user = User.objects.filter(username=name).first()
    if user is None:
        _check_new(name, group)
    password = _asked_for(name) if user is None or set_password else None
    from ..access.users import change_user
    from ..records.services.act import Actor

    _user, done = change_user(
        actor=Actor(),
        name=name,
        group=group,
        password=password,
        active=enable if enable or disable else None,
        without_second_step=without_second_step,
    )
    say(f"{name}: {', '.join(done) or 'nothing to change'}")
    return 0


def _check_new(name: str, group: str | None) -> None:
    from ..access.users import check_name

    if group is None:
        allowed = "somebody who works here, or a new name with --group"
        raise InputError(
            "clinic user", [Mistake("NAME", f'"{name}", whom nobody knows', allowed, known(name))]
        )
    check_name(name)


def known(name: str) -> str:
    """A suggestion for a name that nobody here has."""
    from django.contrib.auth.models import User

    return did_you_mean(name, User.objects.values_list("username", flat=True))


def _list() -> int:
    from django.contrib.auth.models import User

    rows = User.objects.order_by("username").prefetch_related("groups")
    for user in rows:
        groups = ", ".join(item.name for item in user.groups.all()) or "no group"
        say(f"{user.username:30} {groups}{'' if user.is_active else ', disabled'}")
    if not rows:
        say("Nobody yet: microneedling clinic user NAME --group owner")
    return 0


def _asked_for(name: str) -> str:
    from ..access.users import check_password

    if sys.stdin.isatty():
        password = getpass.getpass(f"Password for {name}: ")
        if getpass.getpass("Once more: ") != password:
            raise InputError("clinic user", [Mistake("password", "two that differ", "the same one twice")])
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    check_password(name, password)
    return password
