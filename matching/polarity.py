"""What is liked and what is not, in words that somebody typed: where a "no" begins and where it ends.

Read from left to right. A cue such as "hate" or "not" starts a dislike, which ends at the end of the sentence, at "but", at "I like"
and, after a short cue ("trains, not buses, Lego"), at a comma. A cue with nothing after it looks back ("spiders are a no"). Some
words that hold a cue are none ("don't mind", "can't wait"), and after some nothing is said either way ("I can't swim").
Source: formats, "The rules, exactly", Words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.vocabulary import ENGLISH, KINDS_OF_CUE

LIKED, DISLIKED, MUTED = "liked", "disliked", "muted"


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase of the vocabulary, at words[start:end]."""

    start: int
    end: int


# Kinds of cue, with their phrases in vocabulary/english.json. A half one takes a verb of liking with it ("don't like", "not into"), and
# is short without; after a mute one nothing is said either way; one that looks back stands after what it is about.
HALF, SHORT, LONG, MUTE, NONE, BACK, END, JUST = KINDS_OF_CUE
CUES: dict[tuple[str, ...], str] = {
    tuple(cue.split()): kind for kind, cues in KINDS_OF_CUE.items() for cue in cues
}
_LONGEST = max(map(len, CUES))
_FIRST = {cue[0] for cue in CUES}

GOOD, VERBS, FILLERS, PLURAL = (
    ENGLISH[name] for name in ("good", "verbs_of_liking", "fillers", "plural_verbs")
)
BEFORE_LIKE, BEFORE_INTO = ENGLISH["before_like"], ENGLISH["before_into"]
COPULAS = PLURAL | ENGLISH["copulas"]
LOOKED_OVER = COPULAS | ENGLISH["looked_over"]  # between a thing and a cue that looks back
SAYS_NOTHING = GOOD | FILLERS | ENGLISH["says_nothing"]  # after a cue: it has still found nothing to be about
CUE_WORDS = {word for cue in CUES for word in cue} | VERBS | LOOKED_OVER | SAYS_NOTHING


def settle(words: Sequence[str], mentions: Sequence[Mention]) -> list[str]:
    """For each word, in lower case and with its marks, whether what it names is liked, disliked or neither (`MUTED`)."""
    return _Reading(words, mentions).feelings


class _Reading:
    """One pass over the words. `open` is the place of a cue that has found nothing to be about yet."""

    def __init__(self, words: Sequence[str], mentions: Sequence[Mention]) -> None:
        self.words = words
        self.mentions = {mention.start: mention for mention in mentions}
        self.ending = {mention.end: mention for mention in mentions}
        self.feelings = [LIKED] * len(words)
        self.state = LIKED
        self.long = self.half = False
        self.commas = 0
        self.open: int | None = None
        self.pending: int | None = None
        self.only: Mention | None = None
        self._read()

    def _read(self) -> None:
        at = 0
        while at < len(self.words):
            mention = self.mentions.get(at)
            if mention:
                self.feelings[at : mention.end] = [self.state] * (mention.end - at)
                self.only = mention if self.open is not None else None
                self.half, self.pending, self.open = False, self.open, None
                at = mention.end
                continue
            kind, length = self._cue(at)
            self.feelings[at] = self.state
            if kind:
                self._take(kind, at, at + length)
                self.feelings[at : at + length] = [self.state] * length
            else:
                self._other(at)
            at += length
        self._close()

    def _cue(self, at: int) -> tuple[str, int]:
        if self.words[at] in _FIRST:
            for length in range(min(_LONGEST, len(self.words) - at), 0, -1):
                kind = CUES.get(tuple(self.words[at : at + length]))
                if kind and (
                    kind == BACK or not any(place in self.mentions for place in range(at, at + length))
                ):
                    return kind, length
        return "", 1

    def _take(self, kind: str, at: int, end: int) -> None:
        """A cue: start, cancel or end a dislike."""
        if kind == END or (kind == JUST and not self.half):
            self._close()
        elif kind == JUST:  # "I don't just like football" was met before: this is "I don't want to just sit"
            return
        elif self.half and kind in (LONG, BACK):  # "I don't hate it", "it isn't boring": no dislike
            self._start(LIKED, None)
        elif kind in (HALF, SHORT, LONG):
            self._close()
            self._start(DISLIKED, at, long=kind == LONG, half=kind == HALF)
        elif kind == MUTE:
            self._close()
            self._start(MUTED, None)
        elif kind == NONE:
            self._close()
        else:
            plural = not PLURAL.isdisjoint(self.words[at:end])
            self._close()
            self._look_back(at, DISLIKED, plural)

    def _start(self, state: str, open_at: int | None, long: bool = False, half: bool = False) -> None:
        self.state, self.open, self.long, self.half = state, open_at, long, half
        self.commas, self.only = 0, None

    def _close(self) -> None:
        """The end of what a cue is about. One that found nothing is about what stands before it."""
        place = self.open
        self._start(LIKED, None)
        if place is not None:
            self._look_back(place, DISLIKED)

    def _other(self, at: int) -> None:
        """A mark, a verb of liking, a word that says nothing, or one that is not known."""
        word = self.words[at]
        if word in ".?":
            self._close()
        elif word == ",":
            self._comma(at)
        elif self._likes(at):
            if self.half:
                self.long = True
            elif word in GOOD and self._says_good(at):
                return
            else:
                self._close()
        elif word in GOOD and not self.half and self._says_good(at):
            return
        elif word not in SAYS_NOTHING and word not in ("and", "or"):
            self.half, self.open = False, None
        elif word not in FILLERS:
            self.half = self.half and word in SAYS_NOTHING

    def _comma(self, at: int) -> None:
        following = self.words[at + 1] if at + 1 < len(self.words) else "."
        if self.open is not None or self.state == LIKED:
            self._close()
        elif self.long and not (following == "and" and not self.commas):
            self.commas += 1
        elif not self._list_goes_on(at + 1):
            self._start(LIKED, None)

    def _list_goes_on(self, at: int) -> bool:
        """From here to the end of the sentence there is nothing but a list with "or": "no football, rugby or cricket"."""
        found = False
        while at < len(self.words) and self.words[at] not in ".?":
            if at in self.mentions:
                at = self.mentions[at].end
            elif self.words[at] in (",", "or", "nor"):
                found = found or self.words[at] != ","
                at += 1
            else:
                return False
        return found

    def _likes(self, at: int) -> bool:
        word, before = self.words[at], self.words[at - 1] if at else "and"
        if word in ("like", "likes", "liked"):
            return before in BEFORE_LIKE or before in ".?," or self.half
        if word == "into":
            return before in BEFORE_INTO or before in ".?," or self.half
        if word == "rather":
            return before in ("id", "would")
        return word in VERBS

    def _says_good(self, at: int) -> bool:
        """ "Chess is fun", "drawing yes": what stands before is liked after all."""
        over = at
        while over and self.words[over - 1] in LOOKED_OVER - {",", "?"}:
            over -= 1
        mention = self.ending.get(over)
        if mention is None or (self.words[at] != "yes" and COPULAS.isdisjoint(self.words[over:at])):
            return False
        cue = self.pending if mention == self.only else None
        self._start(LIKED, None)
        self.feelings[mention.start : mention.end] = [LIKED] * (mention.end - mention.start)
        if cue is not None:
            self._look_back(cue, DISLIKED)
        return True

    def _look_back(self, at: int, feeling: str, plural: bool = False) -> None:
        """Give the feeling to what stands just before: the last thing named, or the whole list in front of "are"."""
        over = at
        while over and over not in self.ending and self.words[over - 1] in LOOKED_OVER:
            over -= 1
        last = self.ending.get(over)
        if last is None:
            return
        plural = plural or not PLURAL.isdisjoint(self.words[over : at + 1])
        chain = [last]
        while True:
            before = chain[-1].start
            joined = before
            while joined and (
                self.words[joined - 1] in ("and", "or") or (plural and self.words[joined - 1] == ",")
            ):
                joined -= 1
            if joined == before or joined not in self.ending:
                break
            chain.append(self.ending[joined])
        start = chain[-1].start
        while start and self.words[start - 1] in FILLERS:
            start -= 1
        if start and self._likes(
            start - 1
        ):  # "I like dogs and spiders are a no": the list was liked, but for its last
            chain = [last]
        for mention in chain:
            self.feelings[mention.start : mention.end] = [feeling] * (mention.end - mention.start)
