"""Whom one offer fits is what `suggest` says of each of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matching.audience import Seekers, audience
from matching.catalogue import Catalogue
from matching.suggest import suggest
from tests.bench.generate import TODAY, columns, offers, seekers
from tests.unit.matching.made import offer, seeker

MADE = columns(60, seed=3)
MADE["lat"] = [None if lat is None else 53.4 + (lat % 1) * 0.3 for lat in MADE["lat"]]
MADE["lng"] = [None if lng is None else -2.4 + (lng % 1) * 0.4 for lng in MADE["lng"]]
PEOPLE = [
    replace(person, lat=53.5 + at % 7 / 100, lng=-2.2 - at % 5 / 100)
    for at, person in enumerate(seekers(300, seed=4, no_limit=0.2))
]
SEEKERS = Seekers.from_seekers(PEOPLE)


OFFERS = list(offers(MADE))
CATALOGUE = Catalogue.from_offers(OFFERS)
FOUND = {one.id: audience(CATALOGUE, SEEKERS, one.id, TODAY) for one in OFFERS}


def test_it_is_whom_suggest_would_show_it():
    fits: dict[str, list[int]] = {one.id: [] for one in OFFERS}
    ask_first: dict[str, list[int]] = {one.id: [] for one in OFFERS}
    for at, person in enumerate(PEOPLE):
        answer = suggest(CATALOGUE, person, TODAY, limit=None)
        for bucket, shown in ((fits, answer.fits), (ask_first, answer.ask_first)):
            for each in shown:
                bucket[each.id].append(at)
    assert {id: sorted(found.fits.tolist()) for id, found in FOUND.items()} == fits
    assert {id: sorted(found.ask_first.tolist()) for id, found in FOUND.items()} == ask_first


def test_some_fit_and_some_have_to_ask():
    assert sum(len(each.fits) for each in FOUND.values()) > 300
    assert sum(len(each.ask_first) for each in FOUND.values()) > 300


def test_nobody():
    nobody = audience(Catalogue.from_offers([offer("it")]), Seekers.from_seekers([]), "it", TODAY)
    assert nobody.fits.tolist() == nobody.ask_first.tolist() == []


def test_a_limit_is_settled_by_the_geodesic():
    catalogue = Catalogue.from_offers([offer("it", lat=53.5, lng=-2.3)])
    miles = suggest(catalogue, seeker(), TODAY).fits[0].miles
    assert miles == 2.7
    exact = 2.6747
    people = Seekers.from_seekers([seeker(max_miles=exact + by) for by in np.linspace(-0.01, 0.01, 21)])
    number = len(audience(catalogue, people, "it", TODAY).fits)
    assert number == sum(
        bool(suggest(catalogue, seeker(max_miles=exact + by), TODAY).fits)
        for by in np.linspace(-0.01, 0.01, 21)
    )
    assert 0 < number < 21
