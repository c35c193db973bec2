"""`microneedling calibrate`: learn the model's numbers from the published readings, then judge what was learnt.

Writes to `--out`: draws.npz, calibrated.toml, validation.json; by default a folder of the user's, not the package.
"""

from __future__ import annotations

import shlex
from argparse import Namespace
from pathlib import Path

from ...inputs.questions import refuse, whole_number
from ..arguments import as_options, number_or_text
from ..calibration_run import (
    FEWEST_PARTICLES,
    MOST_PARTICLES,
    ProgressLine,
    fitted_and_judged,
    folder_mistakes,
    interrupted,
    one_thread_for_matrices,
    seed_list,
)
from ..main import INTERRUPTED


def run(options: Namespace) -> int:
    """Fit the numbers and judge the fit; the exit status."""
    one_thread_for_matrices()
    particles = number_or_text(options.particles)
    mistakes = as_options(whole_number("particles", particles, FEWEST_PARTICLES, MOST_PARTICLES))
    seeds = seed_list(options.seeds, mistakes)
    out, checkpoints = Path(options.out), Path(options.checkpoints)
    mistakes += folder_mistakes("--out", out) + folder_mistakes("--checkpoints", checkpoints)
    refuse("calibrate", mistakes)
    try:
        fitted, found = fitted_and_judged(checkpoints, int(particles), seeds, ProgressLine(seeds))
    except KeyboardInterrupt:
        interrupted(checkpoints, _again(options))
        return INTERRUPTED
    from ...calibration import fit
    from ...validation.result import RESULTS, write

    # draws and their judgement together, so that a folder never holds those of two runs
    fit.write(fitted, out)
    write(found, out)
    from ..printed.validate import validation_text

    print(validation_text(found))
    print(f"\n{len(fitted.z)} draws in {out / 'draws.npz'}, account in {out / 'calibrated.toml'},")
    print(f"validation in {out / RESULTS}; the checkpoints in {checkpoints} are no longer needed.")
    return 0


def _again(options: Namespace) -> str:
    words = ("--particles", options.particles, "--seeds", options.seeds)
    folders = ("--checkpoints", options.checkpoints, "--out", options.out)
    return shlex.join(["microneedling", "calibrate", *words, *folders])
