"""What every public view begins with."""

from typing import Any

from django.http import HttpRequest
from django.views.generic import View

from publishing.previews import moment_of


class AtThisMoment(View):
    """A view that asks for what is public at one moment, the same for all that it shows: `self.at`."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = moment_of(request)
