"""Places for chunk files: what cannot be read is told, and runs that start together leave each other alone."""

from __future__ import annotations

import pytest

from helpers.trial_files import PARALLEL, trial
from microneedling.trials.chunks import plan_of
from microneedling.trials.computing import compute
from microneedling.trials.store import Folder, StoreError, store_of


@pytest.mark.parametrize("address", [False, True])
def test_a_chunk_that_cannot_be_read_is_told(tmp_path, address):
    if address:
        pytest.importorskip("fsspec")
    store = store_of(f"file://{tmp_path}" if address else tmp_path)
    plan = plan_of(trial(PARALLEL), 12, 1, 4)
    (tmp_path / plan.at(0).name).mkdir()
    with pytest.raises(StoreError, match=r"could not be read.*--resume"):
        compute(plan, store, resume=True, workers=1)


def test_runs_that_start_together_do_not_trip_over_each_other(tmp_path, monkeypatch):
    """The file that tries whether a place can be written may be gone: another run has taken it away."""
    write = Folder.write

    def taken_away(self, name, data):
        write(self, name, data)
        (self.folder / name).unlink()

    monkeypatch.setattr(Folder, "write", taken_away)
    assert store_of(tmp_path).read("nothing") is None
