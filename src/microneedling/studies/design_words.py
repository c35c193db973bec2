"""How an arm was studied, in the words of a study file. Loads without the array library."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from ..inputs.written import canonical

WORDS = ("single arm", "parallel", "split")
ALIASES = {
    "open": "single arm",
    "series": "single arm",
    "case series": "single arm",
    "uncontrolled": "single arm",
    "before and after": "single arm",
    "pre-post": "single arm",
    "pre post": "single arm",
    "parallel arms": "parallel",
    "parallel groups": "parallel",
    "split face": "split",
    "split-face": "split",
    "split body": "split",
    "split-body": "split",
    "sides": "split",
    "arms or sides": "split",
}
Design = Annotated[Literal["single arm", "parallel", "split"], BeforeValidator(canonical(ALIASES, WORDS))]
