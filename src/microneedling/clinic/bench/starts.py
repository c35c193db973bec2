"""Study and trial files to start from, as they come with the bench; a test holds them to the examples."""

from __future__ import annotations

from pathlib import Path

from ...cli.commands.new import title

FOLDER = Path(__file__).parent / "starts"


def starts(kind: str) -> dict[str, Path]:
    """The files of a kind, `study` or `trial`, by name."""
    return {path.stem.removeprefix(f"{kind}."): path for path in sorted(FOLDER.glob(f"{kind}.*.toml"))}


def chosen(kind: str, name: str) -> tuple[str, str, list[tuple[str, str]]]:
    """The name of the file chosen (the first where there is none of that name), its text, and all with their titles."""
    known = starts(kind)
    name = name if name in known else next(iter(known))
    return (
        name,
        known[name].read_text(encoding="utf-8"),
        [(each, title(path)) for each, path in known.items()],
    )
