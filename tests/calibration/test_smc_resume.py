"""A run stopped anywhere, even killed, ends in the same bits as one left alone; another problem's file is refused."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from helpers.known_posteriors import Linear
from microneedling.calibration.smc.sampler import Progress, SamplerResult, Settings, reweight, sample
from microneedling.errors import InputError, MicroneedlingError

HERE = Path(__file__).parent
SETTINGS = Settings(particles=60, inner_steps=5, cheap_moves=2, ess_fraction=0.5)


class Stopped(Exception):
    """Stands for the power going off."""


class Stopping(Linear):
    """Stops in the middle of the forward call after `after` others."""

    after: int = 10**9

    def forward(self, z):
        if self.after == 0:
            raise Stopped
        self.after -= 1
        return super().forward(z)


def problem() -> Stopping:
    return Stopping(forward_count=6, studies=4)


def same(one: SamplerResult, other: SamplerResult) -> None:
    for name in ("z", "forward", "loglik"):
        assert np.array_equal(getattr(one.particles, name), getattr(other.particles, name)), name
    assert one.log_evidence == other.log_evidence
    assert one.forward_runs == other.forward_runs
    assert one.history == other.history


@pytest.mark.parametrize("proposal", ["emulated", "spiked"])
def test_a_run_stopped_at_every_move_ends_in_the_same_bits(tmp_path, proposal):
    settings = Settings(particles=60, proposal=proposal, inner_steps=5, cheap_moves=2, ess_fraction=0.5)
    whole = sample(problem(), settings, problem="data")
    path, stops = tmp_path / "run.npz", 0
    for _ in range(200):
        stopping = problem()
        stopping.after = 2  # two calls live, the third dies
        try:
            result = sample(stopping, settings, problem="data", checkpoint=path)
            break
        except Stopped:
            stops += 1
    assert stops >= 5
    same(result, whole)
    assert not list(tmp_path.glob("*.part"))


def test_a_finished_run_is_read_and_not_run_again(tmp_path):
    first = sample(problem(), SETTINGS, checkpoint=tmp_path / "run.npz")
    again = problem()
    again.after = 0
    same(sample(again, SETTINGS, checkpoint=tmp_path / "run.npz"), first)


def test_a_killed_process_resumes_in_the_same_bits(tmp_path):
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "import test_smc_resume as t\n"
        "def die(step):\n"
        "    if step.stage == 2 and step.move == 1: os.kill(os.getpid(), signal.SIGKILL)\n"
        "t.sample(t.problem(), t.SETTINGS, checkpoint=Path(sys.argv[1]), progress=die)\n"
    )
    path = tmp_path / "run.npz"
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=HERE, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
    told: list[Progress] = []
    result = sample(problem(), SETTINGS, checkpoint=path, progress=told.append)
    assert (told[0].stage, told[0].move) == (2, 2)
    same(result, sample(problem(), SETTINGS))


def test_leaving_out_resumes_in_the_same_bits(tmp_path):
    start = sample(problem(), SETTINGS).particles
    ones, without = np.ones(4), np.array([1.0, 1.0, 0.0, 1.0])
    whole = reweight(problem(), start, ones, without, SETTINGS)
    stopping = problem()
    stopping.after = 1
    with pytest.raises(Stopped):
        reweight(stopping, start, ones, without, SETTINGS, checkpoint=tmp_path / "out.npz")
    same(reweight(problem(), start, ones, without, SETTINGS, checkpoint=tmp_path / "out.npz"), whole)
    moved = sample(problem(), Settings(particles=60, seed=9, inner_steps=5, cheap_moves=2)).particles
    with pytest.raises(InputError, match="path"):
        reweight(problem(), moved, ones, without, SETTINGS, checkpoint=tmp_path / "out.npz")


@pytest.mark.parametrize("chunk", [1, 7, 60])
def test_chunks_of_forward_runs_change_nothing(chunk):
    chunked = Settings(particles=60, inner_steps=5, cheap_moves=2, ess_fraction=0.5, chunk=chunk)
    same(sample(problem(), chunked), sample(problem(), SETTINGS))


def test_seeds_and_labels_give_other_draws():
    first = sample(problem(), SETTINGS).z
    for other in (Settings(particles=60, seed=2), Settings(particles=60, label="other")):
        assert not np.isin(sample(problem(), other).z, first).any()


def test_a_checkpoint_of_another_problem_is_refused_naming_every_difference(tmp_path):
    path = tmp_path / "run.npz"
    sample(problem(), SETTINGS, problem="data one", checkpoint=path)
    before = path.read_bytes()
    with pytest.raises(InputError) as caught:
        sample(problem(), Settings(particles=60, seed=5), problem="data two", checkpoint=path)
    paths = {mistake.path for mistake in caught.value.mistakes}
    assert {"problem", "seed", "inner_steps", "cheap_moves"} <= paths
    assert "data one" in str(caught.value)
    assert "data two" in str(caught.value)
    assert path.read_bytes() == before


def test_a_broken_checkpoint_is_said_to_be_broken(tmp_path):
    path = tmp_path / "run.npz"
    sample(problem(), SETTINGS, checkpoint=path)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(MicroneedlingError, match="cannot be read"):
        sample(problem(), SETTINGS, checkpoint=path)


def test_progress_counts_runs_and_foresees_the_end():
    told: list[Progress] = []
    result = sample(problem(), SETTINGS, progress=told.append)
    runs = [step.forward_runs for step in told]
    assert runs == sorted(runs)
    assert runs[-1] == result.forward_runs == 60 * (len(told) + 1)
    assert [step.temperature for step in told] == sorted(step.temperature for step in told)
    foreseen = [step.runs_expected for step in told if step.runs_expected is not None]
    assert 0.5 * runs[-1] < foreseen[len(foreseen) // 2] < 2.0 * runs[-1]
    assert told[-1].eta_s is not None
