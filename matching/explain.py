"""Why something was suggested, what to know before going, and what to ask: each of them true, in plain words.

Reasons are at most four, the ones that matter most first, and never two of a kind while another kind is there to tell.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.catalogue import (
    ANY_AGE,
    ENTRY_BIT,
    GROUP_SIZE,
    JOIN,
    PATTERN,
    PER,
    ROOM,
    SMALL_GROUPS,
    SUPPORT,
    WHO_FOR_BIT,
    Catalogue,
)
from matching.days import Day
from matching.places import METRES_IN_A_MILE, arc, degrees, doubt, miles
from matching.rules import BOTH, DOES_NOT_APPLY, IN_PERSON, IN_PERSON_ONLY, ONLINE, SAFETY_CRITICAL, Asked
from matching.scoring import CHECK_OLD_AFTER, PLACES_OLD_AFTER, wants_friends
from matching.sifting import Sifted
from matching.types import Caution, NeedAnswer, Question, Reason, Seeker, Suggestion
from matching.vocabulary import (
    ENTRY,
    INTEREST_GROUPS,
    INTERESTS,
    LOW_BITS,
    NEEDS,
    OUTCOMES,
    PATTERNS,
    TIME_SLOTS,
    WHO_FOR,
    Need,
    interest_bits,
)
from matching.words import Understood

Array = npt.NDArray[Any]

MOST_REASONS = 4
NEAR_ENOUGH = 3.0  # miles: near for anybody; else it is half of the limit
WHO_FOR_SOME = (
    "send-only",
    "girls-and-women",
    "boys-and-men",
    "local-council-residents-only",
    "students-of-named-college-only",
)
EACH = {
    PER["session"]: " each time",
    PER["week"]: " each week",
    PER["term"]: " each term",
    PER["once"]: " once",
}
NOT_ROOM = {
    ROOM["full"]: Caution("full", "full", "It is full now."),
    ROOM["waiting_list"]: Caution("waiting_list", "waiting_list", "There is a waiting list."),
    ROOM["not_open_yet"]: Caution("not_open_yet", "not_open_yet", "It is not open yet."),
}
MUST_COME = Caution("must_come", "supporter", "A supporter must come with you.")
OTHER_COSTS = Caution("other_costs", "cost", "There are other things to pay for.")
PLACES_OLD = Caution("places_old", "places", "We last heard about free places over 8 weeks ago.")
NEVER_CHECKED = Caution("not_checked", "checked_on", "Nobody has checked this yet.")
CHECKED_LONG_AGO = Caution("not_checked", "checked_on", "It was last checked over 6 months ago.")
SOME_ONLY = tuple(
    (WHO_FOR_BIT[key], Caution("who_for", key, f"It is {WHO_FOR[key][0].lower()}{WHO_FOR[key][1:]}."))
    for key in WHO_FOR_SOME
)
ENTRIES = tuple(
    (bit, Caution("entry", key, f"{ENTRY[key]}.")) for key, bit in ENTRY_BIT.items() if key != "none"
)
TIMES = tuple(
    (1 << at, Reason("time", key, f"It is on {TIME_SLOTS[key]}, when you can go."))
    for at, key in enumerate(TIME_SLOTS)
)
GOOD_FOR = tuple(
    (1 << at, Reason("outcome", key, f"It is good for: {label[0].lower()}{label[1:]}."))
    for at, (key, label) in enumerate(OUTCOMES.items())
)
REGULAR = {
    PATTERN[key]: Reason("regular", key, f"It is {PATTERNS[key].lower()}.")
    for key in ("weekly", "fortnightly", "monthly")
}
SMALL = {GROUP_SIZE[key] for key in SMALL_GROUPS}
IS_SMALL = Reason("friends", "small-group", "The group is small. That makes it easier to get to know people.")
HELPS_FRIENDS = Reason("friends", "help-make-friends", NEEDS["help-make-friends"].has)
SUPPORTER_FREE = Reason("supporter", "bring-supporter", "Your supporter does not pay.")
FROM_HOME = Reason("near", "online", "You can join from home.")
FREE = Reason("cost", "free", "It is free.")
TOO_FAR = Caution("join_online", "travel", "You would join this one from home. The place is too far away.")
NOWHERE = Caution(
    "join_online", "travel", "You can join this one from home. We do not know where the place is."
)
ONLY_ONLINE = Caution("join_online", "online", "You can join this one from home, or go there.")
ASK_TIMES = Question(None, "times", "What days and times is it on?")
ASK_COST = Question(None, "cost", "How much does it cost each time?")
ASK_PLACE = Question(None, "place", "Where is it?")
ASK_EHCP = Question(None, "ehcp", "Do I need an EHC plan to join?")

READ: tuple[str, ...] = (
    *(
        "kind",
        "format",
        "age_min",
        "age_max",
        "plan_required",
        "pilot_ends",
        "starts",
        "times",
        "pattern",
        "pence",
        "per",
    ),
    *(
        "yes",
        "can_arrange",
        "no",
        "interests_low",
        "interests_high",
        "outcomes",
        "room",
        "places_left",
        "places_updated",
    ),
    *(
        "group_size",
        "supporter",
        "joining",
        "entry",
        "who_for",
        "checked",
        "supporter_free",
        "other_costs",
        "x",
        "y",
        "z",
    ),
)


class Explainer:
    """What is said about each suggestion to one seeker. `liked` and `disliked` are the rows that say each of those words."""

    def __init__(
        self,
        catalogue: Catalogue,
        seeker: Seeker,
        understood: Understood,
        asked: Asked,
        day: Day,
        today: date,
    ) -> None:
        self.catalogue, self.seeker, self.asked, self.day, self.today = catalogue, seeker, asked, day, today
        self.friends = wants_friends(asked)
        self.brings = bool((asked.musts | asked.helps) & NEEDS["bring-supporter"].bit)
        self.online = "online" in seeker.modes
        likes = asked.likes[0] | asked.likes[1] << LOW_BITS
        self.likes = [
            (1 << INTERESTS[key].index, Reason("interest", key, INTERESTS[key].because))
            for key in dict.fromkeys((*seeker.interests, *understood.interests))
            if likes >> INTERESTS[key].index & 1
        ]
        self.groups = []
        for group in INTEREST_GROUPS.values():
            low, high = interest_bits(group.members)
            if likes & (low | high << LOW_BITS):
                label = (
                    f"{group.label[0].lower()}{group.label[1:]}" if group.label[1].islower() else group.label
                )
                self.groups.append(
                    (
                        low | high << LOW_BITS,
                        Reason("interest", group.key, f"It is close to what you like: {label}."),
                    )
                )
        self.needs = [NEEDS[key] for key in NEEDS if asked.musts & NEEDS[key].bit]
        self.helps = [NEEDS[key] for key in NEEDS if asked.helps & NEEDS[key].bit]
        self.has = [(need.bit, Reason("need", need.key, need.has)) for need in (*self.needs, *self.helps)]

    def explain(
        self,
        sifted: Sifted,
        ranked: Sequence[tuple[int, float]],
        liked: Sequence[Array],
        disliked: Sequence[Array],
    ) -> tuple[Suggestion, ...]:
        """Suggestions for these (place in `sifted`, score)."""
        if not ranked:
            return ()
        places = np.array([place for place, _ in ranked])
        rows = sifted.rows[places]
        columns = [self.catalogue.columns[name][rows].tolist() for name in READ]
        metres = arc(np.sqrt(sifted.squared[places])).tolist()
        beyond, musts = sifted.beyond[places].tolist(), sifted.musts_to_ask[places].tolist()
        liked_here = [hits[places].tolist() for hits in liked]
        disliked_here = [hits[places].tolist() for hits in disliked]
        suggestions = []
        for at, (row, (_, score)) in enumerate(zip(rows.tolist(), ranked, strict=True)):
            offer = _Offer(row, *(column[at] for column in columns))
            offer.beyond, offer.musts_to_ask = beyond[at], musts[at]
            offer.miles = self._miles(offer, metres[at])
            offer.liked = [
                word for (word, _), hits in zip(self.asked.liked_words, liked_here, strict=True) if hits[at]
            ]
            offer.disliked = [
                word
                for (word, _), hits in zip(self.asked.disliked_words, disliked_here, strict=True)
                if hits[at]
            ]
            suggestions.append(
                Suggestion(
                    self.catalogue.ids[row],
                    round(score, 4),
                    offer.miles,
                    self._best(self._reasons(offer)),
                    tuple(self._cautions(offer)),
                    tuple(self._questions(offer)),
                )
            )
        return tuple(suggestions)

    def _miles(self, offer: _Offer, metres: float) -> float | None:
        """To one decimal place, as the geodesic is: where rounding is too close to call, it is asked."""
        if offer.format == ONLINE:
            return 0.0
        if math.isnan(metres):
            return None
        tenths = metres / METRES_IN_A_MILE * 10
        if abs(tenths % 1 - 0.5) * METRES_IN_A_MILE / 10 < doubt(metres):
            return round(miles((self.asked.lat, self.asked.lng), degrees(offer.x, offer.y, offer.z)), 1)
        return round(tenths) / 10

    @staticmethod
    def _best(reasons: Iterator[Reason]) -> tuple[Reason, ...]:
        best: list[Reason] = []
        for reason in reasons:
            best.append(reason)
            if len(best) == MOST_REASONS:
                break
        return tuple(best)

    def _reasons(self, offer: _Offer) -> Iterator[Reason]:
        """Every true reason, those that matter most first."""
        interests = offer.interests_low | offer.interests_high << LOW_BITS
        liked = [reason for bit, reason in self.likes if interests & bit]
        applies = offer.yes & ~offer.does_not_apply
        has = [reason for bit, reason in self.has if applies & bit]
        yield from liked[:1]
        yield from has[:1]
        for word in offer.liked[:1]:
            yield Reason("words", word, f'You said "{word}", and it says that too.')
        free_supporter = self.brings and offer.supporter_free
        if free_supporter:
            yield SUPPORTER_FREE
        yield from has[1:2]
        yield from liked[1:2]
        yield from self._about_friends(offer)
        for bit, reason in TIMES:
            if offer.times & self.asked.times & bit:
                yield reason
                break
        yield from self._about_place(offer)
        yield from self._about_cost(offer)
        yield from has[2:]
        yield from liked[2:]
        yield from self._about_room(offer)
        if not liked:
            for members, reason in self.groups:
                if interests & members:
                    yield reason
                    break
        for bit, reason in GOOD_FOR:
            if offer.outcomes & bit:
                yield reason
                break

    def _about_friends(self, offer: _Offer) -> Iterator[Reason]:
        if not self.friends:
            return
        if offer.pattern in REGULAR:
            yield REGULAR[offer.pattern]
        asked = self.asked.musts | self.asked.helps
        if offer.group_size in SMALL and not asked & NEEDS["small-group"].bit:
            yield IS_SMALL
        elif offer.yes & ~asked & NEEDS["help-make-friends"].bit:
            yield HELPS_FRIENDS

    def _about_place(self, offer: _Offer) -> Iterator[Reason]:
        if offer.format != IN_PERSON and self.online:
            yield FROM_HOME
        elif offer.format != ONLINE and offer.miles is not None and not offer.beyond:
            limit = self.asked.max_miles
            if offer.miles <= max(NEAR_ENOUGH, limit / 2 if limit else 0):
                whole = max(1, math.ceil(offer.miles))
                yield Reason(
                    "near", "miles", f"It is within {whole} {'mile' if whole == 1 else 'miles'} of your area."
                )

    def _about_cost(self, offer: _Offer) -> Iterator[Reason]:
        if offer.pence == 0 and not offer.other_costs:
            yield FREE
        elif offer.pence > 0 and self.asked.most_twelfths is not None:
            pounds = f"£{offer.pence / 100:.2f}".removesuffix(".00")
            yield Reason(
                "cost", "pounds", f"It costs {pounds}{EACH.get(offer.per, '')}. You said you can pay that."
            )

    def _about_room(self, offer: _Offer) -> Iterator[Reason]:
        if (
            offer.room in (ROOM["open"], ROOM["few_left"])
            and offer.places_updated >= self.day.number - PLACES_OLD_AFTER
        ):
            left = offer.places_left
            if left > 1:
                yield Reason("room", "places", f"There are {left} places left.")
            elif left:
                yield Reason("room", "places", "There is 1 place left." if left == 1 else "There is room.")

    def _cautions(self, offer: _Offer) -> Iterator[Caution]:
        interests = offer.interests_low | offer.interests_high << LOW_BITS
        hated = interests & (self.asked.dislikes[0] | self.asked.dislikes[1] << LOW_BITS)
        if hated:
            for interest in INTERESTS.values():
                if hated >> interest.index & 1:
                    yield Caution(
                        "dislike", interest.key, f"Part of it is what you do not like: {interest.label}."
                    )
        for word in offer.disliked:
            yield Caution("dislike", word, f'It says "{word}", which you do not like.')
        applies = ~offer.does_not_apply
        arranged = offer.can_arrange & applies & ~SAFETY_CRITICAL
        if arranged & self.asked.musts:
            for need in self.needs:
                if arranged & need.bit:
                    yield Caution(
                        "tell_first", need.key, f"Tell them first. They can arrange this: {need.short}."
                    )
        yield from self._about_age(offer)
        if offer.format == BOTH:
            yield from self._about_joining_online(offer)
        if offer.no & applies & self.asked.helps:
            for need in self.helps:
                if offer.no & applies & need.bit:
                    yield Caution("has_not", need.key, need.has_not)
        if not offer.who_for & WHO_FOR_BIT["everyone"]:
            for bit, caution in SOME_ONLY:
                if offer.who_for & bit:
                    yield caution
        if offer.supporter == SUPPORT["must_come"]:
            yield MUST_COME
        for bit, caution in ENTRIES:
            if offer.entry & bit:
                yield caution
        if offer.joining == JOIN["referral-needed"]:
            by = self.catalogue.referrers.get(offer.row)
            yield Caution(
                "referral",
                "joining",
                f"Someone must refer you: {by.rstrip('.')}." if by else "Someone must refer you.",
            )
        if offer.other_costs:
            yield OTHER_COSTS
        if offer.room in NOT_ROOM:
            yield NOT_ROOM[offer.room]
        if 0 < offer.places_updated < self.day.number - PLACES_OLD_AFTER:
            yield PLACES_OLD
        if not offer.checked:
            yield NEVER_CHECKED
        elif offer.checked < self.day.number - CHECK_OLD_AFTER:
            yield CHECKED_LONG_AGO

    def _about_age(self, offer: _Offer) -> Iterator[Caution]:
        lowest, highest, age = offer.age_min, offer.age_max, self.asked.age
        if age is None:
            if lowest or highest < ANY_AGE:
                yield Caution("ages", "ages", f"It is for {_ages(lowest, highest)}.")
        elif offer.starts > self.day.number:
            starts = date.fromordinal(offer.starts + _EPOCH)
            youngest = (
                age
                + starts.year
                - self.today.year
                - ((starts.month, starts.day) < (self.today.month, self.today.day))
            )
            if youngest < lowest or youngest + 1 > highest:
                yield Caution(
                    "age_on_start",
                    "ages",
                    f"Check your age on the first day. It is for {_ages(lowest, highest)}.",
                )

    def _about_joining_online(self, offer: _Offer) -> Iterator[Caution]:
        """For what one can go to or join from home: why it would be from home."""
        if self.asked.only_online:
            yield ONLY_ONLINE
        elif self.asked.max_miles is not None and offer.beyond:
            yield NOWHERE if offer.miles is None else TOO_FAR
        else:
            met = offer.yes | (offer.can_arrange & ~SAFETY_CRITICAL) | offer.does_not_apply
            for need in self.needs:
                if need.bit & IN_PERSON_ONLY & ~met:
                    said = (
                        "They do not have this there"
                        if offer.no & need.bit
                        else "We do not know if they have this there"
                    )
                    yield Caution(
                        "join_online", need.key, f"You can join this one from home. {said}: {need.short}."
                    )
                    break

    def _questions(self, offer: _Offer) -> Iterator[Question]:
        asked = self.asked
        if offer.plan_required and not asked.ehcp:
            if offer.pilot_ends >= max(offer.starts, self.day.number):
                council = self.catalogue.pilot_councils.get(offer.row, "")
                yield Question(
                    None,
                    "pilot",
                    f"Can I join with no EHC plan{f', as I live in {council}' if council else ''}?",
                )
            else:
                yield ASK_EHCP
        if offer.format == IN_PERSON and offer.miles is None and asked.max_miles is not None:
            yield ASK_PLACE
        if asked.times and not offer.times and offer.pattern not in (PATTERN["flexible"], PATTERN["rolling"]):
            yield ASK_TIMES
        if asked.most_twelfths is not None and offer.pence < 0:
            yield ASK_COST
        if offer.musts_to_ask:
            for need in self.needs:
                if offer.musts_to_ask & need.bit:
                    yield Question(need.key, None, need.question)


_EPOCH = date(1970, 1, 1).toordinal()


class _Offer:
    """One row as plain Python values: `READ`, and what was worked out about it for this seeker."""

    __slots__ = ("row", *READ, "beyond", "does_not_apply", "disliked", "liked", "miles", "musts_to_ask")

    beyond: bool
    musts_to_ask: int
    miles: float | None
    liked: list[str]
    disliked: list[str]

    def __init__(self, row: int, *values: Any) -> None:
        self.row = row
        for name, value in zip(READ, values, strict=True):
            setattr(self, name, value)
        self.does_not_apply = _DOES_NOT_APPLY[self.kind][self.format]

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


_DOES_NOT_APPLY: list[list[int]] = DOES_NOT_APPLY.tolist()


def _ages(lowest: int, highest: int) -> str:
    if highest >= ANY_AGE:
        return f"age {lowest} and over"
    return f"ages {lowest} to {highest}" if lowest else f"age {highest} and under"


def answer(catalogue: Catalogue, row: int, need: Need) -> str:
    """How rule 8 reads a row's answer: "yes", "can_arrange", "no", "not_known" or "not_applicable"."""
    if int(DOES_NOT_APPLY[catalogue.kind[row], catalogue.format[row]]) & need.bit:
        return "not_applicable"
    for name, column in (
        ("yes", catalogue.yes),
        ("can_arrange", catalogue.can_arrange),
        ("no", catalogue.no),
    ):
        if int(column[row]) & need.bit:
            return name
    return "not_known"


def needs_beside_answers(catalogue: Catalogue, id: str, seeker: Seeker) -> tuple[NeedAnswer, ...]:
    """Each of the seeker's needs, in the order of the vocabulary, beside the answer of one offer. An unknown id is a KeyError."""
    row = catalogue.index_of(id)
    return tuple(
        NeedAnswer(key, seeker.needs[key], answer(catalogue, row, need), need.safety_critical)
        for key, need in NEEDS.items()
        if key in seeker.needs
    )
