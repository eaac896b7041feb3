"""Tags for the admin's home page and menus."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from config import admin_index as front_page
from editorial.status import status_in_words
from photos.admin import files as pictures
from photos.models import Photo

register = template.Library()
register.filter("status_in_words", status_in_words)


@register.simple_tag(takes_context=True)
def admin_index(context: Context) -> front_page.AdminIndex:
    """Return the content of the home page for this editor."""
    return front_page.admin_index(context["request"])


@register.filter
def sort_apps(apps: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the admin's list of apps in our order."""
    return front_page.sort_apps(apps)


@register.filter
def thumbnail(photo: Photo) -> SafeString | str:
    """Return the thumbnail, linked to the full photo."""
    return pictures.thumbnail(photo)
