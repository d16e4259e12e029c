"""How allauth behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are for people that a moderator invited: nobody opens one for themselves yet."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Whoever has a second step proves it is them with that. A password alone could else take the second step away."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        second_steps = [method for method in methods if method["id"] != "reauthenticate"]
        return second_steps or methods
