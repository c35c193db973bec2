"""A clinic's table in every form in which spreadsheets save it, or one mistake that names the form."""

from __future__ import annotations

import pytest

from microneedling.errors import InputError
from microneedling.people.clinic_rows import rows_of

AGES = [35.5, 41, 52, 28, 33, 47, 60, 38.5, 44, 50]
HEAD = ["age_year", "sex", "phototype"]
CELLS = [[f"{age:g}", "female" if k % 2 else "male", "II"] for k, age in enumerate(AGES)]
EXPECTED = tuple(dict(zip(HEAD, cells, strict=True)) for cells in CELLS)


def table(separator=",", end="\n", comma=False, head=HEAD, cells=CELLS) -> str:
    """The same ten people as CSV of one form."""
    rows = [[cell.replace(".", ",") if comma else cell for cell in row] for row in cells]
    return end.join(separator.join(row) for row in [head, *rows]) + end


def read(tmp_path, content: str | bytes):
    path = tmp_path / "clinic.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return rows_of(path)


def mistakes(tmp_path, content: str | bytes) -> dict[str, str]:
    """Path -> message of every mistake in a table."""
    with pytest.raises(InputError) as told:
        read(tmp_path, content)
    return {mistake.path: str(mistake) for mistake in told.value.mistakes}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(tmp_path, separator, end):
    assert read(tmp_path, table(separator, end)) == EXPECTED


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_a_decimal_comma_is_read_where_commas_do_not_separate(tmp_path, separator):
    assert read(tmp_path, table(separator, comma=True)) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path, encoding):
    assert read(tmp_path, table(";").encode(encoding)) == EXPECTED


def test_letters_of_the_windows_code_page_reach_the_message(tmp_path):
    assert "column größe" in mistakes(
        tmp_path, table(head=["age_year", "größe", "phototype"]).encode("cp1252")
    )


@pytest.mark.parametrize("said", ["sep=;", "SEP=;"])
def test_a_first_line_may_name_the_separator(tmp_path, said):
    assert read(tmp_path, f"{said}\r\n" + table(";", "\r\n", comma=True)) == EXPECTED
    assert "sep=:" in mistakes(tmp_path, "sep=:\n" + table(":"))["line 1"]


def test_quotes_blank_lines_and_separators_at_the_end(tmp_path):
    quoted = [[f'"{cell}"' for cell in row] for row in CELLS]
    assert read(tmp_path, table(head=[f'"{name}"' for name in HEAD], cells=quoted)) == EXPECTED
    assert read(tmp_path, "\n" + table().replace("\n", "\n\n")) == EXPECTED
    assert read(tmp_path, table(";").replace("\n", ";;\n") + ";;;;\n;;;;\n") == EXPECTED
    words = [[row[0], f'"{row[1]}\n"', row[2]] for row in CELLS]
    assert read(tmp_path, table(cells=words)) == EXPECTED


def test_words_in_other_letters_are_the_same_words(tmp_path):
    loud = [[row[0], row[1].upper(), row[2].lower()] for row in CELLS]
    assert read(tmp_path, table(cells=loud)) == EXPECTED


def test_one_column_needs_no_separator(tmp_path):
    ages = [[row[0]] for row in CELLS]
    expected = tuple({"age_year": row[0]} for row in CELLS)
    assert read(tmp_path, table(head=["age_year"], cells=ages)) == expected
    assert read(tmp_path, table(head=["age_year"], cells=ages, comma=True)) == expected


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_decimal_comma_between_commas_is_one_mistake(tmp_path, quote):
    cells = [[f"{quote}{row[0].replace('.', ',')}{quote}", *row[1:]] for row in CELLS]
    found = mistakes(tmp_path, table(cells=cells))
    assert list(found) == ["separator"]
    assert "a decimal comma in a table separated by commas (line 2 and 1 more)" in found["separator"]
    assert "cells separated by ;" in found["separator"]


def test_columns_twice_without_name_and_unknown(tmp_path):
    found = mistakes(tmp_path, table(head=["age_year", "age_year", "phototyp"]))
    assert set(found) == {"column age_year", "column phototyp"} | {
        f"line {k}, age_year" for k in range(2, 12)
    }
    assert 'did you mean "phototype"?' in found["column phototyp"]
    assert "without a name" in mistakes(tmp_path, table(head=["age_year", "", "phototype"]))["columns"]


@pytest.mark.parametrize("age", ["nan", "inf", "3_5", "1e400", "١٢", "35,5,1", "1.035,5", "-1", "121", "x"])
def test_what_is_no_age(tmp_path, age):
    found = mistakes(tmp_path, table(";", cells=[[age, "male", "II"], *CELLS]))
    assert list(found) == ["line 2, age_year"]


def test_a_cell_too_many_names_its_line(tmp_path):
    assert "4 cells" in mistakes(tmp_path, table() + "40,male,II,Jane\n")["line 12"]


def test_a_quote_without_an_end_is_one_mistake(tmp_path):
    assert "no table" in mistakes(tmp_path, table() + '"40,male,II\n')["file"]
    assert mistakes(tmp_path, 'age_year\n"4"0"\n').keys() == {"file"}


def test_too_few_people_and_no_people(tmp_path):
    assert "at least 10" in mistakes(tmp_path, table(cells=CELLS[:9]))["rows"]
    assert "an empty file" in mistakes(tmp_path, "")["file"]
