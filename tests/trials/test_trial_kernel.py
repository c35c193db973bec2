"""The kernel of a trial: part of its plan where told, passed on to the equations, refused where it is not there."""

from __future__ import annotations

import json

import pytest

from helpers.trial_files import PARALLEL, text, trial
from microneedling.cli.main import main
from microneedling.engine.cuda import kernel as cuda_kernel
from microneedling.trials.chunks import CHUNK, CUDA_CHUNK, plan_of
from microneedling.trials.store import Folder


def test_a_kernel_that_is_told_makes_another_plan_and_its_own_chunks():
    made = trial()
    plain = plan_of(made, 1000, 1)
    assert plain.chunk == CHUNK
    assert plan_of(made, 1000, 1, kernel="auto").hash == plain.hash
    told = [plan_of(made, 1000, 1, CHUNK, kernel) for kernel in ("numba", "numpy", "cuda")]
    assert len({plain.hash, *(plan.hash for plan in told)}) == 4
    assert [plan.at(0).of.kernel for plan in told] == ["numba", "numpy", "cuda"]
    assert plan_of(made, 1000, 1, kernel="cuda").chunk == CUDA_CHUNK


def test_the_hash_of_a_plan_without_a_kernel_is_of_the_values_it_always_had(monkeypatch):
    from microneedling.trials import chunks

    taken = []
    monkeypatch.setattr(chunks.json, "dumps", lambda parts: taken.append(parts) or "")
    plan = plan_of(trial(), 1001, 7)
    chunks._hash.__wrapped__(plan)
    assert taken[0][4:] == [plan.text, 7, 1001, plan.size, CHUNK]


@pytest.mark.slow
def test_the_kernel_told_is_the_one_that_integrates(tmp_path, capsys):
    file = tmp_path / "trial.toml"
    file.write_text(text(PARALLEL), encoding="utf-8")
    words = ["trial", str(file), "--people", "4", "--workers", "1", "--json", "--chunks"]
    found = []
    for kernel in ("auto", "numpy"):
        assert main([*words, str(tmp_path / kernel), "--kernel", kernel]) == 0
        found.append(json.loads(capsys.readouterr().out))
    assert [answer["kernel"] for answer in found] == ["auto", "numpy"]
    names = [{path.name for path in (tmp_path / kernel).iterdir()} for kernel in ("auto", "numpy")]
    assert not names[0] & names[1]
    for arm, told in found[0]["arms"].items():
        assert told["endpoint"]["mean"] == pytest.approx(found[1]["arms"][arm]["endpoint"]["mean"], rel=1e-6)
    assert found[0]["result_hash"] != found[1]["result_hash"]  # last digits: another kernel did the work


@pytest.mark.skipif(not cuda_kernel.missing(), reason="there is a graphics processor")
def test_a_graphics_processor_that_is_not_there_is_told_with_all_other_mistakes(tmp_path, capsys):
    file = tmp_path / "trial.toml"
    file.write_text(text(PARALLEL), encoding="utf-8")
    assert (
        main(["trial", str(file), "--people", "1", "--kernel", "cuda", "--chunks", str(tmp_path / "c")]) == 2
    )
    said = capsys.readouterr().err
    assert "trial: 2 mistakes" in said
    assert "--people: " in said
    assert '--kernel: found "cuda" without' in said
    assert not (tmp_path / "c").exists()


@pytest.mark.parametrize(
    ("kernel", "people", "chunk", "workers"),
    [
        ("cuda", 500_000, None, 16),  # 31 chunks, each worth a worker
        ("cuda", 20_000, None, 2),  # no more workers than chunks
        ("auto", 2_400, None, 2),  # 10 chunks of the usual size
        ("auto", 120, 12, 2),  # small ones as before
    ],
)
def test_workers_are_started_where_their_chunks_are_worth_it(
    kernel, people, chunk, workers, monkeypatch, tmp_path
):
    from microneedling.trials import computing as module

    asked = []
    monkeypatch.setattr(module, "results", lambda *given: asked.append(given[2]) or iter(()))
    monkeypatch.setattr(module.os, "cpu_count", lambda: 16)
    module.compute(plan_of(trial(), people, 1, chunk, kernel), Folder(tmp_path))
    assert asked == [workers]
