"""A message is a pattern and its values; in English it is finished."""

from __future__ import annotations

import pytest

from matching import phrases
from matching.messages import Message, Pence, counted, in_a_sentence, message, of_them
from matching.vocabulary import INTERESTS, NEEDS, OUTCOMES


def test_a_message_is_finished_in_english_and_keeps_its_pattern():
    said = message("You like {interest}.", interest=message("trains"))
    assert said.text == "You like trains."
    assert said.pattern == "You like {interest}."
    assert said.values == (("interest", message("trains")),)


def test_what_is_counted_has_two_patterns():
    one, two = (counted("{count} mile", "{count} miles", count) for count in (1, 2))
    assert (one.text, two.text) == ("1 mile", "2 miles")
    assert (two.pattern, two.plural, two.number) == ("{count} mile", "{count} miles", 2)


@pytest.mark.parametrize(("pence", "text"), [(350, "£3.50"), (400, "£4"), (1005, "£10.05")])
def test_money_is_written_as_people_do(pence, text):
    assert message("It costs {price}.", price=Pence(pence)).text == f"It costs {text}."


def test_own_words_may_hold_braces():
    assert message('You said "{words}".', words="{0} {words}").text == 'You said "{0} {words}".'


def test_a_label_in_a_sentence_keeps_capitals_that_mean_something():
    assert in_a_sentence("Trains and trams") == "trains and trams"
    assert in_a_sentence("TV and film") == "TV and film"


def test_a_question_is_asked_for_them_and_the_rest_is_told_of_them():
    assert (
        of_them("Can I visit first, and will you meet me?") == "Can they visit first, and will you meet them?"
    )
    assert of_them("They send you a plan before you come.") == "They send them a plan before they come."


def test_placeholders_are_no_words():
    for _, made in phrases.made():
        names = [f"{{{name}}}" for name, _ in made.values]
        assert all(name in of_them(made.pattern) for name in names)


def test_every_word_of_the_vocabulary_is_among_the_phrases():
    words = {words for _, words in phrases.vocabulary()}
    assert {need.i_say for need in NEEDS.values()} <= words
    assert {interest.label for interest in INTERESTS.values()} <= words
    assert {
        *OUTCOMES.values(),
        "Saturday morning",
        "Saturday",
        "Clubs, groups and fun things near you",
    } <= words
    patterns = {made.pattern for _, made in phrases.made() if isinstance(made, Message)}
    assert {"There is an interview.", "It is only for people with SEND.", "trains and trams"} <= patterns
    assert {need.has_not for need in NEEDS.values()} <= patterns
