"""Two kept photographs measured by the instrument: by whom, with what consent, what is told, entered, learnt from."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.utils import timezone
from PIL import Image

from helpers.clinic.people import a_client, a_running_plan, actor, consented
from helpers.clinic.worked import worked
from microneedling import InputError, photo
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.records.models import Measurement
from microneedling.clinic.records.selectors.course_so_far import so_far
from microneedling.clinic.records.selectors.photographs import photographs_in, read_from_photographs
from microneedling.clinic.records.services import assessments, consents, photographs, restricting, sessions
from microneedling.clinic.records.services.act import NotAllowed, NotFound
from microneedling.clinic.records.services.erasing import erase_client
from microneedling.clinic.work import measuring, worker
from microneedling.clinic.work.models import Job
from microneedling.errors import Mistake
from microneedling.imaging import photo as instrument
from microneedling.imaging.index import Index
from microneedling.imaging.photos import Photos
from microneedling.imaging.rendered.light import LAMPS
from microneedling.imaging.rendered.pairs import taken
from microneedling.imaging.rendered.skin import somebody

pytestmark = pytest.mark.django_db
NOW = timezone.now()
READ = Photos(
    before="before", after="after", zone="cheek", days=None, parts=(),
    indices=(
        Index("melanin_index", 104.0, 90.0, 6.0, 5.5),
        Index("erythema_index", 100.0, 101.2, 7.0, 7.0),
        Index("pore_diameter", 366.0, 310.0, 4.0, 3.4),
    ),
    not_measured=(Mistake("fine_relief", "light that falls otherwise by 40 %", "at most 20 %", "Put it back."),),
    pixels_per_mm=(14.0, 14.0), tilt_deg=(1.0, 2.0), registration_mm=0.02, turn_deg=1.0, shift_mm=(0.1, 0.2),
    common=0.9, pair=None, measured=None,  # type: ignore[arg-type]
)  # fmt: skip


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """No sign of life from a second thread: the test's own transaction holds the tables."""
    monkeypatch.setattr(worker, "PULSE_S", 1e6)


@pytest.fixture
def reads(monkeypatch):
    """The instrument's answer for whatever it is shown, without its work; a function replaces what it does."""
    held: dict[str, Any] = {"does": lambda *_pictures: READ}
    monkeypatch.setattr(instrument, "photo", lambda *pictures, zone: held["does"](*pictures))
    return held


def kept(by, client, days: int, picture: np.ndarray | None = None, **more: Any):
    """A photograph of so many days ago."""
    written = io.BytesIO()
    shown = np.full((30, 40, 3), 100 + days % 100, np.uint8) if picture is None else picture
    Image.fromarray(shown).save(written, "JPEG", quality=96)
    size = written.tell()
    written.seek(0)
    said = {"zone": "cheek", "view": "front", "happened_at": NOW - timedelta(days=days), **more}
    return photographs.add_photograph(actor=by, client=client.pk, upload=written, size=size, **said)


def photographed(by, *pictures: Any):
    """A client treated a hundred days ago, photographed before and after; and the plan."""
    client = a_client(by)
    consented(by, client)
    plan = a_running_plan(by, client)
    begun = sessions.open_session(
        actor=by, client=client.pk, plan_version=plan.current.pk, happened_at=NOW - timedelta(days=100)
    )
    sessions.log_zone(actor=by, session=begun.pk, zone="cheek", depth="0.5")
    sessions.sign_session(actor=by, session=begun.pk, version=begun.version)
    first, second = pictures or (None, None)
    return client, plan, kept(by, client, 101, first), kept(by, client, 10, second)


def wanted(by, first, second) -> Job:
    return measuring.want_measured(actor=by, first=first.pk, second=second.pk)


def test_a_rendered_pair_is_measured_entered_and_learnt_from(practitioner):
    skin, lamp = somebody(41, "III"), LAMPS[0]
    before = taken(skin, lamp, 0)
    after = taken(replace(skin, blood=1.5), lamp, 1, before.relief)
    client, plan, first, second = photographed(practitioner, before.picture, after.picture)
    wanted(practitioner, second, first)  # whichever is named first
    job = worked()
    assert job.state == "done", job.told
    told = measuring.found_in(job)
    direct = photo(before.picture, after.picture)
    for index in told["indices"]:
        here, there = index["change"], direct[index["name"]]
        assert (
            abs(here - there.change) < there.smallest
        )  # encoding anew costs less than the instrument's error
    looks = Entry.objects.filter(action="photograph.measure", client=str(client.pk))
    assert {entry.subject for entry in looks} == {f"photograph:{shot.pk}" for shot in (first, second)}

    rows = measuring.enter_measured(actor=practitioner, job=job.pk)
    assert [(row.instrument, row.zone, row.rated_by) for row in rows] == [
        (name, "cheek", "photo") for name in ("melanin_index", "pore_diameter") for _ in range(2)
    ]
    assert [row.baseline for row in rows] == [True, False, True, False]
    assert [row.happened_at for row in rows[:2]] == [first.happened_at, second.happened_at]
    assert photographs_in(rows[0].reason) == (first.pk, second.pk)
    assert photographs_in(rows[1].reason) == (second.pk, first.pk)
    assert Entry.objects.filter(action="measurement.add", client=str(client.pk)).count() == 4
    learnt = [read for _row, read in so_far(plan.current, timezone.localdate()).readings]
    wanted_rows = [(one["scale"], one["value"], one["error"]) for one in told["readings"]]
    assert sorted((one.scale, one.value, one.error) for one in learnt) == sorted(wanted_rows)
    assert {one.day for one in learnt} == {-1.0, 90.0}


def test_what_the_instrument_refuses_is_the_answer_in_its_own_words(practitioner):
    client, _plan, first, second = photographed(practitioner)
    assert client
    wanted(practitioner, first, second)
    job = worked()
    assert job.state == "done"
    refused = measuring.found_in(job)["refused"]
    assert [item["of"] for item in refused] == ["before", "after"]
    assert refused[0]["found"] == "0 of the 4 marked squares of the card"
    assert refused[0]["allowed"] == "the whole card"
    assert "microneedling photo --card card.svg" in refused[0]["do"]
    assert measuring.enter_measured(actor=practitioner, job=job.pk) == []
    assert wanted(practitioner, first, second).pk == job.pk  # refused once, refused for good


def test_a_reading_is_entered_once(practitioner, reads):
    client, _plan, first, second = photographed(practitioner)
    third = kept(practitioner, client, 2)
    wanted(practitioner, first, second)
    job = worked()
    assert len(measuring.enter_measured(actor=practitioner, job=job.pk)) == 4
    assert measuring.enter_measured(actor=practitioner, job=job.pk) == []
    reading = Measurement.objects.filter(instrument="pore_diameter").earliest("happened_at")
    assessments.correct_measurement(
        actor=practitioner, measurement=reading.pk, value="360", reason="read from the sheet"
    )
    assert measuring.enter_measured(actor=practitioner, job=job.pk) == []
    wanted(practitioner, first, third)
    rows = measuring.enter_measured(
        actor=practitioner, job=worked().pk
    )  # that of the first photograph stands
    assert [photographs_in(row.reason)[0] for row in rows] == [third.pk, third.pk]


@pytest.mark.parametrize("group", ["reader", "researcher"])
def test_who_may_not_see_photographs_or_enter_readings_measures_nothing(practitioner, reads, group):
    _client, _plan, first, second = photographed(practitioner)
    other = actor(group)
    with pytest.raises(NotAllowed):
        wanted(other, first, second)
    assert not Job.objects.filter(kind="photo").exists()
    assert Entry.objects.filter(action__startswith="refused", who=other.name).exists()
    wanted(practitioner, first, second)
    job = worked()
    with pytest.raises(NotAllowed):
        measuring.enter_measured(actor=other, job=job.pk)
    assert wanted(actor("assistant"), first, second).pk == job.pk


def test_only_a_pair_of_one_client_zone_and_side_is_measured(practitioner, reads):
    client, _plan, first, _second = photographed(practitioner)
    other = a_client(practitioner)
    consented(practitioner, other)
    for wrong in (
        first,
        kept(practitioner, client, 5, zone="chin"),
        kept(practitioner, client, 5, view="left"),
        kept(practitioner, other, 5),
    ):
        with pytest.raises(InputError):
            wanted(practitioner, first, wrong)
    assert not Job.objects.filter(kind="photo").exists()


def withdrawn(by, client, shot):
    consents.withdraw_consent(actor=by, consent=shot.consent_id, reason="changed my mind")
    return InputError, "none that holds"


def hidden(by, client, shot):
    photographs.hide_photograph(actor=by, photograph=shot.pk, reason="of somebody else")
    return NotFound, "not shown any more"


def resting(by, client, shot):
    restricting.restrict_client(actor=by, client=client.pk, ground="accuracy")
    return InputError, "records rest"


@pytest.mark.parametrize("happens", [withdrawn, hidden, resting])
def test_what_happens_while_it_is_measured_is_respected(owner, reads, happens):
    client, _plan, first, second = photographed(owner)
    met: list[Any] = []

    def meanwhile(*_pictures: Any) -> Photos:
        met.extend(happens(owner, client, first))
        return READ

    reads["does"] = meanwhile
    wanted(owner, first, second)
    job = worked()
    assert (job.state, job.result) == ("failed", "")
    kind, words = met
    assert words in job.told
    with pytest.raises(kind):
        wanted(owner, first, second)


@pytest.mark.parametrize("happens", [withdrawn, hidden, resting])
def test_what_happened_before_it_is_entered_is_respected(owner, reads, happens):
    client, _plan, first, second = photographed(owner)
    wanted(owner, first, second)
    job = worked()
    kind, words = happens(owner, client, first)
    with pytest.raises(kind, match=words):
        measuring.enter_measured(actor=owner, job=job.pk)
    assert not Measurement.objects.exists()


def test_a_client_erased_while_it_is_measured_leaves_nothing_behind(owner, reads):
    client = a_client(owner)
    consented(owner, client)
    first, second = kept(owner, client, 5), kept(owner, client, 2)

    def erased(*_pictures: Any) -> Photos:
        erase_client(actor=owner, client=client.pk, whole=True)
        return READ

    reads["does"] = erased
    job = wanted(owner, first, second)
    from microneedling.clinic.work.queue import claim

    claimed = claim("by hand")
    assert claimed is not None
    worker.do(claimed)
    assert not Job.objects.filter(pk=job.pk).exists()
    assert not Measurement.objects.exists()


def test_a_hidden_photograph_is_told_at_its_readings_and_learnt_from_no_longer(practitioner, reads):
    client, plan, first, second = photographed(practitioner)
    wanted(practitioner, first, second)
    measuring.enter_measured(actor=practitioner, job=worked().pk)
    assert [row.hidden for row in read_from_photographs(actor=practitioner, client=client)] == [False] * 4
    photographs.hide_photograph(actor=practitioner, photograph=second.pk, reason="of somebody else")
    assert all(row.hidden for row in read_from_photographs(actor=practitioner, client=client))
    stands = so_far(plan.current, timezone.localdate())
    assert stands.readings == ()
    assert {why for _row, why in stands.left_out} == {"the photograph that it was read from is hidden"}


def test_without_the_extra_it_is_said_what_installs_it(practitioner, monkeypatch):
    _client, _plan, first, second = photographed(practitioner)
    monkeypatch.setattr(measuring, "LIBRARIES", ("no_such_library",))
    with pytest.raises(InputError, match=r"no_such_library is not installed.*microneedling\[photo\]"):
        wanted(practitioner, first, second)


def test_an_error_is_that_of_an_instrument_and_above_nothing(practitioner):
    client = a_client(practitioner)
    said = {"actor": practitioner, "client": client.pk, "zone": "cheek", "value": "3"}
    for wrong in ({"scale": "lemperle", "error": 1.0}, {"instrument": "ruler", "error": 0.0}):
        with pytest.raises(InputError, match="error"):
            assessments.add_measurement(**said, **wrong)
    with pytest.raises(InputError, match="from_photograph"):
        assessments.add_measurement(**said, instrument="ruler", beside_photograph=client.pk)
    row = assessments.add_measurement(**said, instrument="ruler", error=0.5)
    assert Measurement.objects.get(pk=row.pk).error == 0.5
