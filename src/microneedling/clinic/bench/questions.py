"""The questions of the bench: a file's text and a number of draws in, the command's own typed answer out.

Each is asked as its command asks it: the same reader, the same mistakes, the same function. Answers of few draws are
kept for a while, so that a page, its numbers as JSON and its file need one run.
"""

from __future__ import annotations

import json
import shlex
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from ...cli.together import Together
from ...errors import InputError, Mistake
from ...inputs import questions as limits

KEPT, MOST_KEPT = 24, 24  # answers; of at most so many draws
USUAL_ARM = 30  # people of an arm, where the file does not say


@dataclass(frozen=True)
class Asked:
    """What is asked beside the file: draws (or people), seed, whether despite a stop, days of a course to report."""

    amount: Any
    seed: Any
    despite_stop: bool
    days: tuple[float, ...] | None


@dataclass(frozen=True)
class Question:
    """One command that answers a file. `few` are for while somebody types, `usual` what the command takes."""

    command: str
    file: str
    read: Callable[[str, str], Any]
    answer: Callable[[Any, Asked], Any]
    mistakes: Callable[[Asked], list[Mistake]]
    few: int
    usual: int
    amount: str = "draws"
    report: bool = True
    overrides: bool = False
    scale: Callable[[Any], int] | None = None  # what `few` and `usual` are multiples of, from the file

    def amounts(self, text: str) -> tuple[int, int]:
        """How many draws (people) are few for a file, and how many its command takes; a guess where it has mistakes."""
        if self.scale is None:
            return self.few, self.usual
        try:
            size = self.scale(self.read(text, self.file))
        except InputError:
            size = USUAL_ARM
        return self.few * size, self.usual * size

    def words(
        self, amount: Any, seed: Any = 1, despite_stop: bool = False, days: tuple[float, ...] | None = None
    ) -> list[str]:
        """The words of the command that gives the same answer, without its name; `days` of a course to report."""
        more = ["--despite-stop"] if despite_stop and self.overrides else []
        more += ["--days", ",".join(f"{day:g}" for day in days)] if days else []
        return [
            self.command,
            self.file,
            f"--{self.amount}",
            str(amount),
            "--seed",
            str(seed),
            *more,
            "--json",
        ]

    def line(
        self, amount: Any, seed: Any = 1, despite_stop: bool = False, days: tuple[float, ...] | None = None
    ) -> str:
        """The command as it is typed."""
        return "microneedling " + shlex.join(self.words(amount, seed, despite_stop, days))

    def given(self, text: str, asked: Asked) -> Any:
        """What the file holds; raises `InputError` with every mistake in it and beside it."""
        gathered = Together(self.command, self.file)
        gathered.arguments(self.mistakes(asked))
        found = gathered.read(lambda words: self.read(words, self.file), text)
        gathered.refuse()
        return found

    def check(self, text: str, amount: Any, despite_stop: bool = False) -> None:
        """Raise `InputError` with every mistake in a file and beside it; nothing is computed."""
        self.given(text, Asked(amount, 1, despite_stop, None))

    def ask(
        self,
        text: str,
        amount: Any,
        seed: Any = 1,
        despite_stop: bool = False,
        days: tuple[float, ...] | None = None,
    ) -> Any:
        """The typed answer; raises `InputError`, `Refused` and `SolverError` as the command tells them."""
        asked = Asked(amount, seed, despite_stop and self.overrides, days)
        with _one_at_a_time:
            key = (self.command, text, asked)
            if key not in _kept:
                found = self.answer(self.given(text, asked), asked)
                if self.amount != "draws" or amount <= MOST_KEPT:
                    _kept[key] = found
                while len(_kept) > KEPT:
                    _kept.popitem(last=False)
                return found
            _kept.move_to_end(key)
            return _kept[key]


_kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
_one_at_a_time = (
    threading.Lock()
)  # the model uses what cores there are; two runs at once are slower than in turn


def as_text(answer: Any) -> str:
    """An answer as the command prints it: one JSON object on one line."""
    return json.dumps(answer, ensure_ascii=False, allow_nan=False)


def _course(text: str, source: str) -> Any:
    from ...course.reading import parse_course

    return parse_course(text, source)


def _simulated(course: Any, asked: Asked) -> Any:
    from ...course.simulate import simulate

    return simulate(course, asked.amount, asked.seed, asked.days, override_stop=asked.despite_stop)


def _ranked(course: Any, asked: Asked) -> Any:
    from ...sensitivity.evidence_for import evidence_for

    return evidence_for(course, asked.amount, asked.seed, override_stop=asked.despite_stop)


def _delivery(text: str, source: str) -> Any:
    from ...inputs.text import tables_of
    from ...transport.delivery_file import WHAT, from_tables

    return from_tables(tables_of(text, source, WHAT), source, text)


def _delivered(file: Any, asked: Asked) -> Any:
    from ...transport.deliver import deliver

    return deliver(file, asked.amount, asked.seed)


def _study(text: str, source: str) -> Any:
    from ...studies.study_file import study_from_text

    return study_from_text(text, source)


def _predicted(study: Any, asked: Asked) -> Any:
    from ...studies.predict import predict

    return predict(study, asked.amount, asked.seed)


def _trial(text: str, source: str) -> Any:
    from ...trials.reading import trial_from_text

    return trial_from_text(text, source)


def _tried(trial: Any, asked: Asked) -> Any:
    from ...trials.trial import trial as run

    return run(trial, people=asked.amount, seed=asked.seed, workers=1, override_stop=asked.despite_stop)


def _people_an_arm(trial: Any) -> int:
    return int(trial.design.people_per_arm)


def _draws(limit: Callable[..., list[Mistake]], asked: Asked) -> list[Mistake]:
    more = {"days": asked.days} if asked.days is not None else {}
    return limit(asked.amount, asked.seed, **more)


SIMULATE = Question(
    command="simulate",
    file="course.toml",
    read=_course,
    answer=_simulated,
    mistakes=partial(_draws, limits.to_simulate),
    few=8,
    usual=400,
    overrides=True,
)
DELIVER = Question(
    command="deliver",
    file="delivery.toml",
    read=_delivery,
    answer=_delivered,
    mistakes=partial(_draws, limits.to_deliver),
    few=8,
    usual=300,
)
PREDICT = Question(
    command="predict",
    file="study.toml",
    read=_study,
    answer=_predicted,
    mistakes=partial(_draws, limits.to_predict),
    few=24,
    usual=400,
    report=False,
)
TRIAL = Question(
    command="trial",
    file="trial.toml",
    read=_trial,
    answer=_tried,
    mistakes=partial(_draws, limits.to_try),
    few=20,  # virtual trials, the fewest that tell how effects differ
    usual=100,
    amount="people",
    overrides=True,
    scale=_people_an_arm,
)
RANK = Question(
    command="evidence",
    file="course.toml",
    read=_course,
    answer=_ranked,
    mistakes=partial(_draws, limits.to_rank),
    few=limits.FEWEST_TO_RANK,
    usual=300,
    report=False,
    overrides=True,
)
QUESTIONS = {item.command: item for item in (SIMULATE, DELIVER, PREDICT, TRIAL, RANK)}
