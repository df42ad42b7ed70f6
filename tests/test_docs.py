"""What the docs say is so: commands exist, options exist, links lead somewhere, floors are in order."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer

from makewhole.main.cli import app
from tests.test_tidy import HERE, name, report

PAGES = sorted([*HERE.glob("*.md"), *(HERE / "docs").rglob("*.md")])
COMMAND = re.compile(r"(?:\./run )?makewhole ((?:[a-z][\w-]*)(?: +[^`#|\n]*)?)")


def block_lines(page: Path) -> list[str]:
    """The lines of a page's shell blocks, without their comments."""
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    joined = "\n".join(blocks).replace("\\\n", " ")
    return [line.split("#")[0].strip() for line in joined.splitlines() if line.split("#")[0].strip()]


def named_commands(page: Path) -> set[str]:
    """Every `makewhole ...` the page tells people to run, in blocks and in running text."""
    spans = re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8"))
    lines = [*block_lines(page), *spans]
    return {found[1].strip() for line in lines if (found := re.match(COMMAND, line.strip()))}


def trouble(words: list[str]) -> str | None:
    """What is wrong with a command line, None if the command line interface has it all."""
    command: Any = typer.main.get_command(app)
    known = {"--help", "--version", *(o for p in command.params for o in p.opts)}
    while hasattr(command, "commands") and words and not words[0].startswith("-"):
        if words[0] not in command.commands:
            return f"no command {words[0]}"
        command = command.commands[words.pop(0)]
        known |= {
            option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
        }
    unknown = [word for word in words if word.startswith("--") and word.split("=")[0] not in known]
    return f"no option {unknown[0]}" if unknown else None


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_a_page_names_is_there(page: Path) -> None:
    report(
        f"{name(page)}: `makewhole {command}`: {wrong}"
        for command in sorted(named_commands(page))
        if (wrong := trouble(shlex.split(command.replace("'", ""))))
    )


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    inner = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    report(f"{name(page)}: {link} is not there" for link in inner if not (page.parent / link).exists())


def test_what_run_says_about_itself_covers_what_the_readme_uses() -> None:
    told = subprocess.run([HERE / "run", "--help"], capture_output=True, text=True, check=True).stdout
    used = {line.split()[1] for line in block_lines(HERE / "README.md") if line.startswith("./run ")}
    report(
        f"./run --help says nothing of {each}"
        for each in sorted(used - {"makewhole"})
        if f"./run {each}" not in told
    )


def test_both_readmes_show_the_same_commands() -> None:
    assert block_lines(HERE / "README.md") == block_lines(HERE / "README.zh-CN.md")


def test_the_commands_of_the_readme_answer_to_help() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "makewhole", "--help"], cwd=HERE, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    commands = {
        line.split()[2] for line in block_lines(HERE / "README.md") if line.startswith("./run makewhole ")
    }
    report(f"makewhole --help says nothing of {each}" for each in sorted(commands) if each not in told.stdout)


def test_the_architecture_page_shows_the_floors_in_import_order() -> None:
    shown = re.findall(
        r"^\|[^|]*\| \[`(\w+)`\]", (HERE / "ARCHITECTURE.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    contracts = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(each["layers"] for each in contracts["contracts"] if each["id"] == "floors")
    floor = {part.strip(" ()"): number for number, layer in enumerate(layers) for part in layer.split("|")}
    assert [floor[each] for each in shown] == sorted(floor[each] for each in shown)
    there = {
        path.stem
        for path in (HERE / "makewhole").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert there - {"__init__", "__main__"} == set(shown)


def test_the_page_of_settings_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, HERE / "tools" / "docs.py", "--check"],
        cwd=HERE,
        check=False,
        env={"PYTHONPATH": "."},
    )
    assert done.returncode == 0, "run: ./run python tools/docs.py"


def test_every_decision_is_in_the_index() -> None:
    index = (HERE / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    report(f"docs/adr/README.md lacks {page.name}" for page in sorted((HERE / "docs" / "adr").glob("0*.md"))
           if page.name not in index)  # fmt: skip
