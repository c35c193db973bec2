"""Text is read and written as UTF-8, said each time: a library that is loaded beside may set the locale to ASCII."""

from __future__ import annotations

import ast

import pytest

from helpers.source_files import code_files, parsed, relative, text_of

AS_TEXT = {"text", "universal_newlines"}
TEXT_METHODS = {"read_text", "write_text"}
NOT_TEXT = {"os", "tarfile", "zipfile", "webbrowser", "gzip", "Image"}  # their `open` is another


def unsaid(text: str) -> list[str]:
    """Calls that leave the encoding to the locale, as `line: call`."""
    calls = [node for node in ast.walk(parsed(text)) if isinstance(node, ast.Call)]
    return [
        f"{node.lineno}: {ast.unparse(node.func)}"
        for node in calls
        if needs(node) and not says_encoding(node)
    ]


def says_encoding(call: ast.Call) -> bool:
    """Whether a call names its encoding, or passes on options that may."""
    return any(word.arg in ("encoding", None) for word in call.keywords)


def needs(call: ast.Call) -> bool:
    """Whether a call turns bytes into text or back."""
    if any(word.arg in AS_TEXT and ast.unparse(word.value) == "True" for word in call.keywords):
        return True
    if isinstance(call.func, ast.Attribute):
        if call.func.attr in TEXT_METHODS:
            return True
        return (
            call.func.attr == "open" and ast.unparse(call.func.value) not in NOT_TEXT and not binary(call, 0)
        )
    return isinstance(call.func, ast.Name) and call.func.id == "open" and not binary(call, 1)


def binary(call: ast.Call, place: int) -> bool:
    """Whether the mode, the argument at a place or the one named so, says bytes."""
    named = [word.value for word in call.keywords if word.arg == "mode"]
    mode = named[0] if named else call.args[place] if len(call.args) > place else None
    return isinstance(mode, ast.Constant) and "b" in str(mode.value)


def test_every_text_says_its_encoding():
    files = code_files()
    assert len(files) > 400
    assert {relative(path): found for path in files if (found := unsaid(text_of(path)))} == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("path.read_text()", ["1: path.read_text"]),
        ("path.write_text(x)", ["1: path.write_text"]),
        ("open(name)\nopen(name, 'w')", ["1: open", "2: open"]),
        ("path.open()", ["1: path.open"]),
        ("run(words, text=True)", ["1: run"]),
        (
            "path.read_text(encoding='utf-8')\nopen(name, encoding='utf-8')\nrun(words, text=True, encoding=x)",
            [],
        ),
        ("open(name, 'rb')\npath.open('wb')\nopen(name, mode='rb')\nos.open(name, 0)\nread_text(path)", []),
        ("path.open(**options)\nrun(words)\nrun(words, text=False)", []),
    ],
)
def test_an_encoding_left_open_is_found(text, found):
    assert unsaid(text) == found
