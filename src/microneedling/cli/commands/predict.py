"""`microneedling predict FILE [FILE...]`: what held-out studies would report, and what the biology says."""

from __future__ import annotations

from typing import Any

from ...inputs.questions import to_predict
from .. import options
from ..group import command
from ..output import say, say_json
from ..progress import Bar
from ..together import Together


@command()
@options.files()
@options.as_json("print JSON and nothing else; several files give a list")
@options.draws(400)
@options.seed()
def run(files: tuple[str, ...], as_json: bool, draws: Any, seed: Any) -> None:
    """Print what the studies of the files would report; every file is checked before anything is computed."""
    from ...studies.study_file import load_study

    gathered = Together("predict")
    gathered.arguments(to_predict(draws, seed))
    studies = [gathered.read(load_study, path) for path in files]
    gathered.refuse()
    from ...studies.predict import predict

    predictions, told = [], Bar("predicting")
    for place, study in enumerate(studies):
        told.at(place, len(studies), files[place])
        predictions.append(predict(study, int(draws), int(seed)))
    told.end()
    if as_json:
        answers = [item.to_json() for item in predictions]
        say_json(answers if len(answers) > 1 else answers[0])
        return
    from ..printed.predict import prediction_text

    say("\n\n\n".join(prediction_text(item) for item in predictions))
