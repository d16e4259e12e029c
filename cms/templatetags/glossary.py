"""Hard words, explained in place."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.glossary import PageSoFar, explain, page_so_far
from cms.models import GlossaryWord

register = template.Library()


@register.filter
def explained(text: Any) -> SafeString:
    """The text with the first use on this page of each hard word as a button that says what it means. For plain words in <p>, <li>
    and <dd>, never inside links, headings or buttons. `{% filter explained %}...{% endfilter %}` does it to a part of a template.
    Where no page is being made (an email), each text is a page of its own."""
    page = page_so_far.get() or PageSoFar()
    if page.glossary is None:
        page.glossary = GlossaryWord.objects.glossary(get_language() or settings.LANGUAGE_CODE)
    return explain(text if isinstance(text, str) else str(text), page.glossary, page.explained)
