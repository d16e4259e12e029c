"""The W3C's HTML checker has nothing to say about any page, nor about our CSS and our drawings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string

from tests import html_checker
from tests.conftest import missing

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("public site")]
STATIC = Path(__file__).resolve().parents[2] / "cms" / "static"


@pytest.fixture(scope="session", autouse=True)
def checker() -> None:
    what = html_checker.missing_part()
    if what:
        missing(what)


def test_every_page_is_good_html_and_our_css_and_drawings_are_good_too(public_site: Any) -> None:
    pages = {visit.name: visit.html for visit in public_site.visits}
    pages |= {f"{address} after a mistake": html for address, html in public_site.mistakes.items()}
    pages["the page of a broken server"] = render_to_string("500.html")
    assert len(pages) > len(public_site.things)
    files = [*STATIC.rglob("*.css"), *STATIC.rglob("*.svg")]
    assert len(files) > 5
    found = html_checker.problems(pages, files)
    assert not found, "\n".join(found)


def test_the_checker_would_find_what_is_wrong(tmp_path: Path) -> None:
    page = "<!doctype html><html lang=en><title>x</title><p><h1>A</h1></p><img src=x>"
    style = tmp_path / "site.css"
    style.write_text("a { colour: red }")
    drawing = tmp_path / "sun.svg"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"><sun/></svg>')
    found = "\n".join(html_checker.problems({"/a/page/": page}, [style, drawing]))
    for said in (
        "No “p” element in scope",
        "/a/page/:0: An “img” element must have an “alt” attribute",
        "site.css:1: CSS: “colour”",
        "sun.svg:",
    ):
        assert said in found
