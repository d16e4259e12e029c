"""The style guide shows every component, symbol and token that there is, to those who build the site and to nobody else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from cms.style_guide import SHEET, tokens
from cms.templatetags.symbols import names

pytestmark = pytest.mark.django_db

COMPONENTS = Path(__file__).resolve().parents[3] / "templates" / "components"
ADDRESS = "/style-guide/"


@pytest.fixture
def shown(client: Client, settings: Any) -> str:
    settings.DEBUG = True
    return client.get(ADDRESS).content.decode()


def test_it_shows_every_component(client: Client, settings: Any) -> None:
    settings.DEBUG = True
    client.force_login(get_user_model().objects.create_user("sam", is_staff=True))
    drawn = {template.name for template in client.get(ADDRESS).templates}
    assert {f"components/{file.name}" for file in COMPONENTS.iterdir()} - drawn == set()


def test_it_shows_every_symbol_and_every_token(shown: str) -> None:
    assert names() - set(re.findall(r"<code>([\w-]+)</code>", shown)) == set()
    said = {name for sort in tokens(SHEET.read_text()).values() for name in sort}
    assert said - set(re.findall(r"<code>([\w-]+)</code>", shown)) == set()
    assert {"paper", "ink", "sun-soft", "glow", "text-l", "s3", "radius", "target"} <= said


def test_it_shows_fields_with_and_without_errors(shown: str) -> None:
    assert shown.count('class="error-summary"') == 1
    assert 'aria-invalid="true"' in shown
    assert 'name="ok-likes" value="music"' in shown


def test_no_search_engine_keeps_it(shown: str) -> None:
    assert '<meta name="robots" content="noindex">' in shown


@pytest.mark.parametrize(("staff", "status"), [(None, 404), (False, 404), (True, 200)])
def test_only_staff_see_it(client: Client, settings: Any, staff: bool | None, status: int) -> None:
    settings.DEBUG = False
    if staff is not None:
        client.force_login(get_user_model().objects.create_user("sam", is_staff=staff))
    assert client.get(ADDRESS).status_code == status
