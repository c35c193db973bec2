"""Bar codes of products as scanners type them: what they say, and what is none."""

from __future__ import annotations

from datetime import date

import pytest

from microneedling.clinic.records.bar_codes import Code, read

NUMBER = "04012345678901"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (f"01{NUMBER}1727033110AB-7", Code(NUMBER, "AB-7", "", None, date(2027, 3, 31))),
        (f"]C101{NUMBER}10AB-7\x1d17270331", Code(NUMBER, "AB-7", "", None, date(2027, 3, 31))),
        (f"]d2\x1d01{NUMBER}17270200" + "21S1\x1d10L2", Code(NUMBER, "L2", "S1", None, date(2027, 2, 28))),
        (
            f"(01){NUMBER}(11)260105(17)280100(10)lot 9",
            Code(NUMBER, "lot 9", "", date(2026, 1, 5), date(2028, 1, 31)),
        ),
        (f" (01) {NUMBER} (10) A1 (240)REF9", Code(NUMBER, "A1", "", None, None)),
        (f"01{NUMBER}10A1\x1d240REF9", Code(NUMBER, "A1", "", None, None)),
    ],
)
def test_what_a_code_says(typed, said):
    assert read(typed) == said


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "AB-7",
        "+A123BJC5D6E71",  # another system
        "0104012345678902" + "10A1",  # the last digit of the product's number does not hold
        f"01{NUMBER[:-1]}",  # cut off
        f"01{NUMBER}17270231",  # no such day
        f"01{NUMBER}172713",  # cut off
        f"01{NUMBER}17271300",  # no such month
        f"01{NUMBER}10" + "x" * 21,  # longer than a lot can be
        f"01{NUMBER}10",  # a lot that is not there
        "1727033110AB-7",  # of no product
        f"(01){NUMBER}(10)A(1",
    ],
)
def test_what_is_no_code(typed):
    assert read(typed) is None
