"""What is liked and what is not, in words that somebody typed: where a "no" begins and where it ends.

Read from left to right. A cue such as "hate" or "not" starts a dislike, which ends at the end of the sentence, at "but", at "I like"
and, after a short cue ("trains, not buses, Lego"), at a comma. A cue with nothing after it looks back ("spiders are a no"). Some
words that hold a cue are none ("don't mind", "can't wait"), and after some nothing is said either way ("I can't swim").
Source: formats, "The rules, exactly", Words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LIKED, DISLIKED, MUTED = "liked", "disliked", "muted"


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase of the vocabulary, at words[start:end]."""

    start: int
    end: int


HALF, SHORT, LONG, MUTE, NONE, BACK, END, JUST = (
    "half",
    "short",
    "long",
    "mute",
    "none",
    "back",
    "end",
    "just",
)
_KINDS = {
    # Takes a verb of liking with it: "don't like", "not into". Alone it is short.
    HALF: "not|dont|didnt|doesnt|never|wouldnt|wont|isnt|arent|aint|nor|neither|wasnt|werent",
    SHORT: "no|without|minus|nope|nah|never ever",
    LONG: "hate|hates|hated|hating|dislike|dislikes|disliked|detest|loathe|despise|except|except for|avoid|avoiding|cant stand|cannot stand|"
    "can not stand|cant bear|cant cope with|scared of|scared by|afraid of|frightened of|terrified of|phobia of|fear of|allergic to|"
    "rather not|bored of|bored with|bored by|fed up of|fed up with|sick of|tired of|anything but|everything but|all but|apart from|"
    "other than|stay away from|keep away from|keep me away from|away from|nothing with|nothing to do with|nothing about|"
    "nothing like|nothing involving|no more|put off by|no to|no thanks to|anti",
    MUTE: "cant|cannot|can not|couldnt|need help|needs help|need some help|need a bit of help|need a lot of help|want help with|"
    "help me with|dont have|do not have|dont own|dont know|do not know|dont need|do not need|havent|have not|have no|got no|"
    "there is no|theres no|there are no|there isnt|there arent|not good at|not very good at|not great at|not that good at|no good at|"
    "not allowed|not able|never been|never tried|never done|never had|never played|never seen|not tried|not been|not done|instead of|"
    "than|rather than|more than|better than",
    NONE: "dont mind|do not mind|doesnt mind|wouldnt mind|would not mind|not mind|never mind|dont even mind|dont really mind|not only|"
    "not just|dont just|dont only|not bad|not too bad|isnt bad|arent bad|not sure|no idea|no problem|no worries|no one|no matter|"
    "no doubt|not miss|never miss|never stop|not stop|wont stop|cant stop|cant wait|can not wait|cannot wait|cant get enough|"
    "cant live without|cant do without|cant help|nothing but|nothing better than|nothing more than|never been bored of|never get bored of|why not|hate missing|hate to miss|not yet|dont stop|"
    "hate it when|hate when|nothing wrong with|no limit",
    BACK: "boring|rubbish|awful|horrible|scary|terrible|gross|disgusting|annoying|pants|dull|stressful|the worst|a nightmare|"
    "scare me|scares me|frighten me|frightens me|terrify me|terrifies me|bore me|bores me|annoy me|annoys me|upset me|upsets me|"
    "stress me out|stresses me out|freak me out|freaks me out|put me off|puts me off|no thanks|no thank you|no way|no chance|"
    + "|".join(
        f"{make} me {how}"
        for make in ("make", "makes")
        for how in (
            "anxious",
            "sad",
            "ill",
            "sick",
            "scared",
            "upset",
            "panic",
            "cry",
            "nervous",
            "angry",
            "stressed",
            "worried",
        )
    ),
    END: "but|although|though|however|instead",
    JUST: "just|only",
}
CUES: dict[tuple[str, ...], str] = {
    tuple(cue.split()): kind for kind, cues in _KINDS.items() for cue in cues.split("|")
}
_LONGEST = max(map(len, CUES))
_FIRST = {cue[0] for cue in CUES}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GOOD = _words(
    "good great fun ok okay fine cool alright nice brilliant amazing lovely best better class fab awesome favourite yes"
)
VERBS = _words(
    "love loves loved loving adore enjoy enjoys enjoyed prefer prefers favourite favorite obsessed interested fascinated want wanna keen "
    "fan happy fave mad yes"
)
BEFORE_LIKE = _words(
    "i we id would do also and but really still to might mostly only just so quite always you"
)
BEFORE_INTO = _words(
    "im am really very more also and so is get getting got heavily well are been quite properly"
)
FILLERS = _words(
    "really even actually very that much so particularly especially at all ever i to be am would do go going too a an the big exactly "
    "think id feel get any gonna of it just only doing playing watching necessarily massively with for about in on my im being have "
    "please stuff things anything something"
)
PLURAL = _words("are were arent werent scare frighten terrify bore annoy upset stress freak put make")
COPULAS = PLURAL | _words("is was isnt wasnt s re be")
LOOKED_OVER = COPULAS | _words(
    "i im its it that thats which just really so too very a an the definite definitely absolute absolutely big total quite all such bit "
    "they theyre would me kind of always my ones , ?"
)
SAYS_NOTHING = (
    GOOD
    | FILLERS
    | _words(
        "me thing things cup tea bag style keen really anymore any more them ones one thanks thank you ta way"
    )
)


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


CUE_WORDS = {word for cue in CUES for word in cue} | GOOD | VERBS | FILLERS | LOOKED_OVER | SAYS_NOTHING
