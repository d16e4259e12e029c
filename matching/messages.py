"""Words that can be said in any language: a pattern with named values, beside the finished English.

Patterns are the entries of a translator's catalogue. They are found by their place: the first argument of `message`, the first two
of `counted` and that of `gettext_noop` are names that `manage.py makemessages` looks for. What reads a catalogue is not here: this
package knows no framework. See docs/decisions/words-of-matching.md.
"""

from __future__ import annotations

from typing import NamedTuple

from matching.vocabulary import SAYS


class Pence(int):
    """Money. In English it is £3.50, or £4."""

    def __str__(self) -> str:
        return f"£{self / 100:.2f}".removesuffix(".00")


class Message(NamedTuple):
    """What is said. `text` is all of it in English.

    `values` go where the pattern names them. A value that is a message is translated too; a text is not: it is a name, or somebody's
    own words. `plural` is the pattern for a `number` that is not 1; empty where nothing is counted.
    """

    text: str
    pattern: str
    values: tuple[tuple[str, Value], ...] = ()
    plural: str = ""
    number: int = 0


Value = str | int | Pence | Message


def gettext_noop(pattern: str) -> str:
    """The pattern itself, marked as one to translate."""
    return pattern


def message(pattern: str, **values: Value) -> Message:
    """A message of one pattern."""
    return Message(_filled(pattern, values), pattern, tuple(values.items()))


def counted(one: str, many: str, count: int, **values: Value) -> Message:
    """A message about one or more of something; both patterns say `{count}`."""
    named = {"count": count, **values}
    return Message(_filled(one if count == 1 else many, named), one, tuple(named.items()), many, count)


def say(code: str, said: str, count: int = 0, **values: Value) -> Message:
    """A message of a pattern of vocabulary/says.json. One of two patterns there is chosen by `count`."""
    pattern = SAYS[code][said]
    if isinstance(pattern, str):
        return message(pattern, **values)
    one, many = pattern
    return counted(one, many, count, **values)


def _filled(pattern: str, values: dict[str, Value]) -> str:
    said = {name: value.text if isinstance(value, Message) else str(value) for name, value in values.items()}
    return pattern.format(**said) if said else pattern


def in_a_sentence(label: str) -> str:
    """A label as it stands inside a sentence: "trains and trams", "TV and film". A message of its own, for languages differ in this."""
    return label if label[1].isupper() else f"{label[0].lower()}{label[1:]}"
