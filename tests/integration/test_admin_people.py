"""People in the admin: one name, no password given by anybody else."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from tests.two_providers import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> Any:
    return get_user_model().objects.create_superuser("boss@example.org")


@pytest.fixture
def client(boss: Any) -> Client:
    return signed_in(boss)


def test_a_person_is_added_with_an_address_and_a_name(client: Client) -> None:
    page = client.get(reverse("wagtailusers_users:add"))
    body = page.content.decode()
    assert 'name="first_name"' not in body
    assert 'name="password1"' not in body
    client.post(reverse("wagtailusers_users:add"), {"email": "Sam@example.org", "name": "Sam"})
    sam = get_user_model().objects.get(email__iexact="sam@example.org")
    assert sam.name == "Sam"
    assert not sam.has_usable_password()
    address = EmailAddress.objects.get(user=sam)
    assert (address.email, address.primary, address.verified) == ("sam@example.org", True, False)


def test_an_address_is_taken_whatever_its_capitals(client: Client) -> None:
    response = client.post(reverse("wagtailusers_users:add"), {"email": "BOSS@example.org", "name": ""})
    assert response.status_code == 200
    assert get_user_model().objects.count() == 1


def test_a_person_is_changed_and_listed(client: Client, boss: Any) -> None:
    sam = get_user_model().objects.create_user("sam@example.org", name="Sam")
    edit = reverse("wagtailusers_users:edit", args=[sam.pk])
    assert client.get(edit).status_code == 200
    client.post(edit, {"email": "sam@example.org", "name": "Samira", "is_active": "on"})
    assert get_user_model().objects.get(pk=sam.pk).name == "Samira"
    assert "Samira" in client.get(reverse("wagtailusers_users:index")).content.decode()


def test_a_new_address_has_to_be_proved_again(client: Client) -> None:
    sam = get_user_model().objects.create_user("sam@example.org")
    EmailAddress.objects.create(user=sam, email=sam.email, verified=True, primary=True)
    edit = reverse("wagtailusers_users:edit", args=[sam.pk])
    client.post(edit, {"email": "new@example.org", "name": "", "is_active": "on"})
    (address,) = EmailAddress.objects.filter(user=sam)
    assert (address.email, address.verified) == ("new@example.org", False)


def test_an_administrator_can_not_lock_itself_out(client: Client, boss: Any) -> None:
    edit = reverse("wagtailusers_users:edit", args=[boss.pk])
    body = client.get(edit).content.decode()
    assert 'name="is_superuser"' not in body
    client.post(edit, {"email": boss.email, "name": "Boss"})
    again = get_user_model().objects.get(pk=boss.pk)
    assert again.is_superuser
    assert again.is_active


def test_everybody_changes_their_own_name(client: Client, boss: Any) -> None:
    url = reverse("wagtailadmin_account")
    body = client.get(url).content.decode()
    assert 'name="name-name"' in body
    assert "first_name" not in body
    how_it_looks = {"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}
    assert client.post(url, {"name-name": "The boss"} | how_it_looks).status_code == 302
    assert get_user_model().objects.get(pk=boss.pk).name == "The boss"
