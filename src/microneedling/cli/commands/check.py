"""`microneedling check FILE`: every mistake at once; then the safety screen and the depth caps."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import asdict

from ...course.reading import load_course
from ...errors import InputError
from ..printed.check import check_text


def run(options: Namespace) -> int:
    """Print the mistakes of a course file, or its screen and depth caps; the exit status."""
    try:
        course = load_course(options.file)
    except InputError as error:
        if not options.json:
            raise
        mistakes = [asdict(mistake) for mistake in error.mistakes]
        print(json.dumps({"valid": False, "source": error.source, "mistakes": mistakes}, ensure_ascii=False))
        return error.exit_code
    if options.json:
        from ...course.depth import depth_caps
        from ...course.screen import notes, screen

        answer = {
            "valid": True,
            "course": course.as_file(),
            "last_session_day": course.last_session_day,
            "assessment_day": course.assessment_day,
            "findings": [finding.to_json() for finding in screen(course) + notes(course)],
            "depth_caps": [cap.to_json() for cap in depth_caps(course)],
        }
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print(check_text(course))
    return 0
