"""The app configuration of the public website."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "website"
