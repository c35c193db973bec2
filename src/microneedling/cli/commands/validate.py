"""`microneedling validate`: how the model stands up to published studies, from the results as shipped.

With --study one study is predicted now; with --refit everything is learnt and judged again (long).
"""

from __future__ import annotations

import json
import shlex
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...errors import InputError, MicroneedlingError, Mistake, did_you_mean
from ...files import check_target
from ...inputs.questions import refuse
from ...studies import published as rows
from ...validation.held_out import shipped
from ..calibration_run import (
    Told,
    fitted_and_judged,
    folder_mistakes,
    interrupted,
    one_thread_for_matrices,
)
from ..main import INTERRUPTED
from ..progress import progress

DRAWS = 400  # of a study that is predicted now
NOT_SHIPPED = (
    "No calibration comes with this version, so there are no results to show.\n"
    "  microneedling calibrate       learns the numbers from the published studies and judges them (long)\n"
    "  microneedling validate --study ID   predicts one study now"
)


def run(options: Namespace) -> int:
    refuse("validate", _mistakes(options))
    if options.html:
        check_target(options.html, options.force)
    if options.study is not None:
        return _study(options)
    found = _refitted(options) if options.refit else shipped()
    if found is None:
        return INTERRUPTED
    if not found:
        raise MicroneedlingError(NOT_SHIPPED)
    _show(found, options)
    return 0


def _mistakes(options: Namespace) -> list[Mistake]:
    """Options that do not go together, and folders that cannot be used."""
    mistakes = []
    if options.study is not None:
        for name in ("refit", "html"):
            if getattr(options, name):
                mistakes.append(Mistake(f"--{name}", "it beside --study", "one of the two"))
    if options.checkpoints is not None and not options.refit:
        mistakes.append(Mistake("--checkpoints", "it without --refit", "only with --refit"))
    if options.refit:
        mistakes += folder_mistakes("--checkpoints", _checkpoints(options))
    return mistakes


def _checkpoints(options: Namespace) -> Path:
    from ..calibration_run import CHECKPOINTS

    return Path(options.checkpoints) if options.checkpoints is not None else CHECKPOINTS


def _show(found: Mapping[str, Any], options: Namespace) -> None:
    if options.json:
        print(json.dumps(found, ensure_ascii=False, allow_nan=False))
    else:
        from ..printed.validate import validation_text

        print(validation_text(found))
    if options.html:
        from ...report.validation import write_page

        write_page(found, options.html, force=options.force)
        if not options.json:
            print(f"\nPage: {options.html}")


def _refitted(options: Namespace) -> dict[str, Any] | None:
    """Learn and judge everything again, as shipped; None when interrupted."""
    one_thread_for_matrices()
    from ...calibration.fit import PARTICLES, SEEDS

    checkpoints = _checkpoints(options)
    try:
        return fitted_and_judged(checkpoints, PARTICLES, SEEDS, Told(SEEDS))[1]
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
    ids = chosen(options.study)
    progress(f"predicting {len(ids)} readings, {DRAWS} draws ...")
    from ...validation.held_out import recomputed

    lines = recomputed(ids, draws=DRAWS)
    progress()
    if options.json:
        print(json.dumps({"studies": lines}, ensure_ascii=False, allow_nan=False))
    else:
        from ...evidence.sources import sources
        from ..printed.validate import study_text

        earlier = {line["id"]: line for line in shipped().get("studies", ())}
        print(study_text(lines, earlier, _reference(lines, sources())))
    return 0


def _reference(lines: Sequence[Mapping[str, Any]], known: Mapping[str, Any]) -> str:
    names = dict.fromkeys(line["study"] for line in lines)
    return " ".join(f"{name}: {known[name].reference}" if name in known else name for name in names)


def chosen(word: str) -> list[str]:
    """Ids of the lines that a study, arm, row of the tables or line names; raises `InputError` with the reason."""
    found = [
        line.row
        for line in rows.reported()
        if word in (line.row, line.study, line.arm, rows.table_row(line.row))
    ]
    if found:
        return found
    allowed = "a study, an arm or a row that can be compared"
    reasons = [line["reason"] for line in rows.lines() if word in (line["row"], rows.table_row(line["row"]))]
    if reasons:
        raise InputError(
            "validate", [Mistake("--study", f"{word}, which is not compared", allowed, reasons[0])]
        )
    names = [name for line in rows.reported() for name in (line.study, line.arm, line.row)]
    raise InputError("validate", [Mistake("--study", f'"{word[:60]}"', allowed, did_you_mean(word, names))])
