"""Land without borders as rings of points, and the projection they are drawn in.

The land is Natural Earth's (public domain), 1:110 million, as TopoJSON from the npm package `world-atlas`.
The projection is Natural Earth's too, in the polynomials Šavrič and others published for it (2011). Any
meridian may be the middle one, so that a way across the Pacific is one line. Nothing here knows of parcels.

>>> flat(0, 0), [round(one, 3) for one in flat(180, 0)], [round(one, 3) for one in flat(0, 90)]
((0.0, 0.0), [2.735, 0.0], [0.0, 1.422])
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import radians
from typing import Any, Final

Point = tuple[float, float]
"""Longitude and latitude in degrees, or x to the right and y up where it says so."""
Ring = tuple[Point, ...]
_FILE: Final = "land-110m.json"


def flat(lon: float, lat: float) -> Point:
    """Degrees from the middle meridian and from the equator, to x and y (up) on the plane of a unit globe."""
    a, b = radians(lon), radians(lat)
    square = b * b
    fourth = square * square
    wide = (
        0.8707 - 0.131979 * square + fourth * (-0.013791 + fourth * square * (0.003971 - 0.001529 * square))
    )
    high = b * (1.007226 + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth)))
    return a * wide, high


def rings(topology: Mapping[str, Any]) -> Iterator[Ring]:
    """The rings of every polygon of a quantized topology with one object of many polygons, in degrees.

    >>> square = [[0, 0], [10, 0], [0, 10], [-10, 0], [0, -10]]
    >>> polygons = {"type": "MultiPolygon", "arcs": [[[0]]]}
    >>> objects = {"land": {"type": "GeometryCollection", "geometries": [polygons]}}
    >>> scale = {"scale": [0.5, 1], "translate": [100, 0]}
    >>> next(rings({"arcs": [square], "transform": scale, "objects": objects}))
    ((100.0, 0), (105.0, 0), (105.0, 10), (100.0, 10), (100.0, 0))
    """
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    for shape in topology["objects"]["land"]["geometries"]:
        for polygon in shape["arcs"]:
            for parts in polygon:
                ring: list[Point] = []
                for number in parts:
                    # A negative number is that arc walked backwards, by the format's own rule.
                    line = arcs[number] if number >= 0 else arcs[~number][::-1]
                    ring += line[1:] if ring else line
                yield tuple(ring)


def unrolled(ring: Ring) -> Ring:
    """A ring that nowhere jumps from 180 to -180: past them its longitudes go on. One that goes around a pole
    (Antarctica) is closed there.

    >>> unrolled(((179, 0), (-179, 0), (-179, 1), (179, 0)))
    ((179, 0), (181.0, 0), (181.0, 1), (179.0, 0))
    """
    out = [ring[0]]
    for lon, lat in ring[1:]:
        before = out[-1][0]
        out.append((before + (lon - before + 180.0) % 360.0 - 180.0, lat))
    (start, first), (end, _) = out[0], out[-1]
    if abs(end - start) > 180.0:
        pole = -90.0 if first < 0 else 90.0
        out += [(end, pole), (start, pole), out[0]]
    return tuple(out)


@cache
def land() -> tuple[Ring, ...]:
    """All land, read once; nothing where the pages' files were not brought (see tools/vendor.py)."""
    file = files("makewhole.web").joinpath("static", "vendor", _FILE)
    return tuple(unrolled(ring) for ring in rings(json.loads(file.read_bytes()))) if file.is_file() else ()


def cut(ring: Sequence[Point], axis: int, edge: float, keep_above: bool) -> list[Point]:
    """A ring without what lies beyond a straight edge (Sutherland and Hodgman's way).

    >>> cut([(0, 0), (4, 0), (4, 4)], 0, 2, False)
    [(2, 2.0), (0, 0), (2, 0.0)]
    """
    out: list[Point] = []
    for before, here in zip([ring[-1], *ring[:-1]] if ring else [], ring, strict=True):
        was, stays = ((one[axis] >= edge) == keep_above for one in (before, here))
        if was != stays:
            share = (edge - before[axis]) / (here[axis] - before[axis])
            other = before[1 - axis] + share * (here[1 - axis] - before[1 - axis])
            out.append((edge, other) if axis == 0 else (other, edge))
        if stays:
            out.append(here)
    return out


def within(ring: Sequence[Point], left: float, right: float, low: float, high: float) -> list[Point]:
    """A ring cut to a rectangle."""
    kept = cut(ring, 0, left, True)
    kept = cut(kept, 0, right, False)
    kept = cut(kept, 1, low, True)
    return cut(kept, 1, high, False)


def around(middle: float, all_rings: Iterable[Ring]) -> Iterator[list[Point]]:
    """Rings as degrees from a middle meridian, cut where the map ends on its other side."""
    for ring in all_rings:
        for turn in (-360.0, 0.0, 360.0):
            moved = [(lon + turn - middle, lat) for lon, lat in ring]
            if any(-180 <= lon <= 180 for lon, _ in moved):
                kept = cut(cut(moved, 0, -180, True), 0, 180, False)
                if kept:
                    yield kept
