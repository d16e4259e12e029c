"""Words for young people: Flesch-Kincaid grade 5 or lower, no sentence over 20 words, 12 on average or fewer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from profiles import changes, forms, questions, suggestions
from profiles.answers import Answers

TEMPLATES = sorted(Path("templates/profiles").rglob("*.html"))
NOT_SHOWN = re.compile(
    r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|{%\s*block (?:main_class|body_class)\s*%}.*?{%\s*endblock\s*%}",
    re.S,
)
BLOCKS = re.compile(
    r"</?(?:p|h\d|li|ul|ol|dt|dd|dl|div|a|button|label|legend|summary|section|form|nav|span|small|input|title|main)[^>]*>|\n"
)


def shown(template: Path) -> str:
    """What a template says: a value is one short word, each block ends a sentence."""
    text = NOT_SHOWN.sub(" ", template.read_text())
    text = re.sub(r"{{.*?}}", "it", re.sub(r"{%.*?%}", "\n", text))
    return unescape(re.sub(r"<[^>]+>", " ", BLOCKS.sub("\n", text)))


def sentences(text: str) -> Iterator[str]:
    for piece in re.split(r"[.?!:]\s|[.?!:]$|\n", text):
        if re.search(r"[A-Za-z]{2}", piece) and " ".join(piece.split()) not in ("it",):
            yield " ".join(piece.split())


def words(sentence: str) -> list[str]:
    return re.findall(r"[A-Za-z0-9'’£]+", sentence)


def syllables(word: str) -> int:
    word = re.sub(r"[^a-z]", "", word.lower())
    if len(word) <= 3:
        return 1
    word = re.sub(r"(?:[^laeiouy]es|ed|[^laeiouy]e)$", "", word)
    return max(1, len(re.findall(r"[aeiouy]{1,2}", word)))


def grade(some: list[str]) -> float:
    """Flesch-Kincaid grade (Kincaid and others, 1975): 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    said = [word for sentence in some for word in words(sentence)]
    return 0.39 * len(said) / len(some) + 11.8 * sum(map(syllables, said)) / len(said) - 15.59


def python_strings() -> dict[str, list[str]]:
    asked = [
        str(text) for step in questions.steps_for(Answers(groups=("games",), words="x", need_groups=("sensory",)))
        for text in (step.me, step.them, step.hint, step.hint_them)
    ]  # fmt: skip
    labels = [
        str(text)
        for form in (forms.AgeForm, forms.PlaceForm, forms.LikesForm, forms.StartForm)
        for field in form.base_fields.values()
        for text in (field.label, field.help_text)
    ]
    return {
        "profiles/questions.py": asked,
        "profiles/forms.py": labels,
        "profiles/suggestions.py": [*map(str, suggestions.LEFT_OUT.values()), *suggestions.WHY_NOT.values()],
        "profiles/changes.py": [str(text) for text in changes.WHAT_CHANGED.values()],
    }


SAID = {str(path): list(sentences(shown(path))) for path in TEMPLATES}
SAID |= {
    place: [one for text in texts for one in sentences(text)] for place, texts in python_strings().items()
}
SAID = {place: said for place, said in SAID.items() if said}


@pytest.mark.parametrize("place", SAID)
def test_no_sentence_is_long(place: str) -> None:
    long = [sentence for sentence in SAID[place] if len(words(sentence)) > 20]
    assert not long, f"{place}: more than 20 words: {long}"


@pytest.mark.parametrize("place", SAID)
def test_a_nine_year_old_can_read_it(place: str) -> None:
    """A page with few words has too few for the formula; those are read with all others."""
    said = SAID[place]
    if sum(len(words(sentence)) for sentence in said) < 40:
        said = [sentence for some in SAID.values() for sentence in some]
    hardest = sorted(said, key=lambda sentence: -grade([sentence]) * min(len(words(sentence)), 6))[:3]
    assert grade(said) <= 5, f"{place}: grade {grade(said):.1f}; look at {hardest}"


def test_sentences_are_short_on_average() -> None:
    lengths = [len(words(sentence)) for said in SAID.values() for sentence in said]
    assert sum(lengths) / len(lengths) <= 12


def test_the_measure_knows_easy_from_hard() -> None:
    assert grade(["We do not know if there is a hoist", "Ask them first"]) < 4
    assert grade(["Information regarding accessibility provision is unavailable"]) > 12
    counted = {"need": 1, "quiet": 2, "council": 2, "education": 4, "time": 1, "picked": 1}
    assert {word: syllables(word) for word in counted} == counted
