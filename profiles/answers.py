"""What somebody with no account told us: their answers and their list, in one encrypted cookie on their own device.

The server reads the cookie to answer a request and keeps nothing: no row, no session, no log line. Whoever finds the cookie on
the device can not read it, and a cookie that this site did not write is an empty one.
"""

from __future__ import annotations

import base64
import json
import lzma
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from matching.scoring import MATTERS
from matching.vocabulary import (
    INTEREST_GROUPS,
    INTERESTS,
    KINDS,
    NEED_GROUPS,
    NEEDS,
    TIME_SLOTS,
    TRAVEL_MODES,
)

COOKIE = "answers"
MOST_BYTES = 3900  # browsers keep 4,096 bytes of name, value and attributes
MOST_SAVED = 40
LEAST_COMPARED, MOST_COMPARED = 2, 3
MOST_HIDDEN = 100
MOST_MATTERS = 3
MOST_WORDS = 300  # characters of own words
# A cookie of another format is not read. Keys are kept by name, not by their place in the vocabulary: a vocabulary that changed
# must never turn one need into another.
FORMAT = b"answers/2"
NONCE_BYTES = 12
PACKED: Mapping[str, Any] = {
    "format": lzma.FORMAT_RAW,
    "filters": [{"id": lzma.FILTER_LZMA1, "lc": 0, "lp": 0, "pb": 0, "dict_size": 1 << 13}],
}

IMPORTANCE = ("must", "would_help")
PLANS = ("yes", "no", "not_sure")


class TooManySaved(Exception):  # noqa: N818 (it is an answer, not a fault)
    """The list holds as many things as it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All that one person said, and the things on their list. Nothing, "" or None means that it was not answered.

    `shared`: it is a shared computer, so all goes when the browser closes. `supporting`: it is for somebody else. `lat`, `lng`:
    the centre of the postcode district `outcode`. `need_groups` and `groups`: the groups of needs and of interests that they
    wanted to say more about, those of every interest and need that they named among them, in the vocabulary's order. `needs`: key to "must" or "would_help". `max_cost`: pounds each time. `matters`: what
    matters most, up to MOST_MATTERS of it. `saved`: ids of pages,
    the last saved first. `comparing`: those of them that are looked at side by side. `hidden`: ids of pages that are "not for me",
    the last hidden first. `undo`: what one press changed, as it was before. `draft`: what was sent and could not be read, by page
    and field, so that it can be put right. `seen`: the day that the cookie was last written, as a proleptic ordinal. `counted`: a
    month, and what this device was counted for in it (profiles/demand.py).
    """

    shared: bool = False
    supporting: bool | None = None
    age: int | None = None
    plan: str = ""
    outcode: str = ""
    lat: float | None = None
    lng: float | None = None
    modes: tuple[str, ...] = ()
    max_miles: float | None = None
    groups: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    not_interests: tuple[str, ...] = ()
    words: str = ""
    need_groups: tuple[str, ...] = ()
    needs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    kinds: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    max_cost: float | None = None
    matters: tuple[str, ...] = ()
    saved: tuple[int, ...] = ()
    comparing: tuple[int, ...] = ()
    hidden: tuple[int, ...] = ()
    undo: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    draft: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=lambda: MappingProxyType({}))
    seen: int = 0
    counted: tuple[int, ...] = ()

    @property
    def said_anything(self) -> bool:
        """There is an answer that things can be matched on."""
        return any(getattr(self, name) != getattr(NOTHING, name) for name in MATCHED_ON)

    def save(self, thing: int) -> Answers:
        """With this thing first on the list. Raises TooManySaved when the list is full."""
        if thing in self.saved:
            return self
        if len(self.saved) >= MOST_SAVED:
            raise TooManySaved
        return replace(self.settled(), saved=(thing, *self.saved))

    def unsave(self, thing: int) -> Answers:
        """Without this thing on the list; `undo` puts it back where it was."""
        if thing not in self.saved:
            return self
        return self.change(
            saved=tuple(one for one in self.saved if one != thing),
            comparing=tuple(one for one in self.comparing if one != thing),
        )

    def settled(self) -> Answers:
        """With nothing left to take back or to put right."""
        return replace(self, undo=NOTHING.undo, draft=NOTHING.draft)

    def change(self, **values: Any) -> Answers:
        """With these values, and a way back: `undone()` gives what these fields were before."""
        before = {name: getattr(self, name) for name in values}
        return replace(self.settled(), **values, undo=MappingProxyType(before))

    def undone(self) -> Answers:
        """As it was before the last `change`; the same if there was none."""
        return replace(self.settled(), **self.undo)


MATCHED_ON = (
    "age", "plan", "outcode", "modes", "max_miles", "groups", "interests", "not_interests", "words", "needs", "kinds", "times",
    "max_cost", "matters",
)  # fmt: skip
KEYS: Mapping[str, Collection[str]] = {
    "modes": TRAVEL_MODES,
    "groups": INTEREST_GROUPS,
    "interests": INTERESTS,
    "not_interests": INTERESTS,
    "need_groups": NEED_GROUPS,
    "kinds": KINDS,
    "times": TIME_SLOTS,
    "matters": MATTERS,
}
NOTHING = Answers()


def seal(answers: Answers) -> str:
    """The value of the cookie: the answers as JSON without what is empty, compressed, encrypted, in letters that a cookie may
    hold. At most MOST_BYTES long: where all does not fit, the things hidden longest ago go first, then the draft and the way back;
    an answer and the list never."""
    for less in _smaller(answers):
        value = _sealed(less)
        if len(value) <= MOST_BYTES:
            break
    return value


def _smaller(answers: Answers) -> Iterator[Answers]:
    """The same with less and less of what one can do without."""
    yield answers
    kept = len(answers.hidden)
    while kept:
        kept //= 2
        yield replace(answers, hidden=answers.hidden[:kept])
    yield replace(answers.settled(), hidden=())


def _sealed(answers: Answers) -> str:
    nonce = os.urandom(NONCE_BYTES)
    packed = lzma.compress(_to_json(answers), **PACKED)
    sealed = AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, packed, FORMAT)
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(value: str | None) -> Answers:
    """The answers in a cookie's value. One that is missing, too long, changed, or written by another site, with another key or
    in another format, holds none."""
    if not value or len(value) > MOST_BYTES:
        return NOTHING
    try:
        raw = base64.b64decode(value, altchars=b"-_", validate=True)
    except ValueError:
        return NOTHING
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            packed = AESGCM(_key(secret)).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], FORMAT)
        except (InvalidTag, ValueError):
            continue
        return Answers(**_checked(json.loads(lzma.decompress(packed, **PACKED))))
    return NOTHING


@lru_cache(maxsize=8)
def _key(secret: str) -> bytes:
    """A key for this cookie alone, from a secret of the site."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=FORMAT).derive(secret.encode())


def _to_json(answers: Answers) -> bytes:
    """Without what is empty, and without the groups that an interest or a need already names."""
    said = {f.name: getattr(answers, f.name) for f in fields(answers)}
    said["groups"] = tuple(
        key for key in answers.groups if key not in _groups_of(INTERESTS, answers.interests)
    )
    said["need_groups"] = tuple(
        key for key in answers.need_groups if key not in _groups_of(NEEDS, answers.needs)
    )
    held = {name: value for name, value in said.items() if value != getattr(NOTHING, name)}
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"), default=dict).encode()


def _groups_of(choices: Mapping[str, Any], keys: Iterable[str]) -> set[str]:
    return {choices[key].group for key in keys}


def _checked(held: dict[str, Any]) -> dict[str, Any]:
    """What was read, as the fields are typed; without keys that the vocabulary no longer has."""
    known = {f.name for f in fields(Answers)}
    said: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in held.items()
        if name in known
    }
    for name, choices in KEYS.items():
        if name in said:
            said[name] = tuple(key for key in said[name] if key in choices)
    if "needs" in said:
        said["needs"] = MappingProxyType({key: how for key, how in said["needs"].items() if key in NEEDS})
    named = {
        "groups": (INTEREST_GROUPS, _groups_of(INTERESTS, said.get("interests", ()))),
        "need_groups": (NEED_GROUPS, _groups_of(NEEDS, said.get("needs", ()))),
    }
    for name, (groups, implied) in named.items():
        if implied:
            said[name] = tuple(key for key in groups if key in implied or key in said.get(name, ()))
    if "undo" in said:
        said["undo"] = MappingProxyType(_checked(said["undo"]))
    return said
