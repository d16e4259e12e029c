"""Numbers of public registers, as people type them."""

from __future__ import annotations

import pytest

from matching.vocabulary import REGISTER_SCHEMES
from opportunities.registers import REGISTERS, normalised, page_about


@pytest.mark.parametrize(
    ("scheme", "typed", "number"),
    [
        ("GB-COH", "1234567", "01234567"),
        ("GB-COH", " 123 ", "00000123"),
        ("GB-COH", "sc12345", "SC012345"),
        ("GB-COH", "ni 012345", "NI012345"),
        ("GB-CHC", "1 090 095", "1090095"),
        ("GB-SC", "sc016040", "SC016040"),
        ("GB-SC", "16040", "SC016040"),
        ("OFSTED", "ey123456", "EY123456"),
        ("CQC", "1-123456789", "1-123456789"),
        ("GB-MPR", "27896r", "27896R"),
    ],
)
def test_a_number_is_kept_as_its_register_writes_it(scheme: str, typed: str, number: str) -> None:
    assert normalised(scheme, typed) == number


@pytest.mark.parametrize(
    ("scheme", "typed"),
    [
        ("GB-COH", "123456789"),
        ("GB-COH", ""),
        ("GB-CHC", "12345"),
        ("GB-SC", "SCX"),
        ("GB-UKPRN", "20000346"),
    ],
)
def test_what_is_no_number_of_a_register_is_refused(scheme: str, typed: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        normalised(scheme, typed)


def test_every_register_of_the_vocabulary_has_an_example_that_fits_and_a_page() -> None:
    assert set(REGISTERS) == set(REGISTER_SCHEMES)
    for scheme, register in REGISTERS.items():
        assert normalised(scheme, register.example) == register.example
        page = page_about(scheme, register.example)
        assert page.startswith("https://")
        assert register.example.removeprefix("NIC") in page or register.searches


def test_northern_ireland_wants_digits_alone() -> None:
    assert "regId=100002&" in page_about("GB-NIC", "NIC100002")
