"""The app's name in the admin, and its signal handlers."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        from publishing.models import sign_ins  # noqa: PLC0415  # it needs the models, which are loaded only now

        user_logged_in.connect(sign_ins.signed_in)
        user_logged_out.connect(sign_ins.signed_out)
        user_login_failed.connect(sign_ins.refused)
