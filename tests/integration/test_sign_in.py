"""The ways in: by a password or a code sent by email, with a second step for whoever comes near the admin."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from opportunities.provider_actions import set_up_moderation
from tests.integration.test_admin_walk import addresses
from tests.two_providers import signed_in

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "ali@example.org", "a-long-and-friendly-phrase"
HOME = "/admin/"


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> None:
    cache.clear()


@pytest.fixture
def ali() -> Any:
    user = get_user_model().objects.create_user(EMAIL, PASSWORD)
    user.groups.add(set_up_moderation())
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


@pytest.fixture
def secret(ali: Any) -> str:
    """Ali has an authenticator app."""
    secret = generate_totp_secret()
    TOTP.activate(ali, secret)
    return secret


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def by_password(client: Client, password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("account_login"), {"login": EMAIL, "password": password} | more)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# A password, then the second step


def test_a_password_alone_opens_nothing_of_the_admin(client: Client, ali: Any) -> None:
    by_password(client)
    assert is_signed_in(client)
    response = client.get(HOME)
    assert response.headers["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200


def test_whoever_has_a_second_step_is_asked_for_it_before_being_signed_in(
    client: Client, ali: Any, secret: str
) -> None:
    assert by_password(client).headers["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert client.get(HOME).headers["Location"].startswith(reverse("account_login"))
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get(HOME).status_code == 200


def test_the_second_step_can_be_set_up_by_whoever_has_none(
    client: Client, ali: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_password(client)
    activate = reverse("mfa_activate_totp")
    ask = client.get(activate)
    assert ask.headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(ask.headers["Location"], {"password": PASSWORD})
    page = client.get(activate)
    secret = page.context["form"].secret
    assert client.post(activate, {"code": "123"}).status_code == 200
    # A test is one transaction that is never committed: what waits for that is done at once.
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())
    assert client.post(activate, {"code": code_of(secret)}).status_code == 302
    assert Authenticator.objects.filter(user=ali, type="totp").exists()
    assert client.get(HOME).status_code == 200


def test_recovery_codes_alone_are_no_second_step(client: Client, ali: Any) -> None:
    RecoveryCodes.activate(ali)
    by_password(client)
    assert client.get(HOME).headers["Location"] == reverse("mfa_index")


def test_a_session_from_before_the_second_step_must_take_it_now(ali: Any) -> None:
    """Somebody who knows the password sits and waits until Ali has set up a second step elsewhere."""
    waiting = Client()
    by_password(waiting)
    secret = generate_totp_secret()
    TOTP.activate(ali, secret)
    assert waiting.get(HOME).headers["Location"].startswith(reverse("mfa_reauthenticate"))
    assert waiting.get(reverse("wagtailadmin_explore_root")).status_code == 302


def test_a_password_can_not_take_the_second_step_away(ali: Any) -> None:
    waiting = Client()
    by_password(waiting)
    TOTP.activate(ali, generate_totp_secret())
    asked = waiting.get(reverse("mfa_deactivate_totp")).headers["Location"]
    assert asked.startswith(reverse("mfa_reauthenticate"))
    response = waiting.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert response.headers["Location"].startswith(reverse("mfa_reauthenticate"))
    waiting.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=ali, type="totp").exists()


def test_who_took_the_second_step_long_ago_proves_it_again_to_change_it(
    client: Client, ali: Any, secret: str
) -> None:
    by_password(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    asked = client.get(reverse("mfa_deactivate_totp")).headers["Location"]
    assert asked.startswith(reverse("mfa_reauthenticate"))


def test_where_the_second_step_is_off_a_password_is_enough(client: Client, ali: Any, settings: Any) -> None:
    settings.SECOND_FACTOR_FOR_ADMIN = False
    by_password(client)
    assert client.get(HOME).status_code == 200


# A code by email


def test_a_code_by_email_signs_in_and_proves_the_address(client: Client, ali: Any) -> None:
    EmailAddress.objects.filter(user=ali).update(verified=False)
    ali.set_unusable_password()
    ali.save()
    client.post(reverse("account_request_login_code"), {"email": EMAIL})
    (letter,) = mail.outbox
    assert letter.to == [EMAIL]
    code = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$", letter.body, re.M)
    assert code, letter.body
    confirm = reverse("account_confirm_login_code")
    client.post(confirm, {"code": "WRONG1"})
    assert not is_signed_in(client)
    client.post(confirm, {"code": code[1]})
    assert is_signed_in(client)
    assert EmailAddress.objects.get(user=ali).verified
    assert client.get(HOME).headers["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_code_by_email_does_not_pass_by_the_second_step(client: Client, ali: Any, secret: str) -> None:
    client.post(reverse("account_request_login_code"), {"email": EMAIL})
    code = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$", mail.outbox[0].body, re.M)
    response = client.post(reverse("account_confirm_login_code"), {"code": code[1]})
    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)


def test_an_address_that_nobody_has_looks_the_same(client: Client, ali: Any) -> None:
    known = client.post(reverse("account_request_login_code"), {"email": EMAIL})
    unknown = Client().post(reverse("account_request_login_code"), {"email": "nobody@example.org"})
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )


# Other doors


def test_nobody_can_sign_up(client: Client) -> None:
    form = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), form)
    assert not get_user_model().objects.exists()


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/admin/", "/accounts/login/?next=/admin/"),
        ("/admin/login/", "/accounts/login/"),
        ("/admin/login/?next=/admin/pages/", "/accounts/login/?next=/admin/pages/"),
        ("/_util/login/?next=/admin/", "/accounts/login/?next=/admin/"),
        ("/admin/password_reset/", "/accounts/password/reset/"),
        ("/admin/password_reset/done/", "/accounts/password/reset/"),
        ("/admin/password_reset/confirm/MQ/set-password/", "/accounts/password/reset/"),
    ],
)
def test_wagtails_own_doors_lead_to_ours(client: Client, ali: Any, address: str, leads_to: str) -> None:
    assert client.get(address).headers["Location"] == leads_to
    posted = client.post(address, {"username": EMAIL, "password": PASSWORD, "login": EMAIL})
    assert posted.status_code == 302
    assert not is_signed_in(client)


def test_no_address_is_answered_by_a_sign_in_view_of_django_or_wagtail() -> None:
    doors = []
    for address in addresses(get_resolver().url_patterns):
        if re.search(r"log_?in|password", address.route) and not address.route.startswith("accounts/"):
            path = "/" + re.sub(r"<(?:\w+:)?\w+>", "x", re.sub(r"\^|\\Z|\$", "", address.route))
            view = get_resolver().resolve(path).func
            doors.append((path, f"{view.__module__}.{view.__qualname__}"))
    assert doors
    assert [door for door in doors if door[1].startswith(("django.contrib.auth", "wagtail.admin"))] == []


def test_a_new_password_does_not_sign_in_nor_pass_by_the_second_step(
    client: Client, ali: Any, secret: str
) -> None:
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[0].body)
    form = client.get(link[1], follow=True).request["PATH_INFO"]
    new = "another-long-friendly-phrase"
    client.post(form, {"password1": new, "password2": new})
    assert not is_signed_in(client)
    assert by_password(client, PASSWORD).status_code == 200
    assert by_password(client, new).headers["Location"] == reverse("mfa_authenticate")


def test_guessing_is_slowed_down(client: Client, ali: Any) -> None:
    for _ in range(5):
        by_password(client, "wrong")
    by_password(client)
    assert not is_signed_in(client)


def test_asking_for_codes_is_slowed_down(client: Client, ali: Any) -> None:
    for _ in range(6):
        Client().post(reverse("account_request_login_code"), {"email": EMAIL})
    assert len(mail.outbox) == 3


def test_signing_out_of_the_admin_takes_one_press(ali: Any) -> None:
    client = signed_in(ali)
    assert client.get(HOME).status_code == 200
    assert client.post(reverse("wagtailadmin_logout")).headers["Location"] == "/"
    assert not is_signed_in(client)


def test_somebody_with_no_right_to_the_admin_is_refused_with_a_second_step_too(client: Client) -> None:
    nobody = get_user_model().objects.create_user("nobody@example.org", PASSWORD)
    assert signed_in(nobody).get(HOME).headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("next_page", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_signing_in_never_leads_to_another_site(
    client: Client, ali: Any, settings: Any, next_page: str
) -> None:
    settings.SECOND_FACTOR_FOR_ADMIN = False
    assert "elsewhere" not in by_password(client, next=next_page).headers["Location"]
