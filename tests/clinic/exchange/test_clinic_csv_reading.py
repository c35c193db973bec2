"""Tables as spreadsheets write them: which signs, which separator, which day, which number; asked, never guessed."""

from __future__ import annotations

import csv
import io
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.source_files import PACKAGE, text_of
from microneedling.clinic.exchange.cells import csv_bytes, csv_text, safe, unsafe
from microneedling.clinic.exchange.tables.columns import mapped
from microneedling.clinic.exchange.tables.dates import NoDate, clock_of, dated, order_of
from microneedling.clinic.exchange.tables.encodings import decoded
from microneedling.clinic.exchange.tables.fields import KINDS, names_of
from microneedling.clinic.exchange.tables.numbers import NoNumber, decimal_sign, plain_number
from microneedling.clinic.exchange.tables.sheet import sheet_of
from microneedling.errors import InputError

NAMES = "Name;Ort\r\nJosé O’Brien;Köln\r\nŒuvre Šašek;Münster\r\n"
CELLS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
FORMULAS = st.sampled_from(
    ["=1+1", "+44", "-5", "@SUM(A1)", "\t=x", "\r", "'=x", "''-1", " =1", "＝1", "'t Hooft"]
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_encoding_is_found_and_told(encoding):
    found = decoded(NAMES.encode(encoding))
    assert found.text == NAMES
    assert found.encoding == encoding.removesuffix("-sig")
    assert {"José", "O’Brien", "Köln"} <= set(found.words)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Nazwisko\nŁukasz Święty\nŻółć", "cp1250"),
        ("Фамилия\nИванов", "cp1251"),
        ("Nom\nJosé Muñoz", "mac_roman"),
        ("Name\nJosé Müller", "cp850"),
        ("Όνομα\nΓεώργιος", "cp1253"),
        ("שם\nכהן", "cp1255"),
    ],
)
def test_another_code_page_is_asked_for_and_never_read_wrongly(text, encoding):
    with pytest.raises(InputError, match="name it") as told:
        decoded(text.encode(encoding))
    shown = {mistake.path: mistake.found for mistake in told.value.mistakes}
    assert text.split("\n")[1].split()[0] in shown[f"--encoding {encoding}"] + text * (encoding == "cp850")
    assert decoded(text.encode(encoding), named=encoding).text == text


def test_what_was_read_wrongly_before_is_warned_of():
    assert "JosÃ©"[3:] in decoded("Name\nJosÃ©".encode()).warning
    assert decoded("Name\nJosé Ångström".encode()).warning == ""


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf\r\n", b"\xff\xfe"])
def test_an_empty_file_is_said_to_be_empty(data):
    with pytest.raises(InputError, match="empty"):
        decoded(data)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_seen_in_the_line_of_names(separator):
    text = csv_text(["a", "b, c; d"], [["1", "x,y;z\tw|"]], separator)
    sheet = sheet_of(text)
    assert (sheet.separator, sheet.columns) == (separator, ("a", "b, c; d"))
    assert sheet.rows[0].cells == ("1", "x,y;z\tw|")


def test_a_row_of_another_length_is_never_shifted_into_place():
    sheet = sheet_of("\r\nsep=;\na;b;c\n1;2;3\n4;5\n;;\n7;8;9;10\n11;12;13;;\n")
    assert [(row.line, bool(row.amiss)) for row in sheet.rows] == [
        (4, False),
        (5, True),
        (7, True),
        (8, False),
    ]
    assert sheet.empty == 1
    assert sheet.rows[1].cells == ("4", "5")


@pytest.mark.parametrize(
    ("text", "told"), [("a,a\n1,2", "twice"), ("a,,b\n1,2,3", "no name"), ('a,b\n"1,2\n3,4', "line 2")]
)
def test_what_is_no_table_is_refused(text, told):
    with pytest.raises(InputError, match=told):
        sheet_of(text)


@given(
    st.lists(st.tuples(CELLS | FORMULAS, CELLS | FORMULAS), min_size=1, max_size=5), st.sampled_from(",;\t")
)
@settings(max_examples=60, deadline=None)
def test_what_the_writer_writes_is_read_back_and_is_no_formula(rows, separator):
    rows = [(first, second) for first, second in rows if first.strip() or second.strip()]
    data = csv_bytes(["first", "second"], rows, separator)
    sheet = sheet_of(decoded(data).text)
    assert [row.cells for row in sheet.rows] == rows
    plain = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))
    for cell in (cell for row in plain for cell in row):
        assert cell.lstrip()[:1] not in tuple("=+-@＝＋－＠") or cell == ""
        assert cell[:1] not in ("\t", "\r", "\n")


@given(CELLS | FORMULAS)
@settings(max_examples=100, deadline=None)
def test_safe_is_undone(text):
    assert unsafe(safe(text)) == text


def test_csv_is_written_by_one_writer_alone():
    """Every table that leaves the clinic is made safe, for nothing else of it can write one."""
    found = [
        path.name
        for path in (PACKAGE / "clinic").rglob("*.py")
        if any(word in text_of(path) for word in ("csv.writer", "DictWriter"))
    ]
    assert found == ["cells.py"]


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["03.04.1980", "13.04.1980"], "dmy"),
        (["03/04/1980", "04/13/1980"], "mdy"),
        (["1980-04-03", "1980/4/13"], "ymd"),
        (["05.05.1980", "12.12.1990"], "dmy"),
        (["03.04.1980", "31.12.1980 14:30"], "dmy"),
        (["1980", "04/1980"], "ymd"),
    ],
)
def test_the_order_of_dates_is_decided_from_the_whole_column(values, order):
    assert order_of(list(enumerate(values, 2))).word == order


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (["03.04.1980", "05.06.1981"], "3 April 1980 or 4 March 1980"),
        (["13/04/1980", "04/13/1980"], "lines 2 cannot be month"),
    ],
)
def test_and_asked_where_it_does_not_show(values, told):
    found = order_of(list(enumerate(values, 2)))
    assert found.word == ""
    assert told in found.question or "contradict" in found.question


@pytest.mark.parametrize(
    ("text", "order", "day", "precision"),
    [
        ("3.4.1980", "dmy", date(1980, 4, 3), "day"),
        ("04/03/1980", "mdy", date(1980, 4, 3), "day"),
        ("1980-04-03", "dmy", date(1980, 4, 3), "day"),
        ("3 April 1980", "", date(1980, 4, 3), "day"),
        ("Apr 3, 1980", "", date(1980, 4, 3), "day"),
        ("1980", "", date(1980, 1, 1), "year"),
        ("04/1980", "", date(1980, 4, 1), "month"),
        ("1980-04", "", date(1980, 4, 1), "month"),
        ("29.02.2024", "dmy", date(2024, 2, 29), "day"),
    ],
)
def test_dates(text, order, day, precision):
    found = dated(text, order)
    assert (found.day, found.precision) == (day, precision)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3.4.80", "two digits"),
        ("3-Apr-80", "two digits"),
        ("04/80", "two digits"),
        ("29.02.2023", "no day of the calendar"),
        ("30.02.1980", "no day"),
        ("29312", "spreadsheets"),
        ("soon", "no date"),
        ("1.1.0198", "year 198"),
    ],
)
def test_no_dates(text, told):
    with pytest.raises(NoDate, match=told):
        dated(text, "dmy")


def test_clocks():
    assert [clock_of(text) for text in ("14:30", "2:30 pm", "12:05 AM", "09:00:30")] == [
        time(14, 30),
        time(14, 30),
        time(0, 5),
        time(9, 0, 30),
    ]
    for wrong in ("25:00", "14", "14:30+02:00", "13:00 pm"):
        with pytest.raises(NoDate):
            clock_of(wrong)


@pytest.mark.parametrize(
    ("values", "sign", "asked"),
    [
        (["1,5", "0,25"], ",", False),
        (["1.5"], ".", False),
        (["1,250"], "", True),
        (["1,250", "0,5"], ",", False),
        (["1.250", "3,5"], ",", False),
        (["1.234,5"], ",", False),
        (["1,5", "2.5"], "", False),
        (["1,5", "2.5", "1,250"], "", True),
        (["3", "4"], "", False),
    ],
)
def test_the_decimal_sign_is_decided_from_the_whole_column(values, sign, asked):
    found, question = decimal_sign(list(enumerate(values, 2)))
    assert (found, bool(question)) == (sign, asked)


@pytest.mark.parametrize(
    ("text", "sign", "plain"),
    [
        ("1,5", ",", "1.5"),
        ("1.5", "", "1.5"),
        ("1.250", ",", "1250"),
        ("1,250", ",", "1.250"),
        ("1 234,5", ",", "1234.5"),
        ("1'234.5", ".", "1234.5"),
        ("1,234,567", ".", "1234567"),
        ("−3", "", "-3"),
        (",5", "", ".5"),
        ("0,250", "", "0.250"),
    ],
)
def test_numbers(text, sign, plain):
    assert plain_number(text, sign) == plain


@pytest.mark.parametrize("text", ["", "1,2,3", "one", "1e5", "nan", "1_000", "1,250", "--1"])
def test_no_numbers(text):
    with pytest.raises(NoNumber):
        plain_number(text, "")


def test_columns_are_known_by_their_names_said_or_remembered():
    assert mapped("clients", ["Vorname", "Name", "Geb"], {}, {}) == {
        "given_name": "Vorname",
        "family_name": "Name",
    }
    said = mapped("clients", ["Vorname", "Name", "Geb"], {"born_on": "Geb", "given_name": "-"}, {})
    assert said == {"family_name": "Name", "born_on": "Geb"}
    remembered = mapped("clients", ["Vorname", "Name", "Geb"], {}, {"born_on": "Geb"})
    assert remembered == {"born_on": "Geb"}


@pytest.mark.parametrize(
    ("kind", "columns", "said", "told"),
    [
        ("clients", ["Surname", "Full name"], {}, "one of them"),
        ("clients", ["a"], {"born": "a"}, "born_on"),
        ("clients", ["a"], {"born_on": "b"}, "--column born_on"),
        ("clients", ["a"], {"born_on": "a", "sex": "a"}, "two fields"),
        ("measurements", ["client", "value", "zone"], {}, "happened_at"),
    ],
)
def test_columns_that_do_not_fit_are_asked_for(kind, columns, said, told):
    with pytest.raises(InputError, match=told):
        mapped(kind, columns, said, {})


@pytest.mark.parametrize("kind", KINDS)
def test_no_name_of_a_column_stands_for_two_fields(kind):
    names = [name for field in KINDS[kind] for name in names_of(field)]
    assert [name for name in set(names) if names.count(name) > 1] == []
