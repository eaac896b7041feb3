"""The project itself as an app: it brings system checks and the commands that start the site."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
