"""Hard words, explained in place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.glossary import Glossary, PageSoFar, explain, page_so_far
from cms.models import GlossaryWord

register = template.Library()


@register.filter
def explained(text: Any) -> SafeString:
    """The text with the first use on this page of each hard word as a button that says what it means. For plain words in <p>, <li>
    and <dd>, never inside links, headings or buttons. `{% filter explained %}...{% endfilter %}` does it to a part of a template.
    Where no page is being made (an email), each text is a page of its own."""
    page, glossary = _page()
    return explain(text if isinstance(text, str) else str(text), glossary, page.explained)


@register.simple_tag
def hard_words_in(rows: Iterable[Any], attribute: str) -> str:
    """The hard words of some rows' texts that this page did not explain yet, with commas between them: for texts that can hold no
    button, as a screen reader is told them in one go with what follows. Put `|explained` behind it, under the rows."""
    page, glossary = _page()
    found: dict[int, str] = {}
    for row in rows:
        for match, word in glossary.find(str(getattr(row, attribute))):
            if word.id not in page.explained:
                found.setdefault(word.id, match[0])
    return ", ".join(found.values())


def _page() -> tuple[PageSoFar, Glossary]:
    """What this page explained so far, and the words of its language."""
    page = page_so_far.get() or PageSoFar()
    if page.glossary is None:
        page.glossary = GlossaryWord.objects.glossary(get_language() or settings.LANGUAGE_CODE)
    return page, page.glossary
