"""The app configurations of the project itself and of the admin."""

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate

from config import checks

__all__ = ["AdminSiteConfig", "ConfigConfig", "checks"]


class ConfigConfig(AppConfig):
    """Registers the system checks and the management commands that start the site."""

    name = "config"

    def ready(self) -> None:
        post_migrate.connect(write_windows_after_migrating, sender=self)


def write_windows_after_migrating(plan: Iterable[Any] = (), **_signal: Any) -> None:
    """Write every window: migrations add columns with the default, and may write rows without their windows."""
    if plan:
        from publishing.kinds import write_all_windows  # noqa: PLC0415  # models are loaded only now

        write_all_windows()


class AdminSiteConfig(AdminConfig):
    """The admin at /admin/."""

    default_site = "config.admin.PlenaryAdminSite"

    def ready(self) -> None:
        """Unregister allauth's EmailAddress: allauth is used only for signing in."""
        super().ready()
        from allauth.account.models import EmailAddress  # noqa: PLC0415  # models are loaded only now

        admin.site.unregister(EmailAddress)
