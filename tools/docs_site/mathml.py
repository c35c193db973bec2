"""Equations as MathML that every browser draws by itself: no script, no font, no request to anywhere."""

from __future__ import annotations

import re
from typing import Any

from latex2mathml.converter import convert

ALIGNED = re.compile(r"\\begin\{aligned\}(.*)\\end\{aligned\}", re.DOTALL)
LETTERS = re.compile(r'<mrow>((?:<m[in](?: mathvariant="normal")?>[^<]*</m[in]>)+)</mrow>')
UNDERSCORE = "&#x0005F;"  # as latex2mathml writes it
TAGS = re.compile(r"<[^>]+>")
INSIDE = re.compile(r"<math[^>]*>(.*)</math>", re.DOTALL)
SPACE = "http://www.w3.org/1998/Math/MathML"


def words_whole(mathml: str) -> str:
    r"""Letters of one `\mathrm` joined to one name, so that a name is spaced and read aloud as a word."""
    return LETTERS.sub(
        lambda found: f"<mi>{TAGS.sub('', found.group(1))}</mi>", mathml.replace(UNDERSCORE, "_")
    )


def _piece(latex: str) -> str:
    found = INSIDE.search(convert(latex.strip() or "{}"))
    if found is None:
        raise ValueError(f"no MathML came of {latex!r}")
    return words_whole(found.group(1))


def inline(latex: str) -> str:
    """One formula within a line."""
    return f'<math xmlns="{SPACE}">{_piece(latex)}</math>'


def block(latex: str) -> str:
    """A formula on lines of its own; lines of `aligned` become rows of a table, split where they align."""
    found = ALIGNED.search(latex)
    rows = found.group(1).split(r"\\") if found else [latex]
    cells = ["".join(f"<mtd>{_piece(cell)}</mtd>" for cell in row.split("&")) for row in rows if row.strip()]
    table = "".join(f"<mtr>{row}</mtr>" for row in cells)
    return f'<math xmlns="{SPACE}" display="block"><mtable displaystyle="true">{table}</mtable></math>'


def _visit_inline(translator: Any, node: Any) -> None:
    from docutils.nodes import SkipNode

    translator.body.append(inline(node.astext()))
    raise SkipNode


def _visit_block(translator: Any, node: Any) -> None:
    from docutils.nodes import SkipNode

    translator.body.append(f'<div class="equation" tabindex="0">{block(node.astext())}</div>')
    raise SkipNode


def setup(app: Any) -> dict[str, bool]:
    """Sphinx calls this."""
    app.add_html_math_renderer("native_mathml", (_visit_inline, None), (_visit_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
