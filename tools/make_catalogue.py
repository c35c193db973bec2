"""Write the clinic's catalogues anew: what stands in its code and templates, what is translated already kept.

    python tools/make_catalogue.py

Words are found by Babel; Django's own reading of templates goes before it. Files of the simulator that speak
(`microneedling.speech`) have their sentences here too: pages tell them in their reader's language. Sentences of refused
input (`refused`, `Mistake`) need no mark of their own: the page looks each up. New words stay empty in `django.po`
until somebody translates them; `django.mo` is what is read at run time and is committed beside it.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from microneedling.clinic import ready

CLINIC = Path(ready.__file__).parent
CORE = CLINIC.parent
SPEAKS = re.compile(r"^from \.+speech import", re.MULTILINE)
LOCALE = CLINIC / "locale"
# Function -> which of its arguments are words: one, one and its plural, a context and one.
KEYWORDS = {
    "_": None,
    "_lazy": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEAD = """# The pages of the clinic. Made by tools/make_catalogue.py; translations are written here by hand.
msgid ""
msgstr ""
"Project-Id-Version: microneedling\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""
MADE = datetime(2026, 1, 1, tzinfo=UTC)  # in the head of what is compiled: the same words are the same file
REFUSALS = {"refused", "_refused", "Mistake"}
Found = tuple[str, str | tuple[str, ...], str | None]  # file, words, context


def words_of_code() -> Iterator[Found]:
    """What Python marks."""
    for file, _line, words, _told, context in extract_from_dir(
        CLINIC, [("**.py", "python")], keywords=KEYWORDS, strip_comment_tags=True
    ):
        yield file, words, context


def words_of_core() -> Iterator[Found]:
    """What the simulator says in another language where a page asks it to."""
    for path in sorted(CORE.rglob("*.py")):
        if CLINIC in path.parents or not SPEAKS.search(path.read_text(encoding="utf-8")):
            continue
        for _line, words, _told, context in extract_from_file("python", path, keywords=KEYWORDS):
            yield str(path.relative_to(CORE)), words, context


def words_of_templates() -> Iterator[Found]:
    """What templates mark; Django turns each into calls that Babel reads as Python."""
    from django.utils.translation.template import templatize

    for path in sorted(CLINIC.rglob("*.html")):
        said = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        calls = "\n".join(line.strip() for line in said.splitlines()).encode("utf-8")
        for _line, function, words, _told in extract_python(io.BytesIO(calls), KEYWORDS, [], {}):
            said = [words] if isinstance(words, str) else [word for word in words if word is not None]
            context = said.pop(0) if "pgettext" in function else None
            yield str(path.relative_to(CLINIC)), said[0] if len(said) == 1 else tuple(said[:2]), context


def words_of_refusals() -> Iterator[Found]:
    """Whole sentences in what a service refuses: found, allowed, hint; the place of a mistake is none of them."""
    for path in [*sorted(CLINIC.glob("records/**/*.py")), CLINIC / "time_zones.py"]:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(call, "func", None), "id", "")
            if not isinstance(call, ast.Call) or name not in REFUSALS:
                continue
            told = [item for item in call.args if isinstance(item, ast.Tuple)] or [call]
            for one in told:
                parts = one.elts if isinstance(one, ast.Tuple) else one.args
                for part in parts[1 if name != "_refused" else 0 :]:
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
                        yield str(path.relative_to(CLINIC)), part.value, None


def template() -> Catalog:
    """All words of the clinic, none translated, in the order of the alphabet."""
    ready.stand_up()
    found: dict[tuple[str, str | None], tuple[str | tuple[str, ...], set[str]]] = {}
    for source in (words_of_code, words_of_core, words_of_templates, words_of_refusals):
        for file, words, context in source():
            first = words if isinstance(words, str) else words[0]
            kept, files = found.get((first, context), (words, set()))
            found[first, context] = (words if isinstance(kept, str) else kept, files | {file})
    made = Catalog(charset="utf-8", fuzzy=False)
    for (_, context), (words, files) in sorted(
        found.items(), key=lambda item: (item[0][0], item[0][1] or "")
    ):
        made.add(
            words,
            locations=[(file, None) for file in sorted(files)],  # type: ignore[list-item]
            flags=("python-format",) if "%(" in str(words) else (),
            context=context,
        )
    return made


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as it is committed."""
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def compiled(of: Catalog) -> bytes:
    """The same as it is read at run time."""
    of.creation_date = of.revision_date = MADE
    written = io.BytesIO()
    write_mo(written, of)
    return written.getvalue()


def languages() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(path.parent.name for path in LOCALE.glob("*/LC_MESSAGES"))


def main() -> None:
    """Bring every catalogue up to date and compile it; say what is not translated."""
    words = template()
    for language in languages():
        folder = LOCALE / language / "LC_MESSAGES"
        path = folder / "django.po"
        made = (
            catalogue(language) if path.exists() else Catalog(locale=language, charset="utf-8", fuzzy=False)
        )
        made.update(words, no_fuzzy_matching=True)
        made.obsolete.clear()
        written = io.BytesIO()
        write_po(written, made, width=110, sort_output=True, omit_header=True)
        head = HEAD.format(language=language, plural=made.plural_forms)
        path.write_bytes(head.encode("utf-8") + written.getvalue())
        (folder / "django.mo").write_bytes(compiled(catalogue(language)))
        left = [item for item in made if item.id and not (item.string and all(item.string))]
        print(f"{language}: {len(made)} sentences, {len(left)} not translated")


if __name__ == "__main__":
    main()
