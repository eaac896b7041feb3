"""The addresses of flags."""

from pathlib import PurePosixPath

from django import template
from django.urls import reverse

from partners.models import FormerName, Partner

register = template.Library()


@register.filter
def flag_url(partner: Partner, bearer: Partner | FormerName) -> str:
    """Return the address of the partner's flag, empty where there is none.

    A former name without a flag of its own had the one of today: it was only the name that changed.
    """
    flag = bearer.flag or partner.flag
    if not flag:
        return ""
    file = PurePosixPath(str(flag))
    digest = file.stem[:16]  # what follows was added because another partner has the same picture
    return reverse("flag", args=[partner.public_id, digest, file.suffix.removeprefix(".")])
