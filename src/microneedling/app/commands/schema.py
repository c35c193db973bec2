"""`microneedling schema`: the JSON schema of course files."""

from __future__ import annotations

from argparse import Namespace

from ...course.schema import schema_text
from ..files import write_whole


def run(options: Namespace) -> int:
    if options.output:
        print(f"{write_whole(options.output, schema_text(), options.force)} written")
    else:
        print(schema_text(), end="")
    return 0
