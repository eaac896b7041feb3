"""Filters for texts of records, loaded in all templates: publishing/wording.py.

`{{ meeting|translated:"summary" }}` prints the text; `<div{{ page|lang:"body" }}>` and
`<img{{ photo|lang_unseen:"alt" }}>`
mark the element that holds it.
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from publishing import wording

register = template.Library()

register.filter("translated", wording.translated)
register.filter("lang", wording.language_mark)
register.filter("lang_unseen", wording.language_attribute)


@register.simple_block_tag
def with_language_notice(content: str) -> SafeString:
    """Put a note before the content if it has texts in another language."""
    note = wording.language_notice(content)
    head = format_html('<p class="notice elsewhere">{}</p>\n    ', note) if note else ""
    return SafeString(head + content)
