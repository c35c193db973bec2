"""`microneedling check FILE`: every mistake at once; then the safety screen and the depth caps.

Exit code 4 where the screen says stop, so that a script can tell.
"""

from __future__ import annotations

from dataclasses import asdict

from ...errors import InputError, Refused
from .. import options
from ..group import command
from ..output import say, say_json
from ..together import Together


@command()
@options.file()
@options.as_json("print one JSON object")
def run(file: str, as_json: bool) -> int:
    """Print the mistakes of a course file, or its screen and depth caps."""
    from ...course.assumed import assumed
    from ...course.reading import load_course
    from ...course.safety.depth import depth_caps
    from ...course.screen import notes, screen, stops
    from ...course.without_effect import without_effect
    from ...inputs.assumed import as_json as as_json_list

    gathered = Together("check")
    course = gathered.read(load_course, file)
    try:
        gathered.refuse()
    except InputError as error:
        if not as_json:
            raise
        mistakes = [asdict(mistake) for mistake in error.mistakes]
        say_json({"valid": False, "source": error.source, "mistakes": mistakes})
        return error.exit_code
    if as_json:
        say_json(
            {
                "valid": True,
                "course": course.as_file(),
                "last_session_day": course.last_session_day,
                "assessment_day": course.assessment_day,
                "findings": [finding.to_json() for finding in screen(course) + notes(course)],
                "assumed": as_json_list(assumed(course)),
                "changes_nothing": as_json_list(without_effect(course)),
                "depth_caps": [cap.to_json() for cap in depth_caps(course)],
            }
        )
    else:
        from ..printed.check import check_text

        say(check_text(course))
    return Refused.exit_code if stops(course) else 0
