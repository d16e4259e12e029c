"""The public site as a person meets it: every page that a link leads to, and every address that needs nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

NOT_PUBLIC = ("/admin/", "/static/", "/media/", "/documents/")


class Parts(HTMLParser):
    """What a crawl looks at: links, ids, headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "h1":
            self.headings.append(tag)


def walk(client: Client, start: Iterable[str] = ("/",), within: str = "/") -> Iterator[tuple[str, Any]]:
    """Each public address that links lead to from `start`, once, with what is answered there in the end. Links are followed to
    addresses that begin with `within`."""
    waiting, seen = list(start), set()
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        response = client.get(url, follow=True)
        yield url, response
        if is_page(response):
            for link in Parts(response.content.decode()).links:
                target = urldefrag(urljoin(url, link)).url
                here = urlsplit(target).scheme in ("", "http") and not urlsplit(target).netloc
                if here and target.startswith(within) and not target.startswith(NOT_PUBLIC):
                    waiting.append(target)


def is_page(response: Any) -> bool:
    return response["Content-Type"].startswith("text/html")


def plain_addresses(resolver: Any = None, prefix: str = "/") -> Iterator[str]:
    """Every address of the public site's own that has no part to fill in."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = f"{prefix}{entry.pattern}"
        if address.startswith(NOT_PUBLIC) or "<" in address:
            continue
        if isinstance(entry, URLResolver):
            yield from plain_addresses(entry, address)
        elif isinstance(entry.pattern, RoutePattern):
            yield address
