"""What people type, to a point."""

from __future__ import annotations

import json
import math
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlparse

import pytest
from django.core.cache import cache
from geopy import geocoders
from geopy.distance import geodesic
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from opportunities import grid, places
from opportunities.grid import to_wgs84
from opportunities.models import PostcodeArea
from opportunities.places import PostcodeError, find_district, find_place, find_points, locate, parse_postcode


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("m1 1ae", ("M1 1AE", "M1 1", "M1")),
        ("M11AE", ("M1 1AE", "M1 1", "M1")),
        (" M1  1AE ", ("M1 1AE", "M1 1", "M1")),
        ("M1-1AE.", ("M1 1AE", "M1 1", "M1")),
        ("M11 1AE", ("M11 1AE", "M11 1", "M11")),
        ("M1 1A", ("M1 1", "M1")),
        ("M1 1", ("M1 1", "M1")),
        ("M11", ("M11",)),
        ("ol6", ("OL6",)),
        ("0L6", ("OL6",)),
        ("SW1A 1AA", ("SW1A 1AA", "SW1A 1", "SW1A")),
        ("SW1A1AA", ("SW1A 1AA", "SW1A 1", "SW1A")),
        ("w1a", ("W1A",)),
        ("GIR 0AA", ("GIR 0AA", "GIR 0", "GIR")),
    ],
)
def test_a_postcode_is_read_however_it_is_typed(typed, codes):
    assert parse_postcode(typed).codes == codes


@pytest.mark.parametrize(
    "typed", ["", "   ", "Manchester", "1", "M", "12345", "M1 1AEX", "M1 1A3", "near Bolton", "née"]
)
def test_what_is_no_postcode_is_answered_with_how_to_put_it_right(typed):
    with pytest.raises(PostcodeError, match=r"^Type the first part of a postcode, like M1 or OL6\.$"):
        parse_postcode(typed)


@pytest.mark.django_db
class TestFindPlace:
    def test_the_districts_of_the_north_west_come_with_the_site(self):
        point = find_place("ol6")
        assert geodesic((point.lat, point.lng), (53.494, -2.084)).miles < 1.5  # Ashton-under-Lyne
        assert point.label == "OL6"

    def test_a_sector_is_nearer_the_truth_than_its_district(self):
        assert find_place("M1 1AE").label == "M1 1"

    def test_a_sector_that_nobody_knows_is_its_districts_middle(self):
        assert find_place("SK8 0ZZ").label == "SK8"

    def test_with_no_space_a_district_that_is_none_is_read_as_a_sector(self):
        assert find_place("OL68").label == "OL6 8"
        assert find_place("M11").label == "M11"

    def test_the_table_goes_before_what_comes_with_the_site(self):
        PostcodeArea.objects.create(code="M1 1AE", lat=53.5, lng=-2.5)
        assert find_place("m11ae") == places.Point(53.5, -2.5, "M1 1AE")

    def test_a_postcode_that_is_not_in_the_table_is_named(self):
        with pytest.raises(
            PostcodeError, match=r"^We do not know the postcode SW1A\. Check it, or try one near you"
        ):
            find_place("SW1A 1AA")

    def test_a_town_is_no_postcode_and_with_no_geocoder_it_is_not_guessed(self):
        with pytest.raises(PostcodeError, match="Type the first part of a postcode"):
            find_place("Manchester")

    def test_loading_what_comes_with_the_site_keeps_what_is_there(self):
        PostcodeArea.objects.create(code="M1", lat=53.4, lng=-2.2)
        assert places.load_shipped() == len(places.shipped()) - 1
        assert places.load_shipped() == 0
        assert PostcodeArea.objects.get(code="M1").lat == 53.4

    def test_listings_are_placed_all_at_once(self, django_assert_num_queries):
        PostcodeArea.objects.create(code="HP5 1", lat=51.7, lng=-0.6)
        with django_assert_num_queries(1):
            found = locate(["HP5 1HQ", "M3 4NF", "ZZ9 9ZZ", "nowhere"])
        assert {text: point.label for text, point in found.items()} == {"HP5 1HQ": "HP5 1", "M3 4NF": "M3 4"}

    def test_the_table_is_there(self):
        assert places.table_is_there()


def test_a_district_is_looked_up_as_one_with_no_database():
    assert find_district("sk8", table=False).label == "SK8"
    assert find_district("SK8 1AA", table=False) is None
    assert find_district("ZZ9", table=False) is None
    assert find_district("", table=False) is None


def test_what_comes_with_the_site_is_in_the_north_west():
    areas = places.shipped()
    assert {"M1", "OL6", "SK8", "BL3", "FY1", "LA4", "CH1", "CA1", "WA14 1"} <= areas.keys()
    assert all(52.9 < point.lat < 55.2 and -3.7 < point.lng < -1.7 for point in areas.values())
    assert find_points(["M1", "ZZ9"], table=False).keys() == {"M1"}


@pytest.mark.parametrize(
    ("easting", "northing", "lat", "lng"),
    [
        (
            651409.804,
            313177.450,
            52.658007833,
            1.716073973,
        ),  # Caister Water Tower, in the Ordnance Survey's OSTN15 guide
        (530269, 179640, 51.500729, -0.124625),  # Big Ben
    ],
)
def test_a_grid_reference_is_within_six_metres(easting, northing, lat, lng):
    assert geodesic(to_wgs84(easting, northing), (lat, lng)).meters < 6


def test_the_projection_is_undone_to_a_millimetre():
    """The worked example of annex C of the Ordnance Survey's guide: 52 39 27.2531 N, 1 43 4.5177 E on the Airy ellipsoid."""
    lat, lng = (math.degrees(angle) for angle in grid._unproject(651409.903, 313177.270))
    assert lat == pytest.approx(52 + 39 / 60 + 27.2531 / 3600, abs=1e-8)
    assert lng == pytest.approx(1 + 43 / 60 + 4.5177 / 3600, abs=1e-8)


class Town(BaseHTTPRequestHandler):
    """A geocoder's answers: one town, one abroad, nothing else; and it breaks for "Broken"."""

    asked: list[str] = []

    def do_GET(self):
        query = parse_qs(urlparse(self.path).query)["q"][0]
        Town.asked.append(query)
        known = {
            "Hebden Bridge, United Kingdom": [53.7417, -2.0131],
            "Paris, United Kingdom": [48.8566, 2.3522],
        }
        body = json.dumps(known.get(query)).encode()
        self.send_response(500 if query.startswith("Broken") else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class Stub(Geocoder):
    def __init__(self, address, timeout):
        super().__init__(timeout=timeout)
        self.address = address

    def geocode(self, query):
        return self._call_geocoder(
            f"{self.address}?{self._urlencode(query)}", lambda found: found and Location(query, found, {})
        )

    @staticmethod
    def _urlencode(query):
        return urlencode({"q": query})


@pytest.fixture
def geocoder(settings, monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Town)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setitem(geocoders.SERVICE_TO_GEOCODER, "stub", Stub)
    settings.GEOCODER = "stub"
    settings.GEOCODER_OPTIONS = {"address": f"http://127.0.0.1:{server.server_port}/"}
    Town.asked = []
    cache.clear()
    yield
    cache.clear()
    server.shutdown()
    server.server_close()


@pytest.mark.django_db
@pytest.mark.usefixtures("geocoder")
class TestGeocoder:
    def test_a_town_is_found_and_asked_for_once(self):
        assert find_place("Hebden  Bridge") == places.Point(53.7417, -2.0131, "Hebden Bridge")
        assert find_place("Hebden Bridge").lat == 53.7417
        assert Town.asked == ["Hebden Bridge, United Kingdom"]

    def test_a_postcode_in_the_table_is_not_asked_for(self):
        assert find_place("M1").label == "M1"
        assert Town.asked == []

    @pytest.mark.parametrize("typed", ["Nowhere at all", "Paris"])
    def test_what_is_not_in_the_country_is_not_found_and_not_asked_for_again(self, typed):
        for _ in range(2):
            with pytest.raises(PostcodeError, match=r"^We could not find that place\. Type the first part"):
                find_place(typed)
        assert len(Town.asked) == 1

    def test_a_service_that_fails_is_said_so_and_what_was_typed_is_in_no_log(self, caplog):
        with pytest.raises(PostcodeError, match=r"^We can not look up that place just now\."):
            find_place("Broken Lane")
        assert "GeocoderServiceError" in caplog.text
        assert "Broken" not in caplog.text

    def test_a_service_that_geopy_has_not_is_said_so(self, settings, caplog):
        settings.GEOCODER = "nobody"
        with pytest.raises(PostcodeError, match="just now"):
            find_place("Hebden Bridge")
        assert "GeocoderNotFound" in caplog.text

    def test_nothing_typed_asks_nobody(self):
        with pytest.raises(PostcodeError):
            find_place("  ")
        assert Town.asked == []
