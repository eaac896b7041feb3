"""The app configuration of the public website, and what it follows elsewhere."""

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate


class WebsiteConfig(AppConfig):
    name = "website"

    def ready(self) -> None:
        from website import checks  # noqa: F401, PLC0415  # registers them; they need the models
        from website.search import following  # noqa: PLC0415  # the same

        following.connect()
        post_migrate.connect(write_search_index, sender=self)


def write_search_index(plan: Iterable[Any] = (), **_signal: Any) -> None:
    """Write the search index after migrations, whose writes it does not follow."""
    if plan and "website_entry" in connection.introspection.table_names():
        from website.search import index  # noqa: PLC0415  # it needs the models, which are loaded only now

        index.write_all()
