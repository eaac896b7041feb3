"""The project itself as an app, and the desk: Django's admin with our site."""

from django.apps import AppConfig
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig

from config import checks

__all__ = ["AdminSiteConfig", "ConfigConfig", "checks"]


class ConfigConfig(AppConfig):
    """Brings the system checks, registered by importing them, and the commands that start the site."""

    name = "config"


class AdminSiteConfig(AdminConfig):
    """The admin at /admin/."""

    default_site = "config.admin.PlenaryAdminSite"

    def ready(self) -> None:
        """Leave out the mail addresses that allauth would show: it is used for signing in alone."""
        super().ready()
        from allauth.account.models import EmailAddress  # noqa: PLC0415  # models are loaded only now

        admin.site.unregister(EmailAddress)
