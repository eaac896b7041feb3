"""Returns 404 for values that the database or a date cannot hold."""

from types import TracebackType
from typing import Any, Final

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import TO_FIELD_VAR
from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

from config.admin import is_admin_request
from config.errors import not_found

# The modules that turn a number from the address into a query parameter or a year. An overflow anywhere else is an
# error in our code and stays one.
LOOKUPS: Final = ("django.db.", "django.contrib.admin.", "django.utils.timezone")
DATES: Final = "django.contrib.admin.views.main"  # counts up to the year 10000 for `?taken_on__year=9999`


class OddValuesMiddleware(MiddlewareMixin):
    """Returns 404 if no row can have a value: ids of 25 digits, years after 9999."""

    def process_view(self, request: HttpRequest, view: Any, *arguments: Any) -> None:
        """Remove an empty `_to_field` and selected ids that no row can have."""
        if is_admin_request(request) and request.GET.get(TO_FIELD_VAR) == "":
            query = request.GET.copy()
            del query[TO_FIELD_VAR]
            query._mutable = False  # noqa: SLF001  # QueryDict has no public way; Django does the same
            request.GET = query  # type: ignore[assignment]  # as immutable as it was
        admin = getattr(view, "model_admin", None)
        if admin and request.method == "POST" and (selected := request.POST.getlist(ACTION_CHECKBOX_NAME)):
            sent = request.POST.copy()
            sent.setlist(ACTION_CHECKBOX_NAME, [each for each in selected if _is_key(admin.model, each)])
            sent._mutable = False  # noqa: SLF001
            request.POST = sent  # type: ignore[assignment]

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        return not_found(request, exception) if is_beyond_lookups(exception) else None


def _is_key(model: type[Model], value: str) -> bool:
    """Return whether a row of the model can have the id."""
    try:
        model._meta.pk.to_python(value)
    except (ValidationError, ValueError):
        return False
    return True


def is_beyond_lookups(error: BaseException) -> bool:
    """Whether the error means that a value exceeds what the database or a date holds."""
    origin = _origin(error.__traceback__)
    if isinstance(error, OverflowError):
        return origin.startswith(LOOKUPS)
    return isinstance(error, DataError) or (isinstance(error, ValueError) and origin == DATES)


def _origin(traceback: TracebackType | None) -> str:
    """Return the name of the module in which the error was raised."""
    name = ""
    while traceback:
        name = traceback.tb_frame.f_globals.get("__name__", "")
        traceback = traceback.tb_next
    return name
