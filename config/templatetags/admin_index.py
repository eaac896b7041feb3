"""The front page of the desk, and the order of its menus."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from config import admin_index as front_page
from editorial.status import publication_status
from photos.admin import files as pictures
from photos.models import Photo

register = template.Library()


@register.simple_tag(takes_context=True)
def admin_index(context: Context) -> front_page.AdminIndex:
    """Return what the front page shows to this editor."""
    return front_page.admin_index(context["request"])


@register.filter
def sort_apps(apps: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the admin's list of apps in the order of the desk."""
    return front_page.sort_apps(apps)


@register.filter
def thumbnail(photo: Photo) -> SafeString | str:
    """Show the photo small, with a link to the whole."""
    return pictures.thumbnail(photo)


@register.filter
def state_label(photo: Photo) -> SafeString:
    """Return what the photo is, in words, of one that was fetched with its standing."""
    return publication_status(photo).as_html
