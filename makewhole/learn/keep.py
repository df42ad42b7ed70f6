"""A model as files: arrays in `model.npz`, its card in `card.json` and `card.md`, each version in a folder.

`current` in the models' folder names the version in use and `previous` the one before, which stays. A folder
is written whole before it is named. Nothing in it is code: arrays are read without pickles and a forest that
can't be walked is refused.
"""

import json
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from makewhole.because import Refused
from makewhole.learn.gather import MOMENTS
from makewhole.parcel.fading import Fading, Pace
from makewhole.parcel.features import COLUMNS
from makewhole.parcel.forest import Forest
from makewhole.parcel.lately import Lately, Place
from makewhole.parcel.learned import Model, Moment, Stage

CURRENT, PREVIOUS = "current", "previous"
_ARRAYS, _CARD = "model.npz", "card.json"


def under(data: Path) -> Path:
    """The folder of the outlook's models in a data folder."""
    return data / "models" / "outlook"


def save(folder: Path, model: Model, card: Mapping[str, Any], words: str) -> Path:
    """Write a model beside the others and put it in use; returns its folder."""
    place = folder / model.version
    unfinished = folder / f".{model.version}"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    np.savez_compressed(unfinished / _ARRAYS, **_arrays(model))
    (unfinished / _CARD).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    (unfinished / "card.md").write_text(words, encoding="utf-8")
    shutil.rmtree(place, ignore_errors=True)
    unfinished.rename(place)
    used = _named(folder, CURRENT)
    if used and used != model.version:
        _name(folder, PREVIOUS, used)
    _name(folder, CURRENT, model.version)
    for old in folder.iterdir():
        if old.is_dir() and old.name not in (model.version, _named(folder, PREVIOUS)):
            shutil.rmtree(old, ignore_errors=True)
    return place


def load(folder: Path) -> Model | Refused | None:
    """The model in use; None where there is none, a refusal where its files are not one."""
    version = _named(folder, CURRENT)
    if version is None:
        return None
    try:
        with np.load(folder / version / _ARRAYS, allow_pickle=False) as arrays:
            return _model({name: arrays[name] for name in arrays.files})
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        return _no(folder / version, f"can't be read ({type(error).__name__})")


def _no(place: Path, says: str) -> Refused:
    way = "the prior table is used; run makewhole learn outlook again, or remove the folder"
    return Refused("learn.model", f"the model in {place} {says}", "docs/outlook.md", way)


def _named(folder: Path, which: str) -> str | None:
    try:
        return (folder / which).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def _name(folder: Path, which: str, version: str) -> None:
    unfinished = folder / f".{which}"
    unfinished.write_text(version + "\n", encoding="utf-8")
    unfinished.replace(folder / which)


def _arrays(model: Model) -> dict[str, Any]:
    facts = {
        "version": model.version,
        "source": model.source,
        "until": model.until.isoformat(),
        "coverage": model.coverage,
        "never": model.never,
        "quiet": dict(model.quiet),
        "columns": COLUMNS,
        "by_table": {moment: sorted(stage.by_table) for moment, stage in model.stages.items()},
        "outside": {moment: stage.outside for moment, stage in model.stages.items()},
        "places": {key: _place(place) for key, place in model.lately.places.items()},
    }
    arrays: dict[str, Any] = {"facts": np.frombuffer(json.dumps(facts).encode(), dtype=np.uint8)}
    for moment, stage in model.stages.items():
        arrays[f"{moment}.levels"] = stage.levels
        if stage.forest is not None:
            arrays |= {f"{moment}.{part}": array for part, array in stage.forest.arrays().items()}
    return arrays


def _place(place: Place) -> dict[str, Any]:
    return {
        field.name: asdict(value)
        if isinstance(value := getattr(place, field.name), Fading | Pace)
        else value
        if isinstance(value, int)
        else list(value)
        for field in fields(Place)
    }


def _place_of(kept: Mapping[str, Any]) -> Place:
    place = Place()
    for field in fields(Place):
        value, there = kept[field.name], getattr(place, field.name)
        if isinstance(there, Fading | Pace):
            setattr(place, field.name, type(there)(**value))
        elif isinstance(there, int):
            setattr(place, field.name, int(value))
        else:
            there.extend(float(one) for one in value)
    return place


def _model(arrays: Mapping[str, Any]) -> Model | Refused:
    facts = json.loads(arrays["facts"].tobytes())
    place = Path(str(facts["version"]))
    if tuple(facts["columns"]) != COLUMNS:
        return _no(place, "was made by another version of makewhole")
    stages: dict[Moment, Stage] = {}
    for moment in MOMENTS:
        if f"{moment}.levels" not in arrays:
            continue
        forest = None
        if f"{moment}.roots" in arrays:
            own = {name.partition(".")[2]: a for name, a in arrays.items() if name.startswith(f"{moment}.")}
            forest = Forest.from_arrays(own)
            if (broken := forest.broken(len(COLUMNS))) is not None:
                return _no(place, broken.says)
        by_table = frozenset(facts["by_table"][moment])
        levels = np.sort(arrays[f"{moment}.levels"].astype(np.float64))
        stages[moment] = Stage(forest, levels, by_table, float(facts["outside"][moment]))
    lately = Lately(())
    lately.places.update({key: _place_of(kept) for key, kept in facts["places"].items()})
    quiet = {str(lane): float(limit) for lane, limit in facts["quiet"].items()}
    return Model(
        str(facts["version"]),
        str(facts["source"]),
        stages,
        lately,
        datetime.fromisoformat(facts["until"]).astimezone(UTC),
        int(facts["coverage"]),
        float(facts["never"]),
        quiet,
    )
