"""What matching says to one person, as it is said of somebody whom the reader helps. In English "you" becomes "they" by rule."""

from __future__ import annotations

import re

# "You" is one word for two: who does it ("you like") and whom it is done to ("with you"), which follows one of these or ends a clause.
DONE_TO = "with|for|to|near|of|from|at|about|fit|fits|refer|meet|meets|touch|give|guide|pick|take|send|keep|help|helps|tell|let|suit"
OBJECT = re.compile(rf"\b({DONE_TO}) you\b|\byou(?=[.,?]|$)")
THEM = {
    "You": "They", "you": "they", "Your": "Their", "your": "their", "I": "they", "me": "them", "My": "Their", "my": "their",
}  # fmt: skip
PRONOUN = re.compile(rf"\b({'|'.join(THEM)})\b")


def of_them(pattern: str) -> str:
    """A pattern that speaks to "you", or asks for "me", as it is said of somebody whom the reader helps. One to translate, too."""
    return ask_for_them(pattern) if pattern.endswith("?") else their_words(pattern)


def their_words(text: str) -> str:
    """What was said to "you", said about somebody else: "You like trains." is "They like trains."."""
    text = OBJECT.sub(lambda found: f"{found[1]} them" if found[1] else "them", text)
    return PRONOUN.sub(lambda word: THEM[word[1]], text)


def ask_for_them(question: str) -> str:
    """What "I" ask, asked for somebody else. "You" is whoever is asked."""
    return re.sub(r"\b(I|me|my)\b", lambda word: THEM[word[1]], question)
