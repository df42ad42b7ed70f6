"""The house rules a machine can check. Each failure says where and what to do instead."""

import ast
import re
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser, visitor
from fluent.syntax import ast as fluent

from makewhole.words import CONSOLE_LANGUAGES, LANGUAGES

HERE = Path(__file__).resolve().parent.parent
PACKAGE = HERE / "makewhole"
CODE = sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)
TESTS = sorted(path for path in (HERE / "tests").rglob("*.py") if "__pycache__" not in path.parts)
LONGEST_FILE = 300
LONGEST_FUNCTION = 60

MONEY = ("money.py", "law/", "books/", "claims/")
BANNED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        r"(\w+\.)*datetime\.(now|utcnow|today)|date\.today",
        "take `now` as an argument; doors ask the clock",
        ("clock.py", "simulators/clock.py", "bench/", "main/"),
    ),
    (r"time\.time(_ns)?", "take `now` as an argument, or time.monotonic for a duration", ("bench/",)),
    (r"time\.sleep", "wait for the thing itself with a deadline", ("store/watcher.py",)),
    (
        r"random\.\w+",
        "hand a seeded source down, or use secrets for keys",
        ("simulators/", "bench/", "main/"),
    ),
    (r"os\.(environ.*|getenv)", "settings alone read the environment", ("main/", "effects.py")),
    (r"print", "return the words; a door prints them", ("main/", "bench/")),
    (r"(eval|exec|pickle\.loads?|os\.system)", "there is always another way", ()),
)


def name(path: Path) -> str:
    """A file's path as people write it."""
    return path.relative_to(HERE).as_posix()


def inside(path: Path, places: Iterable[str]) -> bool:
    """Whether a file of the package is one of `places`, or under one that ends with a slash."""
    here = path.relative_to(PACKAGE).as_posix()
    return any(here == place or (place.endswith("/") and here.startswith(place)) for place in places)


def tracked() -> list[Path]:
    """Every file of the repository."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=HERE, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git clone")
    return [HERE / each for each in listed.stdout.split("\0") if each and (HERE / each).is_file()]


def parsed(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), name(path))


def report(found: Iterable[str]) -> None:
    """Fail with one line a finding, none when there is none."""
    lines = list(found)
    assert not lines, "\n" + "\n".join(lines)


def test_no_file_is_longer_than_a_noun_needs() -> None:
    long = ((path, len(path.read_text(encoding="utf-8").splitlines())) for path in CODE)
    report(f"{name(p)}: {n} lines; a noun is missing, split it" for p, n in long if n > LONGEST_FILE)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_function_is_longer_than_a_screen() -> None:
    report(
        f"{name(path)}:{node.lineno} {node.name} has {length} lines; split it"
        for path in CODE
        for node in functions(path)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    )


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """What a file calls and which environment it reads, as written, with the line."""
    tree = parsed(path)
    # What a file does when it is run as a program is a door's business.
    tree.body = [
        node for node in tree.body if "__name__ == '__main__'" not in ast.unparse(node).split("\n")[0]
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)
        elif isinstance(node, ast.Attribute) and node.attr == "environ":
            yield node.lineno, ast.unparse(node)


def test_nothing_calls_what_another_part_is_there_for() -> None:
    report(
        f"{name(path)}:{line} calls {what}: {instead}"
        for path in CODE
        for line, what in calls(path)
        for pattern, instead, allowed in BANNED
        if re.fullmatch(pattern, what) and not inside(path, allowed)
    )


def test_money_is_never_a_float() -> None:
    report(
        f"{name(path)}:{line} calls float: money is integer minor units"
        for path in CODE
        if inside(path, MONEY)
        for line, what in calls(path)
        if what == "float"
    )


def test_every_module_says_what_it_is() -> None:
    report(f"{name(path)}: a docstring says what the module decides" for path in [*CODE, *TESTS]
           if parsed(path).body and not ast.get_docstring(parsed(path)))  # fmt: skip


def test_every_public_function_and_class_of_a_module_says_what_it_gives() -> None:
    report(
        f"{name(path)}:{node.lineno} {node.name}: a docstring says what it gives, in which units"
        for path in CODE
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    )


def test_no_import_hides_in_a_function() -> None:
    report(
        f"{name(path)}:{inner.lineno} imports inside {node.name}: put it on top, and mend the knot"
        for path in CODE
        for node in functions(path)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    )


def test_no_error_is_caught_by_a_catch_all() -> None:
    report(
        f"{name(path)}:{node.lineno} catches everything: name the error you can do something about"
        for path in [*CODE, *TESTS]
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler)
        if node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")
        # A door may end its work and pass the error on.
        if not any(isinstance(inner, ast.Raise) and inner.exc is None for inner in ast.walk(node))
    )


def comments(path: Path) -> Iterator[tuple[int, str]]:
    """Every comment of a file with its line."""
    with path.open("rb") as opened:
        for token in tokenize.tokenize(opened.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def test_no_comment_postpones_work_and_a_silenced_check_says_why() -> None:
    late = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
    silenced = re.compile(r"#\s*(type:\s*ignore(\[[\w, -]+\])?|noqa(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*)?)")
    found = []
    for path in [*CODE, *TESTS]:
        for line, comment in comments(path):
            if late.search(comment):
                found.append(f"{name(path)}:{line}: do it now, or leave it out")
            if silenced.search(comment) and len(silenced.sub("", comment).strip("# ")) < 8:
                found.append(f"{name(path)}:{line}: mend it, or say why the check is wrong here")
    report(found)


def test_no_test_replaces_our_own_code_or_waits_blindly() -> None:
    instead = {
        r"(mock|patch|MagicMock|Mock)": "use the real thing or a simulator over a socket",
        r"monkeypatch\.(setattr|setitem|delattr)": "use the real thing or a simulator over a socket",
        r"time\.sleep|asyncio\.sleep": "poll with a deadline",
    }
    report(
        f"{name(path)}:{line} calls {what}: {advice}"
        for path in TESTS
        for line, what in calls(path)
        for pattern, advice in instead.items()
        if re.fullmatch(pattern, what)
    )


def test_a_tests_name_is_a_sentence() -> None:
    report(
        f"{name(path)}:{node.lineno} {node.name}: say what holds, in a sentence"
        for path in TESTS
        for node in functions(path)
        if node.name.startswith("test_") and node.name.count("_") < 4
    )


def test_every_package_we_import_is_one_we_ask_for() -> None:
    asked = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {canonical(re.split(r"[^\w.-]", line, maxsplit=1)[0]) for line in asked["dependencies"]}
    ours = {"makewhole", *sys.stdlib_module_names}
    known = packages_distributions()
    # What a part we ask for is made of, and hands out as its own.
    names |= {"starlette", "markupsafe", "click", "pydantic-core", "anyio", "fluent-syntax", "rich"}
    found = []
    for path in CODE:
        if inside(path, ("bench/",)):
            continue
        for node in ast.walk(parsed(path)):
            top = imported(node)
            if top and top not in ours and not names & {canonical(d) for d in known.get(top, [])}:
                found.append(f"{name(path)}: {top} is not among the dependencies of pyproject.toml")
    report(sorted(set(found)))


def canonical(distribution: str) -> str:
    """A distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def imported(node: ast.AST) -> str | None:
    """The top package an import names."""
    if isinstance(node, ast.Import):
        return node.names[0].name.split(".")[0]
    if isinstance(node, ast.ImportFrom) and node.module:
        return node.module.split(".")[0]
    return None


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the repository but this one."""
    for path in tracked():
        if path != Path(__file__).resolve():
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_nothing_names_a_place_outside_the_project() -> None:
    outside = re.compile(r"(?<![\w.])/(work|home|Users|root)/\w+|\.\./shared|/tmp/mw")
    report(
        f"{name(path)}: names {found[0]}, which no other machine has"
        for path, text in texts()
        if name(path) != ".ci/run"
        for found in [outside.search(text)]
        if found
    )


def test_the_real_data_is_reached_by_its_variable_alone() -> None:
    folder = re.compile(r"EVAL_DATA\s*=|shared/data")
    report(f"{name(p)}: ask os.environ for EVAL_DATA" for p, text in texts()
           if name(p) != ".ci/run" and folder.search(text))  # fmt: skip


def test_no_word_speaks_of_how_the_project_was_made() -> None:
    hints = re.compile(r"co-authored-by|\bAI[- ](assisted|written)|\bas an AI\b"
                       r"|\bissue #?\d+\b|\bthe (lead|brief) (said|says|asked)", re.IGNORECASE)  # fmt: skip
    report(f"{name(path)}: '{found[0]}' is about the making and not the thing" for path, text in texts()
           for found in [hints.search(text)] if found)  # fmt: skip


def test_no_lock_names_a_registry_or_leaves_out_a_hash() -> None:
    host = re.compile(
        r"https?://(?!(opencollective|github)\.com/)\S+|\"resolved\"|--(extra-)?index-url|--find-links"
    )
    found = []
    for lock in [*HERE.glob("*.lock"), HERE / "package-lock.json"]:
        text = lock.read_text(encoding="utf-8")
        found += [f"{lock.name}: names a host: {hit[0]}" for hit in [host.search(text)] if hit]
        if lock.suffix == ".lock":
            packages = len(re.findall(r"^\S+==", text, re.MULTILINE))
            hashed = len(re.findall(r"^\S+==.*\\\n\s+--hash=sha256:", text, re.MULTILINE))
            found += [f"{lock.name}: {packages - hashed} packages have no hash"] if packages != hashed else []
    report(found)


class _Variables(visitor.Visitor):
    """Gathers the variables a message uses."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def visit_VariableReference(self, node: Any) -> None:  # noqa: N802 - the library's own name
        """Called by the library for each `$variable`."""
        self.seen.add(node.id.name)


def messages(path: Path) -> dict[str, frozenset[str]]:
    """The messages of a Fluent file, each with its variables."""
    found = {}
    for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
        if isinstance(entry, fluent.Junk):
            pytest.fail(f"{name(path)}: can't be read near {str(entry.content)[:60]!r}")
        if isinstance(entry, fluent.Message):
            gathered = _Variables()
            gathered.visit(entry)
            found[entry.id.name] = frozenset(gathered.seen)
    return found


@pytest.mark.parametrize("folder", sorted(PACKAGE.rglob("words/en.ftl")), ids=name)
def test_every_language_says_the_same_things_with_the_same_variables(folder: Path) -> None:
    english = messages(folder)
    languages = {path.stem for path in folder.parent.glob("*.ftl")}
    assert languages in (set(CONSOLE_LANGUAGES), set(LANGUAGES)), f"languages missing or unknown: {languages}"
    found = []
    for other in sorted(folder.parent.glob("*.ftl")):
        said = messages(other)
        found += [f"{name(other)}: lacks {each}" for each in english.keys() - said.keys()]
        found += [f"{name(other)}: has {each}, which English lacks" for each in said.keys() - english.keys()]
        found += [
            f"{name(other)}: {each} uses {sorted(said[each])} where English uses {sorted(english[each])}"
            for each in english.keys() & said.keys()
            if said[each] != english[each]
        ]
    report(found)


def rows(table: dict[str, Any], above: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every row of a table with what its parents and [shared] say for it."""
    plain = {key: value for key, value in table.items() if not isinstance(value, dict | list)}
    known = above | table.get("shared", {}) | plain
    for key, value in table.items():
        if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            yield from (known | each for each in value)
        elif isinstance(value, dict) and key != "shared":
            yield from rows(value, known)


LEGAL = [*sorted(PACKAGE.glob("law/tables/*.toml")), PACKAGE / "care" / "manners.toml"]


@pytest.mark.parametrize("path", LEGAL, ids=name)
def test_every_row_of_a_rule_table_has_its_source_its_day_and_its_flag(path: Path) -> None:
    found = []
    for row in rows(tomllib.loads(path.read_text(encoding="utf-8")), {}):
        who = row.get("id") or row.get("name") or str(row)[:60]
        if not row.get("source"):
            found.append(f"{name(path)}: row {who} names no source")
        if not {"from", "since", "on", "checked", "read_on"} & row.keys():
            found.append(f"{name(path)}: row {who} has no day")
        if row.get("flag") not in ("V", "P", "U"):
            found.append(f"{name(path)}: row {who} has no flag V, P or U")
    report(found)


def test_no_file_is_too_big_to_read() -> None:
    report(f"{name(p)}: {p.stat().st_size} bytes; it belongs in a package or is made when needed"
           for p in tracked() if p.stat().st_size > 400_000)  # fmt: skip
