"""What pages look like, within them."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config import styles

register = template.Library()


@register.simple_tag
def style(sheet: str) -> SafeString:
    """Return the element with a stylesheet: "site" is static/css/site.css. The policy knows exactly these bytes."""
    return format_html("<style>{}</style>", styles.style(sheet))
