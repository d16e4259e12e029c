"""From what people type, and from a listing's postcode, to a point.

A table of postcodes is asked first (`PostcodeArea`, filled by `manage.py load_postcodes`), then the districts and sectors of
North West England that come with the site. What is no postcode is asked of a geocoder, if the settings name one. What is not
found raises `PostcodeError`; it is never a made-up point.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opportunities import geocoding
from opportunities.models import PostcodeArea

SHIPPED = Path(__file__).parent / "data" / "north_west_postcodes.csv"
HOW = _("Type the first part of a postcode, like M1 or OL6.")

OUTWARD = r"GIR|NPT|[A-Z]{1,2}[0-9][A-Z0-9]?"
WHOLE = re.compile(rf"({OUTWARD}) ?([0-9])([A-Z]{{2}})")
DISTRICT = re.compile(OUTWARD)
SECTOR = re.compile(rf"({OUTWARD}) ?([0-9])[A-Z]?")


class PostcodeError(ValueError):
    """What was typed gives no place. The message is for the person who typed it, and says how to put it right."""


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode as far as it was given: a district ("M1"), a sector ("M1 1") or the whole ("M1 1AE")."""

    district: str
    sector: str = ""
    whole: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """What to look for, the most exact first."""
        return tuple(code for code in (self.whole, self.sector, self.district) if code)

    def __str__(self) -> str:
        return self.codes[0]


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees of latitude and longitude (WGS84), and what they are the place of: a code, or an address."""

    lat: float
    lng: float
    label: str


def parse_postcode(text: str) -> Postcode:
    """Read "m1 1ae", "M11AE", "M1 1" or "M1". With no space, "M11" is the district M11. Raises PostcodeError."""
    return _readings(text)[0]


def _readings(text: str) -> list[Postcode]:
    """The ways to read it, the likeliest first: "OL61" with no space can be the sector OL6 1 too."""
    typed = " ".join(re.findall(r"[A-Z0-9]+", text.upper()))
    close = typed.replace(" ", "")
    if close.startswith("0"):  # a nought for the letter O, as in 0L6
        typed, close = "O" + typed[1:], "O" + close[1:]
    found: list[Postcode] = []
    for form in dict.fromkeys((typed, close)):
        if match := WHOLE.fullmatch(form):
            district, digit, letters = match.groups()
            found.append(Postcode(district, f"{district} {digit}", f"{district} {digit}{letters}"))
        if DISTRICT.fullmatch(form):
            found.append(Postcode(form))
        if match := SECTOR.fullmatch(form):
            found.append(Postcode(match[1], f"{match[1]} {match[2]}"))
    if not found:
        raise PostcodeError(str(HOW))
    return found


def find_place(text: str) -> Point:
    """Where a postcode is, or (if the settings name a geocoder) an address or a town. Raises PostcodeError."""
    try:
        readings = _readings(text)
    except PostcodeError:
        if settings.GEOCODER and text.strip():
            return _geocoded(text)
        raise
    codes = [code for reading in readings for code in reading.codes]
    known = find_points(codes)
    for reading in readings:
        for code in reading.codes:
            if code in known:
                return known[code]
    if settings.GEOCODER:
        return _geocoded(text)
    unknown = gettext("We do not know the postcode %(code)s. Check it, or try one near you, like M1 or OL6.")
    raise PostcodeError(unknown % {"code": readings[0].district})


def _geocoded(text: str) -> Point:
    try:
        found = geocoding.find(text)
    except geocoding.GeocoderError as error:
        said = gettext("We can not look up that place just now.")
        raise PostcodeError(f"{said} {HOW}") from error
    if found is None:
        said = gettext("We could not find that place.")
        raise PostcodeError(f"{said} {HOW}")
    return Point(*found, label=" ".join(text.split()))


def find_district(text: str, *, table: bool = True) -> Point | None:
    """The centre of a district, given as one ("SK8"); None for anything else and for a district that nobody told us of."""
    code = text.strip().upper()
    return find_points([code], table=table).get(code) if DISTRICT.fullmatch(code) else None


def find_points(codes: Iterable[str], *, table: bool = True) -> dict[str, Point]:
    """The points of those of these codes ("M1", "M1 1", "M1 1AE") that are known. With `table` false, no database is asked."""
    wanted = list(dict.fromkeys(codes))
    found = {code: shipped()[code] for code in wanted if code in shipped()}
    for start in range(0, len(wanted) if table else 0, 500):
        rows = PostcodeArea.objects.filter(code__in=wanted[start : start + 500]).values_list(
            "code", "lat", "lng"
        )
        found.update({code: Point(lat, lng, code) for code, lat, lng in rows})
    return found


def locate(postcodes: Iterable[str], *, table: bool = True) -> dict[str, Point]:
    """Each of a listing's postcodes to the most exact point known: its own, else its sector's, else its district's."""
    parsed: dict[str, Postcode] = {}
    for text in postcodes:
        try:
            parsed[text] = parse_postcode(text)
        except PostcodeError:
            continue
    known = find_points((code for postcode in parsed.values() for code in postcode.codes), table=table)
    best = {
        text: next((known[code] for code in postcode.codes if code in known), None)
        for text, postcode in parsed.items()
    }
    return {text: point for text, point in best.items() if point}


@cache
def shipped() -> Mapping[str, Point]:
    """The districts and sectors that come with the site (`opportunities/data/README.md`)."""
    with SHIPPED.open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["code"]: Point(float(row["lat"]), float(row["lng"]), row["code"]) for row in rows}


def load_shipped() -> int:
    """Put what comes with the site into the table, and leave what stands there already. Returns how many were new."""
    before = PostcodeArea.objects.count()
    areas = [PostcodeArea(code=point.label, lat=point.lat, lng=point.lng) for point in shipped().values()]
    PostcodeArea.objects.bulk_create(areas, ignore_conflicts=True, batch_size=500)
    return PostcodeArea.objects.count() - before


def table_is_there() -> bool:
    """Whether there is a database with the table. Does not make one: SQLite would, by being asked."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and connection.connection is None and not Path(str(name)).exists():
        return False
    try:
        return PostcodeArea._meta.db_table in connection.introspection.table_names()
    except DatabaseError:
        return False
