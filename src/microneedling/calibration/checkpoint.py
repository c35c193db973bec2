"""What a calibration has done so far, on disk: named arrays that belong to one problem, whole or not there.

Random numbers are not kept: they come from streams named by seed, stage and turn, so that a run that goes on from any
checkpoint ends in the very same bits.
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import numpy as np

from ..errors import InputError, MicroneedlingError, Mistake

WHO = "who"


def save(path: Path, who: str, arrays: dict[str, np.ndarray]) -> None:
    """Write arrays of the problem `who` (a hash), or leave the file as it was: beside it first, then renamed over."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            np.savez(file, allow_pickle=False, **{WHO: np.array(who)}, **arrays)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def load(path: Path, who: str) -> dict[str, np.ndarray] | None:
    """The arrays saved at `path`, None where there are none.

    Raises `InputError` where they belong to another problem and `MicroneedlingError` where they cannot be read.
    """
    if not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        found = str(arrays.pop(WHO))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise MicroneedlingError(
            f"{path}: this checkpoint cannot be read ({error}); remove it to start the run again"
        ) from error
    if found != who:
        allowed = f"{who[:12]}: this model with these numbers, studies and settings"
        hint = "remove the checkpoint or name another folder"
        raise InputError(
            str(path), [Mistake("checkpoint", f"that of another problem, {found[:12]}", allowed, hint)]
        )
    return arrays
