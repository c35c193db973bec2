"""`microneedling validate`: how the model stands up to published studies, from the results as shipped.

With --study one study is predicted now, with --bench measurements on skin; with --refit everything is learnt and
judged again (long).
"""

from __future__ import annotations

import json
import shlex
from argparse import Namespace
from pathlib import Path

from ...errors import Mistake
from ...files import check_target
from ...inputs.questions import refuse
from ...validation.bench import TITLES
from ...validation.result import Validation
from ...validation.validate import DRAWS, readings_named, validate, validate_bench, validate_study
from ..calibration_run import (
    ProgressLine,
    fitted_and_judged,
    folder_mistakes,
    interrupted,
    one_thread_for_matrices,
)
from ..main import INTERRUPTED
from ..progress import progress

ALL = "all"  # tables of measurements
ALONE = ("study", "bench", "refit")  # at most one of these; a page only without the first two


def run(options: Namespace) -> int:
    """Answer the command; the exit status."""
    refuse("validate", _mistakes(options))
    if options.html:
        check_target(options.html, options.force)
    if options.study is not None:
        return _study(options)
    if options.bench is not None:
        return _bench(options)
    found = _refitted(options) if options.refit else validate()
    if found is None:
        return INTERRUPTED
    _show(found, options)
    return 0


def _mistakes(options: Namespace) -> list[Mistake]:
    """Options that do not go together, and folders that cannot be used."""
    mistakes = []
    for kept in ("study", "bench"):
        if getattr(options, kept) is not None:
            mistakes += [
                Mistake(f"--{name}", f"it beside --{kept}", "one of the two")
                for name in (*ALONE[ALONE.index(kept) + 1 :], "html")
                if getattr(options, name)
            ]
    if options.checkpoints is not None and not options.refit:
        mistakes.append(Mistake("--checkpoints", "it without --refit", "only with --refit"))
    if options.refit:
        mistakes += folder_mistakes("--checkpoints", _checkpoints(options))
    return mistakes


def _checkpoints(options: Namespace) -> Path:
    from ..calibration_run import CHECKPOINTS

    return Path(options.checkpoints) if options.checkpoints is not None else CHECKPOINTS


def _show(found: Validation, options: Namespace) -> None:
    if options.json:
        print(json.dumps(found.to_json(), ensure_ascii=False, allow_nan=False))
    else:
        from ..printed.validate import validation_text

        print(validation_text(found))
    if options.html:
        from ...report.validation import write_page

        write_page(found, options.html, force=options.force)
        if not options.json:
            print(f"\nPage: {options.html}")


def _refitted(options: Namespace) -> Validation | None:
    """Learn and judge everything again, as shipped; None when interrupted."""
    one_thread_for_matrices()
    from ...calibration.fit import PARTICLES, SEEDS

    checkpoints = _checkpoints(options)
    try:
        return fitted_and_judged(checkpoints, PARTICLES, SEEDS, ProgressLine(SEEDS))[1]
    except KeyboardInterrupt:
        interrupted(checkpoints, _again(options, checkpoints))
        return None


def _again(options: Namespace, checkpoints: Path) -> str:
    words = ["microneedling", "validate", "--refit", "--checkpoints", str(checkpoints)]
    words += ["--json"] if options.json else []
    words += ["--html", options.html] if options.html else []
    words += ["--force"] if options.force else []
    return shlex.join(words)


def _study(options: Namespace) -> int:
    """Predict one study, or one row of it, now."""
    ids = readings_named(options.study)
    progress(f"predicting {len(ids)} readings, {DRAWS} draws ...")
    found = validate_study(options.study, DRAWS)
    progress()
    if options.json:
        print(json.dumps(found.to_json(), ensure_ascii=False, allow_nan=False))
    else:
        from ..printed.validate import study_text

        print(study_text(found))
    return 0


def _bench(options: Namespace) -> int:
    """Predict one table of measurements on skin, or all of them, now."""
    names = tuple(TITLES) if options.bench == ALL else (options.bench,)
    progress(f"judging {len(names)} tables of measurements ...")
    tables = validate_bench(names)
    progress()
    if options.json:
        print(json.dumps({"bench": [item.to_json() for item in tables]}, ensure_ascii=False, allow_nan=False))
    else:
        from ..printed.validate import bench_text

        print(bench_text(tables))
    return 0
