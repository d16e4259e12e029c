from __future__ import annotations

import pytest
from django.template.loader import get_template
from django.test import Client


@pytest.mark.parametrize("name", ["500.html", "400.html"])
def test_a_broken_server_still_says_who_is_on_your_side(name: str) -> None:
    """With no context, no request and no database, for any of them may be what broke."""
    html = get_template(name).render()
    assert "Someone on your side" in html
    assert "0800 1111" in html
    assert html.count("<h1") == 1


@pytest.mark.django_db
def test_a_page_that_is_not_there_has_a_way_on(client: Client) -> None:
    answer = client.get("/not-a-page/")
    assert answer.status_code == 404
    html = answer.content.decode()
    assert "Someone on your side" in html
    assert 'href="/"' in html


@pytest.mark.django_db
def test_a_form_that_waited_too_long_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/settings/", {"next": "/"})
    assert answer.status_code == 403
    assert "Go back" in answer.content.decode()
