"""What the page of every record has in common."""

from datetime import date
from typing import Any, ClassVar

from django.views.generic import TemplateView

from meetings.times import day_at
from publishing.addresses import absolute
from website.reads.office import office_of
from website.views.detail import WithdrawnOrMovedMixin
from website.views.permalink import permanent


class RecordPage(WithdrawnOrMovedMixin, TemplateView):
    """The page of one record, with its permanent address. Subclasses say how it is found and what is around it."""

    model: ClassVar[type[Any]]

    def get_object(self, **address: str) -> Any | None:
        """Return the record at the address with what belongs to it; None where nothing is public there."""
        raise NotImplementedError

    def get_related_context(self, record: Any) -> dict[str, Any]:
        """Return what else the page shows."""
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.get_object(**self.kwargs)
        if record is None:
            raise self.not_found(self.model, **self.kwargs)
        context = super().get_context_data(**kwargs) | {self.model._meta.model_name: record}
        return context | permanent(self.request, record.public_id) | self.get_related_context(record)

    @property
    def office_day(self) -> date:
        """The day that it is where the office is."""
        return day_at(self.at, office_of(self.request).time_zone)

    def absolute(self, path: str) -> str:
        """Return an address of the site with its host."""
        return absolute(path)
