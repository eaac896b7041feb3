"""Countries and organisations, bodies and topics, read once for all pages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django.db.models import Model, Prefetch
from django.http import HttpRequest
from django.utils.translation import get_language

from meetings.models import Topic
from partners.models import Format, Partner
from publishing.languages import columns_of
from publishing.previews import moment_of
from website.held import held

# What other pages show of a country or organisation: its name, its flag, and whether it is a country.
PARTNER: Final = ("public_id", "slug", "kind", "iso_code", "acronym", "flag", *columns_of("name"))


class Names:
    """The public rows of each kind, by key, in the order of the page's language.

    All pages share the rows: do not change them.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def partners(self) -> Mapping[int, Partner]:
        return self._held("partners", _partners)

    @cached_property
    def formats(self) -> Mapping[int, Format]:
        return self._held("formats", lambda at: Format.objects.public(at).only("slug", "name", "position"))

    @cached_property
    def topics(self) -> Mapping[int, Topic]:
        return self._held("topics", lambda at: Topic.objects.public(at).only("slug", "name"))

    def _held[M: Model](self, kind: str, read: Callable[[datetime], Iterable[M]]) -> Mapping[int, M]:
        at = moment_of(self._request)
        return held(self._request, (kind, get_language()), lambda: {row.pk: row for row in read(at)})


def _partners(at: datetime) -> Iterable[Partner]:
    former_names = Prefetch("former_names", to_attr="public_former_names")
    return Partner.objects.public(at).only(*PARTNER).prefetch_related(former_names)


def set_named(rows: Sequence[Model], relation: str, named: Mapping[int, Model]) -> None:
    """Set on rows of one kind, as `public_...`, the named rows of a relation.

    The relation is many-to-many; the order is that of the named.
    """
    if not rows:
        return
    field: Any = rows[0]._meta.get_field(relation)
    links = field.remote_field.through._default_manager.filter(**{f"{field.m2m_field_name()}__in": rows})
    pairs = set(links.values_list(field.m2m_column_name(), field.m2m_reverse_name()))
    for row in rows:
        setattr(row, f"public_{relation}", [each for key, each in named.items() if (row.pk, key) in pairs])
