"""The promises of the style sheets: readable, small, and nothing that a strict Content-Security-Policy refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CSS = sorted((ROOT / "cms/static/css").glob("*.css"))
# admin.css is for Wagtail's admin, which has colours and a policy of its own.
SITE_CSS = [path for path in CSS if path.name != "admin.css"]
JS = sorted((ROOT / "cms/static").rglob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

KINDS = ("activity", "supported-internship", "volunteering", "uni-bridge")
# What the browser says of itself, and what the person chose: each look that a page can have.
LOOKS: dict[str, tuple[set[str], dict[str, str]]] = {
    "light": (set(), {}),
    "dark": ({"prefers-color-scheme: dark"}, {}),
    "light, on a dark device": ({"prefers-color-scheme: dark"}, {"data-colours": "light"}),
    "dark, on a light device": (set(), {"data-colours": "dark"}),
    "calm": (set(), {"data-calm": "on"}),
    "calm and dark": ({"prefers-color-scheme: dark"}, {"data-calm": "on"}),
    "contrast": (set(), {"data-colours": "contrast"}),
    "contrast, on a dark device": ({"prefers-color-scheme: dark"}, {"data-colours": "contrast"}),
    "dark contrast": (set(), {"data-colours": "contrast-dark"}),
    "calm contrast": (set(), {"data-colours": "contrast", "data-calm": "on"}),
    "calm dark contrast": (set(), {"data-colours": "contrast-dark", "data-calm": "on"}),
    "more contrast": ({"prefers-contrast: more"}, {}),
    "more contrast, dark": ({"prefers-contrast: more", "prefers-color-scheme: dark"}, {}),
}


def chosen(selector: str, attributes: dict[str, str]) -> bool:
    """Whether a selector of the tokens stands for an element with these attributes (its own, or of the page around it)."""
    holds = {
        "": lambda said, wanted: True,
        "=": str.__eq__,
        "^=": str.startswith,
        "$=": str.endswith,
    }
    without = re.sub(r":not\(([^)]*)\)", "", selector)
    refused = re.findall(r":not\(([^)]*)\)", selector)
    asked = re.findall(r"\[([\w-]+)(?:(\W?=)\"([^\"]*)\")?\]", without)
    return all(
        name in attributes and holds[how](attributes[name], value) for name, how, value in asked
    ) and not any(chosen(one, attributes) for part in refused for one in part.split(","))


def tokens(about: set[str], attributes: dict[str, str]) -> dict[str, str]:
    """The custom properties of such an element, as the browser takes them: of what is said twice, the last."""
    text = re.sub(r"/\*.*?\*/", "", (ROOT / "cms/static/css/site.css").read_text(), flags=re.S)
    layer = text[text.index("@layer tokens{") : text.index("@layer base{")]
    found: dict[str, str] = {}
    for media, rules in re.findall(r"(?:@media \(([^)]*)\)\{)?((?:[^{}@]+\{[^{}]*\}\s*)+)", layer):
        if media and media.replace(":", ": ") not in about:
            continue
        for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", rules):
            if any(chosen(one, attributes) for one in re.split(r",(?![^(]*\))", selectors)):
                found |= dict(re.findall(r"--([\w-]+):([^;}]*)", body))
    return found


def colour(named: dict[str, str], name: str) -> str:
    """The colour of a token, followed through each var()."""
    said = f"var(--{name})"
    while "var(" in said:
        inner = re.search(r"var\(--([\w-]+)(?:,([^()]*))?\)", said)
        assert inner, said
        held = named.get(inner[1], "initial").strip()
        said = said.replace(inner[0], (inner[2] or "NOTHING") if held == "initial" else held)
    short = re.fullmatch(r"\s*#(\w)(\w)(\w)\s*", said)
    return "#" + "".join(2 * one for one in short.groups()) if short else said.strip()


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG 2.2 defines it: 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


GROUNDS = ["paper", "card", "sand", "chosen", "teal-soft", "yes-soft", "arrange-soft", "unknown-soft"]
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "link") for ground in GROUNDS),
    *(("ink", ground) for ground in ("kind-soft", "sun-soft", "rose-soft")),
    *(
        (answer, ground)
        for answer in ("yes", "arrange", "unknown", "no")
        for ground in (f"{answer}-soft", "card", "paper")
    ),
    ("on-action", "action"),
    ("danger", "card"),
    ("danger", "paper"),
    ("danger", "no-soft"),
]
EDGES = [
    *(("line", ground) for ground in (*GROUNDS, "kind-soft")),
    *(("action", ground) for ground in ("card", "chosen", "paper")),
    *(("unknown", ground) for ground in ("unknown-soft", "paper")),
    ("danger", "paper"),
    ("ink", "paper"),
]
# What a symbol's strokes and the numbers of the steps are drawn on.
FILLS = [("ink", fill) for fill in ("sym-a", "sym-b", "kind", "kind-soft", "sun", "rose")]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", KINDS)
def test_text_and_edges_can_be_seen_in_every_look(look: str, kind: str) -> None:
    """Text 7:1, what is drawn and the edges of what can be pressed 3:1; where contrast was asked for, 7:1 for all of them."""
    about, attributes = LOOKS[look]
    named = tokens(about, attributes | {"data-kind": kind})
    strong = "contrast" in look
    wanted = [(TEXT, 7.0), (EDGES, 7.0 if strong else 3.0), (FILLS, 7.0 if strong else 4.5)]
    too_faint = [
        (one, other, round(found, 2))
        for pairs, least in wanted
        for one, other in pairs
        if (found := contrast(colour(named, one), colour(named, other))) < least
    ]
    assert too_faint == []
    assert contrast(colour(named, "ink"), colour(named, "glow")) >= 3


def test_every_look_is_a_look_of_its_own() -> None:
    """A rule of the style sheet that this module did not read right would give one look the colours of another."""
    paper = {look: colour(tokens(about, chose), "paper") for look, (about, chose) in LOOKS.items()}
    assert (
        len({paper[one] for one in ("light", "dark", "calm", "calm and dark", "contrast", "dark contrast")})
        == 6
    )
    assert paper["light"] == paper["light, on a dark device"]
    assert paper["dark"] == paper["dark, on a light device"]
    assert {paper[one] for one in LOOKS if "contrast" in one and "dark" not in one} == {"#ffffff"}
    assert paper["more contrast, dark"] == paper["dark contrast"] == paper["calm dark contrast"] == "#000000"


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_styles_and_scripts_stay_small() -> None:
    """What the admin alone loads is counted apart: nobody who looks for a thing to do ever waits for it."""
    assert sum(path.stat().st_size for path in SITE_CSS) < 40_000
    assert sum(path.stat().st_size for path in set(CSS) - set(SITE_CSS)) < 12_000
    of_admin = {path for path in JS if path.name.startswith("admin-")}
    assert sum(path.stat().st_size for path in set(JS) - of_admin) < 15_000
    assert sum(path.stat().st_size for path in of_admin) < 15_000


def test_colours_are_named_in_one_place() -> None:
    """A colour outside the tokens would not follow the look. Paper is white, and so is the ground of a QR code."""
    elsewhere = {
        path.name: found
        for path in SITE_CSS
        if (found := set(re.findall(r"#[0-9a-f]{3,8}\b", without_tokens(path))) - {"#fff"})
    }
    assert elsewhere == {}


def without_tokens(path: Path) -> str:
    text = path.read_text()
    tokens_at = re.search(r"@layer tokens\{.*?(?=@layer base\{)", text, flags=re.S)
    text = text.replace(tokens_at[0], "") if tokens_at else text
    return text.split("@media print")[0]


def test_every_token_that_is_named_is_there() -> None:
    everything = "".join(path.read_text() for path in SITE_CSS)
    made = set(re.findall(r"--([\w-]+):", everything))
    needed = set(re.findall(r"var\(--([\w-]+)\)", everything))
    # These three are there only where contrast was asked for: `var(--fg, transparent)` asks for them with something in their stead.
    assert needed - made == set()
    assert {"bg", "fg", "hi"} & needed == set()


def test_nothing_is_said_of_left_and_right() -> None:
    """So that the pages turn round as they are for a language that is read from right to left. But a map's pins are placed from the
    left in every language."""
    sided = re.compile(
        r"(?<![\w-])(?:(?:margin|padding|border|scroll-\w+)-(?:left|right)|left|right|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
        r"|(?:float|text-align|clear)\s*:\s*(?:left|right)\b"
        r"|(?<![\w-])(?:margin|padding|inset)\s*:\s*(?P<top>[^\s;}]+) (?P<end>[^\s;}()]+) [^\s;}]+ (?!(?P=end)[;}])[^\s;}]+"
    )
    found = {
        path.name: [one[0] for one in sided.finditer(path.read_text())]
        for path in CSS
        if path.name != "map.css"
    }
    assert [one for one in found.items() if one[1]] == []


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
