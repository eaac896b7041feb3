"""The app configurations of the project itself and of the admin."""

from django.apps import AppConfig
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.signals import user_logged_in
from django.db.backends.signals import connection_created

from config import checks, databases

__all__ = ["AdminSiteConfig", "ConfigConfig", "checks"]


class ConfigConfig(AppConfig):
    """Registers the system checks and the management commands that start the site."""

    name = "config"

    def ready(self) -> None:
        # They need the models, which are loaded only now.
        from allauth.mfa import signals  # noqa: PLC0415

        from config import deployment_checks  # noqa: F401, PLC0415
        from config.signing_in import events  # noqa: PLC0415

        connection_created.connect(databases.let_like_ignore_case)
        user_logged_in.connect(events.signed_in)
        signals.authenticator_added.connect(events.added)
        signals.authenticator_removed.connect(events.removed)
        signals.authenticator_reset.connect(events.codes_made)


class AdminSiteConfig(AdminConfig):
    """The admin at /admin/."""

    default_site = "config.admin.PlenaryAdminSite"

    def ready(self) -> None:
        """Unregister the models of allauth: one is unused, the others have our own pages."""
        super().ready()
        from allauth.account.models import EmailAddress  # noqa: PLC0415  # models are loaded only now
        from allauth.mfa.models import Authenticator  # noqa: PLC0415  # the same
        from allauth.usersessions.models import UserSession  # noqa: PLC0415  # the same

        admin.site.unregister([EmailAddress, Authenticator, UserSession])
