"""Tags for the script that keeps drafts of forms in the browser (drafts.py)."""

import json
from typing import Any

from django import template
from django.conf import settings

from editorial.drafts import take_saved

register = template.Library()


@register.simple_tag(takes_context=True)
def saved_forms(context: dict[str, Any]) -> str:
    """Return the names of the forms that were saved since the last page, as JSON.

    Django renders its page for a list with wrong lookups without a request.
    """
    request = context.get("request")
    return json.dumps(take_saved(request) if request else [])


@register.simple_tag
def browser_drafts() -> bool:
    """Return whether browsers may keep drafts of forms."""
    return bool(settings.BROWSER_DRAFTS)
