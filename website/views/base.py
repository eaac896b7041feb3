"""The base class of public views."""

from typing import Any

from django.http import HttpRequest
from django.views.generic import View

from publishing.previews import moment_of


class AtThisMoment(View):
    """A view with one moment, `self.at`, at which all its content is public."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = moment_of(request)
