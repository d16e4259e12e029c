"""Columns of plain values, as a database gives them, into NumPy arrays, with no list of a hundred thousand in between."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def coded(values: Sequence[str | None], table: Mapping[str | None, int]) -> Array:
    """The code of each key."""
    return np.fromiter(map(table.__getitem__, values), np.uint8, len(values))


def flags(values: Sequence[bool | None]) -> Array:
    """True or false; what is not known is false."""
    return np.fromiter(map(bool, values), np.bool_, len(values))


def numbers(values: Sequence[int | None], none: int, most: int, dtype: Any) -> Array:
    """Whole numbers, `most` for what is more, and `none` where there is none."""
    return np.fromiter((none if value is None else min(value, most) for value in values), dtype, len(values))


class _Masks(dict[Any, int]):
    """The mask of each list of keys. The same list comes often, so each is worked out once."""

    def __init__(self, choices: Mapping[str, str]) -> None:
        self.bit = {key: 1 << index for index, key in enumerate(choices)}

    def __missing__(self, name: Any) -> int:
        self[name] = sum({self.bit[key] for key in (json.loads(name) if isinstance(name, str) else name)})
        return self[name]


def bits(values: Sequence[Any], choices: Mapping[str, str]) -> Array:
    """The mask of each list of keys, or of its JSON."""
    names = (value if isinstance(value, str) else tuple(value or ()) for value in values)
    return np.fromiter(map(_Masks(choices).__getitem__, names), np.int64, len(values))


def numbered(values: Sequence[Any]) -> Array:
    """A number for each value, the same for equal ones, in the order in which they come."""
    numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
    return np.fromiter(map(numbers.__getitem__, values), np.int32, len(values))
