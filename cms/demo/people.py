"""Who can sign in to the demo. The addresses are invented and the password is no secret."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "friendly-noticeboard"  # noqa: S105  printed by `make run`


@dataclass(frozen=True, slots=True)
class Person:
    """`role` is administrator, moderator, provider, or "asks to join"; a provider's person looks after the provider with this id, and
    who asks to join has a group that waits for a moderator."""

    who: str
    email: str
    role: str
    provider: str = ""


PEOPLE = (
    Person("Administrator", "admin@example.org", "administrator"),
    Person("Moderator", "moderator@example.org", "moderator"),
    Person("Second moderator", "moderator2@example.org", "moderator"),
    Person("Runs a train club", "club@example.org", "provider", provider="little-signal-club"),
    Person("Runs a college", "college@example.org", "provider", provider="tamebridge-college"),
    Person("Asks to join with a chess club", "chess@example.org", "asks to join"),
)
