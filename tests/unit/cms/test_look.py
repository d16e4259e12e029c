"""The promises of the style sheets: readable, small, and nothing that a strict Content-Security-Policy refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
# admin.css is for Wagtail's admin, which has colours and a policy of its own.
CSS = sorted(path for path in (ROOT / "cms/static/css").glob("*.css") if path.name != "admin.css")
JS = sorted((ROOT / "cms/static/js").glob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
DARK = "@media (prefers-color-scheme: dark)"


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def schemes() -> dict[str, dict[str, str]]:
    """The colours of each scheme, by name of the token: what is not said again holds on."""
    text = (ROOT / "cms/static/css/tokens.css").read_text()
    light = colours(text[text.index(":root {") : text.index(DARK)])
    dark = colours(text[text.index(DARK) : text.index("@media (prefers-contrast")])
    calm_at = text.index('[data-calm="on"] {')
    calm_dark_at = text.index(DARK, calm_at)
    calm, calm_dark = colours(text[calm_at:calm_dark_at]), colours(text[calm_dark_at:])
    return {
        "light": light,
        "dark": light | dark,
        "calm": light | calm,
        "calm and dark": light | dark | calm | calm_dark,
    }


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG 2.2 defines it: 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


GROUNDS = ["paper", "card", "sand", "teal-soft", "arrange-soft", "unknown-soft"]
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "link") for ground in GROUNDS),
    *(
        (f"{kind}-ink", ground)
        for kind in ("sun", "teal", "rose", "indigo")
        for ground in (f"{kind}-soft", "card", "paper")
    ),
    *(
        (answer, ground)
        for answer in ("yes", "arrange", "unknown", "no")
        for ground in (f"{answer}-soft", "card")
    ),
    ("ink", "chosen"),
    ("on-action", "action"),
    ("on-action", "action-strong"),
    ("danger", "card"),
    ("danger", "no-soft"),
]
EDGES = [*(("line", ground) for ground in (*GROUNDS, "chosen")), ("action", "card"), ("focus", "focus-glow")]
# What a symbol's strokes and the numbers of the steps are drawn on.
FILLS = [("ink", fill) for fill in ("sym-a", "sym-b", "sun", "teal", "rose", "indigo")]


@pytest.mark.parametrize("scheme", ["light", "dark", "calm", "calm and dark"])
def test_text_and_edges_can_be_seen_in_every_scheme(scheme: str) -> None:
    named = schemes()[scheme]
    wanted = [(TEXT, 7.0), (EDGES, 3.0), (FILLS, 4.5)]
    too_faint = [
        (one, other, round(found, 2))
        for pairs, least in wanted
        for one, other in pairs
        if (found := contrast(named[one], named[other])) < least
    ]
    assert too_faint == []


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_styles_and_scripts_stay_small() -> None:
    assert sum(path.stat().st_size for path in CSS) < 40 * 1024
    assert sum(path.stat().st_size for path in JS) < 15 * 1024


def test_colours_are_named_in_one_place() -> None:
    """A colour outside the tokens would not follow dark or calm. Paper is white in print, and behind a QR code."""
    elsewhere = {
        path.name: found
        for path in CSS
        if path.name not in {"tokens.css", "print.css"}
        and (found := set(re.findall(r"#[0-9a-f]{3,8}\b", path.read_text())) - {"#fff"})
    }
    assert elsewhere == {}


def test_no_template_has_what_the_content_security_policy_refuses() -> None:
    refused = re.compile(
        r"\sstyle=|\son\w+=\"|<style|javascript:|<script(?![^>]*(\ssrc=|type=\"application/json\"))", re.I
    )
    assert [path.name for path in TEMPLATES if refused.search(path.read_text())] == []


def test_a_first_visit_asks_for_few_files() -> None:
    base = (ROOT / "templates/base.html").read_text()
    files = set(re.findall(r'{% static "([^"]+)" %}', base)) | {
        "js/save.js",
        "icons/symbols.svg",
        "pictures/home.svg",
    }
    assert len(files) + 1 <= 12
    assert sum((ROOT / "cms/static" / name).stat().st_size for name in files) < 90 * 1024
