from __future__ import annotations

from .assurance import ProviderAssurance, ProviderCheck, ProviderReferee, ProviderRole
from .kinds import ActivityPage, SupportedInternshipPage, UniBridgePage, VolunteeringPage
from .letter import Letter
from .moderation import FirstLook, PlainReason, Report, SecondLook
from .opportunity import OpportunityPage
from .place import PostcodeArea
from .provider import ProviderIndexPage, ProviderMembership, ProviderPage, ProviderRegister
from .questions import AccessQuestion, DemandCount
from .stamp import CatalogueChange, CatalogueStamp

__all__ = [
    "AccessQuestion",
    "ActivityPage",
    "CatalogueChange",
    "CatalogueStamp",
    "DemandCount",
    "FirstLook",
    "Letter",
    "OpportunityPage",
    "PlainReason",
    "PostcodeArea",
    "ProviderAssurance",
    "ProviderCheck",
    "ProviderIndexPage",
    "ProviderMembership",
    "ProviderPage",
    "ProviderReferee",
    "ProviderRegister",
    "ProviderRole",
    "Report",
    "SecondLook",
    "SupportedInternshipPage",
    "UniBridgePage",
    "VolunteeringPage",
]
