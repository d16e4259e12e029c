"""No page is heavy, asks for much, or moves while it loads.

Counted over the wire, with an empty cache, as this suite serves them: headers and bodies of all that the page asks for, the page
itself compressed as it always is, style, script and drawings not (in production they are). Photos (/media/) are not counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.visits import Visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("every page"),
]
MOST_BYTES = 100_000
MOST_REQUESTS = 12
AT_ONCE = 4  # windows: that nothing more is asked for takes half a second to know
STYLE_GUIDE = "/style-guide/"  # not public; it shows all there is
SHIFTS = """() => new Promise(done => {
    let moved = 0;
    new PerformanceObserver(list => {
        for (const shift of list.getEntries()) moved += shift.value;
    }).observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(moved), 50)));
})"""


class Loads:
    """Listens to what a page asks for."""

    def __init__(self, page: Page) -> None:
        self.addresses: dict[str, str] = {}
        self.bytes: dict[str, int] = {}
        devtools = page.context.new_cdp_session(page)
        devtools.on("Network.requestWillBeSent", self.asked)
        devtools.on("Network.loadingFinished", self.got)
        devtools.send("Network.enable")
        devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def asked(self, event: dict[str, Any]) -> None:
        address = event["request"]["url"]
        if "/media/" not in address and not address.startswith(("data:", "blob:")):
            self.addresses[event["requestId"]] = address

    def got(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.addresses:
            self.bytes[self.addresses[event["requestId"]]] = event["encodedDataLength"]

    def start(self) -> None:
        self.addresses.clear()
        self.bytes.clear()


def too_much(page: Page, loads: Loads) -> Iterator[str]:
    total = sum(loads.bytes.values())
    if total > MOST_BYTES or not total:
        yield f"{total:,.0f} bytes: {sorted(loads.bytes.items(), key=itemgetter(1), reverse=True)}"
    if len(loads.bytes) > MOST_REQUESTS:
        yield f"{len(loads.bytes)} requests: {list(loads.bytes)}"
    moved = page.evaluate(SHIFTS)
    if moved:
        yield f"moves while it loads: {moved}"


def test_every_page_is_light_and_stays_where_it_is(
    visits: list[Visit], open_page: Callable[..., Page]
) -> None:
    windows = [(page, Loads(page)) for page in (open_page("/offline/") for _ in range(AT_ONCE))]
    wrong, suspects = [], []
    looked_at = [visit for visit in visits if visit.address != STYLE_GUIDE]
    for first in range(0, len(looked_at), AT_ONCE):
        opened = list(zip(looked_at[first : first + AT_ONCE], windows, strict=False))
        for visit, (page, loads) in opened:
            loads.start()
            visit.open_in(page, wait_until="commit")
        for visit, (page, loads) in opened:
            page.wait_for_load_state("networkidle")
            if any(too_much(page, loads)):
                suspects.append(visit)
    page, loads = windows[0]
    for visit in suspects:  # once more, with no other window that slows it down
        loads.start()
        visit.open_in(page, wait_until="networkidle")
        wrong += [f"{visit.name}: {problem}" for problem in too_much(page, loads)]
    assert not wrong, "\n".join(wrong)


def test_a_heavy_page_that_moves_would_be_found(
    things: dict[str, str], open_page: Callable[..., Page]
) -> None:
    page = open_page("/offline/")
    loads = Loads(page)
    page.route("**/spoilt/", lambda route: route.fulfill(content_type="text/html", body=SPOILT))
    page.goto("/spoilt/", wait_until="networkidle")
    page.wait_for_function("document.querySelector('p').style.marginTop")
    found = " ".join(too_much(page, loads))
    for said in ("bytes", "requests", "moves while it loads"):
        assert said in found, said


SPOILT = f"""<!doctype html><title>Spoilt</title><p>Words</p><!--{"x" * MOST_BYTES}-->
{"".join(f'<img src="/static/{number}.svg" alt="">' for number in range(MOST_REQUESTS))}
<script>setTimeout(() => document.querySelector('p').style.marginTop = '200px', 200)</script>"""
