"""Writes `engine/generated/` from the process files; `--check` compares."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

GENERATED = ROOT / "src" / "microneedling" / "engine" / "generated"


def contents() -> dict[Path, str]:
    """Every generated file with what it should hold."""
    from codegen.files import generate
    from microneedling.healing.cascade import PROCESSES
    from microneedling.observation.observer import OBSERVERS

    return {GENERATED / name: text for name, text in generate(PROCESSES, OBSERVERS).items()}


def main(arguments: list[str]) -> int:
    """Write the stale files, or with `--check` name them; returns 1 if one was found so, 2 for a mistaken process."""
    from microneedling.errors import InputError

    try:
        files = contents()
    except InputError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    stale = [
        path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in arguments:
        for path in stale:
            print(f"stale: {path.relative_to(ROOT)}; run python tools/generate.py", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[path], encoding="utf-8")
        print(f"written: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
