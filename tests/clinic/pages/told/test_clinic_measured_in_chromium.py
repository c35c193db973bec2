"""Two photographs with the card measured in Chromium: asked for, told in words, entered, and drawn in the forecast."""

from __future__ import annotations

import io
import signal

import pytest
from PIL import Image

from helpers.browser import Opened
from helpers.clinic.inside import inside
from helpers.clinic.served import Server, at_the_demonstration, wait_for
from microneedling.imaging.rendered.light import LAMPS
from microneedling.imaging.rendered.pairs import taken
from microneedling.imaging.rendered.skin import somebody

PATIENT_MS = 300_000  # the demonstration forecasts its first clients beside it
pytestmark = [pytest.mark.browser, pytest.mark.sqlite]
KEPT = """
import json
from datetime import timedelta
from microneedling.clinic.records.models import Identity, Session
from microneedling.clinic.records.services.act import Actor
from microneedling.clinic.records.services.photographs import add_photograph
client = Identity.objects.get(given_name="Vera", family_name="Example").client
begun = Session.objects.filter(client=client, voided=None).order_by("happened_at").first()
zone, found = begun.zones.first().zone, []
for path, days in (({before!r}, -1), ({after!r}, 30)):
    file = Path(path)
    with file.open("rb") as upload:
        row = add_photograph(
            actor=Actor(), client=client.pk, zone=zone, view="close up with card", upload=upload,
            size=file.stat().st_size, happened_at=begun.happened_at + timedelta(days=days),
        )
    found.append(str(row.pk))
print(json.dumps([str(client.pk), *found]))
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The demonstration, its home, and two rendered photographs to be kept in it."""
    folder = tmp_path_factory.mktemp("measured")
    server = Server(folder / "home", "--demo")
    skin = somebody(41, "III")
    before = taken(skin, LAMPS[0], 0)
    after = taken(skin, LAMPS[0], 1, before.relief)
    paths = [folder / "before.jpg", folder / "after.jpg"]
    for path, shot in zip(paths, (before, after), strict=True):
        written = io.BytesIO()
        Image.fromarray(shot.picture).save(written, "JPEG", quality=96)
        path.write_bytes(written.getvalue())
    yield server, folder / "home", paths
    server.end(signal.SIGINT)


def test_a_pair_is_measured_told_entered_and_drawn_in_the_forecast(browser, served):
    server, home, (before, after) = served
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, base_url=server.address)
    page = context.new_page()
    page.set_default_timeout(120_000)
    at_the_demonstration(page, server, "tbody th a >> nth=5")
    client, first, second = inside(home, KEPT.format(before=str(before), after=str(after)))
    page.goto(f"/clients/{client}/photographs/?first={first}&second={second}")
    page.get_by_role("button", name="Measure these two").click()
    table = page.locator("#measured table")
    table.wait_for(timeout=PATIENT_MS)  # the page goes on by itself, once what waits before it is done
    said = table.inner_text()
    assert "Erythema index" in said
    assert "than this instrument can tell" in said
    for width in (390, 1400):
        page.set_viewport_size({"width": width, "height": 1000})
        seen = Opened(page)
        assert seen.violations() == []
        assert seen.overflow() == []
    page.get_by_role("button", name="Enter these readings into the record").click()
    page.get_by_text("4 readings are on record.").wait_for()
    page.get_by_role("link", name="To the forecast, which learns from them").click()
    drawn = page.locator("section.card", has=page.get_by_role("heading", name="Pore diameter"))
    assert wait_for(lambda: page.reload() and drawn.count() > 0, PATIENT_MS / 1000)
    assert drawn.locator(".reading").count() == 2
    context.close()
