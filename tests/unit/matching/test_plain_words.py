"""Every sentence that matching can say is plain: no more than 20 words, and reading grade 5 or below over each text."""

from __future__ import annotations

import pytest

from matching import cautions, closeup, reasons
from matching.catalogue import Catalogue
from matching.suggest import suggest
from matching.types import Caution, Question, Reason
from matching.vocabulary import NEEDS
from opportunities.readability import grade, sentences, words
from tests.bench.generate import TODAY, columns, seekers

CATALOGUE = Catalogue.from_columns(columns(2000, seed=4))


def made(value):
    """Everything said in a value of a module."""
    if isinstance(value, Reason | Caution):
        yield value.text
    elif isinstance(value, Question):
        yield value.question
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from made(each)


def said():
    texts = {text for module in (closeup, cautions, reasons) for text in made(list(vars(module).values()))}
    for seeker in seekers(60, seed=9):
        answer = suggest(CATALOGUE, seeker, TODAY, limit=None)
        texts |= {change.text for change in answer.open_up}
        for each in (*answer.fits, *answer.ask_first):
            texts |= {one.text for one in (*each.reasons, *each.cautions)} | {
                one.question for one in each.to_ask
            }
    return sorted(texts)


TEXTS = said()


def test_there_is_much_that_is_said():
    assert len(TEXTS) > 500


SENTENCES = [sentence for text in TEXTS for sentence in sentences(text)]


def test_no_sentence_is_long():
    assert [each for each in SENTENCES if len(words(each)) > 20] == []
    assert sum(len(words(each)) for each in SENTENCES) / len(SENTENCES) < 12


def test_no_exclamation_mark_and_each_ends_properly():
    assert [text for text in TEXTS if "!" in text or text[-1] not in ".?"] == []


def test_the_whole_is_grade_5_or_below():
    assert grade(SENTENCES) <= 5


@pytest.mark.parametrize("kind", ["question", "has", "has_not"])
def test_each_voice_is_grade_5_or_below(kind):
    assert grade(one for need in NEEDS.values() for one in sentences(getattr(need, kind))) <= 5
