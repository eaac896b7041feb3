"""Names of forms and saved forms, for drafts in browsers (admin-drafts.js).

The server never sees a draft. It names each form by its address, and the page after a save names the saved form, so
that the browser removes its draft. A redirect alone removes none.
"""

from typing import Final

from django.conf import settings
from django.http import HttpRequest

SAVED: Final = "saved_forms"  # of the session
MOST: Final = 20
NOT_OF_THE_FORM: Final = "_changelist_filters"  # where the list was that the form goes back to


def form_name(request: HttpRequest) -> str:
    """Return the address that names the form; with the query unless of one object."""
    match = request.resolver_match
    query = request.GET.copy()
    query.pop(NOT_OF_THE_FORM, None)
    if not query or (match and "object_id" in match.kwargs):
        return request.path
    return f"{request.path}?{query.urlencode()}"


def note_saved(request: HttpRequest) -> None:
    """Remember that what the form sent is stored."""
    request.session[SAVED] = [*request.session.get(SAVED, []), form_name(request)][-MOST:]


def take_saved(request: HttpRequest) -> list[str]:
    """Return the names of the forms that were saved since the last page, once."""
    session = getattr(request, "session", {})
    return session.pop(SAVED) if SAVED in session else []


def draft_of(request: HttpRequest) -> str:
    """Return the name of the form's draft in the browser; "" if the setting is off."""
    return form_name(request) if settings.BROWSER_DRAFTS else ""
