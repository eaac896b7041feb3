"""The addresses of flags."""

from pathlib import PurePosixPath

from django import template
from django.templatetags.static import static
from django.urls import reverse

from partners.flags import CODES_OF_ORGANISATIONS, drawing
from partners.models import FormerName, Partner

register = template.Library()


@register.filter
def flag_url(partner: Partner, bearer: Partner | FormerName) -> str:
    """Return the address of the partner's flag: its own picture, else the drawing of its ISO code, else empty.

    A former name without a flag of its own had the one of today: it was only the name that changed.
    """
    flag = bearer.flag or partner.flag
    if not flag:
        drawn = drawing(_code(partner))
        return static(drawn) if drawn else ""
    file = PurePosixPath(str(flag))
    digest = file.stem[:16]  # what follows was added because another partner has the same picture
    return reverse("flag", args=[partner.public_id, digest, file.suffix.removeprefix(".")])


def _code(partner: Partner) -> str:
    if partner.iso_code:
        return partner.iso_code
    return partner.acronym if partner.acronym in CODES_OF_ORGANISATIONS else ""
