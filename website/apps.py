"""The app configuration of the public website."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "website"

    def ready(self) -> None:
        from website import checks  # noqa: F401, PLC0415  # registers them; they need the models
