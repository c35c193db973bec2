"""Every mistake at once: in the options, in the places to write to, in the files that are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar, cast

from ..errors import InputError, Mistake
from ..files import check_target
from .arguments import as_options

T = TypeVar("T")


class Together:
    """Gathers the mistakes of a question until `refuse` raises them all, before anything is computed."""

    def __init__(self, question: str, *inputs: str | None):
        self.question = question
        self.mistakes: list[Mistake] = []
        self.errors: list[InputError] = []
        self.taken = {Path(path).resolve(): "the file that is read" for path in inputs if path is not None}

    def arguments(self, mistakes: Iterable[Mistake]) -> None:
        """Mistakes in the arguments of the function that answers, named by their options."""
        self.mistakes += as_options(mistakes)

    def place(self, option: str, path: str | None, force: bool, kind: str = "") -> None:
        """A place to write to: a new file or, with `force`, an old one of the same kind; none of the files read."""
        if path is None:
            return
        if (other := self.taken.setdefault(Path(path).resolve(), option)) != option:
            self.mistakes.append(Mistake(option, f'"{path}", which is {other}', "a file of its own"))
            return
        try:
            check_target(path, force, kind)
        except InputError as error:
            self.mistakes += [
                Mistake(f"{option} {path}", one.found, one.allowed, one.hint) for one in error.mistakes
            ]

    def read(self, load: Callable[[Any], T], source: Any) -> T:
        """What a file holds; where it has mistakes they are kept, and what is returned must not be used before
        `refuse`."""
        try:
            return load(source)
        except InputError as error:
            self.errors.append(error)
            return cast(T, None)

    def refuse(self) -> None:
        """Raise `InputError` with all that was found, if anything was."""
        if not self.mistakes and not self.errors:
            return
        if not self.mistakes and len(self.errors) == 1:
            raise self.errors[0]
        if not self.errors:
            raise InputError(self.question, self.mistakes)
        found = [
            Mistake(f"{error.source}: {one.path}", one.found, one.allowed, one.hint)
            for error in self.errors
            for one in error.mistakes
        ]
        raise InputError(self.question, [*self.mistakes, *found])
