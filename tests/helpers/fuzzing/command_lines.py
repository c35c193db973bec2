"""Command lines changed at random: options left out, twice, misspelt, with values that nobody means."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import strategies as st

from .places import ROOT

COURSE, STUDY = "examples/fine_lines_roller.toml", "examples/studies/redness_days.toml"
TRIAL, DELIVERY = "examples/trials/acne_scars_sham.toml", "examples/deliver/own_active_intact.toml"
LINES: tuple[tuple[str, ...], ...] = (
    ("check", COURSE, "--json"),
    ("simulate", COURSE, "--draws", "2", "--seed", "3", "--days", "30,90", "--json"),
    ("simulate", COURSE, "--draws", "2", "--client", "sheet.html", "--force"),
    ("deliver", DELIVERY, "--draws", "2", "--report", "page.html"),
    ("deliver", "--active", "caffeine", "--needle-length-mm", "0.5", "--passes", "4", "--hours", "2", "--draws", "2"),
    ("deliver", "--active", "caffeine", "--franz", "--dermis-mm", "0.4", "--age-year", "50", "--draws", "2"),
    ("predict", STUDY, "--draws", "20", "--seed", "1", "--json"),
    ("trial", TRIAL, "--people", "4", "--workers", "1", "--chunks", "kept", "--chunk-size", "40"),
    ("cite", COURSE, "--bibtex"),
    ("evidence", "show", "practice"),
    ("devices", "pen, 12 needles", "--json"),
    ("schema", "study", "--output", "schema.json"),
    ("new", "mine.toml", "--example", "fine_lines_roller"),
)  # fmt: skip
VALUES = (
    "", " ", "-1", "0", "1", "2", "3.5", "nan", "inf", "1e3", "x", "é\u202e", "\x1b[2J", "\udcff", "9" * 30, "-", "--",
    "'", "/", "..", "no/such/folder/x", "/dev/null", "1,2,,x", "true", "{}", "%s", "a" * 300, "--json", "--draws=2",
    "-h", "-x", COURSE, STUDY, TRIAL, DELIVERY,
)  # fmt: skip
SHELL = (sys.executable, "-m", "microneedling")


@st.composite
def command_lines(draw) -> tuple[str, ...]:
    """A command line after one or two changes."""
    words = list(draw(st.sampled_from(LINES)))
    for _ in range(draw(st.sampled_from((1, 1, 2)))):
        at = draw(st.integers(0, len(words) - 1))
        other = draw(st.sampled_from(VALUES))
        change = draw(st.sampled_from(("drop", "twice", "replace", "replace", "insert", "misspell", "swap")))
        if change == "drop" and len(words) > 1:
            del words[at]
        elif change == "twice":
            words.insert(at, words[at])
        elif change == "replace":
            words[at] = other
        elif change == "insert":
            words.insert(at, other)
        elif change == "misspell":
            words[at] = words[at][:-1] or "x"
        else:
            to = draw(st.integers(0, len(words) - 1))
            words[at], words[to] = words[to], words[at]
    return tuple(f"{ROOT}/{word}" if word.startswith("examples/") else word for word in words)


def in_a_shell(words: tuple[str, ...], folder: str) -> tuple[int, str, str]:
    """Exit code, output and messages of a command line in a process of its own."""
    done = subprocess.run(
        [*SHELL, *words], capture_output=True, cwd=folder, timeout=120, stdin=subprocess.DEVNULL
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()
