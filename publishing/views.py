"""What every public view begins with."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.views.generic import View


class AtThisMoment(View):
    """A view that asks for what is public at one moment, the same for all that it shows: `self.at`."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()
