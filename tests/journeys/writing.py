"""Somebody who writes a listing on a phone, with a thumb: every press and letter is counted, and how long it would take a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page

# The keystroke-level model (Card, Moran and Newell 1980), with the times of a phone.
POINT = 1.1  # seconds to find a target with the thumb and press it, scrolling there in it
LETTER = 0.4  # seconds for a letter on a phone's keyboard: 30 words a minute; Palin and others (2019) saw 36
DECIDE = 1.35  # seconds to think what to answer, once for each question
READ = 60 / 200  # seconds a word: 200 words a minute, slower than most people read
# What only a screen reader says is not read by eye.
SHOWN = """part => {
    const unseen = [...part.querySelectorAll('.w-sr-only')];
    for (const it of unseen) it.style.display = 'none';
    const text = part.innerText;
    for (const it of unseen) it.style.display = '';
    return text;
}"""


@dataclass
class Thumb:
    """Real taps and real typing in a page."""

    page: Page
    taps: int = 0
    letters: int = 0
    decisions: int = 0
    words: int = 0
    read: set[str] = field(default_factory=set)

    def tap(self, target: Locator | str, *, decides: bool = False) -> None:
        found = self.page.locator(target) if isinstance(target, str) else target
        found.tap()
        self.taps += 1
        self.decisions += decides

    def write(self, target: str, text: str) -> None:
        self.tap(target, decides=True)
        self.page.keyboard.type(text)
        self.letters += len(text)

    def choose(self, target: str, value: str) -> None:
        """A list of the phone's own: one press opens it, one chooses."""
        self.page.locator(target).select_option(value)
        self.taps += 2
        self.decisions += 1

    def look_at(self, part: Locator) -> None:
        """Read all that the part shows now, the choices of its lists too, each line once."""
        for line in part.evaluate(SHOWN).splitlines():
            if line.strip() and line not in self.read:
                self.read.add(line)
                self.words += len(line.split())

    @property
    def seconds(self) -> float:
        return self.taps * POINT + self.letters * LETTER + self.decisions * DECIDE + self.words * READ

    def said(self) -> dict[str, Any]:
        return {
            "presses": self.taps,
            "letters": self.letters,
            "decisions": self.decisions,
            "words read": self.words,
            "minutes": round(self.seconds / 60, 1),
        }
