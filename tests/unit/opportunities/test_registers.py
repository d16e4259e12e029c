"""A number in a public register is checked as far as its form goes."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from opportunities.models import ProviderRegister


def test_a_number_that_can_not_be_one_is_an_error_of_the_form_and_not_of_the_site() -> None:
    ProviderRegister(scheme="GB-CHC", number="1234567").clean()
    with pytest.raises(ValidationError) as caught:
        ProviderRegister(scheme="GB-CHC", number="12").clean()
    assert caught.value.message_dict == {"number": ["This is not a number of that register. Check it."]}


def test_with_no_register_chosen_its_own_error_is_enough() -> None:
    ProviderRegister(scheme="", number="12").clean()
