"""What matching answers, written as plainly as the specification says it, and slow: rules, order, scores, what would open up.

Nothing here is shared with the fast code but the vocabulary, the types, and how words are read (`matching.words`). The others
are compared with it: `answer_to` for one person and a list of offers, `open_up` by running that again with other answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from math import isnan
from typing import Any

from geopy.distance import geodesic

from matching.types import Offer, Seeker
from matching.vocabulary import INTEREST_GROUPS, KINDS, NEEDS, Need
from matching.words import stems, stems_of, understand

SMALL_GROUPS = ("one", "tiny", "small")
MICROMETRE = (
    1e-9  # in miles: no distance is known better than that, so what is this little beyond a limit is at it
)


# --- The rules ---------------------------------------------------------------------------------------------------------------


@dataclass
class Verdict:
    """`fails`: the first rule failed, or None. `asks` are needs' keys and "ehcp", "pilot", "place", "times", "cost"."""

    fails: str | None = None
    failed_needs: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    cautions: set[tuple[str, str]] = field(default_factory=set)
    miles: float | None = None


def judge(offer: Offer, seeker: Seeker, today: date, not_interests: set[str]) -> Verdict:
    verdict = Verdict(miles=miles_to(offer, seeker))
    for name, rule in RULES:
        if not rule(offer, seeker, today, not_interests, verdict):
            verdict.fails = name
            return verdict
    return verdict


def miles_to(offer: Offer, seeker: Seeker) -> float | None:
    if offer.format == "online":
        return 0.0
    if offer.lat is None or isnan(seeker.lat):
        return None
    return miles_between((seeker.lat, seeker.lng), (offer.lat, offer.lng))


@lru_cache(maxsize=200_000)
def miles_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    return geodesic(one, other).miles


def _over(offer, seeker, today, not_interests, verdict):
    if offer.ends_on is not None and offer.ends_on < today:
        return False
    if offer.apply_by is not None and offer.apply_by < today:
        return False
    once = offer.pattern == "one_off" and offer.ends_on is None and offer.starts_on is not None
    return not (once and offer.starts_on < today)


def _kind(offer, seeker, today, not_interests, verdict):
    return not seeker.kinds or offer.kind in seeker.kinds


def ages_of(offer: Offer) -> tuple[int, int | None]:
    """Rule 3: the ages that it is for, whatever it says. The lowest is 0 when there is none, the highest None."""
    lowest, highest = offer.age_min or 0, offer.age_max
    if offer.kind == "supported-internship":
        lowest, highest = max(lowest, 16), min(24 if highest is None else highest, 24)
    if offer.kind == "volunteering" and not offer.under_16_confirmed:
        lowest = max(lowest, 16)
    return lowest, highest


def _age(offer, seeker, today, not_interests, verdict):
    lowest, highest = ages_of(offer)
    if seeker.age is None:
        if lowest or highest is not None:
            verdict.cautions.add(("ages", "ages"))
        return True
    ages = [seeker.age]
    if offer.starts_on is not None and offer.starts_on > today:
        years = offer.starts_on.year - today.year
        if (offer.starts_on.month, offer.starts_on.day) < (today.month, today.day):
            years -= 1
        ages = [seeker.age + years, seeker.age + years + 1]
    good = [lowest <= age and (highest is None or age <= highest) for age in ages]
    if any(good) and not all(good):
        verdict.cautions.add(("age_on_start", "ages"))
    return any(good)


def _ehcp(offer, seeker, today, not_interests, verdict):
    if offer.kind != "supported-internship" and offer.ehcp != "required":
        return True
    if seeker.ehcp:
        return True
    start = max(offer.starts_on or today, today)
    if offer.pilot is not None and offer.pilot.ends_on >= start:
        verdict.asks.append("pilot")
        return True
    if seeker.ehcp is None:
        verdict.asks.append("ehcp")
        return True
    return False


def only_online(seeker: Seeker) -> bool:
    return list(seeker.modes) == ["online"]


def _travel(offer, seeker, today, not_interests, verdict):
    limit, miles = seeker.max_miles, verdict.miles
    if offer.format == "online":
        return True
    beyond = limit is not None and miles is not None and miles > limit + MICROMETRE
    if offer.format == "both":
        if only_online(seeker) or beyond or (limit is not None and miles is None):
            verdict.cautions.add(("join_online", ""))
        return True
    if only_online(seeker):
        return False
    if limit is not None and miles is None:
        verdict.asks.append("place")
    return not beyond


def _times(offer, seeker, today, not_interests, verdict):
    if not seeker.times or set(seeker.times) & set(offer.times):
        return True
    if offer.times:
        return False
    if offer.pattern not in ("flexible", "rolling"):
        verdict.asks.append("times")
    return True


def each_time(offer: Offer) -> Fraction | None:
    """Rule 7: the pounds that each time costs, None when they are not known."""
    if offer.pence is None:
        return None
    return Fraction(offer.pence, 1200 if offer.per == "term" else 100)


def _cost(offer, seeker, today, not_interests, verdict):
    if seeker.max_cost is None:
        return True
    price = each_time(offer)
    if price is None:
        verdict.asks.append("cost")
        return True
    return price <= Fraction(str(seeker.max_cost))


def reads(offer: Offer, need: Need) -> str:
    """Rule 8: how the answer to a need is read."""
    if any(offer.access.get(key) == "yes" for key in (need.key, *need.satisfied_by)):
        return "yes"
    given = offer.access.get(need.key, "not_sure")
    return given if given != "not_sure" else said_elsewhere(offer, need.key) or "not_sure"


def said_elsewhere(offer: Offer, need: str) -> str | None:
    small = offer.group_size in SMALL_GROUPS
    if need == "job-coach":
        return "yes" if offer.job_coach else None
    if need == "low-noise":
        return {"quiet": "yes", "loud": "no"}.get(offer.noise)
    if need == "small-group":
        return "yes" if small else "no" if offer.group_size else None
    if need == "not-crowded":
        return "yes" if small else "no" if offer.group_size == "crowd" else None
    if need == "bring-supporter":
        return "yes" if offer.supporter in ("welcome", "must_come") else None
    if need in ("no-interview", "no-grades"):
        asked_for = (
            {"interview"} if need == "no-interview" else {"english_maths_level", "qualification_named"}
        )
        return "no" if asked_for & set(offer.entry) else "yes" if tuple(offer.entry) == ("none",) else None
    return None


def applies(offer: Offer, need: Need) -> bool:
    if need.only_for and offer.kind not in need.only_for:
        return False
    return not (offer.format == "online" and about_the_place(need))


def about_the_place(need: Need) -> bool:
    return need.scope == "venue" or need.group in ("physical", "getting-there")


def _need(offer, seeker, today, not_interests, verdict):
    for key, importance in seeker.needs.items():
        need = NEEDS[key]
        if not applies(offer, need):
            continue
        given = reads(offer, need)
        if importance == "would_help":
            if given == "no":
                verdict.cautions.add(("has_not", key))
            continue
        if given == "yes":
            continue
        if given == "can_arrange" and not need.safety_critical:
            verdict.cautions.add(("tell_first", key))
        elif offer.format == "both" and about_the_place(need):
            verdict.cautions.add(("join_online", ""))
        elif given == "no":
            verdict.failed_needs.append(key)
        else:
            verdict.asks.append(key)
    return not verdict.failed_needs


def _dislike(offer, seeker, today, not_interests, verdict):
    for key in set(offer.interests) & not_interests:
        verdict.cautions.add(("dislike", key))
    return not offer.interests or not set(offer.interests) <= not_interests


RULES = (
    ("over", _over),
    ("kind", _kind),
    ("age", _age),
    ("ehcp", _ehcp),
    ("travel", _travel),
    ("times", _times),
    ("cost", _cost),
    ("need", _need),
    ("dislike", _dislike),
)


def other_cautions(offer: Offer, today: date) -> set[str]:
    """The codes of the cautions that hold of an offer whoever asks, but `ages`, `age_on_start` and what needs and dislikes say."""
    some = {
        "send-only",
        "girls-and-women",
        "boys-and-men",
        "local-council-residents-only",
        "students-of-named-college-only",
    }
    old = offer.places_updated_on is not None and (today - offer.places_updated_on).days > 56
    unchecked = offer.checked_on is None or (today - offer.checked_on).days > 183
    return {
        code
        for code, holds in (
            ("other_costs", offer.other_cost != "none"),
            ("full", offer.places_state == "full"),
            ("waiting_list", offer.places_state == "waiting_list"),
            ("not_open_yet", offer.places_state == "not_open_yet"),
            ("places_old", old),
            ("not_checked", unchecked),
            ("who_for", bool(some & set(offer.who_for))),
            ("must_come", offer.supporter == "must_come"),
            ("entry", bool(set(offer.entry) - {"none"})),
            ("referral", offer.joining == "referral-needed"),
        )
        if holds
    }


# --- The order: each part is a whole number from 0 to 1000 -------------------------------------------------------------------


@dataclass(frozen=True)
class Person:
    """A seeker, and what they like and do not, ticked or read. `akin`: what is of a group that holds something liked, and is not
    disliked. Words are stemmed, with a space on each side."""

    seeker: Seeker
    today: date
    liked: frozenset[str]
    disliked: frozenset[str]
    akin: frozenset[str]
    liked_words: tuple[str, ...]
    disliked_words: tuple[str, ...]


def person_of(seeker: Seeker, today: date) -> Person:
    understood = _understood(seeker.own_words, seeker.interests, seeker.not_interests)
    disliked = frozenset((*seeker.not_interests, *understood.not_interests))
    liked = frozenset((*seeker.interests, *understood.interests)) - disliked
    groups = [group.members for group in INTEREST_GROUPS.values() if liked & set(group.members)]
    return Person(
        seeker,
        today,
        liked,
        disliked,
        akin=frozenset(key for members in groups for key in members) - disliked,
        liked_words=_stemmed(understood.liked_words),
        disliked_words=_stemmed(understood.disliked_words),
    )


_understood = lru_cache(maxsize=10_000)(understand)


def _stemmed(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(f" {stems_of(word.split())} " for word in words)


@lru_cache(maxsize=100_000)
def _text(title: str, summary: str, steps: tuple[str, ...]) -> str:
    return f" {stems(' '.join((title, summary, *steps)))} "


def text_of(offer: Offer) -> str:
    return _text(offer.title, offer.summary, tuple(offer.steps))


def interest(offer: Offer, person: Person) -> int:
    has = set(offer.interests)
    return 1000 if has & person.liked else 500 if has & person.akin else 0


def more_interests(offer: Offer, person: Person) -> int:
    return (0, 0, 500, 1000)[min(len(set(offer.interests) & person.liked), 3)]


def words(offer: Offer, person: Person) -> int:
    text = text_of(offer)
    return 500 * min(sum(word in text for word in person.liked_words), 2)


def helps(offer: Offer, person: Person) -> int:
    wanted, answers = _would_help(offer, person)
    return 500 * (2 * answers["yes"] + answers["can_arrange"]) // wanted if wanted else 0


def nothing_missing(offer: Offer, person: Person) -> int:
    wanted, answers = _would_help(offer, person)
    return 1000 - 1000 * answers["no"] // wanted if wanted else 1000


def _would_help(offer: Offer, person: Person) -> tuple[int, Counter[str]]:
    """How many things would help, and how often each answer is given, to those that apply."""
    wanted = [NEEDS[key] for key, how in person.seeker.needs.items() if how == "would_help"]
    return len(wanted), Counter(reads(offer, need) for need in wanted if applies(offer, need))


def friends(offer: Offer, person: Person) -> int:
    if "meeting-people" not in person.liked and "help-make-friends" not in person.seeker.needs:
        return 0
    often = {"weekly": 700, "fortnightly": 700, "rolling": 700, "monthly": 420, "block": 420, "flexible": 210}
    return often.get(offer.pattern, 0) + (300 if offer.group_size in SMALL_GROUPS else 0)


def tenths_to(offer: Offer, person: Person) -> int | None:
    miles = miles_to(offer, person.seeker)
    return None if miles is None else round(miles * 10)


def near(offer: Offer, person: Person) -> int:
    if offer.format == "online":
        return 1000 if only_online(person.seeker) else 500
    tenths, most = tenths_to(offer, person), person.seeker.max_miles
    limit = 100 if most is None else max(1, round(most * 10))
    return 0 if tenths is None else max(0, 1000 - 1000 * tenths // limit)


def room(offer: Offer, person: Person) -> int:
    states = {"open": 1000, "few_left": 1000, "": 600, "not_open_yet": 400, "waiting_list": 200, "full": 0}
    updated = offer.places_updated_on
    fresh = updated is not None and (person.today - updated).days <= 56
    return states[offer.places_state] if fresh else states[offer.places_state] * 4 // 5


def checked(offer: Offer, person: Person) -> int:
    if offer.checked_on is None:
        return 0
    return 1000 * max(0, 183 - max(0, (person.today - offer.checked_on).days)) // 183


PARTS: dict[str, tuple[int, Callable[[Offer, Person], int]]] = {  # the weight of each, and what it is
    "interest": (1000, interest),
    "more_interests": (150, more_interests),
    "words": (300, words),
    "helps": (350, helps),
    "nothing_missing": (100, nothing_missing),
    "friends": (200, friends),
    "near": (150, near),
    "room": (100, room),
    "checked": (50, checked),
}


def quiet(offer: Offer, person: Person) -> int:
    answers = {reads(offer, NEEDS["low-noise"]), reads(offer, NEEDS["quiet-space"])}
    return 1000 if "yes" in answers else 500 if "can_arrange" in answers else 0


def age(offer: Offer, person: Person) -> int:
    lowest, highest = ages_of(offer)
    if highest is None:
        return 0
    span = highest - lowest
    return 1000 if span <= 3 else 700 if span <= 6 else 300 if span <= 10 else 0


def small(offer: Offer, person: Person) -> int:
    return 1000 if offer.group_size in SMALL_GROUPS else 0


def regular(offer: Offer, person: Person) -> int:
    often = {
        "weekly": 1000,
        "fortnightly": 1000,
        "rolling": 1000,
        "monthly": 600,
        "block": 600,
        "flexible": 300,
    }
    return often.get(offer.pattern, 0)


def free(offer: Offer, person: Person) -> int:
    price = each_time(offer)
    return 0 if price is None else 1000 if price == 0 else 500 if price <= 3 else 0


def support(offer: Offer, person: Person) -> int:
    needs = [NEEDS[key] for key in person.seeker.needs]
    there = [need for need in needs if applies(offer, need) and reads(offer, need) == "yes"]
    return 1000 * len(there) // len(needs) if needs else 0


MATTERS: dict[str, Callable[[Offer, Person], int]] = {
    "like": interest,
    "near": near,
    "quiet": quiet,
    "age": age,
    "small": small,
    "regular": regular,
    "free": free,
    "support": support,
}
FOR_WHAT_MATTERS = 300
NOT_CONFIRMED_IN_TIME = 400_000


def points(offer: Offer, person: Person) -> int:
    usual = sum(weight * part(offer, person) for weight, part in PARTS.values())
    matters = sum(FOR_WHAT_MATTERS * MATTERS[key](offer, person) for key in person.seeker.matters)
    return usual + matters - (NOT_CONFIRMED_IN_TIME if offer.overdue else 0)


def top(seeker: Seeker) -> int:
    """The most points that there can be."""
    return 1000 * (sum(weight for weight, _ in PARTS.values()) + FOR_WHAT_MATTERS * len(seeker.matters))


def holds_a_dislike(offer: Offer, person: Person) -> bool:
    text = text_of(offer)
    return bool(set(offer.interests) & person.disliked) or any(word in text for word in person.disliked_words)


@dataclass
class Placed:
    """An offer in its bucket. `value` is its points less what variety takes off."""

    offer: Offer
    points: int
    value: int
    disliked: bool
    tenths: int | None
    asks: tuple[str, ...]
    score: float = 0.0


def with_variety(part: Sequence[Placed]) -> list[Placed]:
    """Of one part of a bucket: less for each of the same provider, and of the same kind, that comes before by points."""
    providers: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for each in sorted(part, key=lambda each: (-each.points, each.offer.id)):
        same_provider, same_kind = providers[each.offer.provider], kinds[each.offer.kind]
        each.value = each.points - 48_000 * min(same_provider, 4) - 12_000 * min(same_kind, 8)
        providers[each.offer.provider] += 1
        kinds[each.offer.kind] += 1
    return sorted(part, key=lambda each: (-each.value, each.offer.id))


def nearest(part: Sequence[Placed]) -> list[Placed]:
    def how_near(each: Placed) -> tuple[Any, ...]:
        nowhere = each.offer.format == "online" or each.tenths is None
        return nowhere, 0 if nowhere else each.tenths, -each.points, each.offer.id

    for each in part:
        each.value = each.points
    return sorted(part, key=how_near)


def in_order(bucket: Sequence[Placed], seeker: Seeker, order: str) -> list[Placed]:
    arrange = nearest if order == "nearest" else with_variety
    clean = arrange([each for each in bucket if not each.disliked])
    last = arrange([each for each in bucket if each.disliked])
    best = top(seeker)
    for each in (*clean, *last):
        each.score = round((max(each.value, 0) + (0 if each.disliked else best)) / (2 * best), 4)
    return [*clean, *last]


# --- The whole answer --------------------------------------------------------------------------------------------------------


@dataclass
class Answer:
    fits: list[Placed]
    ask_first: list[Placed]
    by_rule: Counter[str]
    by_need: Counter[str]


def answer_to(offers: Sequence[Offer], seeker: Seeker, today: date, order: str = "best") -> Answer:
    person = person_of(seeker, today)
    answer = Answer([], [], Counter(), Counter())
    for offer in offers:
        verdict = judge(offer, seeker, today, set(person.disliked))
        if verdict.fails:
            answer.by_rule[verdict.fails] += 1
            answer.by_need.update(verdict.failed_needs)
            continue
        worth = points(offer, person)
        placed = Placed(
            offer, worth, worth, holds_a_dislike(offer, person), tenths_to(offer, person), tuple(verdict.asks)
        )
        (answer.ask_first if verdict.asks else answer.fits).append(placed)
    answer.fits = in_order(answer.fits, seeker, order)
    answer.ask_first = in_order(answer.ask_first, seeker, order)
    return answer


# --- What would open up more -------------------------------------------------------------------------------------------------

MILES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60)
POUNDS = (1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 100)
FEW = 5  # two changes are only offered to who has fewer than this

Change = dict[str, Any]  # fields of a seeker and their new values


@dataclass(frozen=True)
class Opened:
    rule: str
    change: Change
    adds: int


class _Again:
    """How many more would fit after a change: by running the rules again, each change once."""

    def __init__(self, offers: Sequence[Offer], seeker: Seeker, today: date) -> None:
        self.offers, self.seeker, self.today = offers, seeker, today
        self.not_interests = set(person_of(seeker, today).disliked)
        self.before = self._fit(seeker)
        self.known: dict[str, int] = {}

    def _fit(self, seeker: Seeker) -> int:
        verdicts = (judge(offer, seeker, self.today, self.not_interests) for offer in self.offers)
        return sum(verdict.fails is None and not verdict.asks for verdict in verdicts)

    def adds(self, change: Change) -> int:
        name = repr(sorted(change.items()))
        if name not in self.known:
            self.known[name] = self._fit(replace(self.seeker, **change)) - self.before
        return self.known[name]


def steps_of_travel(seeker: Seeker, fitting: int) -> list[Change]:
    most = seeker.max_miles
    if most is None:
        return []
    furthest = MILES[-1] if not fitting else max(1.5 * most, most + 4)
    return [{"max_miles": step} for step in MILES if most < step <= furthest]


def steps_of_times(seeker: Seeker, fitting: int) -> list[Change]:
    return [{"times": ()}] if seeker.times else []


def steps_of_cost(seeker: Seeker, fitting: int) -> list[Change]:
    if seeker.max_cost is None:
        return []
    return [{"max_cost": step} for step in (*(step for step in POUNDS if step > seeker.max_cost), None)]


def steps_of_kind(seeker: Seeker, fitting: int) -> list[Change]:
    if not seeker.kinds:
        return []
    return [{"kinds": (*seeker.kinds, kind)} for kind in KINDS if kind not in seeker.kinds]


STEPS = {"travel": steps_of_travel, "times": steps_of_times, "cost": steps_of_cost, "kind": steps_of_kind}


def open_up(offers: Sequence[Offer], seeker: Seeker, today: date) -> list[Opened]:
    """One change for each of travel, times, cost and kind that adds something, in that order; and then at most one pair."""
    again = _Again(offers, seeker, today)
    steps = {rule: steps(seeker, again.before) for rule, steps in STEPS.items()}
    alone = {rule: opened for rule in steps if (opened := _one_change(rule, steps[rule], again.adds))}
    pairs = list(_two_changes(steps, alone, again.adds)) if again.before < FEW else []
    return [*alone.values(), *sorted(pairs, key=lambda pair: -pair.adds)[:1]]


def _one_change(rule: str, steps: list[Change], adds: Callable[[Change], int]) -> Opened | None:
    """The first step that adds something; for a kind, the step that adds most."""
    helpful = [change for change in steps if adds(change) > 0]
    if not helpful:
        return None
    change = max(helpful, key=adds) if rule == "kind" else helpful[0]
    return Opened(rule, change, adds(change))


def _two_changes(
    steps: dict[str, list[Change]], alone: dict[str, Opened], adds: Callable[[Change], int]
) -> Iterator[Opened]:
    for pair in combinations(steps, 2):
        if not all(steps[rule] for rule in pair):
            continue
        chosen = {rule: alone[rule].change if rule in alone else steps[rule][-1] for rule in pair}
        for rule in reversed(pair):
            if rule not in alone:
                (other,) = (chosen[each] for each in pair if each != rule)
                chosen[rule] = _beside(rule, steps[rule], other, adds)
        change = chosen[pair[0]] | chosen[pair[1]]
        if adds(change) > sum(alone[rule].adds for rule in pair if rule in alone):
            yield Opened("+".join(pair), change, adds(change))


def _beside(rule: str, steps: list[Change], other: Change, adds: Callable[[Change], int]) -> Change:
    """What a rule that adds nothing alone adds beside another change: the first step that adds something, or the best kind."""
    if rule == "kind":
        return max(steps, key=lambda step: adds(step | other))
    return next((step for step in steps if adds(step | other) > adds(other)), steps[0])
