"""What goes in (an Offer, a Seeker) and what comes out (Suggestions). Frozen, plain, with no behaviour.

The words and keys are those of the opportunities, seeker and suggestions formats; keys are those of `matching.vocabulary`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from matching.messages import Message

if TYPE_CHECKING:
    from matching.words import Understood


@dataclass(frozen=True, slots=True)
class Pilot:
    """A council's supported internship pilot for people with no EHC plan. `ends_on` itself still counts."""

    council: str
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One opportunity of a public provider. An empty string or None means that it is not known.

    `access`: need key to "yes", "can_arrange", "no" or "not_sure"; a key left out is "not_sure". `ages` are inclusive whole
    years. `pence` is None when the price is not known. `other_cost` is "none" or what else one pays for, in words. `overdue`: the
    provider was asked whether it is all still right, and did not say so in time; no file says this.
    """

    id: str
    provider: str
    kind: str
    title: str
    summary: str = ""
    steps: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    access: Mapping[str, str] = field(default_factory=dict)
    access_notes: Mapping[str, str] = field(default_factory=dict)
    format: str = "in-person"
    lat: float | None = None
    lng: float | None = None
    age_min: int | None = None
    age_max: int | None = None
    ehcp: str = "any"
    times: tuple[str, ...] = ()
    pattern: str = ""
    season: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    apply_by: date | None = None
    pence: int | None = None
    per: str = ""
    supporter_free: bool = False
    other_cost: str = "none"
    places_state: str = ""
    places_left: int | None = None
    places_updated_on: date | None = None
    group_size: str = ""
    noise: str = ""
    supporter: str = ""
    who_for: tuple[str, ...] = ()
    joining: str = ""
    recognition: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()
    checked_on: date | None = None
    overdue: bool = False
    pilot: Pilot | None = None
    job_coach: bool = False
    under_16_confirmed: bool = False
    referral_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeker:
    """What one person said. `lat`, `lng` are the centre of the postcode district; `max_cost` is pounds each time.

    None, or nothing in a tuple, means that the question was not answered, and limits nothing. `needs` gives each key
    "must" or "would_help". `matters`: what matters most to them, up to three keys of `matching.scoring.MATTERS`.
    """

    lat: float
    lng: float
    outcode: str = ""
    age: int | None = None
    ehcp: bool | None = None
    interests: tuple[str, ...] = ()
    not_interests: tuple[str, ...] = ()
    own_words: str = ""
    needs: Mapping[str, str] = field(default_factory=dict)
    modes: tuple[str, ...] = ()
    max_miles: float | None = None
    kinds: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    max_cost: Decimal | float | None = None
    matters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it was suggested. `key` is what it is about: an interest, a need, a time slot, a word."""

    code: str
    key: str
    message: Message

    @property
    def text(self) -> str:
        return self.message.text


@dataclass(frozen=True, slots=True)
class Caution:
    """What to know before going: something that it has not, or that is not sure."""

    code: str
    key: str
    message: Message

    @property
    def text(self) -> str:
        return self.message.text


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask the provider first. Either `need` (a key) or `about` ("ehcp", "pilot", "place", "times", "cost") is set."""

    need: str | None
    about: str | None
    message: Message

    @property
    def question(self) -> str:
        return self.message.text


class Suggestion(NamedTuple):
    """One opportunity that fits, or might. `miles` is None when it has no place. `score` is from 0 to 1.

    A tuple, for every answer makes forty: a frozen dataclass takes five times as long to make.
    """

    id: str
    score: float
    miles: float | None
    reasons: tuple[Reason, ...]
    cautions: tuple[Caution, ...]
    to_ask: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many were left out: once each under the first rule failed, and under `need` each must that failed."""

    total: int
    by_rule: Mapping[str, int]
    by_need: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OpenUp:
    """One change that a person could make, or two: the fields of the seeker file in `change` get its values, and `adds` more would
    fit. `rule` names what stands in the way: "travel", or "travel+cost"."""

    rule: str
    change: Mapping[str, float | tuple[str, ...] | None]
    adds: int
    message: Message

    @property
    def text(self) -> str:
        return self.message.text


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The whole answer. `fits` and `ask_first` are best first and cut by the limit; the totals are not cut."""

    understood: Understood
    fits: tuple[Suggestion, ...]
    ask_first: tuple[Suggestion, ...]
    fits_total: int
    ask_first_total: int
    left_out: LeftOut
    open_up: tuple[OpenUp, ...]


@dataclass(frozen=True, slots=True)
class NeedAnswer:
    """One of the seeker's needs beside the answer: "yes", "can_arrange", "no", "not_known" or "not_applicable"."""

    key: str
    importance: str
    answer: str
    safety_critical: bool
