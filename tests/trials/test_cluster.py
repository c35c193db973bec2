"""Engines: the same bytes from every one of them, whoever is killed, whatever is spoilt on the way."""

from __future__ import annotations

import errno
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from helpers.trial_files import PARALLEL, text, trial
from microneedling.errors import InputError
from microneedling.trials import cluster as engines
from microneedling.trials.chunks import decoded, encoded, plan_of, work
from microneedling.trials.computing import arrays, compute
from microneedling.trials.store import Folder, StoreError, store_of
from microneedling.trials.summed import summed_up

ROOT = Path(__file__).resolve().parents[2]
PEOPLE, CHUNK = 12, 4


@pytest.fixture(scope="module")
def small():
    made = trial(PARALLEL)
    return made, plan_of(made, PEOPLE, 1, CHUNK)


@pytest.fixture(scope="module")
def right(small):
    """What every engine must give: name of file -> bytes."""
    plan = small[1]
    return {plan.at(number).name: work(plan.at(number)) for number in range(plan.count)}


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_chunk_travels_light_and_its_name_tells_everything_that_matters(small):
    made, plan = small
    chunk = plan.at(0)
    sent = pickle.dumps(chunk)
    assert len(sent) < 20_000  # no arrays
    assert pickle.loads(sent) == chunk
    others = [
        plan_of(made, PEOPLE, 2, CHUNK),
        plan_of(made, PEOPLE + 1, 1, CHUNK),
        plan_of(made, PEOPLE, 1, CHUNK + 1),
        plan_of(trial(), PEOPLE, 1, CHUNK),
    ]
    assert len({plan.hash, *(other.hash for other in others)}) == 5
    assert plan.hash == plan_of(made, PEOPLE, 1, CHUNK).hash


def test_one_process_gives_the_right_files(small, right, tmp_path):
    done = compute(small[1], Folder(tmp_path), workers=1)
    assert files(tmp_path) == right
    assert (done.computed, done.kept, done.people) == (3, 0, 2 * PEOPLE)


@pytest.mark.parametrize("size", [1, 5, 12, 100])
def test_chunk_size_changes_no_result(small, size, tmp_path):
    made = small[0]
    answers = []
    for chunk in (CHUNK, size):
        other = plan_of(made, PEOPLE, 1, chunk)
        store = Folder(tmp_path / str(chunk))
        store.prepare()
        compute(other, store, workers=1)
        answers.append(summed_up(other, store))
    assert answers[0] == answers[1]
    assert len(answers[0].result_hash) == 64


def test_order_changes_no_result(small, right, tmp_path, monkeypatch):
    def backwards(chunks, *_):
        for chunk in reversed(list(chunks)):
            yield chunk, work(chunk)

    monkeypatch.setattr("microneedling.trials.computing.results", backwards)
    compute(small[1], Folder(tmp_path))
    assert files(tmp_path) == right


def test_resume_computes_only_what_is_missing(small, right, tmp_path):
    plan = small[1]
    first, second, third = right
    (tmp_path / first).write_bytes(right[first])
    (tmp_path / third).write_bytes(right[third])
    done = compute(plan, Folder(tmp_path), resume=True, workers=1)
    assert (done.kept, done.computed) == (2, 1)
    assert files(tmp_path) == right
    assert second in files(tmp_path)
    again = compute(plan, Folder(tmp_path), resume=True, workers=1)
    assert (again.kept, again.computed) == (3, 0)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: b"",
        lambda data: data[:-50] + bytes([data[-50] ^ 1]) + data[-49:],
        lambda data: data.replace(b'"endpoint"', b'"baseline"'),
        lambda data: data.replace(b'"number": 1', b'"number": 2'),
        lambda data: b"not a chunk\n" + data,
        lambda data: data.replace(b"]", b"[", 1),
    ],
)
def test_a_spoilt_file_is_noticed_and_made_again(small, right, tmp_path, spoil):
    for name, data in right.items():
        (tmp_path / name).write_bytes(data)
    name = small[1].at(1).name
    (tmp_path / name).write_bytes(spoil(right[name]))
    done = compute(small[1], Folder(tmp_path), resume=True, workers=1)
    assert (done.spoilt, done.computed) == (1, 1)
    assert files(tmp_path) == right


def test_a_file_of_another_plan_is_not_taken(small, right):
    made, plan = small
    other = plan_of(made, PEOPLE, 2, CHUNK)
    data = right[plan.at(0).name]
    assert decoded(data, plan.at(0)) is not None
    assert decoded(data, other.at(0)) is None
    assert decoded(data, plan.at(1)) is None


def test_encoding_gives_back_every_number(small):
    chunk = small[1].at(0)
    array = np.random.default_rng(1).normal(size=(2, 3, CHUNK))
    array[0, 1, 2], array[1, 2, 3] = np.nan, np.inf
    assert np.array_equal(decoded(encoded(chunk, array, ("a", "b", "c")), chunk), array, equal_nan=True)


def test_a_place_that_cannot_be_written_is_told_before_any_work(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(InputError, match="can be written to"):
        store_of(tmp_path / "file" / "chunks")


def test_a_full_disk_keeps_what_is_finished(small, right, tmp_path, monkeypatch):
    store, write, done = Folder(tmp_path), Folder.write, []

    def filling(self, name, data):
        if len(done) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        done.append(name)
        write(self, name, data)

    monkeypatch.setattr(Folder, "write", filling)
    with pytest.raises(StoreError, match=r"No space left.*2 finished chunks are kept.*--resume"):
        compute(small[1], store, workers=1)
    assert len(files(tmp_path)) == 2
    monkeypatch.setattr(Folder, "write", write)
    assert compute(small[1], store, resume=True, workers=1).computed == 1
    assert files(tmp_path) == right


def test_an_address_serves_as_a_folder_does(small, right):
    pytest.importorskip("fsspec")
    store = store_of("memory://trials/test")
    compute(small[1], store, workers=1)
    assert {name: store.read(name) for name in right} == right
    assert len(list(arrays(small[1], store))) == 3
    before = list(arrays(small[1], store))
    store.remove(
        next(iter(right))
    )  # as an equal run that ended first does: computed again, to the same bytes
    for now, then in zip(arrays(small[1], store), before, strict=True):
        np.testing.assert_array_equal(now, then)


@pytest.mark.slow
def test_processes_give_the_same_files(small, right, tmp_path):
    told = []
    compute(small[1], Folder(tmp_path), workers=2, progress=told.append)
    assert files(tmp_path) == right
    assert [item.chunks for item in told] == [1, 2, 3]
    assert told[-1].left_s == pytest.approx(0)
    assert all(item.people_per_second > 0 for item in told)


def children(parent: int) -> list[int]:
    """Worker processes of a run."""
    import psutil

    return [
        child.pid
        for child in psutil.Process(parent).children(recursive=True)
        if any("spawn_main" in word for word in child.cmdline())
        and not any("resource_tracker" in word for word in child.cmdline())
    ]


@pytest.mark.slow
def test_a_killed_worker_costs_nothing_but_time(small, tmp_path):
    pytest.importorskip("psutil")
    made = small[0]
    plan = plan_of(made, 120, 1, CHUNK)
    killed = []

    def kill(done):
        if not killed:
            killed.extend(children(os.getpid())[:1])
            os.kill(killed[0], signal.SIGKILL)

    done = compute(plan, Folder(tmp_path), workers=2, progress=kill)
    assert killed
    assert done.computed == plan.count
    assert files(tmp_path) == {plan.at(k).name: work(plan.at(k)) for k in range(plan.count)}


def dies(chunk, threads):
    os._exit(9)


@pytest.mark.slow
def test_workers_that_always_die_end_the_run_with_a_word(small, monkeypatch):
    monkeypatch.setattr(engines, "work", dies)
    monkeypatch.setattr(engines, "MOST_DEATHS", 1)
    with pytest.raises(engines.EngineError, match="workers died 2 times"):
        list(engines.results([small[1].at(0)], workers=2))


@pytest.mark.slow
def test_a_killed_run_is_completed_by_resume(tmp_path):
    """Kill -9 in the middle, go on, and the answer is that of a run never killed."""
    path = tmp_path / "trial.toml"
    path.write_text(text(PARALLEL), encoding="utf-8")
    words = [sys.executable, "-m", "microneedling", "trial", str(path), "--json", "--people", "60"]
    words += ["--chunk-size", "2", "--workers", "2"]
    killed = [*words, "--chunks", str(tmp_path / "a")]
    run = subprocess.Popen(killed, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 120
    while len(list((tmp_path / "a").glob("*.chunk"))) < 3:
        assert time.monotonic() < until
        assert run.poll() is None, "the run was over before it could be killed"
        time.sleep(0.05)
    run.kill()
    run.wait()
    left = len(list((tmp_path / "a").glob("*.chunk")))
    assert left < 30
    import json

    resumed = subprocess.run(
        [*killed, "--resume"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )
    whole = subprocess.run(
        [*words, "--chunks", str(tmp_path / "b")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    one, other = json.loads(resumed.stdout), json.loads(whole.stdout)
    assert one["chunks"]["kept"] >= left - 1
    assert other["chunks"]["kept"] == 0
    for key in ("arms", "comparison", "result_hash", "planning", "summaries", "cohort"):
        assert one[key] == other[key], key


@pytest.mark.slow
def test_dask_gives_the_same_files_though_a_worker_is_killed(small, tmp_path):
    distributed = pytest.importorskip("distributed")
    made = small[0]
    plan = plan_of(made, 160, 1, CHUNK)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        pids = [worker.process.pid for worker in cluster.workers.values()]
        killed = threading.Event()

        def kill(done):
            if not killed.is_set():
                killed.set()
                os.kill(pids[0], signal.SIGKILL)

        done = compute(
            plan, Folder(tmp_path), engine="dask", scheduler=cluster.scheduler_address, progress=kill
        )
    assert killed.is_set()
    assert done.computed == plan.count
    assert files(tmp_path) == {plan.at(k).name: work(plan.at(k)) for k in range(plan.count)}


@pytest.mark.slow
def test_no_scheduler_at_an_address_is_told(small):
    pytest.importorskip("distributed")
    with pytest.raises(InputError, match="--scheduler"):
        list(engines.results([small[1].at(0)], "dask", scheduler="nowhere"))


@pytest.mark.slow
def test_memory_does_not_grow_with_chunks(small):
    """Fifty chunks more cost no more than a few MB: nothing of a chunk stays behind."""
    code = (
        "import sys, resource\n"
        "from pathlib import Path\n"
        "from microneedling.trials.chunks import plan_of\n"
        "from microneedling.trials.store import Folder\n"
        "from microneedling.trials.computing import compute\n"
        "from helpers.trial_files import trial\n"
        "plan = plan_of(trial(), int(sys.argv[2]), 1, 8)\n"
        "compute(plan, Folder(Path(sys.argv[1])), workers=1)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    import tempfile

    peaks = []
    for people in (80, 480):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [sys.executable, "-c", code, folder, str(people)],
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=True,
            )
        peaks.append(float(done.stdout))
    assert peaks[1] - peaks[0] < 25


@pytest.mark.parametrize(
    ("missing", "call", "told"),
    [
        ("distributed", lambda chunk: list(engines.results([chunk], "dask")), r"microneedling\[trial\]"),
        ("fsspec", lambda _: store_of("s3://somewhere/trials"), r"microneedling\[trial\]"),
    ],
)
def test_what_is_not_installed_is_told(small, monkeypatch, missing, call, told):
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(InputError, match=told):
        call(small[1].at(0))


@pytest.mark.slow
def test_ctrl_c_ends_a_run_in_few_words_and_keeps_finished_chunks(tmp_path):
    path = tmp_path / "trial.toml"
    path.write_text(text(PARALLEL), encoding="utf-8")
    words = [sys.executable, "-m", "microneedling", "trial", str(path), "--people", "6000"]
    words += ["--chunk-size", "2", "--workers", "2", "--chunks", str(tmp_path / "a")]
    run = subprocess.Popen(
        words,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    until = time.monotonic() + 120
    while len(list((tmp_path / "a").glob("*.chunk"))) < 2:
        assert time.monotonic() < until
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=60)
    assert run.returncode == 130
    assert (out, err) == ("", "interrupted\nFinished chunks are kept; go on with --resume.\n")
    whole = list((tmp_path / "a").glob("*.chunk"))
    assert len(whole) >= 2
    assert not list((tmp_path / "a").glob(".*.part"))


@pytest.mark.slow
@pytest.mark.parametrize("before", ["", "simulate(load_course('examples/fine_lines_roller.toml'), draws=1)"])
def test_the_first_process_on_a_machine_gives_the_same_bytes_as_any_later(small, tmp_path, before):
    """Nobody has to compile first: code that a process compiled itself is the code that later ones read."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from microneedling import load_course\n"
        "from microneedling.course.simulate import simulate\n"
        "from microneedling.trials.chunks import plan_of, work\n"
        "from helpers.trial_files import PARALLEL, trial\n"
        f"{before}\n"
        "Path(sys.argv[1]).write_bytes(work(plan_of(trial(PARALLEL), 12, 1, 4).at(0)))\n"
    )
    made = []
    for name in ("first", "second"):
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / name)],
            check=True,
            env=os.environ | {"MICRONEEDLING_CACHE": str(tmp_path / "cache")},
        )
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1] == work(small[1].at(0))
