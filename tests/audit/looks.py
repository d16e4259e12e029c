"""In which look a page is looked at, and which pages matter most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from profiles.look import COOKIE as LOOK
from tests.visits import Visit


@dataclass(frozen=True, kw_only=True)
class Look:
    """A way in which a page may be looked at. `text`: the browser's own text size, 2 for 200%. `cookie`: what was chosen in the
    site's settings."""

    width: int = 1280
    scheme: str = "light"
    text: float = 1
    cookie: str = ""


LOOKS = {
    "light": Look(),
    "dark": Look(scheme="dark"),
    "calm": Look(cookie="calm:on"),
    "calm, dark": Look(cookie="calm:on", scheme="dark"),
    "high contrast": Look(cookie="colours:contrast"),
    "high contrast, dark": Look(cookie="colours:contrast-dark"),
    "320 pixels": Look(width=320),
    "largest text, 320 pixels": Look(width=320, cookie="text:largest.space:wide"),
    "200% text": Look(text=2),
}


def cookies_for(visit: Visit, look: Look) -> list[dict[str, Any]]:
    held = visit.cookies | ({LOOK: look.cookie} if look.cookie else {})
    return [{"name": name, "value": value} for name, value in held.items()]


def most_used(visits: list[Visit]) -> dict[str, Visit]:
    """The pages whose scores we promise, by their names."""
    by_name = {visit.name: visit for visit in visits}
    thing = next(v for v in visits if v.who == "somebody" and v.address.startswith("/providers/"))
    guide = next((v for v in visits if v.address.startswith("/guides/") and v.address.count("/") == 3), None)
    wanted = {
        "home": by_name.get("/ (a stranger)"),
        "a question": by_name.get("/find/likes/ (somebody)"),
        "results": by_name.get("/find/results/ (somebody)"),
        "a thing": thing,
        "my list": by_name.get("/my-list/ (somebody)"),
        "a guide": guide,
        "sign-in": by_name.get("/accounts/login/ (a stranger)"),
    }
    return {name: visit for name, visit in wanted.items() if visit}
