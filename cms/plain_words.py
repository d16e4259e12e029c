"""What is asked of words that editors write for young people."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _

from cms.templatetags.symbols import names
from opportunities.readability import sentences, words


def symbol_names() -> list[tuple[str, str]]:
    """The symbols that an editor can put beside words."""
    return [(name, name.replace("-", " ").replace("_", " ")) for name in sorted(names())]


@deconstructible
class few_words:  # noqa: N801  reads as a phrase where it is used
    """No sentence has more than so many words."""

    def __init__(self, at_most: int) -> None:
        self.at_most = at_most

    def __call__(self, value: str) -> None:
        long = [sentence for sentence in sentences(value) if len(words(sentence)) > self.at_most]
        if long:
            raise ValidationError(
                _("Make this sentence shorter. It may have %(most)d words and has %(has)d: %(sentence)s"),
                params={"most": self.at_most, "has": len(words(long[0])), "sentence": long[0]},
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, few_words) and other.at_most == self.at_most

    def __hash__(self) -> int:
        return hash(self.at_most)
