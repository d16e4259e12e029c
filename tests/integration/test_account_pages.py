"""Every page of signing in is in our own look and words, with the people on your side, and can be used by everyone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-password-1"
OPEN_TO_ALL = [
    "account_login",
    "account_signup",
    "account_inactive",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
]
FOR_MEMBERS = [
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
]
WITH_SECOND_STEP = [
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
]


@pytest.fixture
def person() -> Any:
    user = get_user_model().objects.create_user(email="pat@example.org", password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def member(client: Client, person: Any) -> Client:
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def check(html: str) -> None:
    """One heading, one main part, the people on your side, a label for each field, no id twice, nothing in allauth's own words."""
    assert html.count("<h1") == html.count("<main") == 1
    assert "Someone on your side" in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    shown = re.findall(r'<input(?![^>]*(?:type="hidden"|\shidden))[^>]*\sid="([^"]+)"', html)
    assert set(shown) <= set(re.findall(r'<label[^>]*\sfor="([^"]+)"', html))
    assert "Menu:" not in html
    assert "<em>" not in html


@pytest.mark.parametrize("name", OPEN_TO_ALL)
def test_a_page_that_is_open_to_all(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    check(answer.content.decode())


@pytest.mark.parametrize("name", FOR_MEMBERS)
def test_a_page_for_somebody_who_signed_in(member: Client, name: str) -> None:
    answer = member.get(reverse(name), follow=True)
    assert answer.status_code == 200
    check(answer.content.decode())


@pytest.mark.parametrize("name", WITH_SECOND_STEP)
def test_a_page_for_somebody_with_a_second_step(member: Client, person: Any, name: str) -> None:
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    Authenticator.objects.create(
        user=person, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0}
    )
    answer = member.get(reverse(name), follow=True)
    assert answer.status_code == 200
    check(answer.content.decode())


def test_nobody_opens_an_account_without_an_invitation(client: Client) -> None:
    html = client.get(reverse("account_signup")).content.decode()
    assert "<form" not in html[html.index("<main") : html.index("</main")]
    assert "invitation" in html


def test_a_wrong_password_says_so_and_keeps_the_email(client: Client, person: Any) -> None:
    html = client.post(
        reverse("account_login"), {"login": person.email, "password": "not-it"}
    ).content.decode()
    check(html)
    assert 'class="error-summary"' in html
    assert 'value="pat@example.org"' in html


def test_a_code_comes_by_email_in_plain_words_and_signs_in(client: Client, person: Any) -> None:
    answer = client.post(reverse("account_request_login_code"), {"email": person.email}, follow=True)
    check(answer.content.decode())
    [sent] = mail.outbox
    assert sent.subject == "Your code to sign in"
    assert "testserver" not in sent.body
    found = re.search(r"is:\s+(\S+)", sent.body)
    assert found
    answer = client.post(reverse("account_confirm_login_code"), {"code": found[1]})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_new_password_by_email(client: Client, person: Any) -> None:
    check(
        client.post(reverse("account_reset_password"), {"email": person.email}, follow=True).content.decode()
    )
    found = re.search(r"http://testserver(\S+)", mail.outbox[0].body)
    assert found
    page = client.get(found[1], follow=True)
    check(page.content.decode())
    new = {"password1": "another-long-one-2", "password2": "another-long-one-2"}
    check(client.post(page.request["PATH_INFO"], new, follow=True).content.decode())
    person.refresh_from_db()
    assert person.check_password("another-long-one-2")


def test_a_link_that_was_used_says_what_to_do(client: Client) -> None:
    html = client.get(
        reverse("account_reset_password_from_key", args=["1", "used-up"]), follow=True
    ).content.decode()
    check(html)
    assert "Get a new link" in html


def test_the_second_step_is_asked_for(client: Client, person: Any) -> None:
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD}, follow=True)
    html = answer.content.decode()
    check(html)
    assert "The second step" in html
    assert "_auth_user_id" not in client.session
