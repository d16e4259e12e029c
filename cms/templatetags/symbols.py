"""The site's own symbols. Each is decoration beside a word, so a screen reader is never told of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "icons/symbols.svg"
SPRITE_FILE = Path(__file__).resolve().parents[1] / "static" / SPRITE

WAYS = {
    "back",
    "next",
}  # These point along the line of reading, so they turn round where it runs from right to left.

register = template.Library()


@cache
def names() -> frozenset[str]:
    """The names of all symbols that the sprite holds."""
    return frozenset(re.findall(r'<symbol id="([^"]+)"', SPRITE_FILE.read_text(encoding="utf-8")))


@register.simple_tag
@cache
def symbol(name: str, classes: str = "") -> SafeString:
    """The symbol called `name`, with more CSS classes if wanted. Raises LookupError for a name that was never drawn."""
    if name not in names():
        raise LookupError(f"there is no symbol {name!r} in {SPRITE}")
    return format_html(
        '<svg class="symbol{}" width="24" height="24" aria-hidden="true"><use href="{}#{}"></use></svg>',
        "".join(f" {one}" for one in ("symbol--way" if name in WAYS else "", classes) if one),
        static(SPRITE),
        name,
    )


@register.simple_tag
def chosen_symbol(name: str) -> SafeString:
    """The symbol that an editor chose; nothing if it was taken out of the sprite since."""
    drawn: SafeString = symbol(name) if name in names() else SafeString()
    return drawn


@register.filter
def choice_symbol(field: BoundField, value: Any) -> str:
    """The symbol of one choice, from the widget's own `symbols` (choice -> symbol name), or "" when it has none."""
    return _of_choice(field, "symbols", value)


@register.filter
def choice_hint(field: BoundField, value: Any) -> str:
    """The hint under one choice, from the widget's own `hints` (choice -> words), or "" when it has none."""
    return _of_choice(field, "hints", value)


def _of_choice(field: BoundField, attribute: str, value: Any) -> str:
    given: Mapping[str, str] = getattr(field.field.widget, attribute, {})
    return given.get(str(value), "")
