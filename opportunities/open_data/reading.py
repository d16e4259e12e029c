"""Reading a JSON file that people write by hand: every fault is named by its path, with what was expected and what is there."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from rapidfuzz import process

SCHEMAS = Path(__file__).parent / "schemas"
TYPES = {
    "object": "an object",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
NOTHING = object()

Step = str | int
Trail = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One value at fault: where it stands, what is wrong with it."""

    trail: Trail
    what: str

    @property
    def path(self) -> str:
        """opportunities[12].ages; empty for the file itself."""
        steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.trail)
        return "".join(steps).removeprefix(".")

    def __str__(self) -> str:
        return f"{self.path}: {self.what}" if self.trail else self.what


class FileError(ValueError):
    """The file breaks its format. `problems` names every value at fault, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def wrong(trail: Trail, expected: str, got: object = NOTHING) -> Problem:
    """A problem in the usual words: expected this, got that."""
    return Problem(trail, f"expected {expected}, got {'nothing' if got is NOTHING else shown(got)}")


def shown(value: object) -> str:
    """A value as it stands in the file, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else text[:77] + "..."


def read_json(path: Path) -> Any:
    """What the file holds. Raises FileError, with line and column, when it is not there or is not JSON."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise FileError([Problem((), f"There is no file {path}.")]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise FileError([Problem((), f"{path} can not be read as text: {error}")]) from error
    return parse_json(text, name=str(path))


def parse_json(text: str, *, name: str = "This") -> Any:
    """What the text says. Raises FileError, with line and column, when it is not JSON; `name` is what it calls the file."""
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice.extend(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return dict(pairs)

    try:
        found = json.loads(text, object_pairs_hook=once, parse_constant=_no_such_number)
    except json.JSONDecodeError as error:
        message = f"{name} is not JSON: {error.msg}, in line {error.lineno}, column {error.colno}"
        raise FileError([Problem((), message)]) from None
    except (ValueError, RecursionError) as error:
        raise FileError([Problem((), f"{name} is not JSON: {error}")]) from None
    if twice:
        raise FileError([Problem((), f'"{key}" stands twice in one object') for key in dict.fromkeys(twice)])
    return found


def _no_such_number(text: str) -> None:
    raise ValueError(f"{text} is not a number in JSON")


formats = FormatChecker(formats=())


@formats.checks("date", raises=ValueError)
def _date(value: object) -> bool:
    return not isinstance(value, str) or bool(
        re.fullmatch(r"\d{4}-\d\d-\d\d", value) and date.fromisoformat(value)
    )


@formats.checks("date-time", raises=ValueError)
def _moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@cache
def validator(name: str) -> Draft202012Validator:
    """The validator of one of our formats: "opportunities/1", "seeker/1" or "suggestions/1"."""
    schema = json.loads((SCHEMAS / f"{name.replace('/', '-')}.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=formats)


def schema_problems(name: str, document: object) -> list[Problem]:
    """Every fault that the schema of a format finds."""
    found = (problem for error in validator(name).iter_errors(document) for problem in _problems(error))
    return in_order(found)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """One for each path, in the order of the file's lists."""
    first: dict[Trail, Problem] = {}
    for problem in problems:
        first.setdefault(problem.trail, problem)
    return sorted(
        first.values(),
        key=lambda problem: [f"{step:09}" if isinstance(step, int) else step for step in problem.trail],
    )


def _problems(error: ValidationError) -> Iterator[Problem]:
    trail, value = tuple(error.absolute_path), error.instance
    schema: Any = error.schema
    if error.validator == "required":
        for key in schema["required"]:
            if key not in value:
                expected = schema.get("properties", {}).get(key, {}).get("x-expected", "a value")
                yield wrong((*trail, key), expected)
    elif error.validator == "additionalProperties":
        known = list(schema.get("properties", {}))
        for key in value:
            if key not in known:
                yield Problem((*trail, key), f"not a key that we know here{_nearest(key, known)}")
    elif error.validator == "uniqueItems":
        doubled = [item for item, count in Counter(map(shown, value)).items() if count > 1]
        yield Problem(trail, f"expected each only once, got {', '.join(doubled)} twice")
    elif error.validator == "maxLength":
        yield Problem(trail, f"expected at most {error.validator_value} characters, got {len(value)}")
    else:
        hint = (
            _nearest(value, [str(key) for key in schema["enum"] if key]) if error.validator == "enum" else ""
        )
        problem = wrong(trail, schema.get("x-expected") or _expected(error), value)
        yield Problem(problem.trail, problem.what + hint)


def _expected(error: ValidationError) -> str:
    """Words for a schema that brings none of its own."""
    if error.validator == "type":
        kinds = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
        return " or ".join(TYPES[kind] for kind in kinds)
    return f"{error.validator} {shown(error.validator_value)}"


def _nearest(value: object, known: list[str]) -> str:
    """A hint at the key that was perhaps meant."""
    near = process.extractOne(str(value), known, score_cutoff=75) if isinstance(value, str) else None
    return f" (did you mean {near[0]}?)" if near else ""
