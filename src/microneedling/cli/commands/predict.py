"""`microneedling predict FILE [FILE...]`: what new studies would report, and what the biology says."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...errors import InputError, Mistake, SolverError
from ...studies.study_file import load_study
from ..options import progress, whole_number

if TYPE_CHECKING:
    from ...studies.predict import Prediction
    from ...studies.study import Study

FEWEST_DRAWS, MOST_DRAWS = 20, 10_000  # fewer hold no 80 % interval


def run(options: Namespace) -> int:
    mistakes: list[Mistake] = []
    draws = whole_number(options.draws, "--draws", FEWEST_DRAWS, MOST_DRAWS, mistakes)
    seed = whole_number(options.seed, "--seed", 0, 2**63 - 1, mistakes)
    if mistakes:
        raise InputError("predict", mistakes)
    studies = _studies(options.files)
    answers = []
    for place, (path, study) in enumerate(zip(options.files, studies, strict=True), 1):
        progress(f"predicting {path} ({place} of {len(studies)}), {draws} draws ...")
        answers.append(_answer(path, study, draws, seed))
    progress("")
    if options.json:
        print(json.dumps(answers if len(answers) > 1 else answers[0], ensure_ascii=False, allow_nan=False))
    else:
        from ..printed.predict import prediction_text

        print("\n\n\n".join(prediction_text(answer, draws, seed) for answer in answers))
    return 0


def _studies(paths: Sequence[str]) -> list[Study]:
    """Every file checked before anything is computed; mistakes of all files together."""
    found, wrong = [], []
    for path in paths:
        try:
            found.append(load_study(path))
        except InputError as error:
            wrong.append(error)
    if len(wrong) == 1:
        raise wrong[0]
    if wrong:
        every = [
            Mistake(f"{error.source}: {item.path}", item.found, item.allowed, item.hint)
            for error in wrong
            for item in error.mistakes
        ]
        raise InputError(f"{len(wrong)} study files", every)
    return found


def _answer(path: str, study: Study, draws: int, seed: int) -> dict[str, Any]:
    from ...studies.predict import predict, to_json

    made = predict(study, draws=draws, seed=seed)
    _sound(path, made)
    return to_json(study, made)


def _sound(path: str, made: Sequence[Prediction]) -> None:
    """Raises `SolverError` where hardly a draw could be computed, so that no interval is made of nothing."""
    import numpy as np

    for item in made:
        sound = int(min(np.isfinite(item.reported).sum(), np.isfinite(item.biology).sum()))
        if sound < FEWEST_DRAWS / 2:
            text = f"only {sound} of {len(item.reported)} draws could be computed"
            raise SolverError(f"{path}: {item.reading.scale}: {text}; try another --seed, or more --draws")
