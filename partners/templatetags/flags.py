"""The addresses of flags."""

from pathlib import PurePosixPath

from django import template
from django.urls import reverse

from partners.models import FormerName, Partner

register = template.Library()


@register.filter
def flag_url(partner: Partner, bearer: Partner | FormerName) -> str:
    """Return the address of the partner's flag, of today or of former days."""
    file = PurePosixPath(str(bearer.flag))
    return reverse("flag", args=[partner.public_id, file.stem, file.suffix.removeprefix(".")])
