"""Everyone can use every page: axe, best practices and all, finds nothing in any look; at 320 pixels, in the largest text and with
the browser's own text at 200% nothing scrolls sideways, is cut off or lies on something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from profiles.answers import MOST_SAVED, Answers
from tests.people import SOMEBODY
from tests.visits import ACCOUNTS, Visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("every page"),
]
LOGIN = f"{ACCOUNTS}login/"
COLOURS = ("color-contrast", "link-in-text-block", "target-size")
HIGH = (*COLOURS, "color-contrast-enhanced")  # between the two rules: 7:1, as WCAG 1.4.6 says
LINKS_ALONE = {"identical-links-same-purpose": {"enabled": True}}  # WCAG 2.4.9


@dataclass(frozen=True)
class Look:
    """What the device asks for, what was chosen in the settings (as the server writes it on <html>), and the rules of axe that
    what changes could break."""

    device: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[str, ...] = COLOURS


LOOKS = {
    "dark": Look({"color_scheme": "dark"}),
    "calm": Look({}, {"calm": "on"}),
    "calm, dark": Look({"color_scheme": "dark"}, {"calm": "on"}),
    "high contrast, as the device asks": Look({"contrast": "more"}, {}, HIGH),
    "high contrast, dark, as chosen": Look({}, {"colours": "contrast-dark"}, HIGH),
    "forced colours": Look({"forced_colors": "active"}),
}
DARK = {"dark": LOOKS["dark"]}
PLAIN = {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"}

# Words that are cut off, lie on other words, or stand outside the window: each with what is wrong with it.
LAYOUT = """() => {
    const wrong = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) wrong.push(`scrolls sideways: ${root.scrollWidth} of ${root.clientWidth}`);
    const lines = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const [node, holder] = [walker.currentNode, walker.currentNode.parentElement];
        if (!node.data.trim() || holder.closest('.visually-hidden, .skip-link')) continue;
        if (!holder.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        const range = new Range();
        range.selectNodeContents(node);
        for (const { left, right, top, bottom } of range.getClientRects()) {
            // The middle of a line: letters that reach up or down may touch those of the next one.
            const third = (bottom - top) / 3;
            // What opens over the page is meant to lie on it.
            const panel = holder.closest('[popover], details > *');
            const over = panel && ['absolute', 'fixed'].includes(getComputedStyle(panel).position) ? panel : null;
            if (right - left > 1) lines.push({ node, holder, over, left, right, top: top + third, bottom: bottom - third });
        }
    }
    const say = ({ node }) => `"${node.data.trim().slice(0, 40)}"`;
    for (const line of lines) {
        for (let box = line.holder; box !== document.body; box = box.parentElement) {
            const style = getComputedStyle(box);
            if (style.overflowX === 'visible' || style.display === 'inline') continue;
            const scrolls = ['auto', 'scroll'].includes(style.overflowX);
            const { left, right, top, bottom } = box.getBoundingClientRect();
            const cut = line.left < left - 1 || line.right > right + 1 || line.top < top - 1 || line.bottom > bottom + 1;
            if (cut && !scrolls) wrong.push(`cut off: ${say(line)}`);
            break;
        }
    }
    for (const [place, one] of lines.entries()) {
        for (const other of lines.slice(place + 1)) {
            const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
            const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
            if (across > 2 && down > 1 && one.node !== other.node && one.over === other.over) wrong.push(`${say(one)} lies on ${say(other)}`);
        }
    }
    for (const word of document.querySelectorAll('.word')) {
        const { display } = getComputedStyle(word.parentElement);
        if (/flex|grid/.test(display)) wrong.push(`a sentence torn apart: "${word.parentElement.textContent.trim().slice(0, 60)}"`);
    }
    for (const target of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
        // WCAG 2.5.5: but for what stands in a sentence, 44 pixels; of a box to tick, with its label.
        const seen = target.checkVisibility({ visibilityProperty: true }) && !target.closest('.visually-hidden, .skip-link');
        if (!seen || target.matches('.word') || getComputedStyle(target).display === 'inline') continue;
        const boxes = [target, ...(target.labels ?? [])].map((part) => part.getBoundingClientRect());
        const [width, height] = ['width', 'height'].map((side) => Math.max(...boxes.map((box) => box[side])));
        if (Math.min(width, height) < 43.5) wrong.push(`small: ${Math.round(width)} x ${Math.round(height)} ${target.outerHTML.slice(0, 80)}`);
    }
    return wrong.slice(0, 8);
}"""


# The parts of a page: what has words of its own, or can be pressed, or holds nothing else; each as a number for all that the rules
# of a look depend on: its words and kind, its sizes, its colours, what is painted behind it, and where its neighbours lie. Two parts
# with the same number have the same contrast and are as easy to tell apart and to press.
PARTS = """() => {
    const painted = ['color', 'backgroundColor', 'backgroundImage', 'opacity', 'filter', 'mixBlendMode', 'textShadow'];
    const drawn = [...painted, 'fontSize', 'fontWeight', 'textDecorationLine', 'borderBottom', 'outlineStyle', 'display', 'visibility',
        'position', 'zIndex', 'overflow', 'clipPath', 'pointerEvents'];
    const kind = ['class', 'role', 'type', 'disabled', 'aria-disabled', 'aria-hidden', 'tabindex', 'popover', 'open'];
    const styled = (element, names, piece) => {
        const style = getComputedStyle(element, piece);
        return piece && style.content === 'none' ? '' : names.map(name => style[name]).join();
    };
    const words = element => [...element.childNodes].map(node => node.nodeType === Node.TEXT_NODE ? node.data.trim() : '').join(' ');
    const parts = [];
    const collect = (element, behind) => {
        if (element.matches('script, style, template')) return;
        if (words(element).trim() || element.matches('a, button, summary, label, [tabindex="0"]') || !element.childElementCount) {
            parts.push({ element, behind, box: element.getBoundingClientRect() });
            return;
        }
        const deeper = `${behind};${styled(element, painted)}`;
        for (const child of element.children) collect(child, deeper);
    };
    collect(document.body, styled(document.documentElement, painted));
    const said = ({ element, behind, box }, place) => {
        const all = [behind];
        const lies = ({ x, y, width, height }) => all.push([x - box.x, y - box.y, width, height].map(Math.round));
        for (const one of [element, ...element.querySelectorAll('*')]) {
            all.push(one.localName, one.hasAttribute('href'), words(one), ...kind.map(name => one.getAttribute(name)));
            all.push(styled(one, drawn), styled(one, [...drawn, 'content'], '::before'), styled(one, [...drawn, 'content'], '::after'));
            lies(one.getBoundingClientRect());
        }
        for (const beside of [parts[place - 1], parts[place + 1]]) if (beside) lies(beside.box);
        return all.join('|');
    };
    const number = text => {
        let [one, other] = [1, 2];
        for (let at = 0; at < text.length; at++) {
            one = Math.imul(one ^ text.charCodeAt(at), 2654435761);
            other = Math.imul(other ^ text.charCodeAt(at), 1597334677);
        }
        return `${one} ${other}`;
    };
    window.partsOfThePage = parts.map(part => part.element);
    return parts.map((part, place) => number(said(part, place)));
}"""
RUN = """([options, places]) =>
    axe.run(places ? { include: places.map(place => window.partsOfThePage[place]) } : document, options)"""


def problems(
    page: Page, *rules: str, without: Sequence[str] = (), within: list[int] | None = None
) -> Iterator[str]:
    """What axe finds on the page as it is now, by these rules, or by all without some; in the whole page, or in the parts at these
    places (PARTS). The script of axe is put into a page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
        page.add_init_script(Axe().axe_script)  # for what is opened in this window later
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    options["rules"] = LINKS_ALONE | {rule: {"enabled": False} for rule in without}
    found = page.evaluate(RUN, [options, within])
    for violation in found["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']}: {node['target']} {node['html'][:120]}"


LOOKED_AT: dict[str, set[str]] = {}  # by the name of a look, the parts of all pages so far


def problems_in_new_parts(page: Page, look: str, rules: Sequence[str]) -> Iterator[str]:
    """What axe finds by these rules in the parts that no page before had just so, in that look: in the header and the footer once."""
    known = LOOKED_AT.setdefault(look, set())
    parts = page.evaluate(PARTS)
    new = [place for place, part in enumerate(parts) if part not in known]
    if new:
        yield from problems(page, *rules, within=new)
    known.update(parts)


def put_on(page: Page, look: Look) -> None:
    page.emulate_media(**PLAIN | look.device)  # type: ignore[arg-type]
    choose(page, look.chosen)


def choose(page: Page, chosen: Mapping[str, str]) -> None:
    page.evaluate(
        """chosen => {
            const set = document.documentElement.dataset;
            for (const name of ['calm', 'colours', 'text', 'space', 'font']) delete set[name];
            Object.assign(set, chosen);
        }""",
        chosen,
    )


def look_at(page: Page, name: str, looks: Mapping[str, Look] = LOOKS) -> Iterator[str]:
    """All that is wrong with a page: everything at 320 pixels in the site's own look, then what each other look could break."""
    for problem in (
        *problems(page, without=COLOURS),
        *problems_in_new_parts(page, "", COLOURS),
        *page.evaluate(LAYOUT),
    ):
        yield f"{name}: {problem}"
    for look_name, look in looks.items():
        put_on(page, look)
        for problem in problems_in_new_parts(page, look_name, look.rules):
            yield f"{name}, {look_name}: {problem}"
    put_on(page, Look())
    choose(page, {"text": "largest"})
    for problem in page.evaluate(LAYOUT):
        yield f"{name}, largest text: {problem}"
    choose(page, {"space": "wide"})
    for problem in page.evaluate(LAYOUT):
        yield f"{name}, wide spaces: {problem}"
    choose(page, {})
    with text_at_200_percent(page):
        for problem in page.evaluate(LAYOUT):
            yield f"{name}, the browser's text at 200%: {problem}"


class text_at_200_percent:  # noqa: N801 (it reads as a sentence)
    """The browser's own text size is twice what it was, as somebody sets it in the browser's settings."""

    def __init__(self, page: Page) -> None:
        self.devtools = page.context.new_cdp_session(page)

    def __enter__(self) -> None:
        self.devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})

    def __exit__(self, *stopped: object) -> None:
        self.devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})
        self.devtools.detach()


def test_axe_finds_nothing_on_any_page_in_any_look(
    visits: list[Visit], open_page: Callable[..., Page]
) -> None:
    assert len(visits) > 60
    wrong: list[str] = []
    page = open_page(width=320)
    for visit in visits:
        visit.open_in(page)
        # Of the pages of an account, which are many and alike, only the first is looked at in all colours: the style guide has
        # every component that they are made of, and is.
        alike = visit.address.startswith(ACCOUNTS) and visit.address != LOGIN
        wrong += look_at(page, visit.name, DARK if alike else LOOKS)
    assert not wrong, "\n".join(wrong)


def test_axe_finds_nothing_in_what_opens(
    things: dict[str, str], guides: None, open_page: Callable[..., Page]
) -> None:
    wrong: list[str] = []
    page = open_page("/", width=320, answers=SOMEBODY)
    page.locator(".settings summary").click()
    wrong += look_at(page, "the settings, open")
    for path in ("/find/results/", things["Film club"], "/find/dislikes/"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
        wrong += look_at(page, f"{path} with all of its parts open")
    page.goto("/guides/supported-internships/")
    page.locator("main [popovertarget]").first.click()
    expect(page.locator("[popover]:popover-open")).to_be_visible()
    wrong += look_at(page, "what a hard word means")
    assert not wrong, "\n".join(wrong)


def test_axe_finds_nothing_where_something_went_wrong(
    things: dict[str, str], open_page: Callable[..., Page]
) -> None:
    wrong: list[str] = []
    page = open_page("/find/age/", width=320)
    page.get_by_label("Age in years").fill("old")
    page.get_by_role("button", name="Continue").click()
    assert page.evaluate("document.activeElement.className") == "error-summary", "the summary has the focus"
    wrong += look_at(page, "an age that is no number")
    page.goto("/find/place/")
    page.get_by_label("First part of the postcode").fill("Narnia")
    page.get_by_role("button", name="Continue").click()
    wrong += look_at(page, "a place that nobody knows")
    page.goto("/things/near/")
    page.get_by_label("First part of the postcode").fill("Narnia")
    page.get_by_role("button", name="Show the nearest first").click()
    wrong += look_at(page, "a place that nobody knows, looking around")
    full = open_page(
        things["Film club"],
        width=320,
        javascript=False,
        answers=Answers(saved=tuple(range(10_000, 10_000 + MOST_SAVED))),
    )
    full.get_by_role("button", name="Save").click()
    expect(full.get_by_role("heading", level=1)).to_have_text("Your list is full")
    full = open_page("/find/forget/", width=320, answers=SOMEBODY)
    full.get_by_role("button", name="Yes, forget it all").click()
    wrong += look_at(full, "all gone")
    assert not wrong, "\n".join(wrong)


def test_axe_finds_nothing_on_the_style_guide(
    settings: Any, things: dict[str, str], open_page: Callable[..., Page]
) -> None:
    settings.DEBUG = True
    assert not list(look_at(open_page("/style-guide/", width=320), "the style guide"))


def test_axe_would_find_what_is_wrong(things: dict[str, str], open_page: Callable[..., Page]) -> None:
    page = open_page("/find/age/", width=320)
    assert not list(look_at(page, "as it is"))
    page.evaluate("""() => {
        document.querySelector('main h1').outerHTML = '<h3>How old?</h3>';
        document.querySelector('main label').removeAttribute('for');
        document.querySelector('main p').style.inlineSize = '500px';
        document.querySelector('main p').style.color = '#777';
        document.querySelector('.site-nav').style.cssText = 'overflow: hidden; block-size: 1rem';
        document.querySelector('.wordmark').style.cssText = 'position: absolute; inset-block-start: 5rem';
    }""")
    found = list(look_at(page, "spoilt"))
    for rule in ("label", "page-has-heading-one", "scrolls sideways", "cut off", "lies on"):
        assert any(line.startswith(f"spoilt: {rule}") or rule in line for line in found), rule
    for look in LOOKS:
        if look != "forced colours":  # there the device's colours stand above ours
            assert any(line.startswith(f"spoilt, {look}: color-contrast") for line in found), look
    page.goto("/find/age/")
    page.evaluate("document.querySelector('main').style.background = '#777'")
    found = list(look_at(page, "on grey"))
    for look in ("dark", "calm"):
        assert any(line.startswith(f"on grey, {look}: color-contrast") for line in found), look
