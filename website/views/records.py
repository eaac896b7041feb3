"""The base class of the pages of records."""

from datetime import date
from typing import Any, ClassVar

from django.views.generic import TemplateView

from meetings.times import day_at
from publishing.addresses import absolute
from website.reads.office import office_of
from website.views.detail import WithdrawnOrMovedMixin
from website.views.permalink import permanent


class RecordPage(WithdrawnOrMovedMixin, TemplateView):
    """The page of one record, with its permalink. Subclasses find it, and add related rows."""

    model: ClassVar[type[Any]]

    def get_object(self, **address: str) -> Any | None:
        """Return the record at the address with its own rows. None if it is not public."""
        raise NotImplementedError

    def get_related_context(self, record: Any) -> dict[str, Any]:
        """Return the context with rows related to the record."""
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.get_object(**self.kwargs)
        if record is None:
            raise self.not_found(self.model, **self.kwargs)
        context = super().get_context_data(**kwargs) | {self.model._meta.model_name: record}
        return context | permanent(self.request, record.public_id) | self.get_related_context(record)

    @property
    def office_day(self) -> date:
        """Today's date in the time zone of the press office."""
        return day_at(self.at, office_of(self.request).time_zone)

    def absolute(self, path: str) -> str:
        """Return the absolute address of a path."""
        return absolute(path)
