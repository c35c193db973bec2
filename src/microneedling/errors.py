"""One way to say what is wrong: every mistake at once, where it is, what was found, what is allowed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

FINAL_WORDS = "This is final: it lies outside what the model is made for"

# What a terminal obeys or cannot show, what turns the direction of reading, what no XML may hold: control characters,
# separators of lines, bidirectional overrides, halves of surrogate pairs, noncharacters.
HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def visible(text: str) -> str:
    """The text with every hidden character written out (`\\x1b`), so that a message shows it and obeys none."""
    return HIDDEN.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


@dataclass(frozen=True)
class Mistake:
    """One mistake in what was given: a path, what stood there, what may stand there, what to do.

    What people wrote comes in here; hidden characters in it are written out.
    """

    path: str
    found: str
    allowed: str
    hint: str = ""

    def __post_init__(self) -> None:
        for name in ("path", "found", "allowed", "hint"):
            object.__setattr__(self, name, visible(getattr(self, name)))

    def __str__(self) -> str:
        text = f"{self.path}: found {self.found}; allowed: {self.allowed}"
        return f"{text}. {self.hint}" if self.hint else text


class MicroneedlingError(Exception):
    """Base of every error raised on purpose; the command line prints it and exits with `exit_code`."""

    exit_code = 2


class SlowKernelWarning(UserWarning):
    """The slow kernel answers, because the extra that brings the fast one is not installed."""


class InputError(MicroneedlingError):
    """What a person wrote cannot be used. Carries all mistakes found, never only the first.

    >>> from microneedling import InputError, Person
    >>> try:
    ...     Person(age_year=200, sex="female", phototype="IX", site="cheek")
    ... except InputError as error:
    ...     [mistake.path for mistake in error.mistakes]
    ['age_year', 'phototype']
    """

    def __init__(self, source: str, mistakes: Iterable[Mistake]):
        self.source = source
        self.mistakes = tuple(mistakes)
        count = len(self.mistakes)
        head = f"{visible(source)}: {count} mistake{'s' if count != 1 else ''}"
        super().__init__("\n".join([head, *(f"  {mistake}" for mistake in self.mistakes)]))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.source, self.mistakes)  # so that it returns from a worker unchanged


class Refused(MicroneedlingError):
    """An answer with reasons: the safety screen says stop, and nobody has overridden it, or nobody can.

    `what` is refused (`no forecast`); `how` says how to have it all the same, before the words that do so. It is empty
    where a reason is final: then `told` says that no override helps.

    >>> from microneedling import Refused, load_course, simulate
    >>> course = load_course("examples/fine_lines_roller.toml")
    >>> ill = course.person.model_copy(update={"conditions": ("pregnancy",)})
    >>> try:
    ...     forecast = simulate(course.model_copy(update={"person": ill}), draws=1)
    ... except Refused as refusal:
    ...     len(refusal.reasons) > 0
    True
    """

    exit_code = 4

    def __init__(self, what: str, reasons: Iterable[str], how: str):
        self.what, self.reasons, self.how = what, tuple(reasons), how
        super().__init__(self.told("", "override_stop=True"))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.what, self.reasons, self.how)

    def told(self, source: str, override: str) -> str:
        """The refusal with the file it is about, and the words that override where it is read; none may."""
        head = f"{visible(source)}: {self.what}" if source else self.what
        lines = [f"{head}: the safety screen says stop", *(f"  {reason}" for reason in self.reasons)]
        last = f"{self.how}: {override}" if self.how else FINAL_WORDS
        if override and not self.how:
            last += f" ({override} does not help)"
        return "\n".join([*lines, f"  {last}"])


class CannotWrite(MicroneedlingError):
    """A file could not be written to the end: a full disk, a folder that went away. Nothing is left half-written."""

    exit_code = 5


class SolverError(MicroneedlingError):
    """The healing equations could not be integrated; the message names the person, day and reason.

    >>> from microneedling import SolverError
    >>> SolverError.exit_code
    3
    """

    exit_code = 3


CLOSE = 0.6  # least likeness of two words, by the share of letters that both have in the same order


def nearest(word: str, allowed: Iterable[str], count: int = 5) -> list[str]:
    """The words most like a word that is like none of them, closest first."""
    return difflib.get_close_matches(str(word).lower(), [str(item) for item in allowed], n=count, cutoff=0)


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """A short suggestion for a misspelt word, or an empty string when nothing is close.

    Close is a word of like spelling, or one that goes on after the whole word given (`age`: `age_year`).
    """
    names = {_letters(item): str(item) for item in allowed}
    given = _letters(word)
    close = difflib.get_close_matches(given, names, n=1, cutoff=CLOSE)
    longer = sorted((name for name in names if given and name.startswith(f"{given} ")), key=len)
    found = [name for name in (*close, *longer[:1]) if len(given) > 1 or name == given]
    return f'did you mean "{names[found[0]]}"?' if found else ""


def _letters(word: str) -> str:
    """A word as it is compared: small letters, one kind of gap."""
    return re.sub(r"[\s_-]+", " ", str(word).lower()).strip()
