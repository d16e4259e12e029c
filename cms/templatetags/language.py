"""What language words are in."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from opportunities import language

register = template.Library()


@register.filter
def listed(names: Iterable[object]) -> str:
    """Names one after the other: {{ names|listed }}."""
    return language.listed(names)


@register.simple_tag
def as_written() -> SafeString:
    """Attributes for an element that holds what editors or providers wrote, which is in the site's first language: on a page in
    another one, a screen reader must change its voice there, and its full stop must not go to the other end. Nothing where the
    page is in that language too: <h1{% as_written %}>{{ page.title }}</h1>."""
    written = settings.LANGUAGE_CODE
    if (get_language() or written).split("-")[0] == written.split("-")[0]:
        return SafeString()
    return format_html(' lang="{}" dir="{}"', written, "rtl" if get_language_info(written)["bidi"] else "ltr")
