"""Writes the picture of the clinic at the head of README.md: the demonstration, served and photographed in Chromium.

    python tools/make_clinic_picture.py

Run again whenever the face of the clinic has changed. It takes a minute or two: the demonstration is made anew in a
folder that is thrown away, and its first client's forecast is waited for. Days in it count from today.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "pictures" / "clinic.png"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
WIDE, HIGH, COLOURS = 1240, 880, 128
WHO, PATIENCE_S = "Vera Example", 600


@contextmanager
def demonstration(home: Path) -> Iterator[tuple[str, str]]:
    """The demonstration, served from a folder: its address and the password of `demo`."""
    words = ("clinic", "serve", "--home", str(home), "--demo", "--port", "0")
    line = [sys.executable, "-m", "microneedling", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    served = subprocess.Popen(line, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment)
    try:
        password = address = ""
        assert served.stdout is not None
        for said in served.stdout:
            password = (re.findall(r"with the password (\S+)", said) or [password])[0]
            address = (re.findall(r"http://\S+?:\d+", said) or [address])[0]
            if address and password:
                break
        yield address, password
    finally:
        served.terminate()
        served.wait(30)


def forecast_of(page: Page, address: str, password: str) -> None:
    """Sign in and open the forecast of who has everything, once it has learnt."""
    page.goto(address)
    page.fill("#id_username", "demo")
    page.fill("#id_password", password)
    page.press("#id_password", "Enter")
    page.get_by_role("heading", level=1).wait_for()
    for _each in range(PATIENCE_S // 2):
        page.goto(f"{address}/clients/")
        link = page.get_by_role("link", name=WHO)
        if link.count():
            page.goto(f"{address}{link.first.get_attribute('href')}forecast/")
            if page.locator("svg .now-band").count():
                return
        time.sleep(2)
    raise SystemExit("the forecast was not worked out in time")


def small(shot: bytes) -> bytes:
    """The picture with few colours: text and bands keep, and it weighs a third."""
    written = io.BytesIO()
    few = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(written, "PNG", optimize=True)
    return written.getvalue()


def main() -> None:
    """Write the picture."""
    chromium = next(found for name in CHROMIUM if (found := shutil.which(name)))
    with (
        tempfile.TemporaryDirectory() as folder,
        demonstration(Path(folder) / "clinic") as (address, password),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDE, "height": HIGH}, locale="en-GB")
        page.set_default_timeout(120_000)
        forecast_of(page, address, password)
        page.evaluate("document.activeElement && document.activeElement.blur()")
        PICTURE.write_bytes(small(page.screenshot()))
        browser.close()
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
