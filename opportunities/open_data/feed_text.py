"""Text from somebody else's feed as plain words: no tags, no entities, no more than fits."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any


class _Text(HTMLParser):
    """The words of HTML; what starts a line of its own is a line of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4"}:
            self.parts.append("\n")
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside not in {"script", "style"}:
            self.parts.append(data)


def plain(value: Any) -> str:
    """Text with no tags, entities or doubled spaces; empty for what is none. Feeds escape twice now and then."""
    if not isinstance(value, str):
        return ""
    parser = _Text()
    parser.feed(unescape(value) if "&lt;" in value or "&amp;" in value else value)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).splitlines())
    return "\n".join(line for line in lines if line)


def shortened(text: str, most: int) -> str:
    """As many whole sentences as fit, else as many words."""
    text = " ".join(line if line[-1:] in ".!?:;," else f"{line}." for line in text.splitlines() if line)
    if len(text) <= most:
        return text
    cut = max((match.end() for match in re.finditer(r"[.!?](?=\s)", text[: most + 1])), default=0)
    return text[:cut] if cut > most // 4 else text[: most - 1].rsplit(" ", 1)[0] + "…"
