"""The catalogue holds everything that can be said: what code says, the vocabulary, and what matching says to one and of another."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from cms import phrases
from matching.catalogue import Catalogue
from matching.messages import Message
from matching.suggest import suggest
from matching.vocabulary import INTERESTS, NEEDS, OUTCOMES
from opportunities.somebody_else import of_them
from tests.bench.generate import TODAY, columns, seekers
from tests.messages import catalogue, messages


def inner(message: Message) -> Iterator[Message]:
    yield message
    for _, value in message.values:
        if isinstance(value, Message):
            yield from inner(value)


def everything_said() -> Iterator[Message]:
    """To many people, of many things."""
    offers = Catalogue.from_columns(columns(2000, seed=4))
    for seeker in seekers(60, seed=9):
        answer = suggest(offers, seeker, TODAY, limit=None)
        for each in (*answer.fits, *answer.ask_first):
            for thing in (*each.reasons, *each.cautions, *each.to_ask):
                yield from inner(thing.message)
        for change in answer.open_up:
            yield from inner(change.message)


@pytest.fixture(scope="module")
def texts() -> set[tuple[str, str]]:
    return {(each.text, each.plural) for each in messages()}


def test_all_that_matching_says_can_be_translated_said_to_one_or_of_another(
    texts: set[tuple[str, str]],
) -> None:
    said = {(each.pattern, each.plural) for each in everything_said()}
    said |= {(each.pattern, each.plural) for _, each in phrases.made()}
    assert len(said) > 300
    assert said - texts == set()
    assert {(of_them(pattern), of_them(plural)) for pattern, plural in said} - texts == set()


def test_the_vocabulary_can_be_translated(texts: set[tuple[str, str]]) -> None:
    assert {(words, "") for _, words in phrases.vocabulary()} - texts == set()


def test_every_word_of_the_vocabulary_is_among_the_phrases() -> None:
    words = {words for _, words in phrases.vocabulary()}
    assert {need.i_say for need in NEEDS.values()} <= words
    assert {interest.label for interest in INTERESTS.values()} <= words
    assert {
        *OUTCOMES.values(),
        "Saturday morning",
        "Saturday",
        "Clubs, groups and fun things near you",
    } <= words
    patterns = {made.pattern for _, made in phrases.made()}
    assert {"There is an interview.", "It is only for people with SEND.", "trains and trams"} <= patterns
    assert {need.has_not for need in NEEDS.values()} <= patterns


def test_a_question_is_asked_for_them_and_the_rest_is_told_of_them() -> None:
    assert (
        of_them("Can I visit first, and will you meet me?") == "Can they visit first, and will you meet them?"
    )
    assert of_them("They send you a plan before you come.") == "They send them a plan before they come."


def test_placeholders_are_no_words() -> None:
    for _, made in phrases.made():
        for pattern in filter(None, (made.pattern, made.plural)):
            assert re.findall(r"{.*?}", of_them(pattern)) == re.findall(r"{.*?}", pattern)


def test_each_text_says_where_it_stands() -> None:
    places = {each.text: each.places for each in messages()}
    assert all(places.values())
    assert "matching/vocabulary/says.json" in places['It says "{word}", which they do not like.']
    assert "matching/cautions.py" in places["It is only for people with SEND."]
    assert places["Quiet space"][0].startswith("matching/")


def test_what_django_and_allauth_say_is_in_the_catalogue_and_is_no_text_of_ours() -> None:
    found = catalogue().find("This field is required.")
    assert found
    assert found.comment == "Of Django or allauth. In plain words: Fill this in."
    assert found.msgid not in {each.text for each in messages()}


def test_a_translation_that_loses_a_value_can_be_found() -> None:
    """`msgfmt --check-format`, which `manage.py compilemessages` uses, looks at these flags."""
    flags = {each.msgid: each.flags for each in catalogue()}
    assert "python-brace-format" in flags["They like {interest}."]
    assert "python-brace-format" in flags["You like {interest}."]
