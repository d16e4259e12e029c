"""What matching can say that stands in no line of code: the words of its vocabulary, and the messages that are made of them.

For whoever translates: `manage.py makemessages` adds these to what it reads in the code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from matching import cautions, closeup, opening, reasons
from matching.messages import Message
from matching.types import Caution, Question, Reason
from matching.vocabulary import FACETS, INTEREST_GROUPS, INTERESTS, NEED_GROUPS, NEEDS, SAYS, TIME_SLOTS

NEED_WORDS = ("i_say", "short", "about", "provider_says")


def vocabulary() -> Iterator[tuple[str, str]]:
    """(place, words) of all that the vocabulary calls something, as the product shows it."""
    for key, need in NEEDS.items():
        for field in NEED_WORDS:
            if words := getattr(need, field):
                yield f"support_needs.json:{key}", words
    for file, named in (
        ("support_needs.json", NEED_GROUPS),
        ("interests.json", INTERESTS),
        ("interests.json", INTEREST_GROUPS),
    ):
        yield from ((f"{file}:{key}", each.label) for key, each in named.items())
    yield from ((f"facets.json:{place}", words) for place, words in _labels(FACETS))
    yield from ((f"facets.json:{key}", words) for key, words in TIME_SLOTS.items())
    slots = FACETS["time_slots"]
    for named in (slots["days"], slots["parts"], slots["labels"]):
        yield from ((f"facets.json:{key}", words) for key, words in named.items())


def _labels(facets: object) -> Iterator[tuple[str, str]]:
    """Every "label" and "plain" of the facets, at any depth."""
    if isinstance(facets, Mapping):
        for field in ("label", "plain"):
            if field in facets:
                yield facets["key"], facets[field]
        for each in facets.values():
            yield from _labels(each)
    elif isinstance(facets, list):
        for each in facets:
            yield from _labels(each)


def made() -> Iterator[tuple[str, Message]]:
    """(file, message) of every pattern of says.json, of every message that was made when its module was read, and of the messages
    in it."""
    for patterns in SAYS.values():
        for pattern in patterns.values():
            one, many = (pattern, "") if isinstance(pattern, str) else pattern
            yield "matching/vocabulary/says.json", Message(one, one, plural=many)
    for module in (closeup, reasons, cautions, opening):
        file = f"{module.__name__.replace('.', '/')}.py"
        yield from ((file, message) for message in _in(vars(module)))


def _in(value: object) -> Iterator[Message]:
    if isinstance(value, Message):
        yield value
        for _, inner in value.values:
            yield from _in(inner)
    elif isinstance(value, Reason | Caution | Question):
        yield from _in(value.message)
    elif isinstance(value, Mapping):
        for each in list(value.values()):
            yield from _in(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _in(each)
