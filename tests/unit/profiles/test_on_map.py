"""The map's data: places that can be pressed, names that can be read, and what is only known to be near."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from opportunities.models import OpportunityPage
from opportunities.places import find_district
from profiles.answers import NOTHING, Answers
from profiles.cards import card_for
from profiles.on_map import apart, bounds, map_of

NEAR = Answers(outcode="SK8", lat=53.3813, lng=-2.2089)
Offer = Callable[..., OpportunityPage]


def shown(*pages: OpportunityPage, answers: Answers = NOTHING):
    return map_of([card_for(page, answers) for page in pages], answers)


def test_things_at_one_place_stand_there_together(offer: Offer) -> None:
    found = shown(offer("Chess"), offer("Go"), offer("Choir", lat=53.5))
    assert [place["name"] for place in found["places"]] == ["Chess and 1 more", "Choir"]
    assert [title for title, _ in found["places"][0]["things"]] == ["Chess", "Go"]
    assert found["places"][0]["where"] == "The Basin"
    assert found["places"][0]["near"] == ""


@pytest.mark.parametrize("answers", [NOTHING, NEAR])
def test_without_a_place_there_is_no_map(offer: Offer, answers: Answers) -> None:
    assert shown(offer(format="online"), offer("Lost", lat=None, lng=None), answers=answers) is None
    assert shown() is None


def test_what_stands_at_the_middle_of_its_district_is_only_near(offer: Offer) -> None:
    middle = find_district("SK8")
    assert middle
    at = {"lat": middle.lat, "lng": middle.lng}
    (place,) = shown(offer(postcode="SK8", **at))["places"]
    assert place["near"]
    assert place["where"] == "We only know that it is near SK8."
    (place,) = shown(offer("Exact", postcode="SK8 1AB", lat=middle.lat + 0.01, lng=middle.lng))["places"]
    assert not place["near"]


def test_my_district_has_rings_with_words(offer: Offer) -> None:
    found = shown(offer(), answers=NEAR)
    words = [words for _, words, _ in found["names"]]
    assert words[0] == "Middle of SK8"
    assert {"1 mile", "5 miles", "10 miles"} & set(words)
    assert [round(metres / 1609.344) for _, metres in found["rings"]] == [1, 5, 10]
    nobody = shown(offer("Other"))
    assert (nobody["names"], nobody["rings"]) == ([], [])


def test_the_district_of_each_thing_is_named_once(offer: Offer) -> None:
    at = {"lat": 53.41, "lng": -2.16}
    found = shown(
        offer("A", postcode="SK1 3XE", **at),
        offer("B", postcode="SK1 3XA", **at),
        offer("C", postcode="nowhere"),
    )
    assert [words for _, words, _ in found["names"]] == ["SK1"]


def test_everything_is_within_the_bounds() -> None:
    (south, west), (north, east) = bounds([(53.4, -2.2), (53.5, -2.1)])
    assert south < 53.4 < 53.5 < north
    assert west < -2.2 < -2.1 < east
    (south, _), (north, _) = bounds([(53.4, -2.2)])
    assert north - south > 0.01, "a lonely place has some air around it"


def test_names_that_would_lie_on_each_other_are_left_out() -> None:
    names = [[(53.0, -2.0), "first", ""], [(53.01, -2.0), "too close", ""], [(53.5, -2.0), "far", ""]]
    assert [name[1] for name in apart(names, [[52.9, -2.5], [53.6, -1.5]])] == ["first", "far"]


def test_no_tile_of_another_host_unless_an_operator_names_one(
    visitor: Client, offer: Offer, settings
) -> None:
    offer()
    page = visitor.get("/things/")
    assert "img-src 'self' data:;" in page["Content-Security-Policy"] + ";"
    assert '"tiles": ""' in page.content.decode()
    settings.MAP_TILES_URL, settings.MAP_ATTRIBUTION = (
        "https://tiles.example.org/{z}/{x}/{y}.png",
        "Made by us",
    )
    page = visitor.get("/things/").content.decode()
    assert '"tiles": "https://tiles.example.org/{z}/{x}/{y}.png"' in page
    assert "Made by us" in page
