"""Parts of a page that take words: one tag a component, one template each in templates/components/."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

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


@register.inclusion_tag("components/link.html")
def link(text: str, symbol: str = "back", *, to: str = "", view: str = "") -> dict[str, str]:
    """A link that stands alone, with its symbol: the way back, unless another is named. To the address `to` or the view `view`."""
    return {"text": text, "symbol": symbol, "to": reverse(view) if view else to}


@register.inclusion_tag("components/picture.html")
def picture(file: str) -> dict[str, str]:
    """One of our drawings (a file in static/pictures), beside words that say the same."""
    return {"file": file}


@register.inclusion_tag("components/tag.html")
def tag(text: str, symbol: str = "", *, kind: str = "") -> dict[str, str]:
    """A word or two about something. Not to be pressed. In the colours of a `kind` of thing, if one is given."""
    return {"text": text, "symbol": symbol, "kind": kind}


@register.inclusion_tag("components/card_fact.html")
def card_fact(symbol: str, label: str, text: str) -> dict[str, str]:
    """One fact on a card. `label` says what it is about, to those who do not see the symbol, where the text does not say it itself.
    Without `text` it is not there."""
    return {"symbol": symbol, "label": label, "text": text}


@register.simple_block_tag
def panel(content: str, kind: str = "", *, title: str = "", symbol: str = "") -> SafeString:
    """Words that stand out from the page. `kind`: "note", "good" or "warn"; with a `title` it has a heading, and a symbol if wanted."""
    context = {"content": content, "kind": kind, "title": title, "symbol": symbol}
    return render_to_string("components/panel.html", context)
