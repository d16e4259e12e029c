"""Parts of a page that take words: one tag a component, one template each in templates/components/."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("components/button.html")
def button(
    text: str,
    symbol: str = "",
    *,
    to: str = "",
    view: str = "",
    kind: str = "",
    more: str = "",
    name: str = "",
    value: str = "",
    form: str = "",
    script: str = "",
) -> dict[str, Any]:
    """A button that says what it does: a link to the address `to` or to the view called `view`, else one that sends its form (with
    `name` and `value`), or the form with the id `form`. `kind`: "primary" (one on a screen), "quiet" or "danger". `more`: words
    that only a screen reader says. `script`: the id by which a script finds it; without a script it is not there."""
    return {
        "text": text, "symbol": symbol, "to": reverse(view) if view else to, "kind": kind, "more": more, "name": name, "value": value,
        "form": form, "script": script,
    }  # fmt: skip
