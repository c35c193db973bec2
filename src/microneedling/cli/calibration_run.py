"""A calibration as it runs from the command line: one line of progress, checkpoints, Ctrl-C that loses little."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import Mistake
from .progress import Line, duration, progress

if TYPE_CHECKING:
    from ..calibration.fit import Fitted, Progress
    from ..validation.result import Validation

CHECKPOINTS = Path("calibration") / "checkpoints"
FEWEST_DRAWS, MOST_DRAWS, MOST_SEEDS, LARGEST_SEED = 20, 20_000, 16, 2**31 - 1


@dataclass
class ProgressLine:
    """Progress on stderr: a line that replaces itself on a terminal, else a line for each thing begun."""

    line: Line = field(default_factory=Line)

    def calibrating(self, step: Progress) -> None:
        """Some runs, or a transition of one seed's chains, are about to begin."""
        parts = [f"{step.doing}: {step.done} of {step.of}", f"{duration(step.seconds)} so far"]
        self.line.say(", ".join(parts), step.doing)

    def leaving_out(self, place: int, of: int, study: str) -> None:
        """One study is about to be left out."""
        self.line.say(f"leaving out {study} ({place + 1} of {of})", study)

    def step(self, text: str) -> None:
        """Something that is not counted is about to begin."""
        self.line.say(text, text)

    def end(self) -> None:
        """Clear the line."""
        progress()


def one_thread_for_matrices() -> None:
    """Small matrices, many of them: threads of the linear algebra only get in the way. Before it is loaded."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def fitted_and_judged(
    checkpoints: Path, draws: int, seeds: Sequence[int], told: ProgressLine
) -> tuple[Fitted, Validation]:
    """Calibrate, then leave out every study in turn; what was sampled is kept in the checkpoints all along."""
    from ..calibration import fit
    from ..calibration.checks import arviz
    from ..validation.held_out import judge_calibration

    arviz()
    told.step("reading studies and priors")
    fitted = fit.calibrate(checkpoints, draws=draws, seeds=seeds, progress=told.calibrating)
    found = judge_calibration(fitted, progress=told.leaving_out)
    told.end()
    return fitted, found


def kept_words(checkpoints: Path, words: str) -> str:
    """Where what was done is kept when it is interrupted, and how to go on."""
    kept = any(checkpoints.glob("*.npz"))
    where = f"What was done is kept in {checkpoints}; go on" if kept else "Nothing was done yet; start again"
    return f"{where} with:\n  {words}"


def folder_mistakes(name: str, path: Path) -> list[Mistake]:
    """Why a folder cannot be written to or made; asked before hours of work."""
    nearest = next(place for place in (path, *path.absolute().parents) if place.exists())
    if not nearest.is_dir():
        return [Mistake(name, f'"{nearest}", a file', "a folder, or the name of a new one")]
    if not os.access(nearest, os.W_OK | os.X_OK):
        return [Mistake(name, f'"{nearest}", a folder that may not be written to', "a folder of your own")]
    return []


def seed_list(text: str, mistakes: list[Mistake]) -> tuple[int, ...]:
    """`"1,2"` -> (1, 2); different whole numbers."""
    words = [word.strip() for word in text.split(",")]
    sound = all(word.isascii() and word.isdigit() and int(word) <= LARGEST_SEED for word in words)
    if sound and len({int(word) for word in words}) == len(words) <= MOST_SEEDS:
        return tuple(int(word) for word in words)
    allowed = f"up to {MOST_SEEDS} different whole numbers such as 1,2"
    mistakes.append(Mistake("--seeds", f'"{text[:40]}"', allowed))
    return ()
