"""The words that the whole product shares: needs in two voices, interests, and the choices of every facet.

The JSON files beside this module are read once, checked and typed. What is wrong in one of them stops the import with a
`VocabularyError` that names the file and the offending key. The order of a mapping is the order of its file, and a key's
`index` is its bit in every mask, so a key is only ever added at the end of its file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

FOLDER = Path(__file__).parent
MOST_NEEDS = 64  # one bit each in a 64-bit column
LOW_BITS = 60  # interests 0 to 59 in one column, the rest in a second: a signed 64-bit integer holds either
SCOPES = {"venue", "session", "programme", "staff", "information", "travel"}

T = TypeVar("T")


class VocabularyError(ValueError):
    """A vocabulary file breaks its own rules; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    label: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """One support need: how a person says it (`i_say`), and how a provider does (`provider_says`).

    `satisfied_by`: needs whose "yes" is a "yes" to this one too. `only_for`: the kinds it applies to; empty means all.
    `question`, `has` and `has_not` are what a card asks or says about it.
    """

    key: str
    group: str
    i_say: str
    short: str
    about: str
    provider_says: str
    question: str
    has: str
    has_not: str
    scope: str
    can_arrange: bool
    safety_critical: bool
    satisfied_by: tuple[str, ...]
    only_for: tuple[str, ...]
    synonyms: tuple[str, ...]
    index: int

    @property
    def bit(self) -> int:
        return 1 << self.index

    @property
    def in_person_only(self) -> bool:
        """Joining online, it does not apply: it is about the building or the way there."""
        return self.scope == "venue" or self.group in ("physical", "getting-there")


@dataclass(frozen=True, slots=True)
class Interest:
    """One thing that people like. `because` is how a reason says it, where "You like LABEL." will not do. `special_category`: it
    reveals faith or orientation."""

    key: str
    label: str
    group: str
    because: str
    synonyms: tuple[str, ...]
    special_category: bool
    index: int


@dataclass(frozen=True, slots=True)
class RegisterScheme:
    """A public register of organisations, by its org-id.guide code where there is one."""

    key: str
    label: str
    number: str

    def check(self, number: str) -> None:
        """Raise ValueError when `number` can not be one of this register's."""
        if not re.fullmatch(self.number, number):
            raise ValueError(f"{number!r} is not a number of the register {self.label}.")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    needs: Mapping[str, Need]
    need_groups: Mapping[str, Group]
    interests: Mapping[str, Interest]
    interest_groups: Mapping[str, Group]
    not_interests: tuple[str, ...]  # phrases that hold the word of an interest and are none: "parking space"
    facets: Mapping[str, Any]


def load(folder: Path = FOLDER) -> Vocabulary:
    """Read and check the three files of `folder`."""
    facets = _read(folder, "facets.json")
    kinds = [kind["key"] for kind in facets["types"]]
    needs, need_groups = _needs(_read(folder, "support_needs.json"), kinds)
    raw = _read(folder, "interests.json")
    interests, interest_groups = _interests(raw)
    for name, choices in _choices(facets).items():
        _unique("facets.json", name, [choice["key"] for choice in choices])
        for choice in choices:
            if not choice.get("label"):
                raise VocabularyError(f'facets.json: {name} "{choice["key"]}" has no label')
    return Vocabulary(
        needs, need_groups, interests, interest_groups, tuple(raw["not_interests"]), MappingProxyType(facets)
    )


def _read(folder: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
    return found


def _unique(file: str, what: str, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise VocabularyError(f'{file}: {what} "{key}" is there twice')
        seen.add(key)


def _needs(raw: dict[str, Any], kinds: list[str]) -> tuple[Mapping[str, Need], Mapping[str, Group]]:
    file = "support_needs.json"
    entries = raw["needs"]
    keys = [entry["key"] for entry in entries]
    _unique(file, "need", keys)
    _unique(file, "group", [group["key"] for group in raw["groups"]])
    if len(keys) > MOST_NEEDS:
        raise VocabularyError(
            f'{file}: need "{keys[MOST_NEEDS]}" is one more than the {MOST_NEEDS} that a column holds'
        )
    groups = {group["key"] for group in raw["groups"]}
    needs: dict[str, Need] = {}
    for index, entry in enumerate(entries):
        key = entry["key"]
        for field, known, named in (
            ("group", groups, [entry["group"]]),
            ("scope", SCOPES, [entry["scope"]]),
            ("satisfied_by", set(keys), entry["satisfied_by"]),
            ("only_for", set(kinds), entry["only_for"]),
        ):
            for name in named:
                if name not in known:
                    raise VocabularyError(f'{file}: need "{key}": {field} "{name}" is not known')
        for field in ("i_say", "short", "provider_says", "question", "has", "has_not"):
            if not entry.get(field):
                raise VocabularyError(f'{file}: need "{key}" has no {field}')
        needs[key] = Need(
            **{
                field: entry[field]
                for field in ("key", "group", "i_say", "short", "about", "provider_says", "scope")
            },
            **{
                field: entry[field]
                for field in ("question", "has", "has_not", "can_arrange", "safety_critical")
            },
            satisfied_by=tuple(entry["satisfied_by"]),
            only_for=tuple(entry["only_for"]),
            synonyms=tuple(entry["synonyms"]),
            index=index,
        )
    return MappingProxyType(needs), _groups(raw["groups"], {need.key: need.group for need in needs.values()})


def _interests(raw: dict[str, Any]) -> tuple[Mapping[str, Interest], Mapping[str, Group]]:
    file = "interests.json"
    _unique(file, "group", [group["key"] for group in raw["groups"]])
    _unique(file, "interest", [term["key"] for group in raw["groups"] for term in group["terms"]])
    interests: dict[str, Interest] = {}
    said: dict[str, str] = {}
    for group in raw["groups"]:
        for term in group["terms"]:
            key, label = term["key"], term["label"]
            for synonym in term["synonyms"]:
                if said.setdefault(synonym, key) != key:
                    raise VocabularyError(
                        f'{file}: interest "{key}": "{synonym}" is a synonym of "{said[synonym]}" too'
                    )
            interests[key] = Interest(
                key=key,
                label=label,
                group=group["key"],
                because=term.get("because", ""),
                synonyms=tuple(term["synonyms"]),
                special_category=term["special_category"],
                index=len(interests),
            )
    return MappingProxyType(interests), _groups(
        raw["groups"], {term.key: term.group for term in interests.values()}
    )


def _groups(raw: list[dict[str, Any]], group_of: dict[str, str]) -> Mapping[str, Group]:
    return MappingProxyType(
        {
            group["key"]: Group(
                group["key"], group["label"], tuple(key for key, of in group_of.items() if of == group["key"])
            )
            for group in raw
        }
    )


def _choices(facets: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Each facet's list of choices, under a name that an error message can use."""
    return {
        "kind": facets["types"],
        "outcome": facets["pfa_outcomes"],
        "group size": facets["group_size"],
        "noise level": facets["noise_level"],
        "who for": facets["who_for"],
        "supporter": facets["supporter"]["keys"],
        "pattern": facets["when"]["pattern"],
        "season": facets["when"]["season"],
        "format": facets["format"],
        "travel mode": facets["travel_modes"],
        "joining": facets["joining"],
        "places state": facets["places"]["keys"],
        "recognition": facets["recognition"],
        "entry": facets["entry"],
        "verification": facets["provider_verification"],
        "legal type": facets["legal_types"],
        "register": facets["register_schemes"],
        "cost per": facets["cost"]["per"],
    }


_loaded = load()
_facets = _choices(_loaded.facets)


def _labels(name: str) -> Mapping[str, str]:
    return MappingProxyType({choice["key"]: choice["label"] for choice in _facets[name]})


def _time_slots() -> Mapping[str, str]:
    slots = _loaded.facets["time_slots"]
    named = {key: key.split("_") for key in slots["keys"]}
    return MappingProxyType(
        {key: f"{slots['days'][day]} {slots['parts'][part]}" for key, (day, part) in named.items()}
    )


NEEDS, NEED_GROUPS = _loaded.needs, _loaded.need_groups
INTERESTS, INTEREST_GROUPS = _loaded.interests, _loaded.interest_groups
NOT_INTERESTS = _loaded.not_interests
FACETS = _loaded.facets

_english = _read(FOLDER, "english.json")
ENGLISH: Mapping[str, frozenset[str]] = MappingProxyType(
    {name: frozenset(" ".join(lines).split()) for name, lines in _english.items() if isinstance(lines, list)}
)
KINDS_OF_CUE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {kind: tuple("|".join(lines).split("|")) for kind, lines in _english["cues"].items()}
)

KINDS = _labels("kind")
OUTCOMES = _labels("outcome")
GROUP_SIZES = _labels("group size")
NOISE_LEVELS = _labels("noise level")
WHO_FOR = _labels("who for")
SUPPORTER = _labels("supporter")
PATTERNS = _labels("pattern")
SEASONS = _labels("season")
TIME_SLOTS = _time_slots()
FORMATS = _labels("format")
TRAVEL_MODES = _labels("travel mode")
JOINING = _labels("joining")
PLACES_STATES = _labels("places state")
RECOGNITION = _labels("recognition")
ENTRY = _labels("entry")
VERIFICATION = _labels("verification")
LEGAL_TYPES = _labels("legal type")
COST_PER = _labels("cost per")
REGISTER_SCHEMES: Mapping[str, RegisterScheme] = MappingProxyType(
    {
        entry["key"]: RegisterScheme(entry["key"], entry["label"], entry["number"])
        for entry in _facets["register"]
    }
)


def need_bits(access: Mapping[str, str], answer: str) -> int:
    """A bit for each need that `access` answers with `answer`, as stated: nothing is derived. An unknown key is a KeyError."""
    return sum(NEEDS[key].bit for key, given in access.items() if given == answer)


def interest_bits(keys: Iterable[str]) -> tuple[int, int]:
    """Bits of the interests named: (index 0 to 59, the rest). An unknown key is a KeyError."""
    bits = 0
    for key in keys:
        bits |= 1 << INTERESTS[key].index
    return bits & ((1 << LOW_BITS) - 1), bits >> LOW_BITS


def key_bits(choices: Mapping[str, T], keys: Iterable[str]) -> int:
    """A bit for each of `keys` by its place in `choices` (any mapping of this module). An unknown key is a KeyError."""
    place = {key: index for index, key in enumerate(choices)}
    bits = 0
    for key in keys:
        bits |= 1 << place[key]
    return bits
