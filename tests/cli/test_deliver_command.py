"""`microneedling deliver`: files, short form, JSON, page; every mistake at once."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]


from helpers.shell import here  # noqa: E402
from microneedling.cli.main import main  # noqa: E402
from microneedling.errors import InputError  # noqa: E402
from microneedling.phrases import amount  # noqa: E402
from microneedling.transport.delivery_file import from_tables, read_delivery  # noqa: E402

EXAMPLES = sorted((ROOT / "examples" / "deliver").glob("*.toml"))
SHORT = ("--active", "caffeine", "--needle-length-mm", "0.5", "--hours", "6", "--draws", "30")
COMPARTMENTS = ["surface", "stratum_corneum", "epidermis", "dermis", "receptor_or_blood"]


def test_the_json_answer_has_the_promised_shape():
    done = here("deliver", *SHORT, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert list(told["amount_ug_per_cm2"]) == COMPARTMENTS
    whole = np.sum([told["amount_ug_per_cm2"][name] for name in COMPARTMENTS], axis=0)
    assert np.allclose(whole, 100, rtol=1e-8)
    assert told["hours"][0] == 0
    assert told["hours"][-1] == 6
    assert 0 <= told["mass_balance_error"] < 1e-8
    ratio = told["enhancement_ratio"]
    assert 1 <= ratio["low80"] <= ratio["median"] <= ratio["high80"]
    assert told["steady_flux_ug_per_cm2_h"] > 0
    assert 0 <= told["lag_h"] < 6
    assert sum(told["numbers_by_grade"].values()) > 40
    assert any("878.4430" in note for note in told["notes"])
    assert any("ranuloma" in note for note in told["notes"])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_runs(path, capsys):
    assert main(["deliver", str(path), "--json", "--draws", "20"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["mass_balance_error"] < 1e-8
    endless = told["product"]["dose_ul_per_cm2"] == "infinite"
    assert (told["amount_ug_per_cm2"]["surface"][0] is None) == endless
    removed = told["removed_ug_per_cm2"]
    assert (max(removed["wiped_off"]) > 0) == ("wiped_off_min" in told["product"])
    assert (told["needling"] is None) == ("intact" in path.stem)


def test_the_printed_answer_says_what_it_is_not(capsys):
    assert main(["deliver", *SHORT]) == 0
    told = capsys.readouterr().out
    for words in ("NOT A MEDICAL DEVICE", "off-label", "Gain over intact skin", "assumed", "blood and below"):
        assert words in told
    assert max(map(len, told.splitlines())) <= 110


def test_anaesthetic_on_needled_skin_is_warned_of(capsys):
    assert main(["deliver", "--active", "lidocaine", "--needle-length-mm", "0.5", "--draws", "5"]) == 0
    assert "never after" in " ".join(capsys.readouterr().out.split())


def test_every_mistake_is_named_at_once():
    done = here(
        "deliver", "--active", "cafeine", "--ph", "20", "--hours", "x", "--site", "cheeck", "--draws", "0"
    )
    assert done.returncode == 2
    for words in ("5 mistakes", '"caffeine"', "product.ph", "--hours", '"cheek"', "--draws"):
        assert words in done.stderr


def test_a_file_with_mistakes_names_them_all(tmp_path):
    text = (
        EXAMPLES[-1]
        .read_text(encoding="utf-8")
        .replace("ph  ", "pH  ")
        .replace('"roller"', '"rolller"')
        .replace("150", "-1")
    )
    path = tmp_path / "bad.toml"
    path.write_text(text + "\n[cell]\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_delivery(str(path))
    found = {mistake.path for mistake in caught.value.mistakes}
    assert {"product.pH", "product.concentration_mg_per_ml", "instrument.kind", "cell"} <= found


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"active": {"name": "unknown stuff", "log_k": 1.0}}, "active.molecular_weight_da"),
        ({"active": {"name": "caffeine", "pka": 3.0}}, "active.pka"),
        ({"active": {"name": "caffeine", "molecular_weight_da": 5.0}}, "active.molecular_weight_da"),
        ({"needling": {"passes": 3}}, "needling"),
        ({"needling": {"glide_speed_mm_per_s": 3.0}}, "needling.glide_speed_mm_per_s"),
        ({"mode": "in vitro"}, "mode"),
        ({"product": {"concentration_mg_per_ml": 1.0, "dose_ul_per_cm2": "lots"}}, "product.dose_ul_per_cm2"),
    ],
)
def test_what_does_not_agree_is_told(change, path):
    raw = {"format": 1, "active": {"name": "caffeine"}, "product": {"concentration_mg_per_ml": 10.0}}
    with pytest.raises(InputError) as caught:
        from_tables(raw | change, "test")
    assert any(mistake.path.startswith(path) for mistake in caught.value.mistakes), caught.value


def test_a_file_or_options_but_not_both():
    done = here("deliver", EXAMPLES[0], "--ph", "5")
    assert done.returncode == 2
    assert "--ph" in done.stderr


def test_the_page_stands_alone(tmp_path, capsys):
    path = tmp_path / "page.html"
    assert main(["deliver", *SHORT, "--html", str(path)]) == 0
    text = path.read_text(encoding="utf-8")
    assert text.count("<svg") == 6  # two charts, three slices within six hours, numbers by grade
    assert " [" not in text.split("</style>")[1]  # ranges as a page tells them, not as a terminal prints them
    assert "µg/cm²" in text
    assert "ug/cm2" not in text
    assert "http" not in text.replace("http://www.w3.org", "")
    for words in ("not a medical device", "In depth", "Where the dose is"):
        assert words in text
    assert main(["deliver", *SHORT, "--html", str(path)]) == 2  # never over another file unasked
    assert "--force" in capsys.readouterr().err


def test_help_loads_without_the_array_library():
    import subprocess

    code = "import sys\nfrom microneedling.transport import delivery_file\nsys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_an_endless_dose_has_no_half(tmp_path, capsys):
    cell = next(path for path in EXAMPLES if "franz" in path.stem)
    page = tmp_path / "cell.html"
    assert main(["deliver", str(cell), "--draws", "20", "--report", str(page)]) == 0
    for told in (capsys.readouterr().out, page.read_text(encoding="utf-8")):
        assert "alf of what gets in" not in told
        assert "Half of it is in" not in told
    assert main(["deliver", *SHORT]) == 0
    assert "Half of what gets in has got in after" in capsys.readouterr().out


def test_what_is_tiny_is_told_with_a_power_of_ten():
    assert amount(2.82e-8, 3) == "2.82×10⁻⁸"
    assert amount(-1e-10) == "−1×10⁻¹⁰"
    assert amount(0.001) == "0.001"
    assert amount(12.34) == "12"
    assert amount(0.0) == "0"
