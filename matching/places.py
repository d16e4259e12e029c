"""Points on the WGS84 ellipsoid, distances that are right to a millimetre where it matters, and points sorted into strips.

A point is kept as x, y, z in metres from the middle of the Earth. The straight chord between two points then needs no
trigonometry, and its arc is within 2 cm of the geodesic at 60 miles (tests/unit/matching/test_places.py holds it to that).
What lies closer to a limit than that is settled by the geodesic itself (geopy's), so no answer at a limit is wrong.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from geopy.distance import geodesic

Array = npt.NDArray[Any]

METRES_IN_A_MILE = 1609.344
EQUATOR = 6378137.0  # WGS84: equatorial radius in metres, and eccentricity squared
ECCENTRICITY2 = 0.0066943799901413165
MEAN_RADIUS = (
    6384600.0  # of curvature, over all directions, in the middle of the United Kingdom (54 degrees north)
)
ANYWHERE = 5000.0  # miles: no limit
ROUNDING = 1e-9  # miles, about a micrometre: what is no further beyond a limit is at it
STRIP = 16000.0  # metres of z: a limit of some miles touches a handful of strips


def points(lat: Array, lng: Array) -> tuple[Array, Array, Array]:
    """x (towards 0 east), y (towards 90 east) and z (north), in metres, of degrees of latitude and longitude."""
    phi, lam = np.radians(lat), np.radians(lng)
    normal = EQUATOR / np.sqrt(1 - ECCENTRICITY2 * np.sin(phi) ** 2)
    across = normal * np.cos(phi)
    return across * np.cos(lam), across * np.sin(lam), normal * (1 - ECCENTRICITY2) * np.sin(phi)


def point(lat: float, lng: float) -> tuple[float, float, float]:
    """As `points`, for one, and faster."""
    phi, lam = math.radians(lat), math.radians(lng)
    normal = EQUATOR / math.sqrt(1 - ECCENTRICITY2 * math.sin(phi) ** 2)
    across = normal * math.cos(phi)
    return across * math.cos(lam), across * math.sin(lam), normal * (1 - ECCENTRICITY2) * math.sin(phi)


def degrees(x: float, y: float, z: float) -> tuple[float, float]:
    """Latitude and longitude of a point on the ellipsoid: `points` the other way."""
    return math.degrees(math.atan2(z, math.hypot(x, y) * (1 - ECCENTRICITY2))), math.degrees(math.atan2(y, x))


def doubt(metres: Any) -> Any:
    """How far, in metres, the arc of a chord may be from the geodesic at this distance, with room to spare."""
    return 0.0005 + (metres / 1e5) ** 3 * 0.02


def chord(metres: float) -> float:
    """The straight line, in metres, under an arc of this length."""
    return 2 * MEAN_RADIUS * math.sin(min(metres / (2 * MEAN_RADIUS), math.pi / 2))


def arc(squared: Array) -> Array:
    """The length over the ground, in metres, of straight lines whose squares are given, in square metres: the first two terms of the
    series, which are right to 3 mm at 200 miles. Not a number stays not a number."""
    found: Array = np.sqrt(squared) * (1 + squared / (24 * MEAN_RADIUS * MEAN_RADIUS))
    return found


@lru_cache(maxsize=1000)
def bounds(limit: float) -> tuple[float, float]:
    """Metres of a straight line up to which a place is surely within `limit` miles, and beyond which it surely is not."""
    metres = min(limit, ANYWHERE) * METRES_IN_A_MILE
    return chord(max(metres - doubt(metres), 0.0)), chord(metres + doubt(metres))


def reach(limit: float) -> float:
    """Metres of a straight line beyond which no place can be within `limit` miles."""
    return bounds(limit)[1]


def within(squared: Array, inside: Any, reach: Any, exact: Callable[[int], bool]) -> Array:
    """Which straight lines, squared, in square metres, are under no more than a limit over the ground, which has these `bounds`.
    What is too close to call, the geodesic settles: `exact` says it of a place in `squared`."""
    found: Array = squared <= inside * inside
    unsure = ~found & (squared <= reach * reach)
    if unsure.any():
        for at in np.flatnonzero(unsure).tolist():
            found[at] = exact(at)
    return found


def miles(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The geodesic in miles between two (latitude, longitude)."""
    found: float = geodesic(one, other).miles
    return found


@dataclass(frozen=True, eq=False, slots=True)
class Strips:
    """Points sorted into strips from south to north, each strip from west to east, so that what a limit reaches is a few slices."""

    first: int  # the number of the first strip
    starts: list[int]  # the place of the first point of each strip, and of the end
    y: Array

    @classmethod
    def sort(cls, y: Array, z: Array) -> tuple[Array, Strips]:
        """The order to put points into, and the strips of points that lie in it."""
        strip = np.floor(z / STRIP).astype(np.int64)
        order = np.lexsort((y, strip))
        if not len(order):
            return order, cls(0, [0], y)
        first, last = int(strip[order[0]]), int(strip[order[-1]])
        starts = np.searchsorted(strip[order], np.arange(first, last + 2)).tolist()
        return order, cls(first, starts, y[order])

    def around(self, y: float, z: float, metres: float) -> Array:
        """The places of all points within so many metres, and of few others."""
        if metres >= reach(ANYWHERE):
            return np.arange(self.starts[-1])
        found = [np.empty(0, dtype=np.int64)]
        for strip in range(math.floor((z - metres) / STRIP), math.floor((z + metres) / STRIP) + 1):
            number = strip - self.first
            if 0 <= number < len(self.starts) - 1:
                start, end = self.starts[number], self.starts[number + 1]
                away = max(0.0, strip * STRIP - z, z - (strip + 1) * STRIP)
                half = math.sqrt(metres * metres - away * away)
                along = self.y[start:end]
                from_, to = along.searchsorted(y - half), along.searchsorted(y + half, side="right")
                found.append(np.arange(start + from_, start + to))
        return np.concatenate(found)
