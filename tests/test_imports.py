"""The import contract is kept, and it bites: one planted wrong import breaks it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent.parent


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in `folder`."""
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package and its contract to plant something in."""
    shutil.copytree(
        HERE / "makewhole", tmp_path / "makewhole", ignore=shutil.ignore_patterns("__pycache__", "static")
    )
    shutil.copy(HERE / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_tree_keeps_its_contract() -> None:
    told = lint(HERE)
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize(
    ("where", "planted", "broken"),
    [
        ("parcel/waybill.py", "import makewhole.store", "Each floor stands on the lower ones alone"),
        ("care/triage.py", "import makewhole.claims", "Each floor stands on the lower ones alone"),
        ("desk/answer.py", "import makewhole.simulators", "Each floor stands on the lower ones alone"),
        ("desk/answer.py", "import makewhole.desk.decide", "Errands don't call one another"),
        ("law/upu.py", "import makewhole.law.montreal", "One instrument of law knows nothing of another"),
        ("law/days.py", "import httpx", "A noun touches no network"),
        (
            "simulators/x.py",
            "import makewhole.desk",
            "A simulated outside party knows nothing of our insides",
        ),
    ],
)
def test_one_wrong_import_breaks_it(copy: Path, where: str, planted: str, broken: str) -> None:
    target = copy / "makewhole" / where
    target.write_text(target.read_text(encoding="utf-8") + f"\n{planted}\n", encoding="utf-8")
    told = lint(copy)
    assert told.returncode == 1
    assert any(broken in line and "BROKEN" in line for line in told.stdout.splitlines()), told.stdout


def test_a_new_file_must_say_on_which_floor_it_lives(copy: Path) -> None:
    (copy / "makewhole" / "stray.py").write_text('"""On no floor."""\n', encoding="utf-8")
    told = lint(copy)
    assert told.returncode == 1
    assert "stray" in told.stdout
