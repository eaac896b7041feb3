"""The front page of the desk, and the order of its menus."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context

from meetings.admin import desk as front_page

register = template.Library()


@register.simple_tag(takes_context=True)
def desk(context: Context) -> front_page.Desk:
    """Return what the front page shows to this editor."""
    return front_page.desk(context["request"])


@register.filter
def in_desk_order(apps: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the admin's list of apps in the order of the desk."""
    return front_page.in_desk_order(apps)
