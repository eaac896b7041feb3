"""The tag for inline stylesheets."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config import styles

register = template.Library()


@register.simple_tag
def style(sheet: str) -> SafeString:
    """Return a <style> with the bytes that the policy allows; "site" is css/site.css."""
    return format_html("<style>{}</style>", styles.style(sheet))
