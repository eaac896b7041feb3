"""The filter for flags."""

from functools import cache
from pathlib import PurePosixPath
from typing import Final

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from partners.flags import CODES_OF_ORGANISATIONS, drawing
from partners.models import FormerName, Partner
from publishing.addresses import path_of

register = template.Library()

FLAG: Final = '<span class="flag"><img src="{}" alt="" loading="lazy"></span>'
NO_FLAG: Final = SafeString('<span class="flag"></span>')


@register.filter
def flag(partner: Partner, bearer: Partner | FormerName) -> SafeString:
    """Return the flag's image, its alternative text empty: the name is next to it."""
    url = flag_url(partner, bearer)
    return format_html(FLAG, SafeString(url)) if url else NO_FLAG


@register.filter
def flag_url(partner: Partner, bearer: Partner | FormerName) -> str:
    """Return the flag's address: its uploaded file, its ISO code's drawing, or empty.

    A former name without a flag of its own gets the current one.
    """
    flag = bearer.flag or partner.flag
    if not flag:
        return _drawing_url(_code(partner))
    file = PurePosixPath(str(flag))
    digest = file.stem[:16]  # the storage adds a suffix if another partner has the same file
    return path_of("flag", partner.public_id, digest, file.suffix.removeprefix("."))


@cache
def _drawing_url(code: str) -> str:
    drawn = drawing(code)
    return static(drawn) if drawn else ""


def _code(partner: Partner) -> str:
    if partner.iso_code:
        return partner.iso_code
    return partner.acronym if partner.acronym in CODES_OF_ORGANISATIONS else ""
