"""Checkpoints: whole or not there, of this very problem or refused, readable or told how to begin again."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.calibration import checkpoint, fit
from microneedling.errors import InputError, MicroneedlingError
from microneedling.studies.published import likelihood_readings


def test_what_is_saved_comes_back(tmp_path):
    path = tmp_path / "deep" / "kept.npz"
    assert checkpoint.load(path, "who") is None
    checkpoint.save(path, "who", {"z": np.arange(3.0), "turn": np.array(4)})
    found = checkpoint.load(path, "who")
    assert found is not None
    assert sorted(found) == ["turn", "z"]
    np.testing.assert_array_equal(found["z"], [0, 1, 2])
    assert [item.name for item in path.parent.iterdir()] == ["kept.npz"]


def test_that_of_another_problem_is_refused_with_a_way_on(tmp_path):
    checkpoint.save(tmp_path / "kept.npz", "a" * 64, {})
    with pytest.raises(InputError, match=r"(?s)another problem.*remove the checkpoint"):
        checkpoint.load(tmp_path / "kept.npz", "b" * 64)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04half"])
def test_one_that_cannot_be_read_is_told(tmp_path, content):
    (tmp_path / "kept.npz").write_bytes(content)
    with pytest.raises(MicroneedlingError, match="remove it to start the run again"):
        checkpoint.load(tmp_path / "kept.npz", "who")


def test_a_disk_that_fails_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "kept.npz"
    checkpoint.save(path, "who", {"z": np.ones(2)})

    def full(*_, **__):
        raise OSError("no space left")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="no space"):
        checkpoint.save(path, "who", {"z": np.zeros(2)})
    monkeypatch.undo()
    np.testing.assert_array_equal(checkpoint.load(path, "who")["z"], [1, 1])
    assert list(tmp_path.iterdir()) == [path]


def test_other_seeds_do_not_go_on_from_these(tmp_path, monkeypatch):
    """Runs where the first posterior lies are those of the chains of all seeds: with others they lie elsewhere."""
    posed = fit.target([row for row in likelihood_readings() if row.study == "luz2017"])
    monkeypatch.setattr(fit, "DESIGN", 2 * fit.BATCH)

    def stopped(step):
        if step.done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit.calibrate(tmp_path, 8, (1,), stopped, posed)
    with pytest.raises(InputError, match="another problem"):
        fit.calibrate(tmp_path, 8, (2,), stopped, posed)
