"""How hard a text is to read. The formula is a smoke alarm and no proof: it counts, and does not understand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# A colon ends a sentence too: what follows one is read as a thought of its own.
END = re.compile(r"(?<=[.?!:…])[\"”’)]*\s+|\n")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|£\d[\d.,]*\d|£\d")
SILENT = re.compile(r"(?:[^laeiouycghsxz]es|(?<![td])ed|[^laeiouy]e)$")
VOWELS = re.compile(r"[aeiouy]{1,2}")


def sentences(text: str) -> list[str]:
    """The sentences of a text. A new line begins a new one."""
    return [" ".join(piece.split()) for piece in END.split(text) if re.search(r"[^\W\d_]{2}", piece)]


def words(text: str) -> list[str]:
    return WORD.findall(text)


def syllables(word: str) -> int:
    """About how often a voice moves: one for each group of vowels, an ending that is silent left out."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if len(letters) <= 3:
        return 1
    return max(1, len(VOWELS.findall(SILENT.sub("", letters))))


def grade(some: Iterable[str]) -> float:
    """The school year in which somebody can read these sentences (Flesch-Kincaid: Kincaid and others, 1975)."""
    said = list(some)
    all_words = [word for sentence in said for word in words(sentence)]
    return 0.39 * len(all_words) / len(said) + 11.8 * sum(map(syllables, all_words)) / len(all_words) - 15.59


MOST_WORDS, HIGHEST_GRADE = 15, 5.0  # in one sentence; the school year that our own words are held to


@dataclass(frozen=True, slots=True)
class Hard:
    """A sentence that is hard to read, how many words it has, and those of its words that are long."""

    sentence: str
    count: int
    long_words: tuple[str, ...]


def hardest(some: Iterable[str]) -> Hard | None:
    """The sentence to mend first: the longest where one is too long, else the hardest where one is too hard; None where all are
    easy."""
    said = [sentence for sentence in some if words(sentence)]
    longest = max(said, key=lambda sentence: len(words(sentence)), default="")
    if len(words(longest)) > MOST_WORDS:
        return _hard(longest)
    # Of very short ones the formula says nothing: one long word of three makes a grade of 15.
    hard = [sentence for sentence in said if len(words(sentence)) > 4 and grade([sentence]) > HIGHEST_GRADE]
    return _hard(max(hard, key=lambda sentence: grade([sentence]))) if hard else None


def _hard(sentence: str) -> Hard:
    found = words(sentence)
    return Hard(
        sentence, len(found), tuple(dict.fromkeys(word.lower() for word in found if syllables(word) >= 3))
    )
