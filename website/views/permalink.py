"""Permalinks, which redirect to the current address of an object."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from publishing.models import Edition
from publishing.public_ids import model_of
from website.reads.editions import earlier_edition
from website.reads.targets import targets
from website.texts import address_of_text, version_address
from website.views.detail import WithdrawnOrMovedMixin


class Permalink(WithdrawnOrMovedMixin):
    """Redirects to the page in the browser's preferred language."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        public_id = kwargs["public_id"]
        model = model_of(public_id)
        if model is None:
            raise Http404("No kind has this letter.")
        if issubclass(model, Edition) and (edition := earlier_edition(model, public_id, self.at)):
            return HttpResponseRedirect(address_of_text(edition.language, version_address(edition)))
        target = targets([public_id], self.at).get(public_id)
        if target is None:
            raise self.not_found(model, public_id=public_id)
        return HttpResponseRedirect(target.url)
