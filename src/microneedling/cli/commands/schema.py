"""`microneedling schema`: the JSON schema of course files, of study files, or of trial files."""

from __future__ import annotations

from argparse import Namespace

from ...course.schema import schema_text
from ...files import write_whole


def run(options: Namespace) -> int:
    """Print or write the JSON schema of a kind of file; the exit status."""
    text = {"course": schema_text, "study": _study, "trial": _trial}[options.what]()
    if options.output:
        print(f"{write_whole(options.output, text, options.force)} written")
    else:
        print(text, end="")
    return 0


def _study() -> str:
    from ...studies.schema import study_schema_text

    return study_schema_text()


def _trial() -> str:
    from ...trials.schema import trial_schema_text

    return trial_schema_text()
