"""The Ordnance Survey's National Grid to latitude and longitude, good to about 5 metres.

Two steps, after "A Guide to Coordinate Systems in Great Britain" (Ordnance Survey, 2020, annexes B and C): the transverse
Mercator projection undone on the Airy 1830 ellipsoid, then a Helmert shift of the datum from OSGB36 to WGS84.
"""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, radians, sin, tan

AIRY = (6377563.396, 6356256.909)  # semi-axes in metres
WGS84 = (6378137.0, 6356752.3142)
SCALE = 0.9996012717  # on the central meridian
NORTHING, EASTING = -100000.0, 400000.0  # of the true origin, 49 degrees north, 2 degrees west
ORIGIN_LAT, ORIGIN_LNG = radians(49), radians(-2)
SHIFT = (446.448, -125.157, 542.060)  # metres
TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
STRETCH = 1 - 20.4894e-6


def to_wgs84(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude in degrees of a grid reference in metres."""
    return _datum(*_unproject(easting, northing))


def _unproject(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude in radians, on the Airy ellipsoid. Names as in annex C of the guide."""
    a, b = AIRY[0] * SCALE, AIRY[1] * SCALE
    n, e2 = (a - b) / (a + b), 1 - (b / a) ** 2
    lat, arc = ORIGIN_LAT, 0.0
    while abs(northing - NORTHING - arc) > 1e-5:
        lat += (northing - NORTHING - arc) / a
        less, more = lat - ORIGIN_LAT, lat + ORIGIN_LAT
        arc = b * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
            + 15 / 8 * (n**2 + n**3) * sin(2 * less) * cos(2 * more)
            - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
        )
    nu = a / (1 - e2 * sin(lat) ** 2) ** 0.5
    rho = nu * (1 - e2) / (1 - e2 * sin(lat) ** 2)
    eta2, t, sec, de = nu / rho - 1, tan(lat), 1 / cos(lat), easting - EASTING
    lat_found = (
        lat
        - t / (2 * rho * nu) * de**2
        + t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2) * de**4
        - t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4) * de**6
    )
    lng_found = (
        ORIGIN_LNG
        + sec / nu * de
        - sec / (6 * nu**3) * (nu / rho + 2 * t**2) * de**3
        + sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4) * de**5
        - sec / (5040 * nu**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6) * de**7
    )
    return lat_found, lng_found


def _datum(lat: float, lng: float) -> tuple[float, float]:
    """From OSGB36 (radians) to WGS84 (degrees), at the height of the ellipsoid."""
    a, b = AIRY
    e2 = 1 - (b / a) ** 2
    nu = a / (1 - e2 * sin(lat) ** 2) ** 0.5
    x, y, z = nu * cos(lat) * cos(lng), nu * cos(lat) * sin(lng), nu * (1 - e2) * sin(lat)
    rx, ry, rz = TURN
    x, y, z = (
        SHIFT[0] + STRETCH * x - rz * y + ry * z,
        SHIFT[1] + rz * x + STRETCH * y - rx * z,
        SHIFT[2] - ry * x + rx * y + STRETCH * z,
    )
    a, b = WGS84
    e2 = 1 - (b / a) ** 2
    p = hypot(x, y)
    found = atan2(z, p * (1 - e2))
    for _ in range(5):  # converges to less than a millimetre
        nu = a / (1 - e2 * sin(found) ** 2) ** 0.5
        found = atan2(z + e2 * nu * sin(found), p)
    return degrees(found), degrees(atan2(y, x))
