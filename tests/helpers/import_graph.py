"""Which module of the package imports which, read from the text: at the top, inside functions, for annotations."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

from helpers.source_files import PACKAGE, parsed, text_of


def module_of(path: Path) -> str:
    """Dotted name of a module of the package, by its file."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(text: str, module: str, modules: set[str], is_package: bool = False) -> set[str]:
    """Those of `modules` that the text of `module` imports, whole or a name of theirs."""
    above = module.split(".") if is_package else module.split(".")[:-1]
    found: set[str] = set()
    for node in ast.walk(parsed(text)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = above[: len(above) - node.level + 1] if node.level else []
            whole = ".".join([*base, *([node.module] if node.module else [])])
            inner = {f"{whole}.{name.name}" for name in node.names}
            found |= (inner & modules) or {whole}
    return (found & modules) - {module}


def import_graph(paths: list[Path]) -> dict[str, set[str]]:
    """Every module of these files with the modules among them that it imports."""
    names = {path: module_of(path) for path in paths}
    every = set(names.values())
    return {
        name: imports_of(text_of(path), name, every, path.stem == "__init__") for path, name in names.items()
    }


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Groups of modules that reach themselves by way of each other, each sorted; empty where there is no circle."""
    reach = {name: set(others) for name, others in graph.items()}
    for middle in graph:  # Warshall
        for name in graph:
            if middle in reach[name]:
                reach[name] |= reach[middle]
    groups = {
        tuple(sorted(other for other in reach[name] if name in reach.get(other, ())))
        for name in graph
        if name in reach[name]
    }
    return sorted(list(group) for group in groups)
