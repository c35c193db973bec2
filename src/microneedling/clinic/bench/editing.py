"""What the pages that edit a file share: text and number of draws as typed, the answer or its mistakes, the way back.

Without scripts a form is sent and the page comes back whole; with them its answer alone does, a moment after a pause.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from ...cli.arguments import number_or_text
from ...errors import InputError, MicroneedlingError
from .beside.file_fields import FileField, file_fields
from .door import WRONG, part_asked, shown, told
from .questions import Question


def amounts(question: Question, text: str) -> list[int]:
    """How many draws (people) a page offers: few while typing, then more; the last as the command takes."""
    few, usual = question.amounts(text)
    return sorted({few, min(8 * few, usual), usual})


def same_elsewhere(
    request: HttpRequest,
    question: Question,
    text: str,
    amount: Any,
    despite_stop: bool = False,
    days: tuple[float, ...] | None = None,
) -> dict[str, Any]:
    """The file, the command and the call that give the same answer."""
    said: dict[str, Any] = {question.amount: amount, "seed": 1}
    said |= {"despite_stop": "true"} if despite_stop and question.overrides else {}
    said |= {"days": ",".join(f"{day:g}" for day in days)} if days else {}
    address = request.build_absolute_uri(f"/api/v1/bench/{question.command}?{urlencode(said, safe=',')}")
    return {
        "file": question.file,
        "text": text,
        "of": question.command,
        "unit": question.amount,
        "usual": question.amounts(text)[1],
        "line": question.line(amount, 1, despite_stop, days),
        "call": f'curl --data-binary @{question.file} "{address}"',
    }


def answered(
    request: HttpRequest,
    question: Question,
    text: str,
    page: str,
    dressed: Callable[[Any], dict[str, Any]],
    known: Sequence[FileField] = (),
    later: bool = False,
    **more: Any,
) -> HttpResponse:
    """The page with the answer to a text; with every mistake instead, where there are any.

    `later`: a page that is opened asks for its answer once it is there, for that takes seconds.
    `known` are the fields beside the text: one that was changed goes into the text before it is asked.
    `dressed` makes of a typed answer what the template of its part shows; `more` is for the page alone.
    """
    beside = file_fields(known, text, request.POST)
    text = beside.text
    typed = request.POST.get("amount", "").strip()
    amount = number_or_text(typed) if typed else question.amounts(text)[0]
    despite_stop = bool(request.POST.get("despite_stop"))
    begun, status = time.perf_counter(), 200
    what: dict[str, Any] = {"amount": amount, "despite_stop": despite_stop, "question": question}
    what["elsewhere"] = same_elsewhere(request, question, text, amount, despite_stop)
    try:
        if later and request.method == "GET":
            question.check(text, amount, despite_stop)
            what["later"] = True
        else:
            what |= dressed(question.ask(text, amount, 1, despite_stop))
    except MicroneedlingError as error:
        status, what["wrong"] = WRONG, told(error)
        if isinstance(error, InputError):
            beside = beside.with_mistakes(error.mistakes)
    what["held"] = beside.to_json()
    what["took_ms"] = round(1000 * (time.perf_counter() - begun))
    if part_asked(request):
        return shown(request, f"parts/{page}_answer", status=status, **what)
    offered = [(each, f"{each} {question.amount}") for each in amounts(question, text)]
    return shown(
        request, page, status=status, text=text, fields=beside.fields, offered=offered, **what, **more
    )


def sent_text(request: HttpRequest, start: str) -> str:
    """The text of a form as a file has it: with the ends of lines of files, not of forms."""
    return request.POST.get("text", start).replace("\r\n", "\n") if request.method == "POST" else start
