"""The table of records: read as spreadsheets write it, every mistake at once, nothing guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from microneedling.errors import InputError
from microneedling.tracking.audit.records_file import load_records

EXAMPLE = Path(__file__).parents[3] / "examples" / "clinic_records.csv"
HEAD = "client,date,day,concern,scale,baseline,q10,q25,q50,q75,q90,result,rater,forecast_date"
GOOD = "C-1,2026-03-01,60,acne scars,goodman_baron_qualitative,3,1.5,1.8,2.1,2.4,2.8,2,A,2026-01-01"


def written(folder, *lines, head=HEAD):
    path = folder / "records.csv"
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    return path


def mistakes(path) -> str:
    with pytest.raises(InputError) as caught:
        load_records(path)
    return str(caught.value)


def test_the_example_is_read_whole():
    found = load_records(EXAMPLE)
    assert len(found) == len(EXAMPLE.read_text(encoding="utf-8").splitlines()) - 1
    assert {item.concern for item in found} == {"atrophic acne scar", "fine lines"}


def test_a_row_becomes_a_record(tmp_path):
    (item,) = load_records(written(tmp_path, GOOD))
    assert (item.client, item.seen, item.concern) == ("C-1", date(2026, 3, 1), "atrophic acne scar")
    assert item.quantiles == (1.5, 1.8, 2.1, 2.4, 2.8)
    assert (item.better, item.inside_80, item.blinded, item.sessions, item.step) == (-1, True, None, 0, 0.0)


def test_semicolons_and_decimal_commas(tmp_path):
    path = written(tmp_path, GOOD.replace(",", ";").replace(".", ","), head=HEAD.replace(",", ";"))
    assert load_records(path)[0].quantiles[0] == 1.5


@pytest.mark.parametrize(("old", "new", "told"), [
    ("C-1,", "Ann Smith,", "Never a person's name"),
    ("2026-03-01", "01.03.2026", "a day such as"),
    ("2026-01-01", "2026-04-01", "A forecast made afterwards is none"),
    ("acne scars", "acne scarz", "acne scar"),
    ("goodman_baron_qualitative", "goodman", "a scale or instrument by name"),
    (",2.8,2,", ",2.8,7,", "1 to 4"),
    ("1.5,1.8", "1.9,1.8", "numbers that never fall"),
    (",60,", ",sixty,", "a whole number from 0 to 7300"),
    (",2,A,", ",,A,", "nothing is guessed"),
    ("1.5,1.8,2.1,2.4,2.8", "2,2,2,2,2", "a forecast with a range"),
])  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(tmp_path, old, new, told):
    assert old in GOOD
    said = mistakes(written(tmp_path, GOOD.replace(old, new, 1)))
    assert "line 2" in said
    assert told in said


def test_all_mistakes_at_once(tmp_path):
    said = mistakes(
        written(tmp_path, GOOD.replace("2026-03-01", "x"), GOOD.replace("acne scars", "y"), GOOD, GOOD)
    )
    assert all(words in said for words in ("line 2, date", "line 3, concern", "also in line 4"))


def test_columns(tmp_path):
    assert "no result" in mistakes(written(tmp_path, GOOD, head=HEAD.replace("result", "results")))
    assert "an unknown column" in mistakes(written(tmp_path, GOOD, head=HEAD.replace("rater", "name")))
    assert "at least one record" in mistakes(written(tmp_path))
    of_another_kind = mistakes(written(tmp_path, "1,2,3", head="given_name,family_name,birthday"))
    assert "3 unknown columns: given_name, family_name, birthday" in of_another_kind
    assert of_another_kind.count("client, date, day") == 2  # what is missing, what is needed: once each
