"""No form of signing in says a sentence of Django or allauth that is not plain: neither in an error nor in a label or a hint."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import allauth
import django
import polib
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django import forms
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from profiles.adapters import ERRORS
from tests import reading

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "cms/locale/en_GB/LC_MESSAGES/django.po"
PASSWORD = "a-long-password-1"
FORMS = (
    "account.forms",
    "mfa.base.forms",
    "mfa.totp.forms",
    "mfa.recovery_codes.forms",
    "mfa.webauthn.forms",
)
NOT_ASKED = {
    "username",
    "remember",
}  # accounts have no name to sign in with, and a session ends in half an hour


def ours() -> list[str]:
    """Every plain sentence that a form may show."""
    said = [
        text
        for entry in polib.pofile(str(CATALOGUE))
        for text in (entry.msgstr, *entry.msgstr_plural.values())
    ]
    return [*filter(None, said), *map(str, ERRORS.values())]


def is_plain(error: str) -> bool:
    """It is one of ours, with any value in its place."""
    return any(
        re.fullmatch(".+".join(map(re.escape, re.split(r"%\(\w+\)[sdr]|%d|\{\w+\}", text))), error)
        for text in ours()
    )


def test_what_we_say_instead_is_easy_to_read() -> None:
    said = [reading.Said(reading.read_as(text), "cms/locale/en_GB:1") for text in ours()]
    assert [*reading.too_long(said), *reading.too_hard(said), *reading.hard_words(said)] == []


def test_the_catalogue_is_compiled_as_it_is_written() -> None:
    written, compiled = polib.pofile(str(CATALOGUE)), polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    said = [
        {entry.msgid: (entry.msgid_plural, entry.msgstr, entry.msgstr_plural) for entry in each}
        for each in (written, compiled)
    ]
    assert said[0] == said[1]


def test_each_sentence_is_still_one_of_theirs() -> None:
    """With a new version of Django or allauth, a sentence may be another."""
    theirs = " ".join(
        " ".join(re.sub(r'"\s*\n\s*"', "", path.read_text(encoding="utf-8")).split())
        for library, folders in (
            (django, ("forms", "core", "db/models", "contrib/auth")),
            (allauth, ("account", "mfa")),
        )
        for folder in folders
        for path in (Path(library.__file__).parent / folder).rglob("*.py")
    ).replace("\\", "")
    lost = [entry.msgid for entry in polib.pofile(str(CATALOGUE)) if entry.msgid not in theirs]
    assert lost == []


def parts(field: forms.Field) -> Iterator[str]:
    """All that a field says of itself."""
    yield from map(str, (field.label or "", field.help_text or "", field.widget.attrs.get("placeholder", "")))
    yield from map(str, field.error_messages.values())


def test_every_field_of_allauth_speaks_plainly() -> None:
    modules = [importlib.import_module(f"allauth.{name}") for name in FORMS]
    kinds = [
        each
        for module in modules
        for each in vars(module).values()
        if inspect.isclass(each) and issubclass(each, forms.BaseForm) and each.__module__ == module.__name__
    ]
    assert len(kinds) > 20
    said = [
        reading.Said(reading.read_as(text), f"{kind.__name__}.{name}")
        for kind in kinds
        for name, field in kind.base_fields.items()
        if name not in NOT_ASKED
        for text in parts(field)
        if text
    ]
    assert [*reading.too_long(said), *reading.hard_words(said)] == []


@pytest.fixture
def person(db: None) -> Any:
    user = get_user_model().objects.create_user(email="pat@example.org", password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def client(person: Any) -> Client:
    return Client()


def signed_in(client: Client, person: Any) -> None:
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})


def proved_again(client: Client, person: Any) -> None:
    signed_in(client, person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def with_second_step(client: Client, person: Any) -> None:
    signed_in(client, person)
    Authenticator.objects.create(user=person, type="totp", data={"secret": generate_totp_secret()})


def asked_for_it(client: Client, person: Any) -> None:
    with_second_step(client, person)
    client.post(reverse("account_logout"))
    signed_in(client, person)


def with_a_code(client: Client, person: Any) -> None:
    client.post(reverse("account_request_login_code"), {"email": person.email})


def with_no_password(client: Client, person: Any) -> None:
    signed_in(client, person)
    person.set_unusable_password()
    person.save()
    client.force_login(person)


def nobody(client: Client, person: Any) -> None:
    pass


Prepare = Callable[[Client, Any], None]
SHORT = {"password1": "abc", "password2": "abc"}
WRONG: list[tuple[str, Prepare, list[dict[str, str]]]] = [
    ("account_login", nobody, [{}, {"login": "x", "password": "x"}, {"login": "pat@example.org", "password": "no"}]),
    ("account_request_login_code", nobody, [{}, {"email": "x"}]),
    ("account_confirm_login_code", with_a_code, [{}, {"code": "wrong"}]),
    ("account_reset_password", nobody, [{}, {"email": "x"}]),
    ("account_reauthenticate", signed_in, [{}, {"password": "no"}]),
    ("account_email", signed_in, [
        {"action_add": ""}, {"action_add": "", "email": "x"}, {"action_add": "", "email": "pat@example.org"},
    ]),
    ("account_change_password", signed_in, [
        {}, {"oldpassword": "no", **SHORT}, {"oldpassword": PASSWORD, "password1": "password", "password2": "password"},
        {"oldpassword": PASSWORD, "password1": "pat@example.org", "password2": "pat@example.com"},
    ]),
    ("account_set_password", with_no_password, [{}, SHORT, {"password1": PASSWORD, "password2": "b-long-password"}]),
    ("mfa_authenticate", asked_for_it, [{}, {"code": "wrong"}]),
    ("mfa_reauthenticate", with_second_step, [{}, {"code": "wrong"}]),
    ("mfa_activate_totp", proved_again, [{}, {"code": "wrong"}]),
    ("mfa_add_webauthn", proved_again, [{}, {"name": "x" * 200, "credential": "x"}]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "prepare", "sent"), WRONG, ids=[name for name, *_ in WRONG])
def test_every_error_is_plain(
    client: Client, person: Any, name: str, prepare: Prepare, sent: list[dict[str, str]]
) -> None:
    prepare(client, person)
    for data in sent:
        answer = client.post(reverse(name), data)
        assert answer.status_code == 200, f"{data} was taken, or led on"
        html = answer.content.decode()
        summary = re.search(r'<div class="error-summary.*?</div>', html, re.S)
        assert summary, f"{data} is not said to be wrong"
        errors = [
            unescape(strip_tags(each)).strip() for each in re.findall(r"<li>(.*?)</li>", summary[0], re.S)
        ]
        said = [error.split(": ", 1)[-1] if not is_plain(error) else error for error in errors]
        assert errors
        assert [error for error in said if not is_plain(error)] == []
