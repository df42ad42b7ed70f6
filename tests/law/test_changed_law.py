"""The law changes tomorrow: every figure and rule of every table gets a new row, and no older case moves.

A copy of the package is given tables in which each open row ends, and another of the same name with another
value begins, after the last day any worked case speaks of. All worked cases are asked of both.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent / "cases"
LAST, FIRST = "2198-12-30", "2198-12-31"
ASK = """
import json, sys, tomllib
from datetime import UTC, datetime, time
from pathlib import Path
from makewhole.gateways.rates import EcbRates
from makewhole.law.assess import assess
from makewhole.law.reading import read
rates, told = EcbRates(), {}
for path in sorted(Path(sys.argv[1]).glob("*.toml")):
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    told[path.stem] = repr(assess(read(case["facts"]), rates, datetime.combine(case["now"], time(12), UTC)))
print(json.dumps(told))
"""


def _answers(package: Path) -> dict[str, Any]:
    environment = {**os.environ, "PYTHONPATH": str(package)}
    run = [sys.executable, "-c", ASK, str(CASES)]
    done = subprocess.run(run, env=environment, cwd=package, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _changed(text: str) -> tuple[str, int]:
    """The table with each open row ended and followed by another of the same name, and how many there are."""
    head, *rows = re.split(r"(?m)^\[\[row\]\]\n", text)
    made, count = [head], 0
    for row in rows:
        if re.search(r"(?m)^to = ", row):
            made.append(row)
            continue
        name = re.search(r'(?m)^name = "(.*)"', row) or re.search(r'(?m)^id = "(.*)"', row)
        assert name is not None, row
        after = re.sub(r'(?m)^id = "(.*)"', r'id = "\1-next"', row)
        after = re.sub(r"(?m)^from = .*", f"from = {FIRST}", after)
        after = after if "name =" in row else f'name = "{name[1]}"\n{after}'
        after = after if re.search(r"(?m)^from = ", after) else f"from = {FIRST}\n{after}"
        after = re.sub(r"(?m)^value = (\d+)$", lambda found: f"value = {int(found[1]) + 7}", after)
        after = re.sub(r'(?m)^value = "(\d+)', lambda found: f'value = "{int(found[1]) + 7}', after)
        made += [f"to = {LAST}\n{row}", after]
        count += 1
    return "[[row]]\n".join(made), count


def test_a_change_in_the_law_moves_no_case_from_before_it(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "makewhole", tmp_path / "makewhole", ignore=shutil.ignore_patterns("static"))
    before = _answers(tmp_path)
    changes = 0
    for table in sorted((tmp_path / "makewhole" / "law" / "tables").glob("*.toml")):
        text = table.read_text(encoding="utf-8")
        if "[[row]]" not in text or table.stem == "clocks":
            continue
        text, count = _changed(text)
        table.write_text(text, encoding="utf-8")
        changes += count
    after = _answers(tmp_path)
    moved = {name: after[name] for name in before if before[name] != after[name]}
    assert changes > 300
    assert not moved, f"{len(moved)} of {len(before)} moved: {', '.join(sorted(moved)[:20])}"


@pytest.mark.parametrize("text", ['[[row]]\nid = "a"\nvalue = 30\nfrom = 2020-01-01\n'])
def test_what_these_tests_change_is_a_change(text: str) -> None:
    made, count = _changed(text)
    assert (count, made.count("[[row]]")) == (1, 2)
    assert 'id = "a-next"' in made
    assert "value = 37" in made
