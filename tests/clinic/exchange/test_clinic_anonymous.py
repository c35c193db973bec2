"""The table that names nobody: k rows for everybody, nothing made up, nobody lost without a word, read by `trial`."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.clinic.people import a_client, actor
from microneedling.clinic.exchange.anonymous import Person, anonymised, anonymous_table
from microneedling.clinic.records.services.act import NotAllowed
from microneedling.clinic.records.services.assessments import add_measurement
from microneedling.clinic.records.services.restricting import restrict_client
from microneedling.errors import InputError
from microneedling.people.clinic_rows import rows_of

PEOPLE = st.lists(
    st.builds(
        Person,
        st.integers(18, 80).map(float),
        st.sampled_from(("female", "female", "male")),
        st.sampled_from(("I", "II", "III", "IV", "V", "VI")),
        st.sampled_from((None, True, False)),
        st.sampled_from((None, 1.0, 2.0)),
    ),
    max_size=60,
)


@settings(deadline=None)
@given(people=PEOPLE, k=st.integers(2, 8))
def test_everybody_is_one_of_k_or_left_out_and_told(people, k):
    rows, told = anonymised(people, k)
    cells = Counter(row.known for row in rows)
    assert min(cells.values(), default=k) >= k
    assert told.smallest == min(cells.values(), default=0)
    assert len(rows) + sum(told.left_out.values()) == len(people)
    for kind in {(row.sex, row.smoker) for row in people}:
        ours = [row for row in people if (row.sex, row.smoker) == kind]
        out = [row for row in rows if (row.sex, row.smoker) == kind]
        assert len(out) == (len(ours) if len(ours) >= k else 0)  # no more is left out than must be
        if out:
            means = [sum(row.age_year for row in some) / len(some) for some in (ours, out)]
            assert means[0] == pytest.approx(means[1], abs=0.06)
            assert Counter(row.baseline for row in ours) == Counter(row.baseline for row in out)


@settings(deadline=None)
@given(people=PEOPLE)
def test_the_order_says_nothing(people):
    assert anonymised(people, 3)[0] == anonymised(reversed(people), 3)[0]


@pytest.mark.django_db
def test_trial_reads_it_and_who_is_not_in_it_is_told(owner, tmp_path):
    for number in range(14):
        client = a_client(
            owner, sex="female" if number < 11 else "male", phototype="III" if number else "V",
            born_on=date(1980 + number, 5, 5),
        )  # fmt: skip
        add_measurement(
            actor=owner, client=client.pk, zone="cheek", value=str(number % 4), scale="own", own_scale=True
        )
    a_client(owner, phototype="")
    a_client(owner, sex="female", phototype="II")
    rests = a_client(owner, sex="female", phototype="II")
    restrict_client(actor=owner, client=rests.pk, ground="objection")
    data, told = anonymous_table(actor=owner, k=5, scale="own", today=date(2026, 6, 1))
    assert (told.rows, told.smallest >= 5) == (11, True)
    assert told.joined == ("female: phototypes III, V stand as III (11 rows)",)
    assert told.left_out == {
        "whose records rest": 1,
        "whose sex or phototype is not known": 1,
        "without a score on own": 1,
        "of a sex with fewer than 5 rows in all": 3,
    }
    (tmp_path / "clinic.csv").write_bytes(data)
    rows = rows_of(tmp_path / "clinic.csv")
    assert len(rows) == 11
    assert set(rows[0]) == {"age_year", "sex", "phototype", "baseline"}
    with pytest.raises(InputError, match="at least 10"):
        anonymous_table(actor=owner, k=20)
    with pytest.raises(InputError, match="2 or more"):
        anonymous_table(actor=owner, k=1)


@pytest.mark.django_db
def test_who_may_not_gets_none(db):
    with pytest.raises(NotAllowed):
        anonymous_table(actor=actor("assistant"))
