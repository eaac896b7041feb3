"""The app configurations of the project itself and of the admin."""

from django.apps import AppConfig
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.db.backends.signals import connection_created

from config import checks, databases

__all__ = ["AdminSiteConfig", "ConfigConfig", "checks"]


class ConfigConfig(AppConfig):
    """Registers the system checks and the management commands that start the site."""

    name = "config"

    def ready(self) -> None:
        from config import deployment_checks  # noqa: F401, PLC0415  # it needs the models, which are loaded only now

        connection_created.connect(databases.let_like_ignore_case)


class AdminSiteConfig(AdminConfig):
    """The admin at /admin/."""

    default_site = "config.admin.PlenaryAdminSite"

    def ready(self) -> None:
        """Unregister allauth's EmailAddress: allauth is used only for signing in."""
        super().ready()
        from allauth.account.models import EmailAddress  # noqa: PLC0415  # models are loaded only now

        admin.site.unregister(EmailAddress)
