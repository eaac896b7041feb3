"""The permanent address of anything public: it sends to where that lives now."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from meetings.reads.targets import targets
from publishing.detail import GoneWhenWithdrawn
from publishing.public_ids import model_of


class Permalink(GoneWhenWithdrawn):
    """In the language that the reader's browser likes best."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        public_id = kwargs["public_id"]
        model = model_of(public_id)
        if model is None:
            raise Http404("No kind has this letter.")
        target = targets([public_id], self.at).get(public_id)
        if target is None:
            raise self.missing(model, public_id=public_id)
        return HttpResponseRedirect(target.url)
