"""A message is a pattern and its values; in English it is finished."""

from __future__ import annotations

import pytest

from matching.messages import Pence, counted, in_a_sentence, message, say


def test_a_message_is_finished_in_english_and_keeps_its_pattern():
    said = message("You like {interest}.", interest=message("trains"))
    assert said.text == "You like trains."
    assert said.pattern == "You like {interest}."
    assert said.values == (("interest", message("trains")),)


def test_what_is_counted_has_two_patterns():
    one, two = (counted("{count} mile", "{count} miles", count) for count in (1, 2))
    assert (one.text, two.text) == ("1 mile", "2 miles")
    assert (two.pattern, two.plural, two.number) == ("{count} mile", "{count} miles", 2)


def test_a_pattern_of_says_json_is_said_with_its_values_or_by_its_count():
    assert say("tell_first", "need", need="Lift").text == "Tell them first. They can arrange this: Lift."
    assert say("room", "places", count=1).text == "There is 1 place left."
    assert say("room", "places", count=2).text == "There are 2 places left."


@pytest.mark.parametrize(("pence", "text"), [(350, "£3.50"), (400, "£4"), (1005, "£10.05")])
def test_money_is_written_as_people_do(pence, text):
    assert message("It costs {price}.", price=Pence(pence)).text == f"It costs {text}."


def test_own_words_may_hold_braces():
    assert message('You said "{words}".', words="{0} {words}").text == 'You said "{0} {words}".'


def test_a_label_in_a_sentence_keeps_capitals_that_mean_something():
    assert in_a_sentence("Trains and trams") == "trains and trams"
    assert in_a_sentence("TV and film") == "TV and film"
