"""`microneedling calibrate`: learn the model's numbers from the published readings, then judge what was learnt.

Writes to `--out`: draws.npz, calibrated.toml, validation.json; by default a folder of the user's, not the package.
"""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from ...inputs.questions import whole_number
from .. import options
from ..calibration_run import (
    CHECKPOINTS,
    FEWEST_DRAWS,
    MOST_DRAWS,
    ProgressLine,
    fitted_and_judged,
    folder_mistakes,
    kept_words,
    one_thread_for_matrices,
    seed_list,
)
from ..ending import going_on
from ..group import command
from ..output import say
from ..together import Together

USUAL = 512  # draws of each seed


@command()
@click.option("--draws", type=options.WHOLE, default=USUAL, metavar="N", help=f"draws of each seed ({USUAL})")
@click.option("--seeds", default="1,2", metavar="S,S,...", help="seeds, sampled one after the other (1,2)")
@click.option(
    "--checkpoints",
    type=options.FILE,
    default=str(CHECKPOINTS),
    metavar="DIR",
    help=f"where to keep what is done, and go on from ({CHECKPOINTS})",
)
@click.option(
    "--out",
    type=options.FILE,
    default="calibration",
    metavar="DIR",
    help="where to write the results (calibration)",
)
def run(draws: Any, seeds: str, checkpoints: str, out: str) -> None:
    """Fit the numbers to the published readings and judge the fit."""
    one_thread_for_matrices()
    gathered, folder, kept = Together("calibrate"), Path(out), Path(checkpoints)
    gathered.arguments(whole_number("draws", draws, FEWEST_DRAWS, MOST_DRAWS))
    different = seed_list(seeds, gathered.mistakes)
    gathered.mistakes += folder_mistakes("--out", folder) + folder_mistakes("--checkpoints", kept)
    gathered.refuse()
    words = ("--draws", str(draws), "--seeds", seeds, "--checkpoints", checkpoints, "--out", out)
    again = shlex.join(["microneedling", "calibrate", *words])
    with going_on(lambda: kept_words(kept, again)):
        fitted, found = fitted_and_judged(kept, int(draws), different, ProgressLine())
    from ...calibration import fit
    from ...validation.result import RESULTS, write

    # draws and their judgement together, so that a folder never holds those of two runs
    fit.write(fitted, folder)
    write(found, folder)
    from ..printed.validate import validation_text

    say(
        f"{validation_text(found)}\n\n{len(fitted.z)} draws in {folder / 'draws.npz'}, account in "
        f"{folder / 'calibrated.toml'},\nvalidation in {folder / RESULTS}; the checkpoints in {kept} are no longer "
        "needed."
    )
