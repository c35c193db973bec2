"""The bench ends within a second of Ctrl-C, whatever it is doing, and what it started ends with it, killed or not."""

from __future__ import annotations

import signal
import time

import psutil
import pytest

from helpers.clinic.benched import Bench
from helpers.clinic.served import wait_for
from helpers.shell import ROOT

TRIAL = (ROOT / "examples" / "trials" / "acne_scars_sham.toml").read_bytes()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_job_ends_with_its_server(tmp_path, how):
    bench = Bench(tmp_path / "no-clinic")
    assert bench.answer_json("/api/v1/bench/jobs?of=trial&amount=80000", TRIAL)["status"] == 202
    server = psutil.Process(bench.process.pid)
    assert wait_for(lambda: server.children(), seconds=60)
    job = server.children()[0]
    begun = time.monotonic()
    bench.process.send_signal(how)
    assert bench.process.wait(60) in (130, -signal.SIGKILL)
    if how == signal.SIGINT:
        assert time.monotonic() - begun < 20  # a second on a machine that does nothing else
    assert wait_for(lambda: not job.is_running() or job.status() == psutil.STATUS_ZOMBIE, seconds=30)
