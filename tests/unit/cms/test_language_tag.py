"""What was written in another language than the page's says so."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation


def shown(language: str) -> str:
    with translation.override(language):
        return Template("{% load language %}<h1{% as_written %}>{{ title }}</h1>").render(
            Context({"title": "Film club"})
        )


def test_on_a_page_in_the_language_of_the_site_nothing_is_said() -> None:
    assert shown("en-gb") == shown("en") == "<h1>Film club</h1>"


@pytest.mark.parametrize("language", ["cy", "ar"])
def test_on_a_page_in_another_one_it_is(language: str) -> None:
    assert shown(language) == '<h1 lang="en-gb" dir="ltr">Film club</h1>'


def test_a_site_whose_first_language_runs_from_right_to_left(settings) -> None:
    settings.LANGUAGE_CODE = "ar"
    assert shown("cy") == '<h1 lang="ar" dir="rtl">Film club</h1>'
