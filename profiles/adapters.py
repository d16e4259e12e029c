"""How allauth behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# In plain words. allauth's own are in formal English, and not in Welsh.
ERRORS = {
    "account_inactive": _("This account is closed. Write to us if you need it."),
    "cannot_remove_primary_email": _("You can not take away your main email address."),
    "duplicate_email": _("This email address is on your account already."),
    "email_password_mismatch": _("That email address or password is not right. Check both and try again."),
    "email_taken": _("Somebody uses this email address already."),
    "enter_current_password": _("Type the password that you have now."),
    "incorrect_code": _("That code is not right. Check it and try again."),
    "incorrect_password": _("That password is not right. Try again."),
    "invalid_login": _("We could not sign you in. Try again."),
    "invalid_or_expired_key": _("This link does not work any more. Ask for a new one."),
    "invalid_password_reset": _("This link does not work any more. Ask for a new one."),
    "max_email_addresses": _("You can have %d email addresses, and no more."),
    "rate_limited": _("That was too many tries. Wait a few minutes. Then try again."),
    "same_as_current": _("This is the same as now. Type a new one."),
    "select_only_one": _("Pick one only."),
    "too_many_login_attempts": _("That was too many tries. Wait a few minutes. Then try again."),
    "unknown_email": _("We do not know this email address."),
    "unverified_primary_email": _("First confirm your main email address."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are for people who were invited, and for those who ask to join, on the pages for that (opportunities/views/join.py).
    allauth's own page for a new account stays closed: it would say whether an address has one, and ask for a password."""

    error_messages = DefaultAccountAdapter.error_messages | ERRORS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Whoever has a second step proves it is them with that. A password alone could else take the second step away."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        second_steps = [method for method in methods if method["id"] != "reauthenticate"]
        return second_steps or methods
