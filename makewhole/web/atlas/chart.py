"""A journey on the map: which part of the world is shown, the land in it, the way and its numbered stops.

Land and way are paths in a box; marks stand at shares of its width and height, so that a page stretches the
one and draws the other at its own size. Stops that would cover each other on a phone share a mark.

>>> one, two = chart([Stop(1, 22.5, 114.1), Stop(2, 34.1, -118.2)]).marks
>>> one.label, two.label, one.x < two.x
('1', '2', True)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import Final

from makewhole.web.atlas import land
from makewhole.web.atlas.land import Point

WIDTH, HEIGHT = 1000, 500
_RATIO: Final = WIDTH / HEIGHT
_MARGIN: Final = 1.5
"""How much wider and higher the part shown is than the journey."""
_LEAST: Final = 0.36
"""The narrowest part shown, in the width of a unit globe: about as wide as France and Germany together."""
_COVERS: Final = 0.062
"""Marks nearer to each other than this share of the width would overlap on a phone."""
_BOW: Final = 0.12
"""How far a way bends beside its straight line, so that there and back are two lines."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A numbered stop of the timeline, in degrees; `exact` is False where only its country is known."""

    number: int
    lat: float
    lon: float
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on the map: its words and its place as shares (0 to 100) of width and height."""

    label: str
    x: float
    y: float
    exact: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """What a page draws: paths in a box of `WIDTH` by `HEIGHT`, and marks in hundredths."""

    land: str
    way: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of the plane that is shown: its middle meridian, upper left corner and width."""

    middle: float
    left: float
    top: float
    wide: float

    def place(self, point: Point) -> Point:
        """A point of the plane, in the box."""
        scale = WIDTH / self.wide
        return (point[0] - self.left) * scale, (self.top - point[1]) * scale

    def put(self, lon: float, lat: float) -> Point:
        """A place in degrees, in the box."""
        return self.place(land.flat(_turned(lon - self.middle), lat))


def _turned(lon: float) -> float:
    return (lon + 180) % 360 - 180


def _unrolled(stops: Sequence[Stop]) -> list[float]:
    """Longitudes one after the other without a jump: each step goes the short way around."""
    lons: list[float] = []
    for stop in stops:
        lons.append(lons[-1] + _turned(stop.lon - lons[-1]) if lons else stop.lon)
    return lons


def _part(stops: Sequence[Stop]) -> _Part:
    lons = _unrolled(stops)
    middle = (min(lons) + max(lons)) / 2
    plane = [land.flat(_turned(stop.lon - middle), stop.lat) for stop in stops]
    xs, ys = [x for x, _ in plane], [y for _, y in plane]
    wide = max((max(xs) - min(xs)) * _MARGIN, (max(ys) - min(ys)) * _MARGIN * _RATIO, _LEAST)
    globe = 2 * land.flat(180, 0)[0]
    wide = min(wide, globe)
    left, top = (min(xs) + max(xs) - wide) / 2, (min(ys) + max(ys) + wide / _RATIO) / 2
    return _Part(middle, left, top, wide)


def _line(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + "Z"


def _land(part: _Part) -> str:
    """The land in the box, with a little beyond its edges so that no outline shows there."""
    drawn = []
    for ring in land.around(part.middle, land.land()):
        placed = [part.place(land.flat(lon, lat)) for lon, lat in ring]
        kept = land.within(placed, -20, WIDTH + 20, -20, HEIGHT + 20)
        if len({(round(x), round(y)) for x, y in kept}) >= 3:
            drawn.append(_line(kept))
    return "".join(drawn)


def _way(points: Sequence[Point]) -> str:
    """A bowed line from each stop to the next."""
    steps = [(a, b) for a, b in pairwise(points) if hypot(b[0] - a[0], b[1] - a[1]) > 1]
    if not steps:
        return ""
    drawn = [f"M{steps[0][0][0]:.0f} {steps[0][0][1]:.0f}"]
    for (ax, ay), (bx, by) in steps:
        side = 1 if bx >= ax else -1
        cx, cy = (ax + bx) / 2 + (by - ay) * _BOW * side, (ay + by) / 2 - abs(bx - ax) * _BOW
        drawn.append(f"Q{cx:.0f} {cy:.0f} {bx:.0f} {by:.0f}")
    return "".join(drawn)


def ranges(numbers: Iterable[int]) -> str:
    """Numbers as a person lists them.

    >>> ranges([1, 2, 3, 5])
    '1–3, 5'
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def _marks(stops: Sequence[Stop], points: Sequence[Point]) -> tuple[Mark, ...]:
    together: list[tuple[Point, list[Stop]]] = []
    for stop, point in zip(stops, points, strict=True):
        for at, those in together:
            if hypot(at[0] - point[0], at[1] - point[1]) < _COVERS * WIDTH:
                those.append(stop)
                break
        else:
            together.append((point, [stop]))
    return tuple(
        Mark(
            ranges(stop.number for stop in those),
            round(at[0] / WIDTH * 100, 2),
            round(at[1] / HEIGHT * 100, 2),
            any(stop.exact for stop in those),
            stops[-1] in those,
        )
        for at, those in together
    )


def chart(stops: Sequence[Stop]) -> Chart | None:
    """The map of stops in their order; None where there is nothing to put on it."""
    if not stops:
        return None
    part = _part(stops)
    points = [part.put(stop.lon, stop.lat) for stop in stops]
    return Chart(_land(part), _way(points), _marks(stops, points))
