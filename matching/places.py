"""Points on the WGS84 ellipsoid, and distances that are right to a millimetre where it matters.

A point is kept as x, y, z in metres from the middle of the Earth. The straight chord between two points then needs no
trigonometry, and its arc is within 2 cm of the geodesic at 60 miles (tests/unit/matching/test_places.py holds it to that).
What lies closer to a limit than that is settled by the geodesic itself (geopy's), so no answer at a limit is wrong.
"""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from geopy.distance import geodesic

Floats = npt.NDArray[np.float64]
Measure = TypeVar("Measure", float, Floats)

METRES_IN_A_MILE = 1609.344
EQUATOR = 6378137.0  # WGS84: equatorial radius in metres, and eccentricity squared
ECCENTRICITY2 = 0.0066943799901413165
MEAN_RADIUS = (
    6384600.0  # of curvature, over all directions, in the middle of the United Kingdom (54 degrees north)
)


def points(lat: Floats, lng: Floats) -> tuple[Floats, Floats, Floats]:
    """x (towards 0 east), y (towards 90 east) and z (north), in metres, of degrees of latitude and longitude."""
    phi, lam = np.radians(lat), np.radians(lng)
    normal = EQUATOR / np.sqrt(1 - ECCENTRICITY2 * np.sin(phi) ** 2)
    across = normal * np.cos(phi)
    return across * np.cos(lam), across * np.sin(lam), normal * (1 - ECCENTRICITY2) * np.sin(phi)


def point(lat: float, lng: float) -> tuple[float, float, float]:
    """As `points`, for one."""
    phi, lam = math.radians(lat), math.radians(lng)
    normal = EQUATOR / math.sqrt(1 - ECCENTRICITY2 * math.sin(phi) ** 2)
    across = normal * math.cos(phi)
    return across * math.cos(lam), across * math.sin(lam), normal * (1 - ECCENTRICITY2) * math.sin(phi)


def degrees(x: float, y: float, z: float) -> tuple[float, float]:
    """Latitude and longitude of a point on the ellipsoid: `points` the other way."""
    return math.degrees(math.atan2(z, math.hypot(x, y) * (1 - ECCENTRICITY2))), math.degrees(math.atan2(y, x))


def doubt(metres: Measure) -> Measure:
    """How far, in metres, the arc of a chord may be from the geodesic at this distance, with room to spare."""
    return 0.01 + (metres / 1e5) ** 3 * 0.02


def chord(metres: float) -> float:
    """The straight line, in metres, under an arc of this length."""
    return 2 * MEAN_RADIUS * math.sin(min(metres / (2 * MEAN_RADIUS), math.pi / 2))


def arc(chords: Floats) -> Floats:
    """The length over the ground, in metres, of straight lines in metres. Not a number stays not a number."""
    found: Floats = 2 * MEAN_RADIUS * np.arcsin(np.minimum(chords / (2 * MEAN_RADIUS), 1.0))
    return found


def miles(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The geodesic in miles between two (latitude, longitude)."""
    found: float = geodesic(one, other).miles
    return found
