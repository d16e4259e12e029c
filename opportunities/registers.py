"""Public registers of organisations: how a number of each looks, where people find it, and the register's own page about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from matching.vocabulary import REGISTER_SCHEMES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Register:
    """`example`: a number that has the right form. `page`: the address of what the register says about {number}; where a register
    has no address for a number (`searches`), that of its search."""

    example: str
    found: StrOrPromise
    page: str
    searches: bool = False


# Addresses as they were in November 2026. One that has moved is mended here and nowhere else.
REGISTERS: dict[str, Register] = {
    "GB-CHC": Register(
        "1090095",
        _("It has 6 or 7 numbers. It is on letters from the Charity Commission."),
        "https://register-of-charities.charitycommission.gov.uk/charity-details/?regid={number}&subid=0",
    ),
    "GB-SC": Register(
        "SC016040",
        _("It begins with S and C. It is on your letters from OSCR."),
        "https://www.oscr.org.uk/about-charities/search-the-register/charity-details?number={number}",
    ),
    "GB-NIC": Register(
        "NIC100002",
        _("It begins with N, I and C. It is on the letter that said you are a charity."),
        "https://www.charitycommissionni.org.uk/charity-details/?regId={digits}&subId=0",
    ),
    "GB-COH": Register(
        "01234567",
        _("It has 8 numbers or letters. It is on the paper that says when your company began."),
        "https://find-and-update.company-information.service.gov.uk/company/{number}",
    ),
    "GB-MPR": Register(
        "27896R", _("It is on your rules, by your name."), "https://mutuals.fca.org.uk/", searches=True
    ),
    "GB-EDU": Register(
        "125554",
        _("It has 6 numbers. It is in the public list of schools."),
        "https://get-information-schools.service.gov.uk/Establishments/Establishment/Details/{number}",
    ),
    "GB-UKPRN": Register(
        "10000346",
        _("It has 8 numbers and begins with 1."),
        "https://www.ukrlp.co.uk/ukrlp/ukrlp_provider.page_pls_provDetails?x=&pn_p_id={number}&pv_status=VERIFIED",
    ),
    "OFSTED": Register(
        "EY123456",
        _("It is on your letter from Ofsted and on your report."),
        "https://reports.ofsted.gov.uk/search?q={number}",
        searches=True,
    ),
    "CQC": Register(
        "1-123456789",
        _("It begins with 1 and a dash. It is on your letter from the CQC."),
        "https://www.cqc.org.uk/provider/{number}",
    ),
}


def normalised(scheme: str, typed: str) -> str:
    """The number as its register writes it: capitals, no spaces, and at Companies House the zeros in front that people leave out.
    Raises ValueError for what can not be a number of this register; KeyError for a register that is not known."""
    number = re.sub(r"[\s./]", "", typed).upper()
    if scheme == "GB-COH":
        # The expression fits every text of one line.
        letters, digits = re.fullmatch(r"([A-Z]{0,2})(.*)", number).groups()  # type: ignore[union-attr]
        number = letters + digits.zfill(8 - len(letters)) if digits.isdigit() else number
    if scheme == "GB-SC" and number.isdigit():
        number = f"SC{number.zfill(6)}"
    REGISTER_SCHEMES[scheme].check(number)
    return number


def page_about(scheme: str, number: str) -> str:
    """The address of what the register says about this number."""
    digits = "".join(letter for letter in number if letter.isdigit())
    return REGISTERS[scheme].page.format(number=number, digits=digits)
