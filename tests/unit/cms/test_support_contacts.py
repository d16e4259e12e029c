"""Who is on your side, on every page."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from cms.models import SupportContact

FACTS = {"kind": "independent_advocacy", "what": "They help.", "run_by": "A charity"}


@pytest.mark.django_db
def test_the_first_three_for_everywhere_are_on_every_page() -> None:
    for order, name in enumerate(["One", "Two", "Three", "Four"]):
        SupportContact.objects.create(name=name, order=order, website="https://example.org", **FACTS)
    SupportContact.objects.create(
        name="Local", order=0, area="Salford", website="https://example.org", **FACTS
    )
    assert [contact.name for contact in SupportContact.objects.for_every_page()] == ["One", "Two", "Three"]


@pytest.mark.django_db
def test_a_change_shows_at_once() -> None:
    contact = SupportContact.objects.create(name="One", website="https://example.org", **FACTS)
    SupportContact.objects.for_every_page()
    contact.name = "Another"
    contact.save()
    assert [contact.name for contact in SupportContact.objects.for_every_page()] == ["Another"]
    contact.delete()
    assert SupportContact.objects.for_every_page() == []


@pytest.mark.django_db
def test_a_contact_can_be_reached() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportContact.objects.create(name="Nobody", **FACTS)
