"""The way from other pages to the guides."""

from __future__ import annotations

from typing import Any

from django import template

from cms.models import GuidePage

register = template.Library()
MOST_FOUND = 3


@register.inclusion_tag("cms/guide_for.html")
def guide_for(kind: str) -> dict[str, Any]:
    """A link to the guide about this kind of thing; nothing where there is none."""
    return {"guide": GuidePage.objects.about(kind)}


@register.inclusion_tag("cms/guides_about.html")
def guides_about(words: str) -> dict[str, Any]:
    """Links to the first guides that say all of these words; nothing where none does."""
    found = GuidePage.objects.live().search(words, operator="and")[:MOST_FOUND] if words.strip() else []
    return {"guides": list(found)}
