"""The order file: a process that passes a deadly point dies there, once, and says where."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from makewhole.effects import EFFECTS, effect

ROOT = str(Path(__file__).parents[1])
PROGRAM = """
from makewhole.effects import effect
with effect("pay.send"):
    print("paid", flush=True)
with effect("pay.record"):
    print("recorded", flush=True)
"""


def played(order: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "MAKEWHOLE_STORM": str(order), "PYTHONPATH": ROOT},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("points", "died_at", "said"),
    [
        ("pay.send before", "pay.send before", ""),
        ("pay.record before\npay.send after", "pay.send after", "paid\n"),
        ("take.record before\npay.record after", "pay.record after", "paid\nrecorded\n"),
    ],
)
def test_a_process_dies_at_the_first_ordered_point_and_takes_the_order_away(
    tmp_path: Path, points: str, died_at: str, said: str
) -> None:
    order = tmp_path / "order"
    order.write_text(points)
    first, second = played(order), played(order)
    assert (first.returncode, first.stdout) == (-signal.SIGKILL, said)
    assert order.with_suffix(".done").read_text() == died_at
    assert (second.returncode, second.stdout) == (0, "paid\nrecorded\n")


def test_an_effect_that_is_not_listed_is_a_bug() -> None:
    with pytest.raises(KeyError, match="not a listed effect"), effect("pay.twice"):
        pass
    assert all(says for says in EFFECTS.values())
