"""Columns of plain values, as a database gives them, into NumPy arrays, with no list of a hundred thousand in between."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def codes(choices: Iterable[str]) -> dict[str | None, int]:
    """The number that stands for each key in a column of keys: its place, from 1 on; 0 for one that is not known."""
    return {"": 0, None: 0} | {key: index + 1 for index, key in enumerate(choices)}


def coded(values: Sequence[str | None], table: Mapping[str | None, int]) -> Array:
    """The code of each key."""
    return np.fromiter(map(table.__getitem__, values), np.uint8, len(values))


def flags(values: Sequence[bool | None]) -> Array:
    """True or false; what is not known is false."""
    return np.fromiter(map(bool, values), np.bool_, len(values))


def numbers(values: Sequence[int | None], none: int, most: int, dtype: Any) -> Array:
    """Whole numbers, `most` for what is more, and `none` where there is none."""
    return np.fromiter((none if value is None else min(value, most) for value in values), dtype, len(values))


class Masks(dict[Any, int]):
    """The mask of each list of keys, or of its JSON. The same list comes often, so each is worked out once."""

    def __init__(self, choices: Mapping[str, str]) -> None:
        self.bit = {key: 1 << index for index, key in enumerate(choices)}

    def __missing__(self, name: Any) -> int:
        self[name] = sum({self.bit[key] for key in (json.loads(name) if isinstance(name, str) else name)})
        return self[name]


def bits(values: Sequence[Any], masks: Masks) -> Array:
    """The mask of each list of keys, or of its JSON."""
    names = (value if isinstance(value, str) else tuple(value or ()) for value in values)
    return np.fromiter(map(masks.__getitem__, names), np.int64, len(values))


def packed(columns: Mapping[str, Array], widths: Mapping[str, int], dtype: Any) -> Array:
    """Small columns as one: each has as many bits as `widths` says, the last in the lowest."""
    found: Any = 0
    for name, width in widths.items():
        found = (found << width) | columns[name].astype(dtype)
    return np.asarray(found, dtype=dtype)


def unpacked(column: Array, widths: Mapping[str, int]) -> dict[str, Array]:
    """What `packed` made one, apart again; what has one bit as true and false."""
    found = {}
    for name, width in reversed(list(widths.items())):
        found[name] = (column & ((1 << width) - 1)) if width > 1 else (column & 1) != 0
        column = column >> width
    return found
