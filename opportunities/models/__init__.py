from __future__ import annotations

from .kinds import ActivityPage, SupportedInternshipPage, UniBridgePage, VolunteeringPage
from .opportunity import OpportunityPage
from .place import PostcodeArea
from .provider import ProviderIndexPage, ProviderMembership, ProviderPage, ProviderRegister
from .stamp import CatalogueChange, CatalogueStamp

__all__ = [
    "ActivityPage",
    "CatalogueChange",
    "CatalogueStamp",
    "OpportunityPage",
    "PostcodeArea",
    "ProviderIndexPage",
    "ProviderMembership",
    "ProviderPage",
    "ProviderRegister",
    "SupportedInternshipPage",
    "UniBridgePage",
    "VolunteeringPage",
]
