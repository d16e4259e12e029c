"""The words that the whole product shares: needs in two voices, interests, and the choices of every facet.

The JSON files beside this module are read once, checked and typed. What is wrong in one of them stops the import with a
`VocabularyError` that names the file and the offending key. The order of a mapping is the order of its file, and a key's
`index` is its bit in every mask, so a key is only ever added at the end of its file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

FOLDER = Path(__file__).parent
MOST_NEEDS = 64  # one bit each in a 64-bit column
LOW_BITS = 60  # interests 0 to 59 in one column, the rest in a second: a signed 64-bit integer holds either
ANY: Mapping[str, Collection[str]] = MappingProxyType({})
SCOPES = {"venue", "session", "programme", "staff", "information", "travel"}

T = TypeVar("T")
Entries = list[dict[str, Any]]


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


class Vocabulary(NamedTuple):
    needs: Mapping[str, Need]
    need_groups: Mapping[str, Group]
    interests: Mapping[str, Interest]
    interest_groups: Mapping[str, Group]
    not_interests: tuple[str, ...]  # phrases that hold the word of an interest and are none: "parking space"
    facets: Mapping[str, Any]


def load(folder: Path = FOLDER) -> Vocabulary:
    """Read and check the three files of `folder`."""
    facets, of_needs, of_interests = (
        _read(folder, file) for file in ("facets.json", "support_needs.json", "interests.json")
    )
    for place, choices in _lists(facets):
        _check("facets.json", place.replace("_", " "), choices, ["label"])

    needs, groups = of_needs["needs"], of_needs["groups"]
    known = {
        "group": [group["key"] for group in groups],
        "scope": SCOPES,
        "satisfied_by": [need["key"] for need in needs],
        "only_for": [kind["key"] for kind in facets["types"]],
    }
    said = ["i_say", "short", "provider_says", "question", "has", "has_not"]
    _check("support_needs.json", "group", groups, ["label"])
    _check("support_needs.json", "need", needs, said, known)
    for need in needs[MOST_NEEDS:]:
        one_more = f'support_needs.json: need "{need["key"]}" is one more'
        raise VocabularyError(f"{one_more} than the {MOST_NEEDS} that a column holds")

    fields = of_interests["groups"]
    terms = [{"because": "", "group": field["key"]} | term for field in fields for term in field["terms"]]
    _check("interests.json", "group", fields, ["label"])
    _check("interests.json", "interest", terms, ["label"])
    meant: dict[str, str] = {}
    for key, words in ((term["key"], words) for term in terms for words in term["synonyms"]):
        if meant.setdefault(words, key) != key:
            too = f'"{words}" is a synonym of "{meant[words]}" too'
            raise VocabularyError(f'interests.json: interest "{key}": {too}')

    return Vocabulary(
        _typed(Need, needs),
        _groups(groups, needs),
        _typed(Interest, terms),
        _groups(fields, terms),
        tuple(of_interests["not_interests"]),
        MappingProxyType(facets),
    )


def _read(folder: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
    return found


def _lists(facets: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, Entries]]:
    """Every list of choices in the facets, with its place there."""
    for name, value in facets.items():
        if isinstance(value, dict):
            yield from _lists(value, f"{place}{name} ")
        elif isinstance(value, list) and isinstance(value[0], dict):
            yield place + name, value


def _check(
    file: str, what: str, entries: Entries, said: Iterable[str], known: Mapping[str, Collection[str]] = ANY
) -> None:
    """No key is there twice; each entry has words in the fields `said`; its fields in `known` name only what is known."""
    keys: set[str] = set()
    for entry in entries:
        here = f'{file}: {what} "{entry["key"]}"'
        if entry["key"] in keys:
            raise VocabularyError(f"{here} is there twice")
        keys.add(entry["key"])
        for field in said:
            if not entry.get(field):
                raise VocabularyError(f"{here} has no {field}")
        for field, choices in known.items():
            named = entry[field]
            for name in [named] if isinstance(named, str) else named:
                if name not in choices:
                    raise VocabularyError(f'{here}: {field} "{name}" is not known')


def _typed(of: type[T], entries: Entries) -> Mapping[str, T]:
    """The entries by their keys, as the dataclass `of`. An `index` is the place of an entry."""
    made = {}
    for index, entry in enumerate(entries):
        given = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
        given["index"] = index
        made[entry["key"]] = of(**{name: given[name] for name in of.__annotations__})
    return MappingProxyType(made)


def _groups(groups: Entries, members: Entries) -> Mapping[str, Group]:
    def of(group: str) -> list[str]:
        return [member["key"] for member in members if member["group"] == group]

    return _typed(Group, [{**group, "members": of(group["key"])} for group in groups])


NEEDS, NEED_GROUPS, INTERESTS, INTEREST_GROUPS, NOT_INTERESTS, FACETS = load()


def _labels(choices: Entries) -> Mapping[str, str]:
    return MappingProxyType({choice["key"]: choice["label"] for choice in choices})


KINDS = _labels(FACETS["types"])
OUTCOMES = _labels(FACETS["pfa_outcomes"])
GROUP_SIZES = _labels(FACETS["group_size"])
NOISE_LEVELS = _labels(FACETS["noise_level"])
WHO_FOR = _labels(FACETS["who_for"])
SUPPORTER = _labels(FACETS["supporter"]["keys"])
PATTERNS = _labels(FACETS["when"]["pattern"])
SEASONS = _labels(FACETS["when"]["season"])
FORMATS = _labels(FACETS["format"])
TRAVEL_MODES = _labels(FACETS["travel_modes"])
JOINING = _labels(FACETS["joining"])
PLACES_STATES = _labels(FACETS["places"]["keys"])
RECOGNITION = _labels(FACETS["recognition"])
ENTRY = _labels(FACETS["entry"])
VERIFICATION = _labels(FACETS["provider_verification"])
LEGAL_TYPES = _labels(FACETS["legal_types"])
COST_PER = _labels(FACETS["cost"]["per"])
REGISTER_SCHEMES = _typed(RegisterScheme, FACETS["register_schemes"])
_slots = FACETS["time_slots"]
TIME_SLOTS: Mapping[str, str] = MappingProxyType(
    {
        f"{day}_{part}": f"{_slots['days'][day]} {_slots['parts'][part]}"
        for day, part in (key.split("_") for key in _slots["keys"])
    }
)

_english = _read(FOLDER, "english.json")
ENGLISH: Mapping[str, frozenset[str]] = MappingProxyType(
    {name: frozenset(" ".join(lines).split()) for name, lines in _english.items() if isinstance(lines, list)}
)
KINDS_OF_CUE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {kind: tuple("|".join(lines).split("|")) for kind, lines in _english["cues"].items()}
)
SAYS: Mapping[str, Mapping[str, Any]] = MappingProxyType(_read(FOLDER, "says.json"))


def need_bits(access: Mapping[str, str], answer: str) -> int:
    """A bit for each need that `access` answers with `answer`, as stated: nothing is derived. An unknown key is a KeyError."""
    return sum(NEEDS[key].bit for key, given in access.items() if given == answer)


def interest_bits(keys: Iterable[str]) -> tuple[int, int]:
    """Bits of the interests named: (index 0 to 59, the rest). An unknown key is a KeyError."""
    bits = sum({1 << INTERESTS[key].index for key in keys})
    return bits & ((1 << LOW_BITS) - 1), bits >> LOW_BITS


def key_bits(choices: Mapping[str, Any], keys: Iterable[str]) -> int:
    """A bit for each of `keys` by its place in `choices` (any mapping of this module). An unknown key is a KeyError."""
    bit = {key: 1 << index for index, key in enumerate(choices)}
    return sum({bit[key] for key in keys})
