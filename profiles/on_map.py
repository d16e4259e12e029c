"""The things of a page on a map: what its script draws, as plain values. The list says all of it too, but for where things lie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from opportunities.language import distance
from opportunities.models import OpportunityPage
from opportunities.places import Point, Postcode, PostcodeError, find_points, parse_postcode
from profiles.answers import Answers

if TYPE_CHECKING:
    from profiles.cards import Card

METRES_IN_A_MILE, MILES_IN_A_DEGREE = 1609.344, 69.1  # of latitude
RINGS = (1, 5, 10)  # miles
SAME_POINT = 1e-4  # degrees; a dozen steps
LEAST_WIDE = 0.02  # degrees around a lonely place


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a thing is, in degrees and in words."""

    lat: float
    lng: float
    where: str
    postcode: str


def spot_of(page: OpportunityPage) -> Spot | None:
    """None for what one joins from home, and where no place is known."""
    if page.format == "online" or page.lat is None or page.lng is None:
        return None
    return Spot(page.lat, page.lng, page.where_text, page.postcode)


def map_of(cards: Iterable[Card], answers: Answers) -> dict[str, Any] | None:
    """What the map shows; None where nothing has a place. `names` are written on the ground, `rings` are drawn there, and
    `places` can be pressed: what is at one place stands there together."""
    spots: dict[Spot, list[Card]] = {}
    for card in cards:
        if card.spot:
            spots.setdefault(card.spot, []).append(card)
    if not spots:
        return None
    postcodes = {spot: postcode for spot in spots if (postcode := _parsed(spot.postcode))}
    known = find_points(code for one in postcodes.values() for code in (one.district, one.sector) if code)
    districts = {one.district for one in postcodes.values()} & known.keys() - {answers.outcode}
    around = [(spot.lat, spot.lng) for spot in spots]
    rings: list[list[Any]] = []
    names: list[list[Any]] = []
    if answers.lat is not None and answers.lng is not None:
        here = (answers.lat, answers.lng)
        around.append(here)
        names.append([here, gettext("Middle of %(place)s") % {"place": answers.outcode}, "map__here"])
        rings = [[here, miles * METRES_IN_A_MILE] for miles in RINGS]
        names += [[(here[0] + miles / MILES_IN_A_DEGREE, here[1]), distance(miles), ""] for miles in RINGS]
    corners = bounds(around)
    areas = ([(known[code].lat, known[code].lng), code, ""] for code in sorted(districts))
    return {
        "places": [
            _place(spot, there, near_only(spot, postcodes.get(spot), known)) for spot, there in spots.items()
        ],
        "names": apart([*names, *areas], corners),
        "rings": rings,
        "bounds": corners,
        "zoom": {
            "position": "bottomright",
            "zoomInTitle": gettext("Zoom in"),
            "zoomOutTitle": gettext("Zoom out"),
        },
        "tiles": settings.MAP_TILES_URL,
        "attribution": settings.MAP_ATTRIBUTION,
    }


def _place(spot: Spot, cards: list[Card], area: str) -> dict[str, Any]:
    """One place to press: its shape is that of its first thing's kind."""
    where = gettext("We only know that it is near %(area)s.") % {"area": area} if area else spot.where
    return {
        "at": [spot.lat, spot.lng],
        "kind": cards[0].kind,
        "near": "map__pin--near" if area else "",
        "name": named([card.title for card in cards]),
        "where": where,
        "things": [[card.title, card.url] for card in cards],
    }


def named(titles: list[str]) -> str:
    """What a press on a place is called: its thing, and how many more there are."""
    if len(titles) == 1:
        return titles[0]
    more = len(titles) - 1
    text = ngettext("%(title)s and %(count)s more", "%(title)s and %(count)s more", more)
    return text % {"title": titles[0], "count": number_format(more)}


def near_only(spot: Spot, postcode: Postcode | None, known: Mapping[str, Point]) -> str:
    """The sector or district whose middle stands for the place, because no more is known; "" where the place itself is."""
    for code in (postcode.sector, postcode.district) if postcode else ():
        point = known.get(code)
        if point and abs(point.lat - spot.lat) < SAME_POINT and abs(point.lng - spot.lng) < SAME_POINT:
            return code
    return ""


def bounds(around: list[tuple[float, float]]) -> list[list[float]]:
    """South west and north east corners that hold all of these, with some air."""
    lat, lng = zip(*around, strict=True)
    up, along = ((max(each) - min(each)) / 10 + LEAST_WIDE / 2 for each in (lat, lng))
    return [[min(lat) - up, min(lng) - along], [max(lat) + up, max(lng) + along]]


def apart(names: Iterable[list[Any]], corners: list[list[float]]) -> list[list[Any]]:
    """Those of the names that can be read beside each other, the first ones first."""
    (south, west), (north, east) = corners
    kept: list[list[Any]] = []
    for name in names:
        lat, lng = name[0]
        if all(
            abs(lat - other[0][0]) > (north - south) / 12 or abs(lng - other[0][1]) > (east - west) / 5
            for other in kept
        ):
            kept.append(name)
    return kept


def _parsed(text: str) -> Postcode | None:
    try:
        return parse_postcode(text)
    except PostcodeError:
        return None
