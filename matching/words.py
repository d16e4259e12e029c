"""Words: folding and stemming them, and reading somebody's own words for what they like and what they do not.

`understand` follows `vocabulary/interests.json`, how_to_use: whole words only, simple plurals folded, the longest phrase first, and
what was matched is used up, so that "guide dog" does not also say "dog". What is liked or disliked is decided in
`matching.polarity`. Nothing typed is kept: it is read, and only keys and words come out.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby
from typing import NamedTuple

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from matching.polarity import CUE_WORDS, DISLIKED, LIKED, Mention, settle
from matching.vocabulary import ENGLISH, FOLDER, INTERESTS, NEEDS, NOT_INTERESTS

_TOKENS = re.compile(r"[A-Za-z0-9]+|[.!;\n?,:/()–—]|(?<=\s)-+(?=\s)")
_MARKS = dict.fromkeys(".!;\n", ".") | dict.fromkeys(",:/()–—-", ",")
_stemmer = snowballstemmer.stemmer("english")

NOT_PLURAL = ENGLISH["not_plural"]  # the singular means something else: "plays" in a theatre, "rights"
_english = json.loads((FOLDER / "english.json").read_text(encoding="utf-8"))
IRREGULAR: Mapping[str, str] = _english["irregular"]
SAME_WORD: Mapping[str, str] = _english["same_word"]  # "footy" is another word for football
SOCIAL = {need.key for need in NEEDS.values() if need.group == "social"}  # offered beside an interest
TOO_COMMON = ENGLISH["too_common"]  # so many listings say them that they find nothing: names of towns
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


class Meaning(NamedTuple):
    """What a phrase says. Liked, it is `looked_for` in listings where it says more than the label of its interest. Disliked, it
    puts what says it last where it names only a `part` of its interest. `asked`: interests and groups that it may mean."""

    interest: str = ""
    need: str = ""
    looked_for: bool = False
    part: bool = False
    asked: tuple[tuple[str, ...], ...] = ()


def tokens(text: str) -> list[str]:
    """Words without apostrophes or accents, and the marks "." "?" and ",". Letters keep their case."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("’", "'"))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    found = _TOKENS.findall(text.replace("&", " and ").replace("'", ""))
    return [_MARKS.get(token[0], token) for token in found]


def fold(word: str) -> str:
    """A simple plural to its singular; every other word as it is. Lower case in, lower case out."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) < 4 or word in NOT_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-1] if word in ENGLISH["ends_in_ie"] else word[:-3] + "y"
    ends_in_es = len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes", "zes", "uses"))
    return word[:-2] if ends_in_es else word[:-1]


# Of the words of the vocabulary, which are asked for most; and stemmed, a kept one would be a word with another meaning:
# "training" is not "train".
_known_stems = {word: word for word in ENGLISH["kept_whole"] | NOT_PLURAL}


def _stem(word: str) -> str:
    folded = fold(word)
    return _known_stems.get(folded) or str(_stemmer.stemWord(folded))


_stem_of_listing = lru_cache(maxsize=50_000)(_stem)


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


def _thing(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without those of doing it: "playing football" names all that "football" does."""
    return tuple(word for word in words if word not in ENGLISH["doing"]) or words


def _names(words: tuple[str, ...], names: Sequence[tuple[str, ...]]) -> bool:
    """Whether a phrase names all of a thing: it is one of its names, or says one of them beside another ("arts and crafts")."""
    beside = " ".join(words).split(" and ")
    return any(_thing(tuple(each.split())) in names for each in (" ".join(words), *beside))


def _phrases() -> dict[tuple[str, ...], Meaning]:
    """Every phrase of the vocabulary, as its known words, and what it says."""
    found = {_known_words(phrase): Meaning() for phrase in NOT_INTERESTS}
    for need in NEEDS.values():
        for phrase in (*need.synonyms, need.short, need.i_say, *_english["said_needs"].get(need.key, ())):
            found[_known_words(phrase)] = Meaning(need=need.key)
    del found["cant", "stand"]  # of a seat; said of anything else it is a dislike
    for interest in INTERESTS.values():
        label = _known_words(interest.label)
        names = [label] if "and" in label else [label, _known_words(interest.synonyms[0])]
        names = [_thing(name) for name in names]
        for words in map(_known_words, (interest.label, *interest.synonyms)):
            said = found.get(words, Meaning())
            if not said.interest:
                need_too = said.need if said.need in SOCIAL else ""
                found[words] = Meaning(
                    interest.key, need_too, not set(words) <= set(label), not _names(words, names)
                )
    for word, keys in _english["asked_back"].items():
        wanted = word not in TOO_COMMON
        found[word,] = Meaning("", "", wanted, wanted, (tuple(keys["interests"]), tuple(keys["groups"])))
    found["IT",] = found.pop(("it",))  # and never the word "it"
    return found


PHRASES = _phrases()
_LENGTHS: dict[str, dict[int, None]] = {}  # of the phrases that begin with a word, the longest first
for _phrase in sorted(PHRASES, key=len, reverse=True):
    _LENGTHS.setdefault(_phrase[0], {})[len(_phrase)] = None
_spellings = {  # by how many letters a word has: a letter in five may be wrong
    letters: [word for word, *more in PHRASES if not more and abs(len(word) - letters) <= letters // 5]
    for letters in range(5, 25)
}
_known_stems.update({word: _stem(word) for words in PHRASES for word in words})


def _mentions(known: Sequence[str]) -> list[Mention]:
    """The phrases of the vocabulary in these words, longest first, each word used once."""
    found = []
    at = 0
    while at < len(known):
        for length in _LENGTHS.get(known[at], ()):
            if at + length <= len(known) and tuple(known[at : at + length]) in PHRASES:
                found.append(Mention(at, at + length))
                at += length
                break
        else:
            at += 1
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
    rest = ["" if len(word) < 3 or word in SAY_NOTHING else word for word in words]
    read = []
    for at, end in mentions:
        rest[at:end] = [""] * (end - at)
        read.append((at, " ".join(words[at:end]), PHRASES[tuple(known[at:end])]))
    read += [(at, word, _unknown(word, known[at])) for at, word in enumerate(rest) if word]
    likes = {said: means for at, said, means in read if feelings[at] == LIKED}
    dislikes = {said: means for at, said, means in read if feelings[at] == DISLIKED}
    liked, ticked = {means.interest for means in likes.values()}, set(interests)
    asked = {said: means.asked for said, means in likes.items() if liked.isdisjoint(chain(*means.asked))}
    return Understood(
        interests=_once((means.interest for means in likes.values()), set(not_interests)),
        not_interests=_once(
            (means.interest for means in dislikes.values() if not means.part), liked | ticked
        ),
        liked_words=tuple(said for said, means in likes.items() if means.looked_for),
        disliked_words=tuple(said for said, means in dislikes.items() if means.part and said not in likes),
        unmatched=tuple(" ".join(run) for strange, run in groupby(rest, key=bool) if strange),
        guesses=tuple(Guess(said, *keys) for said, keys in asked.items() if any(keys)),
        need_hints=_once(means.need for _, _, means in read),
    )


def _once(found: Iterable[str], but: Container[str] = ()) -> tuple[str, ...]:
    return tuple(one for one in dict.fromkeys(found) if one and one not in but)


def _unknown(word: str, known: str) -> Meaning:
    """What a word may mean that differs from a word that we know by a letter in five, at most."""
    choices = [] if known in ENGLISH["never_guessed"] else _spellings.get(len(known), [])
    close = process.extract(known, choices, scorer=OSA.distance, score_cutoff=len(known) // 5, limit=3)
    near = [PHRASES[spelling,] for spelling, _, _ in close]
    need = next((meaning.need for meaning in near if meaning.need), "")
    interests = _once(meaning.interest for meaning in near)
    return Meaning("", need, len(word) > 3 and word not in TOO_COMMON, False, (interests,))
