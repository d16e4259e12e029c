"""The three schemas say what the vocabulary says, and nothing that no file could keep."""

from __future__ import annotations

import json
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from matching import vocabulary
from matching.catalogue import Catalogue
from matching.scoring import MATTERS
from matching.suggest import as_json, suggest
from matching.types import Offer, Seeker
from opportunities.open_data.reading import SCHEMAS, validator

NAMES = ("opportunities-1", "seeker-1", "suggestions-1")


def schema(name: str):
    return json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_each_is_a_schema_of_the_2020_12_draft(name):
    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize(
    ("part", "keys"),
    [
        ("interest", vocabulary.INTERESTS),
        ("outcome", vocabulary.OUTCOMES),
        ("time", vocabulary.TIME_SLOTS),
        ("who_for", vocabulary.WHO_FOR),
        ("recognition", vocabulary.RECOGNITION),
        ("entry", vocabulary.ENTRY),
    ],
)
def test_the_keys_of_lists_are_those_of_the_vocabulary(part, keys):
    assert schema("opportunities-1")["$defs"][part]["enum"] == list(keys)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("kind", vocabulary.KINDS),
        ("format", vocabulary.FORMATS),
        ("pattern", vocabulary.PATTERNS),
        ("season", vocabulary.SEASONS),
        ("group_size", vocabulary.GROUP_SIZES),
        ("noise", vocabulary.NOISE_LEVELS),
        ("supporter", vocabulary.SUPPORTER),
        ("joining", vocabulary.JOINING),
    ],
)
def test_the_choices_of_an_opportunity_are_those_of_the_vocabulary(name, keys):
    found = schema("opportunities-1")["$defs"]["opportunity"]["properties"][name]["enum"]
    assert [key for key in found if key is not None] == list(keys)


def test_every_need_is_asked_and_only_what_can_be_arranged_can_be_answered_so():
    answers = schema("opportunities-1")["$defs"]["opportunity"]["properties"]["access"]["properties"]
    assert list(answers) == list(vocabulary.NEEDS)
    arranged = {key for key, part in answers.items() if part["$ref"] == "#/$defs/answer"}
    assert arranged == {key for key, need in vocabulary.NEEDS.items() if need.can_arrange}


def test_a_seeker_says_the_same_keys():
    found = schema("seeker-1")
    assert list(found["properties"]["needs"]["properties"]) == list(vocabulary.NEEDS)
    assert found["$defs"]["interest"]["enum"] == list(vocabulary.INTERESTS)
    assert found["$defs"]["mode"]["enum"] == list(vocabulary.TRAVEL_MODES)
    assert found["$defs"]["kind"]["enum"] == list(vocabulary.KINDS)
    assert found["$defs"]["time"]["enum"] == list(vocabulary.TIME_SLOTS)
    assert found["properties"]["matters_most"]["items"]["enum"] == list(MATTERS)


def test_what_is_suggested_keeps_the_format_of_suggestions():
    offers = [
        Offer(
            id="fits",
            provider="p",
            kind="activity",
            title="Canal crew",
            interests=("planes-boats",),
            lat=53.47,
            lng=-2.25,
            pence=0,
        ),
        Offer(
            id="asks",
            provider="p",
            kind="activity",
            title="Choir",
            interests=("singing",),
            lat=53.47,
            lng=-2.25,
        ),
        Offer(id="far", provider="p", kind="activity", title="Choir", lat=54.4, lng=-2.9, pence=0),
    ]
    seeker = Seeker(
        lat=53.48,
        lng=-2.24,
        interests=("singing",),
        max_miles=5,
        max_cost=5,
        own_words="I like boats and zorbing",
    )
    answer = as_json(suggest(Catalogue.from_offers(offers), seeker, date(2026, 11, 23)))
    assert [each["id"] for each in answer["fits"]] == ["fits"]
    assert [each["id"] for each in answer["ask_first"]] == ["asks"]
    assert answer["left_out"]["total"] == 1
    assert not list(validator("suggestions/1").iter_errors(answer))
