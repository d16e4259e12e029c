"""Words: folding and stemming them, and reading somebody's own words for what they like and what they do not.

`understand` follows `vocabulary/interests.json`, how_to_use: whole words only, simple plurals folded, the longest phrase first, and
what was matched is used up, so that "guide dog" does not also say "dog". What is liked or disliked is decided in
`matching.polarity`. Nothing typed is kept: it is read, and only keys and words come out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from matching.polarity import CUE_WORDS, LIKED, MUTED, Mention, settle
from matching.vocabulary import ENGLISH, INTERESTS, NEEDS, NOT_INTERESTS

_stemmer = snowballstemmer.stemmer("english")

KEPT_WHOLE = ENGLISH[
    "kept_whole"
]  # a stemmer makes them equal to a word with another meaning: "training" is not "train"
NOT_PLURAL = ENGLISH["not_plural"]  # the singular means something else: "plays" in a theatre, "rights"

# Nothing on its own: these are asked back.
AMBIGUOUS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "game": (("video-games", "board-games"), ("sport",)),
    "sport": ((), ("sport",)),
    "pokemon": (("video-games", "card-collecting"), ()),
}


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

    interest: str | None = None
    whole: bool = False
    special: bool = False
    need: str | None = None


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


_known_stems: dict[str, str] = {}


def _stem(word: str) -> str:
    if word in _known_stems:
        return _known_stems[word]
    folded = fold(word)
    return folded if folded in KEPT_WHOLE or word in NOT_PLURAL else str(_stemmer.stemWord(folded))


_stem_of_listing = lru_cache(maxsize=50_000)(_stem)


def stems(text: str) -> str:
    """Normalised, stemmed words joined by single spaces, for search fields and for finding a word in a listing."""
    return " ".join(_stem_of_listing(word.lower()) for word in tokens(text) if word not in ".?,")


def phrase_stems(phrase: str) -> str:
    """As `stems`, for what a person typed: nothing of it stays in a cache."""
    return stems_of(word.lower() for word in tokens(phrase) if word not in ".?,")


def stems_of(words: Iterable[str]) -> str:
    """As `phrase_stems`, for words of `Understood`: they are in lower case and without marks."""
    return " ".join(_stem(word) for word in words)


def _folded(phrase: str) -> tuple[str, ...]:
    return tuple(fold(word.lower()) for word in tokens(phrase) if word not in ".?,")


def _near(one: Sequence[str], other: Sequence[str]) -> bool:
    """The same phrase, or one letter away from it in a word of five letters or more: "hourses"."""
    a, b = " ".join(one), " ".join(other)
    return a == b or (min(len(a), len(b)) > 4 and OSA.distance(a, b) <= 1)


def _phrases() -> dict[tuple[str, ...], Meaning]:
    found = {_folded(phrase): Meaning() for phrase in NOT_INTERESTS}
    for need in NEEDS.values():
        for phrase in (*need.synonyms, need.short, need.i_say):
            if phrase != "cant stand":  # of a seat; said of anything else it is a dislike
                found[_folded(phrase)] = Meaning(need=need.key)
    for interest in INTERESTS.values():
        label = _folded(interest.label)
        names = [label] if "and" in label else [label, _folded(interest.synonyms[0])]
        for phrase in (interest.label, *interest.synonyms):
            words = _folded(phrase)
            if words == ("it",):
                words = ("IT",)
            said = found.get(words, Meaning())
            if said.interest is None:
                whole = any(_near(words, name) for name in names)
                found[words] = Meaning(interest.key, whole, not set(words) <= {*label, "IT"}, said.need)
    return found


PHRASES = _phrases()
_lengths: dict[str, list[int]] = {}
for _words in sorted(PHRASES, key=len, reverse=True):
    if len(_words) not in _lengths.setdefault(_words[0], []):
        _lengths[_words[0]].append(len(_words))
_single = {
    words[0]: meaning.interest for words, meaning in PHRASES.items() if len(words) == 1 and meaning.interest
}
_known_stems.update(
    {
        word: _stem(word)
        for interest in INTERESTS.values()
        for phrase in interest.synonyms
        for word in tokens(phrase)
    }
)
_spellings = sorted(word for word in _single if len(word) > 3)


def _mentions(folded: Sequence[str]) -> list[Mention]:
    """The phrases of the vocabulary in these words, longest first, each word used once."""
    found = []
    at = 0
    while at < len(folded):
        for length in _lengths.get(folded[at], ()):
            meaning = PHRASES.get(tuple(folded[at : at + length]))
            if meaning:
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
    capitals = own_words != own_words.upper() or len(raw) == 1  # all in capitals, "IT" may be "it"
    words = [word.lower() for word in raw]
    folded = ["IT" if capitals and word == "IT" else fold(word.lower()) for word in raw]
    mentions = _mentions(folded)
    feelings = settle(words, mentions)

    liked: dict[str, None] = {}
    disliked: dict[str, None] = {}
    hints: dict[str, None] = {}
    said: dict[str, None] = {}
    special: dict[str, None] = {}
    parts: dict[str, None] = {}
    for mention in mentions:
        feeling = feelings[mention.start]
        meaning = PHRASES[tuple(folded[mention.start : mention.end])]
        phrase = " ".join(words[mention.start : mention.end])
        if meaning.need and (meaning.interest is None or NEEDS[meaning.need].group == "social"):
            hints[meaning.need] = None
        if meaning.interest is None or feeling == MUTED:
            continue
        if feeling == LIKED:
            liked[meaning.interest] = None
            said[phrase] = None
            if meaning.special:
                special[phrase] = None
        elif meaning.whole:
            disliked[meaning.interest] = None
        else:
            parts[phrase] = None

    ticked, unticked = set(interests), set(not_interests)
    runs = _other_words(words, folded, mentions)
    return Understood(
        interests=tuple(key for key in liked if key not in unticked),
        not_interests=tuple(key for key in disliked if key not in ticked and key not in liked),
        liked_words=(
            *special,
            *(words[at] for run in runs for at in run if feelings[at] == LIKED and len(words[at]) > 3),
        ),
        disliked_words=tuple(phrase for phrase in parts if phrase not in said),
        unmatched=tuple(" ".join(words[at] for at in run) for run in runs),
        guesses=tuple(guess for run in runs for at in run if (guess := _guess(words[at], folded[at]))),
        need_hints=tuple(hints),
    )


def _other_words(words: Sequence[str], folded: Sequence[str], mentions: Sequence[Mention]) -> list[list[int]]:
    """Places of the words that nothing was made of, those that stand together in one list."""
    used = {place for mention in mentions for place in range(mention.start, mention.end)}
    runs: list[list[int]] = []
    for at, word in enumerate(words):
        if (
            at in used
            or word in ".?,"
            or word in ENGLISH["small_words"]
            or word in CUE_WORDS
            or (len(word) < 3 and folded[at] not in AMBIGUOUS)
        ):
            continue
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _guess(word: str, folded: str) -> Guess | None:
    """What one word may mean: it can mean several things, or it is one letter away from a word that we know."""
    if folded in AMBIGUOUS:
        return Guess(word, *AMBIGUOUS[folded])
    if len(word) < 5 or word in ENGLISH["never_guessed"]:
        return None
    near = process.extract(folded, _spellings, scorer=OSA.distance, score_cutoff=1, limit=3)
    keys = dict.fromkeys(_single[spelling] for spelling, _, _ in near)
    return Guess(word, tuple(keys)) if keys else None
