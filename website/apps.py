"""The pages that readers get, as an app."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "website"
