"""The base class of public views."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.views.generic import View

from publishing.addresses import absolute, path_of
from publishing.previews import moment_of, true_path
from website.reads.names import Names


class AtThisMoment(View):
    """A view with one moment, `self.at`, at which all its content is public."""

    # Whether its answers are kept (config/kept_pages.py): those that depend on nothing but the address and the moment.
    is_kept: ClassVar[bool] = False
    # The parameters of the query string that it knows; None where others are left in it.
    parameters: ClassVar[frozenset[str] | None] = None

    def do_not_keep(self) -> None:
        """Do not keep the answer: endless values of a parameter lead to it."""
        self.request.keeps = False  # type: ignore[attr-defined]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = moment_of(request)
        self.names = Names(request)


def permanent(request: HttpRequest, public_id: str) -> dict[str, str]:
    """Return the permalink: `permanent_url` to follow, `permanent_link` to print.

    Inside a preview the former stays in it; the latter is always public.
    """
    path = path_of("permalink", public_id)
    return {
        "permanent_url": absolute(path),
        "permanent_link": absolute(true_path(request, path)),
    }
