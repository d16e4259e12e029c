"""How the site looks to one person, as they chose it: in a cookie on their own device, before any sign-in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

COOKIE = "look"
OLD_COOKIE = "calm"  # what there was before this one; it holds until something is chosen
# The values that each choice may have beside "", which is the site's own. Calm is on or not.
VALUES: Mapping[str, tuple[str, ...]] = {
    "calm": ("on",),
    "text": ("large", "largest"),
    "space": ("wide",),
    "font": ("system", "dyslexia"),
    "colours": ("light", "dark", "contrast", "contrast-dark"),
}
# The token --paper of cms/static/css/site.css, light and dark: the bar of a phone's browser takes it.
PAPERS = {"": ("#fffaf2", "#1c1727"), "calm": ("#f5f3ef", "#1f1f22"), "contrast": ("#ffffff", "#000000")}
SCHEMES = {"light": "light", "dark": "dark", "contrast": "light", "contrast-dark": "dark"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What somebody chose. "" is the site's own, which follows what the device asks for."""

    calm: bool = False
    text: str = ""
    space: str = ""
    font: str = ""
    colours: str = ""

    @property
    def scheme(self) -> str:
        """The CSS color-scheme: the one that was chosen, else both."""
        return SCHEMES.get(self.colours, "light dark")

    @property
    def papers(self) -> list[tuple[str, str]]:
        """The colour of the page, each with the media query for which it is, or "" where it is for all."""
        light, dark = PAPERS[
            "contrast" if self.colours.startswith("contrast") else "calm" if self.calm else ""
        ]
        if self.scheme == "light dark":
            return [(light, "(prefers-color-scheme: light)"), (dark, "(prefers-color-scheme: dark)")]
        return [(light if self.scheme == "light" else dark, "")]


PLAIN = Look()


def chosen(said: Mapping[str, str]) -> Look:
    """The look of these choices. A name or a value that is not one of ours is passed over."""
    known = {name: value for name, value in said.items() if value in VALUES.get(name, ())}
    return Look(calm="calm" in known, **{name: value for name, value in known.items() if name != "calm"})


def read(cookies: Mapping[str, str]) -> Look:
    """The look that came with a request."""
    if COOKIE not in cookies:
        return Look(calm=cookies.get(OLD_COOKIE) == "on")
    return chosen(dict(part.partition(":")[::2] for part in cookies[COOKIE].split(".")))


def write(look: Look) -> str:
    """The value of the cookie: "calm:on.text:large", and nothing for what is the site's own. settings.js writes the same."""
    said = {field.name: getattr(look, field.name) for field in fields(look)} | {
        "calm": "on" if look.calm else ""
    }
    return ".".join(f"{name}:{value}" for name, value in said.items() if value)
