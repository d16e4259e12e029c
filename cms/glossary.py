"""Hard words in a text become buttons that say what they mean: each at its first use on a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

TAG = re.compile(r"(<[^>]*>)")
NAME = re.compile(r"</?([a-z][a-z0-9]*)", re.I)
# A button can not be in these, or would not be read as a word of the sentence.
NOT_INSIDE = {"a", "button", "summary", "label", "option", "title", "h1", "h2", "h3", "h4", "h5", "h6"}


@dataclass(frozen=True, slots=True)
class Word:
    """A hard word, all the ways in which it is written, what it means, and the name of its symbol or ""."""

    id: int
    word: str
    forms: tuple[str, ...]
    meaning: str
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Glossary:
    """All hard words, and the one expression that finds them: whole words, the longest first, in capitals or not. A form that
    is all capitals is found only so: "SEND" is no "send"."""

    words: dict[str, Word]
    finder: re.Pattern[str] | None

    @staticmethod
    def of(words: Iterable[Word]) -> Glossary:
        return _built(tuple(words))

    def find(self, text: str) -> Iterator[tuple[re.Match[str], Word]]:
        """Each use of a hard word in a plain text, in order."""
        if self.finder:
            for match in self.finder.finditer(text):
                yield match, self.words[_folded(match[0])]


@lru_cache(maxsize=8)
def _built(words: tuple[Word, ...]) -> Glossary:
    by_form = {_folded(form): word for word in words for form in word.forms}
    longest_first = sorted(
        {form for word in words for form in word.forms}, key=lambda form: (-len(form), form)
    )
    parts = [_pattern(form) for form in longest_first]
    return Glossary(by_form, re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if parts else None)


def _pattern(form: str) -> str:
    pattern = r"\s+".join(re.escape(part) for part in form.split()).replace("’", "'").replace("'", "['’]")
    return pattern if form.isupper() else f"(?i:{pattern})"


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


@dataclass(slots=True)
class PageSoFar:
    """What one page explained already. The glossary is read when the first text asks for it."""

    glossary: Glossary | None = None
    explained: set[int] = field(default_factory=set)


page_so_far: ContextVar[PageSoFar | None] = ContextVar("page_so_far", default=None)


class ExplainOnce:
    """Every request is a new page, on which nothing is explained yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reset = page_so_far.set(PageSoFar())
        try:
            return self.get_response(request)
        finally:
            page_so_far.reset(reset)


def explain(text: str, glossary: Glossary, explained: set[int]) -> SafeString:
    """The text as HTML, with the first use of each word that is not in `explained` yet as a button, and those words added to it.
    Text that is HTML already stays as it is around its words."""
    if not hasattr(text, "__html__"):
        return mark_safe("".join(_pieces(text, escape, glossary, explained)))  # noqa: S308  each piece is escaped
    out: list[str] = []
    inside: list[str] = []
    for part in TAG.split(text):
        if part.startswith("<"):
            _follow(part, inside)
            out.append(part)
        elif inside:
            out.append(part)
        else:
            out += _pieces(part, mark_safe, glossary, explained)
    return mark_safe("".join(out))  # noqa: S308  it was HTML before


def _follow(tag: str, inside: list[str]) -> None:
    """Note when an element that can hold no button begins and ends."""
    name = NAME.match(tag)
    if name and name[1].lower() in NOT_INSIDE:
        if tag.startswith("</"):
            del inside[-1:]
        else:
            inside.append(name[1])


def _pieces(
    text: str, as_html: Callable[[str], SafeString], glossary: Glossary, explained: set[int]
) -> Iterator[str]:
    at = 0
    for match, word in glossary.find(text):
        if word.id not in explained:
            explained.add(word.id)
            yield as_html(text[at : match.start()])
            yield button(as_html(match[0]), word)
            at = match.end()
    yield as_html(text[at:])


def button(said: SafeString, word: Word) -> SafeString:
    """The word as it was said, to press, and what it means. The browser opens it; one that can not shows it in brackets."""
    return format_html(
        '<button type="button" class="word" popovertarget="word-{0}">{1}</button>'
        '<span popover class="meaning" id="word-{0}">{2}</span>',
        word.id,
        said,
        word.meaning,
    )
