"""The rows that public ids name in admin lists, with one query per model."""

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from editorial.admin_urls import admin_url
from publishing.public_ids import objects_of


class PublicIdChangeList(ChangeList):
    """A list of rows that each name another row by its permanent id."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        found = objects_of(row.public_id for row in self.result_list)
        for row in self.result_list:
            row.found = found.get(row.public_id)


def object_of(row: Any) -> Any:
    """Return what the row's permanent id names; None where that has been deleted."""
    if not hasattr(row, "found"):
        row.found = objects_of([row.public_id]).get(row.public_id)
    return row.found


def change_link(row: Model, label: str = "") -> SafeString:
    """Return a link to the row's form, labelled with the row's name by default."""
    return format_html('<a href="{}">{}</a>', admin_url(row), label or row)
