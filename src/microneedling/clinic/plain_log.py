"""The log tells what happened in one line without a person's data: no query strings, no bodies, no values of fields."""

from __future__ import annotations

import logging

LONGEST = 300


class Plain(logging.Filter):
    """Takes what may hold personal data out of a record: the request, local variables, all of the path's query."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; all of them pass."""
        if record.exc_info and (error := record.exc_info[1]) is not None:
            place = _place(error)
            record.msg, record.args = f"{type(error).__name__} in {place}", ()
            record.exc_info = record.exc_text = None
        elif (status := getattr(record, "status_code", None)) is not None:
            request = getattr(record, "request", None)
            route = getattr(getattr(request, "resolver_match", None), "route", None)
            method = getattr(request, "method", "")
            record.msg, record.args = f"{status} {method} {route or 'no such page'}", ()
        else:
            record.msg, record.args = record.getMessage()[:LONGEST].split("?")[0], ()
        return True


def _place(error: BaseException) -> str:
    """Module and line where an error arose; its message may quote what somebody typed, so it is left out."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "an unknown place"
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
