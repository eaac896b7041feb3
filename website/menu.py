"""The sections of the site, for the menu, breadcrumbs and links at the foot."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing.addresses import path_of

# The name of the address of each section's list, and its title; in the order of the menu.
MENU: Final[dict[str, Promise]] = {
    "meetings": _("Meetings"),
    "statements": _("Statements"),
    "articles": _("Articles"),
    "galleries": _("Photos"),
    "partners": _("Countries and organisations"),
    "outcomes": _("Outcomes"),
}
# The same for the links at the foot of the pages.
FOOT: Final[dict[str, Promise]] = {
    "corrections": _("Corrections"),
    "verify": _("Verify a photo"),
    "developers": _("For developers"),
}


def foot_link(name: str) -> tuple[str, str]:
    """Return the title and the address of a link at the foot."""
    return str(FOOT[name]), path_of(name)


def list_link(name: str) -> tuple[str, str]:
    """Return the title of a section and the address of its list."""
    return str(MENU[name]), path_of(name)
