from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("The site")
    default = True

    def ready(self) -> None:
        from cms import checks  # noqa: F401  the checks register themselves


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's part for people, with forms that fit ours."""

    user_viewset = "profiles.user_forms.PeopleViewSet"
