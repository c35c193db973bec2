"""Tables brought in: tried first, every row accounted for, nothing twice; and out and in again to the same records."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.clinic.emptied import empty_the_records
from helpers.clinic.people import a_client, a_lot, a_running_plan, a_session, actor
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.audit.verify import verify
from microneedling.clinic.exchange.cells import csv_bytes
from microneedling.clinic.exchange.tables.exporting import table_of
from microneedling.clinic.exchange.tables.importing import Imported, bring_in
from microneedling.clinic.exchange.tables.reading import Reading
from microneedling.clinic.exchange.tables.telling import as_json, in_words
from microneedling.clinic.records.models import (
    Alert,
    Client,
    Identity,
    ImportedRow,
    ImportRun,
    Lot,
    LotUse,
    Measurement,
    Session,
    SessionZone,
)
from microneedling.clinic.records.selectors.clients import search
from microneedling.clinic.records.services import clients, sessions, stock
from microneedling.clinic.records.services.act import NotAllowed
from microneedling.clinic.records.services.erasing import erase_client
from microneedling.clinic.records.services.merging import merge_clients
from microneedling.clinic.records.services.stock import in_stock
from microneedling.errors import InputError

pytestmark = pytest.mark.django_db
HEAD = "Kunden-Nr;Nachname;Vorname;Geburtsdatum;Telefon;Geschlecht"
T1 = [
    HEAD,
    "00012;O’Brien;José;14.02.1980;0151 234567;m",
    "00013;O'Brien;Jose;14.02.1980;0151 234568;m",
    "00014;Twin;Ada;03.04.1990;0301 111222;w",
    "00015;Twin;Eda;03.04.1990;0301 111222;w",
    "00012;O’Brien;José;14.02.1980;0151 234567;m",
    "00016;Short;Row;01.02.1970;0151 1",
    "00017;Year;Two;01.02.70;0151 2;w",
    "00018;=cmd|' /C calc'!A0;Bob;31.12.1971;+44 151 3;m",
]


def bytes_of(lines, encoding="cp1252") -> bytes:
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def both(by, kind: str, data: bytes, said: Reading | None = None) -> Imported:
    """A trial and the import that it foretells."""
    trial = bring_in(actor=by, kind=kind, data=data, said=said)
    before = ImportedRow.objects.count()
    done = bring_in(actor=by, kind=kind, data=data, said=said, token=trial.token)
    assert ImportedRow.objects.count() - before == done.added
    for one in (trial, done):
        assert one.rows == one.added + len(one.known) + len(one.rejected)
    assert (trial.added, trial.known, trial.rejected) == (done.added, done.known, done.rejected)
    return done


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8"])
def test_t1_a_list_of_clients_as_a_spreadsheet_wrote_it(owner, encoding):
    """Case T1: what adds up, twins both in, near duplicates told and in, zeros kept, nothing added the second time."""
    done = both(owner, "clients", bytes_of(T1, encoding))
    assert (done.rows, done.added, done.known) == (8, 5, (6,))
    assert [row.line for row in done.rejected] == [7, 8]
    assert "5 cells under 6" in done.rejected[0].reasons[0]
    assert "two digits" in done.rejected[1].reasons[0]
    assert done.alike == ("line 3 is like line 2", "line 5 is like line 4")
    assert {row.old_number for row in Identity.objects.all()} == {"00012", "00013", "00014", "00015", "00018"}
    jose = Identity.objects.get(old_number="00012")
    assert (jose.given_name, jose.family_name, jose.telephone) == ("José", "O’Brien", "0151 234567")
    assert (jose.born_on, jose.client.sex) == (date(1980, 2, 14), "male")
    assert "line 2" in Identity.objects.get(old_number="00013").despite_likeness
    again = both(owner, "clients", bytes_of(T1, "utf-16"))
    assert (again.added, again.known) == (0, (2, 3, 4, 5, 6, 9))
    assert (Client.objects.count(), ImportRun.objects.count()) == (5, 2)
    assert verify().faults == ()


def test_a_trial_writes_nothing(owner):
    before = Entry.objects.count()
    trial = bring_in(actor=owner, kind="clients", data=bytes_of(T1))
    assert (trial.added, trial.trial) == (5, True)
    assert (Client.objects.count(), ImportedRow.objects.count(), ImportRun.objects.count()) == (0, 0, 0)
    assert Entry.objects.count() == before


def test_the_token_is_that_of_the_very_table_and_reading(owner):
    token = bring_in(actor=owner, kind="clients", data=bytes_of(T1)).token
    for data, said in (
        (bytes_of([*T1, "00020;More;Ann;01.02.1970;0151 9;w"]), None),
        (bytes_of(T1, "utf-16"), None),
        (bytes_of(T1), Reading(columns={"sex": "-"})),
    ):
        with pytest.raises(InputError, match="--confirm"):
            bring_in(actor=owner, kind="clients", data=data, said=said, token=token)
    assert not Client.objects.exists()


def test_rejected_rows_are_put_right_and_given_again(owner):
    done = both(owner, "clients", bytes_of(T1))
    text = done.reject_file().decode("utf-8-sig")
    assert text.splitlines()[0] == f"rejected line;rejected because;{HEAD}"
    unchanged = both(owner, "clients", done.reject_file())
    assert (unchanged.added, len(unchanged.rejected)) == (0, 2)
    filled_by_a_spreadsheet = text.replace("0151 1\r\n", "0151 1;\r\n")
    assert len(both(owner, "clients", filled_by_a_spreadsheet.encode()).rejected) == 2
    right = text.replace("01.02.70", "01.02.1970").replace("0151 1\r\n", "0151 1;f\r\n")
    right = right.replace(done.rejected[0].reasons[0], "")
    assert both(owner, "clients", right.encode()).added == 2
    assert Identity.objects.get(old_number="00016").client.sex == "female"


def test_how_columns_are_read_is_remembered_for_their_names(owner):
    data = bytes_of(["Who,When,Extra", "Ada,03/04/1980,x"])
    said = Reading(columns={"given_name": "Who", "born_on": "When"}, date_orders={"When": "mdy"})
    with pytest.raises(InputError, match="one thing has to be said first"):
        bring_in(actor=owner, kind="clients", data=data, said=Reading(columns=said.columns))
    both(owner, "clients", data, said)
    more = both(owner, "clients", bytes_of(["Extra;When;Who", "y;05/06/1981;Bob"]))
    assert (more.added, more.table.left_out) == (1, ["Extra"])
    assert Identity.objects.get(given_name="Bob").born_on == date(1981, 5, 6)


def test_what_a_spreadsheet_ruined_is_rejected_with_the_reason(owner):
    rows = [
        "Nachname;Telefon;Geburtsdatum;E-Mail",
        "A;1,23E+11;1.1.1980;",
        "B;#REF!;2.1.1980;",
        "C;1;29312;",
        "D;2;3.1.1980;no address",
        "E;3;13.1.1980;",
    ]
    done = both(owner, "clients", bytes_of(rows))
    assert [row.line for row in done.rejected] == [2, 3, 4, 5]
    told = " ".join(reason for row in done.rejected for reason in row.reasons)
    for word in ("lost its figures", "error of its own", "spreadsheets hold dates", "email"):
        assert word in told
    assert done.added == 1


def test_a_row_like_a_rejected_one_is_rejected_too(owner):
    done = both(owner, "clients", bytes_of(["Nachname;E-Mail", "A;wrong", "A;wrong", "B;b@example.org"]))
    assert ([row.line for row in done.rejected], done.known, done.added) == ([2, 3], (), 1)


def test_precision_allergies_and_addresses(owner):
    rows = [
        "last name,born,allergies,street,zip,city,fitzpatrick",
        "A,1980,NKDA,1 Test Road,01234,Testville,2",
        "B,04/1981,latex,,,,type IV",
    ]
    both(owner, "clients", bytes_of(rows))
    first, second = Identity.objects.order_by("family_name")
    assert (first.born_precision, second.born_precision) == ("year", "month")
    assert first.address == "1 Test Road\n01234 Testville"
    assert (first.client.phototype, second.client.phototype) == ("II", "IV")
    assert [(row.none_known, row.text) for row in Alert.objects.order_by("text")] == [
        (True, ""),
        (False, "latex"),
    ]


def test_who_was_erased_does_not_come_in_again(owner, settings):
    settings.RETENTION_YEARS = -1
    both(owner, "clients", bytes_of(T1))
    gone = Identity.objects.get(old_number="00014").client
    erase_client(actor=owner, client=gone.pk)
    assert not Identity.objects.filter(old_number="00014").exists()
    again = both(owner, "clients", bytes_of(T1))
    assert (again.added, 4 in again.known) == (0, True)
    head = "clinic_number;date;zone;depth"
    done = both(owner, "sessions", bytes_of([head, f"{gone.number};13.03.2024;chin;1"]))
    assert "erased" in done.rejected[0].reasons[0]


def test_a_row_that_names_who_was_joined_goes_to_whom_they_were_joined_with(owner):
    both(owner, "clients", bytes_of(T1))
    one, other = (Identity.objects.get(old_number=number).client for number in ("00012", "00013"))
    merge_clients(actor=owner, kept=one.pk, gone=other.pk, reason="one person")
    both(owner, "sessions", bytes_of(["client;date;zone;depth", "00013;13.03.2024;chin;1"]))
    assert Session.objects.get().client == one


def test_who_may_not_write_may_not_import(owner):
    with pytest.raises(NotAllowed):
        bring_in(actor=actor("reader"), kind="clients", data=bytes_of(T1))
    with pytest.raises(NotAllowed, match="treat_without_consent"):
        bring_in(actor=actor("practitioner"), kind="sessions", data=b"date,zone,depth\n")
    with pytest.raises(NotAllowed):
        table_of(actor=actor("researcher"), kind="clients")


def test_lots_sessions_and_measurements_of_a_clinic_that_moves_in(owner):
    both(owner, "clients", bytes_of(T1))
    lots = [
        "Artikel;Art;Charge;Verfallsdatum;Menge",
        "Needle 12;cartridge;007A;03/2024;10",
        "Serum;serum;S-1;31.12.2025;2,5",
        "Serum;serum;S-1;30.12.2025;1",
    ]
    done = both(owner, "lots", bytes_of(lots))
    assert (done.added, [row.line for row in done.rejected]) == (2, [4])
    lot = Lot.objects.get(number="007A")
    assert (lot.expires_on, lot.expires_precision) == (date(2024, 3, 1), "month")
    stock.add_device(actor=owner, name="Pen", kind="pen", serial="SN 1")
    rows = [
        "Kunden-Nr;Nachname;Datum;Uhrzeit;Bereich;Tiefe (mm);Gerät;Charge;Bemerkungen",
        "00012;O'Brien;13.03.2024;14:30;cheek;1,5 mm;sn-1;007A;calm",
        "00012;;13.03.2024;14:30;forehead;0,5;SN 1;007A;",
        "00014;;13.02.2024;;cheek;1;;;",
        "00014;Other;14.02.2024;;cheek;1;;;",
        "09999;;14.02.2024;;cheek;1;;;",
        "00014;;15.02.2024;;nowhere;1;;;",
        "00014;;31.03.2024;02:30;cheek;1;;;",
        "00014;;16.04.2024;;cheek;1;;007A;",
    ]
    said = Reading(columns={"time_zone": "-"})
    done = both(owner, "sessions", bytes_of(rows), said)
    assert (done.added, [row.line for row in done.rejected]) == (4, [5, 6, 7, 9])
    told = {row.line: " ".join(row.reasons) for row in done.rejected}
    assert "another" in told[5]
    assert "nobody on record" in told[6]
    assert "expired" in told[9]
    assert Session.objects.count() == 3
    assert sorted(SessionZone.objects.values_list("zone", "depth_mm")) == [
        ("cheek", 1.0),
        ("cheek", 1.0),
        ("cheek", 1.5),
        ("forehead", 0.5),
    ]
    assert in_stock(lot) == Decimal(9)
    assert LotUse.objects.filter(quantity=0).count() == 1
    noon = Session.objects.get(client__identity__old_number="00014", happened_at__day=13)
    assert "not recorded" in noon.note
    assert noon.without_consent_reason.startswith("imported from")
    measured = [
        "client;date;time;zone;scale;value;baseline",
        "00012;13.03.2024;14:30;cheek;lemperle;2;ja",
        "00012;14.03.2024;;cheek;lemperle;9;no",
    ]
    done = both(owner, "measurements", bytes_of(measured))
    assert (done.added, [row.line for row in done.rejected]) == (1, [3])
    reading = Measurement.objects.get()
    assert reading.session is not None
    assert (reading.value, reading.baseline) == (2.0, True)
    for kind, lines in (("lots", lots), ("sessions", rows), ("measurements", measured)):
        assert both(owner, kind, bytes_of(lines), said if kind == "sessions" else None).added == 0
    assert verify().faults == ()


def test_a_zone_more_goes_into_the_session_that_came_in_before(owner):
    client = a_client(owner, old_number="7")
    for zone in ("cheek", "chin"):
        both(owner, "sessions", bytes_of(["client;date;time;zone;depth", f"7;13.03.2024;09:00;{zone};1"]))
    assert [row.client for row in Session.objects.all()] == [client]


def test_records_go_out_and_come_into_an_empty_clinic_as_the_same(owner):
    session = a_session(owner)
    lot, serum = a_lot(owner), a_lot(owner, kind="serum")
    for zone in ("cheek", "forehead"):
        sessions.log_zone(actor=owner, session=session.pk, zone=zone, depth="1,5", passes=3)
    from microneedling.clinic.records.services import assessments, uses

    uses.use_lot(actor=owner, session=session.pk, lot=lot.pk, zone="cheek")
    uses.use_lot(actor=owner, session=session.pk, lot=serum.pk, zone="cheek", quantity=Decimal("0.5"))
    for value in ("2", "3"):
        assessments.add_measurement(
            actor=owner,
            client=session.client.pk,
            zone="cheek",
            scale="lemperle",
            value=value,
            happened_at=datetime(2025, 3, 30, 11, int(value), tzinfo=UTC),
            time_zone="Europe/Berlin",
        )
    clients.add_alert(actor=owner, client=session.client.pk, kind="allergy", text="latex; nickel")
    kinds = ("clients", "lots", "sessions", "measurements")
    out = {kind: table_of(actor=owner, kind=kind) for kind in kinds}
    for kind in kinds:
        assert both(owner, kind, out[kind]).added == 0  # all of it is here
    empty_the_records()
    for kind in kinds:
        done = both(owner, kind, out[kind])
        assert done.rejected == (), kind
    for kind in kinds:
        assert _without_ids(table_of(actor=owner, kind=kind)) == _without_ids(out[kind]), kind
        assert both(owner, kind, out[kind]).added == 0


def _without_ids(data: bytes) -> list[list[str]]:
    from microneedling.clinic.exchange.tables.sheet import sheet_of

    sheet = sheet_of(data.decode("utf-8-sig"))
    left_out = {"record", "client_record", "clinic_number", "without_consent_reason", "rated_by"}
    keep = [place for place, name in enumerate(sheet.columns) if name not in left_out]
    return sorted([row.cells[place] for place in keep] for row in sheet.rows)


def test_voided_sessions_stay_voided(owner):
    session = a_session(owner)
    sessions.log_zone(actor=owner, session=session.pk, zone="cheek", depth="1")
    sessions.void_session(actor=owner, session=session.pk, reason="wrong client")
    data = table_of(actor=owner, kind="sessions")
    SessionZone.objects.all().delete()
    done = both(owner, "sessions", data)
    assert (done.added, "voided" in done.rejected[0].reasons[0]) == (0, True)


def test_what_is_told(owner):
    trial = bring_in(actor=owner, kind="clients", data=bytes_of(T1))
    words = in_words(trial)
    for told in (
        "cp1252",
        "José",
        '"Geburtsdatum" (dmy)',
        "8 rows = 6 accepted + 2 rejected",
        "line 3 is like line 2",
    ):
        assert told in words
    said = as_json(trial)
    assert said["rows"] == said["accepted"] + len(said["rejected"])
    assert said["token"] == trial.token


NAMES = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0\ufffd"), min_size=1, max_size=20
)
PERSON = st.tuples(
    NAMES.filter(str.strip), NAMES.filter(str.strip), st.dates(date(1900, 1, 1), date(2020, 1, 1))
)


@given(st.lists(PERSON, min_size=1, max_size=6), st.sampled_from([",", ";", "\t"]))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_names_come_in_as_they_were_written_once(owner, people, separator):
    broken = "#"
    rows = [[given, family, born.isoformat()] for given, family, born in people]
    rows = [
        row for row in rows if not row[0].strip().startswith(broken) and not row[1].strip().startswith(broken)
    ]
    data = csv_bytes(["given_name", "family_name", "born_on"], rows, separator)
    before = Client.objects.count()
    done = both(owner, "clients", data)
    assert done.rejected == ()
    assert both(owner, "clients", data).added == 0
    names = set(Identity.objects.values_list("given_name", "family_name"))
    assert {(row[0], row[1]) for row in rows if row[0:2]} - names == set() or done.known
    assert Client.objects.count() - before == done.added


def test_a_client_is_found_by_the_number_they_bore_before_and_by_telephone(owner):
    both(owner, "clients", bytes_of(T1))
    for text in ("00014", "0301111222", "+49 301 111 222"):
        assert "Twin" in " ".join(found.name for found in search(actor=owner, text=text)), text
    assert len(search(actor=owner, text="jose obrien")) == 2


def test_running_plans_are_no_hindrance(owner):
    client = a_client(owner, old_number="8")
    a_running_plan(owner, client)
    assert both(owner, "sessions", bytes_of(["client;date;zone;depth", "8;13.03.2024;chin;1"])).added == 1
