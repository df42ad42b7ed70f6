"""`./run` says what it can do and what it lacks before it does anything."""

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent.parent
TOOLS = ("sh", "sed", "cat", "dirname", "cksum", "mkdir", "rm", "sleep", "id", "env", "grep", "tail")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """What `./run` reads, in a folder with a space in its name, beside a folder of plain tools only."""
    folder = tmp_path / "make whole"
    (folder / "tools").mkdir(parents=True)
    for each in (
        "run",
        "requirements-dev.lock",
        "requirements-uv.lock",
        "package-lock.json",
        "tools/vendor.py",
    ):
        shutil.copy(HERE / each, folder / each)
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (tmp_path / "bin" / tool).symlink_to(found)
    return folder


def run(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `./run` with a PATH that has plain tools only."""
    surroundings = {"PATH": str(folder.parent / "bin"), "HOME": str(folder.parent), **more}
    return subprocess.run(
        [folder / "run", *words], env=surroundings, capture_output=True, text=True, check=False, timeout=120
    )


def test_without_a_word_it_lists_what_there_is_and_sets_nothing_up(bare: Path) -> None:
    told = run(bare)
    assert told.returncode == 0
    assert "./run demo" in told.stdout
    assert "./run COMMAND" in told.stdout
    assert not (bare / ".venv").exists()


def test_a_machine_without_python_is_told_what_to_install(bare: Path) -> None:
    told = run(bare, "test")
    assert told.returncode == 1
    assert "needs Python 3.11 or newer" in told.stderr
    assert not (bare / ".venv.busy").exists()


def test_a_python_without_venv_is_told_what_to_install(bare: Path) -> None:
    python = bare.parent / "bin" / "python3"
    python.write_text('#!/bin/sh\n[ "$1" = -c ]\n')
    python.chmod(0o755)
    told = run(bare, "test")
    assert told.returncode == 1
    assert "apt-get install python3-venv" in told.stderr
    assert not (bare / ".venv").exists()


def test_a_set_up_that_died_does_not_lock_the_next_one_out(bare: Path) -> None:
    (bare / ".venv.busy").mkdir()
    (bare / ".venv.busy" / "pid").write_text("999999999")
    told = run(bare, "test")
    assert "needs Python" in told.stderr
