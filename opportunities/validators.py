"""What a JSON column may hold. Each error says which entry is wrong and what was expected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible

from matching.vocabulary import ENTRY, INTERESTS, NEEDS, OUTCOMES, RECOGNITION, TIME_SLOTS, WHO_FOR

ANSWERS = ("yes", "can_arrange", "no", "not_sure")
VOCABULARIES: dict[str, Mapping[str, Any]] = {
    "interests": INTERESTS,
    "outcomes": OUTCOMES,
    "times": TIME_SLOTS,
    "who_for": WHO_FOR,
    "recognition": RECOGNITION,
    "entry": ENTRY,
}


@deconstructible
class keys_of:  # noqa: N801  reads as a phrase where it is used
    """A list of different keys of one of our vocabularies, which is named so that a migration does not copy it."""

    def __init__(self, vocabulary: str) -> None:
        self.vocabulary = vocabulary

    def __call__(self, value: object) -> None:
        known = VOCABULARIES[self.vocabulary]
        if not isinstance(value, list):
            raise ValidationError(f"expected a list of {self.vocabulary} keys")
        wrong = [repr(key) for key in value if key not in known]
        if wrong:
            raise ValidationError(f"not among our {self.vocabulary}: {', '.join(wrong)}")
        if len(set(value)) != len(value):
            raise ValidationError("the same key stands twice")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, keys_of) and other.vocabulary == self.vocabulary

    def __hash__(self) -> int:
        return hash(self.vocabulary)


@deconstructible
class lines:  # noqa: N801
    """A list of short texts: so many at most, each of so many characters at most."""

    def __init__(self, at_most: int, of_length: int) -> None:
        self.at_most, self.of_length = at_most, of_length

    def __call__(self, value: object) -> None:
        if not isinstance(value, list) or not all(isinstance(line, str) and line.strip() for line in value):
            raise ValidationError("expected a list of texts, none of them empty")
        if len(value) > self.at_most:
            raise ValidationError(f"at most {self.at_most} lines, got {len(value)}")
        long = [line for line in value if len(line) > self.of_length]
        if long:
            raise ValidationError(
                f"at most {self.of_length} characters in a line, this has {len(long[0])}: {long[0][:60]}..."
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, lines) and (other.at_most, other.of_length) == (self.at_most, self.of_length)

    def __hash__(self) -> int:
        return hash((self.at_most, self.of_length))


def check_access(value: object) -> None:
    """Need key to answer. "can_arrange" only where the vocabulary says that it can be arranged."""
    if not isinstance(value, dict):
        raise ValidationError("expected answers by need")
    for key, answer in value.items():
        if key not in NEEDS:
            raise ValidationError(f"not among our needs: {key!r}")
        if answer not in ANSWERS:
            raise ValidationError(f"{key}: expected one of {', '.join(ANSWERS)}, got {answer!r}")
        if answer == "can_arrange" and not NEEDS[key].can_arrange:
            raise ValidationError(f"{key}: this can not be arranged; answer yes, no or not_sure")


def check_access_notes(value: object) -> None:
    """Need key to a short note."""
    if not isinstance(value, dict):
        raise ValidationError("expected notes by need")
    for key, note in value.items():
        if key not in NEEDS:
            raise ValidationError(f"not among our needs: {key!r}")
        if not isinstance(note, str) or len(note) > 300:
            raise ValidationError(f"{key}: expected a note of at most 300 characters")
