"""`python -m makewhole.bench NAME ...` runs one measurement; without a name it lists them all."""

import importlib
import pkgutil
import sys

from makewhole import bench


def listed() -> dict[str, str]:
    """Every measurement by name, with the first line of what it says about itself."""
    found = pkgutil.iter_modules(bench.__path__)
    names = (module.name for module in found if not module.name.startswith("_"))
    modules = {name: importlib.import_module(f"{bench.__name__}.{name}") for name in names}
    return {name: (module.__doc__ or "").split("\n")[0] for name, module in modules.items()}


def main(words: list[str]) -> int:
    """Run the measurement the first word names, with the words after it."""
    there = listed()
    if not words or words[0] not in there:
        print("./run bench NAME [--help], where NAME is one of:")
        for name, says in there.items():
            print(f"  {name:12} {says}")
        return 0 if not words or words[0] in ("-h", "--help") else 2
    sys.argv = [f"./run bench {words[0]}", *words[1:]]
    measure = importlib.import_module(f"{bench.__name__}.{words[0]}")
    return int(measure.main() or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
