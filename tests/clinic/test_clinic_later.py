"""Pages that are put off: each is there when it is asked for, and the first page of the day waits for none of them."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

from helpers.clinic.inside import clean_environment
from microneedling.clinic.later import PUT_OFF, later, load

FIRST = """
import sys
from microneedling.clinic import ready
ready.stand_up()
from django.test import Client
answer = Client().get("/sign-in/", headers={"host": "127.0.0.1"})
print(answer.status_code, [name for name in ("numpy", "scipy", "microneedling.course.simulate") if name in sys.modules])
"""


def test_every_page_put_off_is_there():
    import_module("microneedling.clinic.urls")
    assert len(PUT_OFF) > 10
    load()
    for place, names in PUT_OFF.items():
        module = import_module(place)
        assert [name for name in names if not callable(getattr(module, name, None))] == []


def test_a_page_put_off_answers_as_it_would_at_once(rf, monkeypatch):
    import microneedling.clinic.bench.index as module

    monkeypatch.setattr(module, "index", lambda request, **named: (request.path, named))
    page = later("microneedling.clinic.bench", "index:index")
    assert page(rf.get("/bench/"), of="x") == ("/bench/", {"of": "x"})


def test_the_first_page_brings_no_array_library(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", FIRST],
        env=clean_environment(tmp_path / "home"),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (done.stdout, done.stderr) == ("200 []\n", "")
