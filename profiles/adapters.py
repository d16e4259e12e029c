"""How allauth behaves here."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are for people that a moderator invited: nobody opens one for themselves yet."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
