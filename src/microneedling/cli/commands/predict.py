"""`microneedling predict FILE [FILE...]`: what held-out studies would report, and what the biology says."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...errors import InputError, Mistake
from ...inputs.questions import refuse, to_predict
from ...studies.study_file import load_study
from ..arguments import as_options, number_or_text
from ..progress import progress

if TYPE_CHECKING:
    from ...studies.study import Study


def run(options: Namespace) -> int:
    """Print or write what the studies of the files would report; the exit status."""
    draws, seed = number_or_text(options.draws), number_or_text(options.seed)
    refuse("predict", as_options(to_predict(draws, seed)))
    studies = _studies(options.files)
    from ...studies.predict import predict

    predictions = []
    for place, (path, study) in enumerate(zip(options.files, studies, strict=True), 1):
        progress(f"predicting {path} ({place} of {len(studies)}), {draws} draws ...")
        predictions.append(predict(study, int(draws), int(seed)))
    progress()
    if options.json:
        answers = [item.to_json() for item in predictions]
        print(json.dumps(answers if len(answers) > 1 else answers[0], ensure_ascii=False, allow_nan=False))
    else:
        from ..printed.predict import prediction_text

        print("\n\n\n".join(prediction_text(item) for item in predictions))
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
