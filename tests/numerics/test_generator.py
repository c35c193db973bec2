"""The code generator: fresh files, small processes, and mistakes told with their process."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from microneedling.errors import InputError
from microneedling.healing.process import COMPARTMENT, EPIDERMIS, LAYER, Process, State

ROOT = Path(__file__).resolve().parents[2]
pytest.importorskip("sympy")


from codegen.cuda import WARP, translated  # noqa: E402
from codegen.declare import assemble  # noqa: E402
from codegen.eliminate import eliminate  # noqa: E402
from codegen.files import generate  # noqa: E402


def small(**changes) -> Process:
    """A process with one state per place that uses every kind of name."""
    given = {
        "name": "small",
        "about": "a signal, a memory of it, a listener",
        "states": (
            State("signal", LAYER, "1", "a signal", diffuses="signal"),
            State("memory", LAYER, "1", "its memory"),
            State("epidermal_signal", EPIDERMIS, "1", "a signal", diffuses="signal"),
            State("listener", COMPARTMENT, "1", "hears both"),
        ),
        "helpers": {LAYER: {"drive": "sqrt(1 + signal**2)"}},
        "rates": {
            "signal": "-decay*signal*drive",
            "memory": "signal**1.5/(1 + signal) - Max(memory - rest, 0)*exp(-memory)",
            "epidermal_signal": "-decay*epidermal_signal + uv*pi",
            "listener": "level*papillary_memory*epidermal_signal - log(1 + listener**2)*abs(listener)**0.3",
        },
        "constants": {"decay": "group.decay_per_day"},
        "layer_baseline": ("rest",),
        "baseline": ("level",),
    }
    return Process(**(given | changes))


def run(text: str) -> dict:
    space: dict = {}
    exec(text, space)
    return space


def test_generated_files_are_fresh():
    done = subprocess.run(
        [sys.executable, "tools/generate.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr


def test_rates_and_jacobian_of_a_small_process():
    files = generate([small()])
    arrays, nodes = run(files["arrays.py"]), run(files["nodes.py"])
    y, b = np.array([[0.4], [0.9]]), np.array([[0.5]])
    c, d = [2.0, 3.0], [0.0] * 7 + [0.5]
    f, v = np.empty((2, 1)), np.empty((3, 1))
    arrays["layer_rates"](y, b, c, d, f)
    s, m = y[:, 0]
    assert f[0, 0] == pytest.approx(-2 * s * np.sqrt(1 + s * s), rel=1e-14)
    assert f[1, 0] == pytest.approx(s**1.5 / (1 + s) - (m - 0.5) * np.exp(-m), rel=1e-14)
    arrays["layer_jacobian"](y, b, c, d, v)
    assert v[-1, 0] == pytest.approx(-np.exp(-m) + (m - 0.5) * np.exp(-m), rel=1e-13)
    out, slope = [0.0], [0.0]
    nodes["compartment_rates"]([0.7], [0.2], [0.9], c, d, out)
    assert out[0] == pytest.approx(3 * 0.9 * 0.2 - np.log(1 + 0.49) * 0.7**0.3, rel=1e-14)
    nodes["compartment_jacobian"]([0.7], [0.2], [0.9], c, d, slope)
    exact = -(1.4 / 1.49) * 0.7**0.3 - np.log(1.49) * 0.3 * 0.7**-0.7
    assert slope[0] == pytest.approx(exact, rel=1e-13)


def test_factor_and_solves_are_an_exact_solver():
    nodes = run(generate([small()])["nodes.py"])
    lu, right = [0.0] * 8, [1.7]
    nodes["compartment_factor"]([0.7], [0.2], [0.9], [2.0, 3.0], [0.0] * 8, 5.0, lu)
    nodes["compartment_forward"](lu, right)
    nodes["compartment_backward"](lu, right)
    slope = [0.0]
    nodes["compartment_jacobian"]([0.7], [0.2], [0.9], [2.0, 3.0], [0.0] * 8, slope)
    assert right[0] == pytest.approx(1.7 / (5 - slope[0]), rel=1e-14)


def test_elimination_of_an_arrow_makes_no_fill():
    arrow = {(0, k) for k in range(6)} | {(k, 0) for k in range(6)}
    plan = eliminate(6, arrow)
    assert plan.order[-1] == 0 or plan.order[-2:] in ((0, 5), (5, 0))
    assert plan.filled == arrow | {(k, k) for k in range(6)}


def test_the_generated_text_is_deterministic():
    assert generate([small()]) == generate([small()])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"rates": {**small().rates, "memory": "signl - memory"}},
            ("small.rates.memory", "signl", '"signal"'),
        ),
        (
            {"rates": {k: v for k, v in small().rates.items() if k != "listener"}},
            ("states.listener", "one rate per state"),
        ),
        ({"rates": {**small().rates, "memry": "1"}}, ("small.rates.memry", '"memory"')),
        ({"rates": {**small().rates, "memory": "signal; 1"}}, ("small.rates.memory", "arithmetic")),
        ({"rates": {**small().rates, "memory": "__import__('os')"}}, ("small.rates.memory", "exp, log")),
        ({"helpers": {LAYER: {"drive": "again", "again": "drive"}}}, ("drive", "do not need themselves")),
        ({"states": small().states[:2] + small().states[3:]}, ("epidermis signals",)),
        ({"baseline": ("level", "decay")}, ("baseline.decay", "constants")),
    ],
)
def test_mistakes_name_their_process(changes, words):
    with pytest.raises(InputError) as told:
        assemble([small(**changes)])
    for word in words:
        assert word in str(told.value)


def test_all_mistakes_are_told_at_once():
    wrong = {**small().rates, "memory": "signl", "listener": "papillary_memry"}
    with pytest.raises(InputError) as told:
        assemble([small(rates=wrong)])
    assert len(told.value.mistakes) >= 2


@pytest.mark.parametrize("through", ["second", "memory"])
def test_signals_may_not_feed_those_declared_before_them(through):
    states = (*small().states, State("second", LAYER, "1", "another", diffuses="second"),
              State("epidermal_second", EPIDERMIS, "1", "another", diffuses="second"))  # fmt: skip
    rates = {**small().rates, "second": "signal - second", "epidermal_second": "-epidermal_second"}
    generate([small(states=states, rates=rates)])
    back = {
        "signal": f"{through} - signal",
        "memory": "second - memory",
    }  # directly, and through what stays in place
    with pytest.raises(InputError, match='"signal" fed by "second"'):
        generate([small(states=states, rates={**rates, **back})])


def test_text_of_one_thread():
    text = translated(
        "def f(y, c, shift, r):\n"
        "    a = c[1]\n"
        "    b = math.pow(math.pow(a, 2.0)*math.pow(y[0], 3.0), 0.5) + max(a, y[1])**3\n"
        "    r[0] = b + shift\n"
        "    s = y[2]\n"
        "    r[1] = s - b\n"
    )
    thread = run("import math\n" + text)["f"]
    thread.__globals__.update({f"at_{k}": np.uint64(k * WARP) for k in range(3)})
    w = np.zeros(20 * WARP)
    y, c, r = (np.uint64(k * WARP) for k in (0, 5, 10))
    w[[0, WARP, 2 * WARP, 6 * WARP]] = 2.0, 1.5, 7.0, 4.0
    thread(w, y, c, 0.25, r)
    b = math.sqrt(4.0**2 * 2.0**3) + 4.0**3
    assert w[10 * WARP] == pytest.approx(b + 0.25, rel=1e-14)
    assert w[11 * WARP] == pytest.approx(7.0 - b, rel=1e-14)
    with pytest.raises(NotImplementedError, match="read after it was written"):
        translated("def f(y):\n    y[0] = 1.0\n    a = y[0]\n")
    with pytest.raises(NotImplementedError, match="a is changed after it was written"):
        translated("def f(y):\n    a = y[0]\n    y[1] = a\n    a = y[2]\n")
