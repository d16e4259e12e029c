"""What is liked and what is not, in words that somebody typed: where a "no" begins and where it ends.

Read from left to right. A cue such as "hate" or "not" starts a dislike, which ends at the end of the sentence, at "but", at "I like"
and, after a short cue ("trains, not buses, Lego"), at a comma. A cue with nothing after it looks back ("spiders are a no"). Some
words that hold a cue are none ("don't mind", "can't wait"), and after some nothing is said either way ("I can't swim").
Source: formats, "The rules, exactly", Words.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import takewhile
from typing import NamedTuple

from matching.vocabulary import ENGLISH, KINDS_OF_CUE

LIKED, DISLIKED, MUTED = "liked", "disliked", "muted"


class Mention(NamedTuple):
    """A phrase of the vocabulary, at words[start:end]."""

    start: int
    end: int


# Kinds of cue, with their phrases in vocabulary/english.json. A half one takes a verb of liking with it ("don't like", "not into"), and
# is short without; after a mute one nothing is said either way; one that looks back stands after what it is about.
HALF, SHORT, LONG, MUTE, NONE, BACK, END, JUST = KINDS_OF_CUE
CUES = {tuple(cue.split()): kind for kind, cues in KINDS_OF_CUE.items() for cue in cues}
_LONGEST = {cue[0]: len(cue) for cue in sorted(CUES, key=len)}  # of the cues that begin with a word

GOOD, VERBS = ENGLISH["good"], ENGLISH["verbs_of_liking"]
FILLERS, PLURAL = ENGLISH["fillers"], ENGLISH["plural_verbs"]
LIKE_AFTER = dict.fromkeys(("like", "likes", "liked"), ENGLISH["before_like"])
LIKE_AFTER |= {"into": ENGLISH["before_into"], "rather": ENGLISH["before_rather"]}
COPULAS = PLURAL | ENGLISH["copulas"]
LOOKED_OVER = COPULAS | ENGLISH["looked_over"]  # between a thing and a cue that looks back
SAYS_NOTHING = GOOD | FILLERS | ENGLISH["says_nothing"]  # after a cue: it has still found nothing to be about
CUE_WORDS = {word for cue in CUES for word in cue} | VERBS | LOOKED_OVER | SAYS_NOTHING


def settle(words: Sequence[str], mentions: Sequence[Mention]) -> list[str]:
    """For each word, in lower case and with its marks, whether it is liked, disliked or neither (`MUTED`). For what a mention
    names, this is said at its first word."""
    return _Reading(words, mentions).feelings


class _Reading:
    """One pass over the words. `open` is the place of a cue that has found nothing to be about yet."""

    open: int | None

    def __init__(self, words: Sequence[str], mentions: Sequence[Mention]) -> None:
        self.words = words
        self.mentions = {mention.start: mention for mention in mentions}
        self.named = {place for start, end in mentions for place in range(start, end)}
        self.ending = {mention.end: mention for mention in mentions}
        self.feelings = [LIKED] * len(words)
        self.found_by: dict[int, int] = {}  # the cue that stands right before a mention
        self._start()
        at = 0
        while at < len(words):
            self.feelings[at] = self.state
            at = self._step(at)
        self._close()

    def _step(self, at: int) -> int:
        """Read what stands here; the place of what comes after it."""
        if mention := self.mentions.get(at):
            if self.open is not None:
                self.found_by[at] = self.open
            self.half, self.open = False, None
            return mention.end
        furthest = min(at + _LONGEST.get(self.words[at], 0), len(self.words))
        for end in range(furthest, at, -1):
            kind = CUES.get(tuple(self.words[at:end]))
            if kind and (kind == BACK or self.named.isdisjoint(range(at, end))):
                self._take(kind, at, end)
                return end
        self._other(at)
        return at + 1

    def _take(self, kind: str, at: int, end: int) -> None:
        """A cue: start, cancel or end a dislike."""
        if self.half and kind in (JUST, LONG, BACK):
            if (
                kind != JUST
            ):  # "I don't hate it", "it isn't boring": no dislike, as there is in "I don't want to just sit"
                self._start()
            return
        self._close()
        if kind in (HALF, SHORT, LONG):
            self._start(DISLIKED, at, kind)
        elif kind == MUTE:
            self._start(MUTED)
        elif kind == BACK:
            self._look_back(at, end)

    def _start(self, state: str = LIKED, at: int | None = None, kind: str = "") -> None:
        self.state, self.open, self.commas = state, at, False
        self.long, self.half = kind == LONG, kind == HALF

    def _close(self) -> None:
        """The end of what a cue is about. One that found nothing is about what stands before it."""
        cue = self.open
        self._start()
        if cue is not None:
            self._look_back(cue, cue + 1)

    def _other(self, at: int) -> None:
        """A comma, a verb of liking, a word that says nothing, or one that is not known."""
        word = self.words[at]
        if word == ",":
            self._comma(at)
        elif word in GOOD and not self.half and self._says_good(at):
            return
        elif self._likes(at):
            if self.half:
                self.long = True
            else:
                self._close()
        elif word in ("and", "or"):
            self.half = False
        elif word not in SAYS_NOTHING:
            self.half, self.open = False, None

    def _comma(self, at: int) -> None:
        if self.open is not None or self.state == LIKED:
            self._close()
        elif self.long and (self.commas or self.words[at + 1 : at + 2] != ["and"]):
            self.commas = True
        elif not self._list_goes_on(at + 1):
            self._start()

    def _list_goes_on(self, at: int) -> bool:
        """From here to the end of the sentence there is nothing but a list with "or": "no football, rugby or cricket"."""
        sentence = takewhile(lambda place: self.words[place] not in ".?", range(at, len(self.words)))
        between = {self.words[place] for place in sentence if place not in self.named}
        return between <= {",", "or", "nor"} and not between <= {","}

    def _likes(self, at: int) -> bool:
        word, before = self.words[at], self.words[at - 1] if at else "."
        return word in VERBS or (word in LIKE_AFTER and (self.half or before in LIKE_AFTER[word]))

    def _says_good(self, at: int) -> bool:
        """ "Chess is fun", "drawing yes": what stands before is liked after all, and "cats no dogs yes" is about cats."""
        over = self._back_over(at, LOOKED_OVER - {",", "?"})
        mention = self.ending.get(over)
        if mention is None or (self.words[at] != "yes" and COPULAS.isdisjoint(self.words[over:at])):
            return False
        self._start()
        self.feelings[mention.start] = LIKED
        if mention.start in self.found_by:
            self._look_back(self.found_by[mention.start], at)
        return True

    def _back_over(self, at: int, passed: Set[str]) -> int:
        while at and at not in self.ending and self.words[at - 1] in passed:
            at -= 1
        return at

    def _look_back(self, at: int, end: int) -> None:
        """Dislike what stands just before words[at:end]: the last thing named, or the whole list in front of "are"."""
        over = self._back_over(at, LOOKED_OVER)
        joins = {"and", "or"} if PLURAL.isdisjoint(self.words[over:end]) else {"and", "or", ","}
        chain: list[Mention] = []
        while over in self.ending and (not chain or over < chain[-1].start):
            chain.append(self.ending[over])
            over = self._back_over(chain[-1].start, joins)
        if chain:
            start = self._back_over(chain[-1].start, FILLERS)
            if start and self._likes(
                start - 1
            ):  # "I like dogs and spiders are a no": liked, but for the last
                chain = chain[:1]
        for mention in chain:
            self.feelings[mention.start] = DISLIKED
