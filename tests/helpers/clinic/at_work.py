"""People at work in a clinic that is served: each signs in and goes round its pages; every answer is looked at."""

from __future__ import annotations

import http.client
import http.cookies
import random
import re
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import psutil

from helpers.clinic.inside import inside
from helpers.clinic.served import Server

PASSWORD = "correct horse battery staple"
# Run inside a new clinic: invented clients, and who works there.
BEGUN = """
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from microneedling.clinic import demo
from microneedling.clinic.records.services.act import Actor
hashed = make_password({password!r})
owner, _ = User.objects.get_or_create(username="demo", defaults={{"password": hashed}})
owner.groups.set([Group.objects.get(name="owner")])
demo.invent(Actor(owner, "command line"), {clients})
for number in range({people}):
    user, _ = User.objects.get_or_create(username=f"person{{number}}", defaults={{"password": hashed}})
    user.groups.set([Group.objects.get(name="practitioner" if number % 2 else "assistant")])
print("0")
"""


class Wrong(Exception):
    """An answer that is not the page that was asked for."""


@dataclass
class Told:
    """What one request took: the kind of page, milliseconds, bytes."""

    kind: str
    ms: float
    size: int


@dataclass
class Person:
    """Somebody at a browser: one connection, its cookies, what was taken so far."""

    address: str
    name: str
    chance: random.Random
    thinking_s: float
    told: list[Told] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        at = urlsplit(self.address)
        self.line = http.client.HTTPConnection(at.hostname or "", at.port, timeout=60)

    def ask(self, kind: str, path: str, sees: str, form: dict[str, str] | None = None) -> str:
        """Ask for a page, or send a form; follow where it leads. Raises `Wrong` unless the page has the words."""
        begun = time.perf_counter()
        heads = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": self.token})
            heads["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request("POST" if form is not None else "GET", path, body, heads)
        answer = self.line.getresponse()
        text = answer.read().decode("utf-8")
        self.told.append(Told(kind, (time.perf_counter() - begun) * 1000, len(text.encode())))
        for name, said in answer.getheaders():
            if name.lower() == "set-cookie":
                kept = http.cookies.SimpleCookie(said)
                self.cookies |= {key: item.value for key, item in kept.items()}
        if answer.status in (302, 303):
            return self.ask(kind, answer.getheader("Location") or "/", sees)
        if found := re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text):
            self.token = found[1]
        if answer.status not in (200, 204) or sees not in text:
            raise Wrong(f"{self.name}: {path} answered {answer.status} without {sees!r}")
        return text

    def sign_in(self) -> None:
        """Through the page, as people do."""
        self.ask("sign in", "/sign-in/", "id_password")
        self.ask(
            "sign in", "/sign-in/", self.name, {"username": self.name, "password": PASSWORD, "next": "/"}
        )

    def go_round(self) -> None:
        """One round: the day, a client found, their pages, a note half written and then kept, a session looked at."""
        day = self.turn_to("day", "/", self.name)
        clients = re.findall(
            r'href="(/clients/[0-9a-f-]{36}/)"', self.turn_to("clients", "/clients/", "<table")
        )
        of = self.chance.choice(clients)
        self.turn_to("search", "/clients/", "<h1", {"text": "exam"})
        page = self.turn_to("client", of, "timeline")
        self.turn_to("consult", f"{of}consult/", 'id="concerns"')
        self.turn_to("follow-up", f"{of}follow-up/", "<h1")
        form = self.turn_to("note", f"{of}notes/new/", 'id="id_text"')
        words = f"Written by {self.name}: {self.chance.random()}"
        user = re.search(r'data-user="(\d+)"', form)
        draft = {
            "draft": "note-new",
            "client": of.split("/")[2],
            "user": user[1] if user else "",
            "kind": "telephone",
        }
        self.turn_to("draft", "/drafts/keep/", "", {**draft, "text": words[:12]})
        key = re.search(r'name="key" value="(\w+)"', form)
        sent = {"kind": "telephone", "text": words, "key": key[1] if key else "", "draft": "note-new"}
        self.turn_to("write", f"{of}notes/new/", words, sent)
        sessions = re.findall(r'href="(/sessions/[0-9a-f-]{36}/)"', page + day)
        if sessions:
            self.turn_to("session", self.chance.choice(sessions), "<h1")

    def turn_to(self, *asked: Any) -> str:
        """Ask after a while of reading, thinking and talking."""
        time.sleep(self.chance.uniform(0.5, 1.5) * self.thinking_s)
        return self.ask(*asked)


def at_once(
    address: str, people: int, seconds: float, thinking_s: float
) -> tuple[list[Told], list[BaseException]]:
    """So many people for so long, each on a thread; every request, and what went wrong (which ends its person)."""
    everybody = [
        Person(address, f"person{number}", random.Random(number), thinking_s) for number in range(people)
    ]
    wrong: list[BaseException] = []

    def live(person: Person) -> None:
        try:
            person.sign_in()
            person.told.clear()
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                person.go_round()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=live, args=(person,)) for person in everybody]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [item for person in everybody for item in person.told], wrong


def measured(
    server: Server, people: int, seconds: float, thinking_s: float
) -> tuple[list[Told], list[BaseException], float, float]:
    """The same on a server that runs: requests, mistakes, processor seconds and memory in MB of its process."""
    process = psutil.Process(server.process.pid)
    before = process.cpu_times()
    told, wrong = at_once(server.address, people, seconds, thinking_s)
    spent = process.cpu_times()
    busy = spent.user + spent.system - before.user - before.system
    return told, wrong, busy, process.memory_info().rss / 1e6


def filled(home: Path, people: int, clients: int = 16) -> None:
    """A clinic in a folder with invented clients, and accounts: `demo` the owner, `person0` an assistant ..."""
    inside(home, BEGUN.format(people=people, password=PASSWORD, clients=clients))
