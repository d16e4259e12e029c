"""Words: folding and stemming them, and reading somebody's own words for what they like and what they do not.

`understand` follows `vocabulary/interests.json`, how_to_use: whole words only, simple plurals folded, the longest phrase first, and
what was matched is used up, so that "guide dog" does not also say "dog". What is liked or disliked is decided in
`matching.polarity`. Nothing typed is kept: it is read, and only keys and words come out.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from matching.polarity import CUE_WORDS, DISLIKED, LIKED, Mention, lengths_by_first, settle
from matching.vocabulary import ENGLISH, FOLDER, INTERESTS, NEEDS, NOT_INTERESTS

_stemmer = snowballstemmer.stemmer("english")

KEPT_WHOLE = ENGLISH[
    "kept_whole"
]  # stemmed, they would equal a word with another meaning: "training", "train"
NOT_PLURAL = ENGLISH["not_plural"]  # the singular means something else: "plays" in a theatre, "rights"
_english = json.loads((FOLDER / "english.json").read_text(encoding="utf-8"))
SAME_WORD: Mapping[str, str] = _english["same_word"]  # "footy" is another word for football
SAID_NEEDS: Mapping[str, Sequence[str]] = _english["said_needs"]  # how people say a need, beside its synonyms
ASKED_BACK: Mapping[str, Mapping[str, Sequence[str]]] = _english["asked_back"]  # words with two meanings
SOCIAL = {need.key for need in NEEDS.values() if need.group == "social"}  # offered beside an interest
SAY_NOTHING = ENGLISH["small_words"] | CUE_WORDS | {".", "?", ","}


@dataclass(frozen=True, slots=True)
class Guess:
    """A word that was not understood, and what it may mean: interests, and groups of interests. For the person to choose."""

    word: str
    interests: tuple[str, ...]
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """What somebody's own words say. Interests are keys; words are as they were typed, in lower case.

    `disliked_words` name a part of an interest ("superheroes"): what says them comes last. `liked_words` are more special than
    the interest that they name, or no interest covers them. `need_hints` are needs that may be offered, never set.
    """

    interests: tuple[str, ...] = ()
    not_interests: tuple[str, ...] = ()
    liked_words: tuple[str, ...] = ()
    disliked_words: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    guesses: tuple[Guess, ...] = ()
    need_hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase of the vocabulary says. `whole`: it names all of its interest; `special`: it says more than its label."""

    interest: str = ""
    whole: bool = False
    special: bool = False
    need: str = ""


def tokens(text: str) -> list[str]:
    """Words without apostrophes or accents, and the marks "." "?" and ",". Letters keep their case."""
    text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("&", " and "))
    text = "".join(letter for letter in text if not unicodedata.combining(letter)).replace("'", "")
    text = re.sub(r"(?<=\s)[-–—]+(?=\s)|[:/()–—…]", ",", text)
    text = re.sub(r"[.!;\n]+", " . ", text)
    return re.findall(r"[A-Za-z0-9]+|[.?,]", text)


def fold(word: str) -> str:
    """A simple plural to its singular; every other word as it is. Lower case in, lower case out."""
    if len(word) < 4 or word in NOT_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-1] if word in ENGLISH["ends_in_ie"] else word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes", "uses")) and len(word) > 4:
        return word[:-2]
    return word[:-1]


def _stem(word: str) -> str:
    folded = fold(word)
    if folded in KEPT_WHOLE or word in NOT_PLURAL:
        return folded
    return _known_stems.get(folded) or str(_stemmer.stemWord(folded))


_stem_of_listing = lru_cache(maxsize=50_000)(_stem)
_known_stems: dict[str, str] = {}  # of the words of the vocabulary, which are asked for most


def _plain(text: str) -> list[str]:
    return [word.lower() for word in tokens(text) if word not in ".?,"]


def stems(text: str) -> str:
    """Normalised, stemmed words joined by single spaces, for search fields and for finding a word in a listing."""
    return " ".join(map(_stem_of_listing, _plain(text)))


def phrase_stems(phrase: str) -> str:
    """As `stems`, for what a person typed: nothing of it stays in a cache."""
    return stems_of(_plain(phrase))


def stems_of(words: Iterable[str]) -> str:
    """As `phrase_stems`, for words of `Understood`: they are in lower case and without marks."""
    return " ".join(map(_stem, words))


def _known(word: str) -> str:
    """The word of the vocabulary that somebody's word, in lower case, would be: no slang, no simple plural."""
    folded = fold(word)
    return SAME_WORD.get(folded, folded)


def _known_words(phrase: str) -> tuple[str, ...]:
    return tuple(map(_known, _plain(phrase)))


def _phrases() -> dict[tuple[str, ...], Meaning]:
    """Every phrase of the vocabulary, as its known words, and what it says."""
    found = {_known_words(phrase): Meaning() for phrase in NOT_INTERESTS}
    for need in NEEDS.values():
        for phrase in (*need.synonyms, need.short, need.i_say, *SAID_NEEDS.get(need.key, ())):
            found[_known_words(phrase)] = Meaning(need=need.key)
    del found["cant", "stand"]  # of a seat; said of anything else it is a dislike
    for interest in INTERESTS.values():
        label = _known_words(interest.label)
        names = [label] if "and" in label else [label, _known_words(interest.synonyms[0])]
        for words in map(_known_words, (interest.label, *interest.synonyms)):
            said = found.get(words, Meaning())
            if not said.interest:
                hint = said.need if said.need in SOCIAL else ""
                found[words] = Meaning(interest.key, words in names, not set(words) <= set(label), hint)
    found["IT",] = found.pop(("it",))  # and never the word "it"
    return found


PHRASES = _phrases()
LENGTHS = lengths_by_first(PHRASES)
_single = {words[0]: meaning for words, meaning in PHRASES.items() if len(words) == 1}
_spellings = sorted(word for word, meaning in _single.items() if len(word) > 3 and meaning.interest)
_known_stems.update({word: _stem(word) for words in PHRASES for word in words})


def _mentions(known: Sequence[str]) -> list[Mention]:
    """The phrases of the vocabulary in these words, longest first, each word used once."""
    found = []
    at = 0
    while at < len(known):
        length = next((n for n in LENGTHS.get(known[at], ()) if tuple(known[at : at + n]) in PHRASES), 0)
        if length:
            found.append(Mention(at, at + length))
        at += length or 1
    return found


def understand(
    own_words: str, interests: Iterable[str] = (), not_interests: Iterable[str] = ()
) -> Understood:
    """Interests, dislikes and other words in what somebody typed. What they ticked (the other two) wins over what is read."""
    if not own_words.strip():
        return Understood()
    raw = tokens(own_words)
    words = [word.lower() for word in raw]
    capitals = own_words != own_words.upper() or len(raw) == 1  # all in capitals, "IT" may be "it"
    known = ["IT" if capitals and word == "IT" else _known(word.lower()) for word in raw]
    mentions = _mentions(known)
    feelings = settle(words, mentions)

    read = [
        (PHRASES[tuple(known[at.start : at.end])], " ".join(words[at.start : at.end]), feelings[at.start])
        for at in mentions
    ]
    likes = [(meaning, phrase) for meaning, phrase, feeling in read if meaning.interest and feeling == LIKED]
    dislikes = [
        (meaning, phrase) for meaning, phrase, feeling in read if meaning.interest and feeling == DISLIKED
    ]
    liked, liked_phrases = {meaning.interest for meaning, _ in likes}, {phrase for _, phrase in likes}
    rest = ["" if len(word) < 3 or word in SAY_NOTHING else word for word in words]
    for at in mentions:
        rest[at.start : at.end] = [""] * (at.end - at.start)
    wanted = {*interests, *liked}
    return Understood(
        interests=_once(
            meaning.interest for meaning, _ in likes if meaning.interest not in set(not_interests)
        ),
        not_interests=_once(m.interest for m, _ in dislikes if m.whole and m.interest not in wanted),
        liked_words=_once(phrase for meaning, phrase in likes if meaning.special)
        + tuple(word for at, word in enumerate(rest) if len(word) > 3 and feelings[at] == LIKED),
        disliked_words=_once(phrase for m, phrase in dislikes if not m.whole and phrase not in liked_phrases),
        unmatched=tuple(" ".join(run) for strange, run in groupby(rest, key=bool) if strange),
        guesses=tuple(guess for at, word in enumerate(rest) if word and (guess := _guess(word, known[at]))),
        need_hints=_once(meaning.need for meaning, _, _ in read if meaning.need),
    )


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _guess(word: str, known: str) -> Guess | None:
    """What one word may mean: it can mean several things, or it is a letter away from a word that we know (two in a long word)."""
    if asked := ASKED_BACK.get(known):
        return Guess(word, tuple(asked.get("interests", ())), tuple(asked.get("groups", ())))
    if len(word) < 5 or word in ENGLISH["never_guessed"]:
        return None
    near = process.extract(known, _spellings, scorer=OSA.distance, score_cutoff=1, limit=3)
    keys = dict.fromkeys(_single[spelling].interest for spelling, _, _ in near)
    return Guess(word, tuple(keys)) if keys else None
