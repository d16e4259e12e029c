"""Pages as they are shown, put together from our words and those of editors and providers, are plain as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading import plain_page

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("public site")]
# For those who build the site: what it shows are examples.
NOT_FOR_READERS = ("/style-guide/",)


def test_every_page_reads_plainly(public_site: Any) -> None:
    wrong: set[str] = set()
    pages = {visit.name: visit.html for visit in public_site.visits if visit.address not in NOT_FOR_READERS}
    pages |= {f"{address} after a mistake": html for address, html in public_site.mistakes.items()}
    assert len(pages) > len(public_site.things)
    for name, html in pages.items():
        wrong.update(plain_page(html, name))
    assert not wrong, "\n".join(sorted(wrong))
