"""The app's name in the admin, and its signal handlers."""

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Model
from django.db.models.signals import post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        from publishing.models import sign_ins  # noqa: PLC0415  # it needs the models, which are loaded only now

        post_migrate.connect(complete_migrations, sender=self)
        post_save.connect(write_windows_of_what_is_loaded)
        user_logged_in.connect(sign_ins.signed_in)
        user_logged_out.connect(sign_ins.signed_out)
        user_login_failed.connect(sign_ins.refused)


def complete_migrations(plan: Iterable[object] = (), **_signal: Any) -> None:
    """Create the stamp's triggers and write all windows after a migration.

    SQLite drops triggers with a table that is made again, and a migration may write rows without their windows.
    """
    if plan:
        from publishing import kinds, stamps  # noqa: PLC0415  # they need the models, which are loaded only now

        stamps.create_triggers()
        kinds.write_all_windows()


def write_windows_of_what_is_loaded(instance: Model, *, raw: bool, **_signal: Any) -> None:
    """Write the windows that a loaded row changes: fixtures call no model methods."""
    if raw and hasattr(instance, "rows_with_changed_windows"):
        from publishing import windows  # noqa: PLC0415  # it needs the models, which are loaded only now

        windows.write(instance.rows_with_changed_windows())
