"""The facets of a search and the number of results of each of their values."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from meetings.models import Topic
from partners.models import Format, Partner
from publishing.languages import language_name
from publishing.models import Record
from publishing.reading import reading_connection
from website.facets import Option
from website.search.engines import Hit, Where
from website.search.kinds import by_letter, letter_of
from website.search.scopes import Scope, facets_in
from website.sorting import alphabetical

YEAR: Final = re.compile(r"(?!0000)[0-9]{4}")
# By the parameter of the address, in the order in which they are shown.
LABELS: Final[dict[str, str | Promise]] = {
    "kind": _("Kind"),
    "year": _("Year"),
    "format": _("Body"),
    "partner": _("Country or organisation"),
    "topic": _("Topic"),
    "language": _("Language"),
}
RECORDS: Final[dict[str, type[Record]]] = {"format": Format, "partner": Partner, "topic": Topic}
MOST_OPTIONS: Final = 12  # of a facet: those with the most results

Row = tuple[str, int]  # letter and key


def where(name: str, value: str, scope: Scope) -> Where | None:
    """Return the condition for entries with a facet's value; None if it is unknown."""
    if "\0" in value:
        return None
    if name in RECORDS:
        rows = scope.rows(RECORDS[name])
        key = rows.filter(slug=value).values_list("pk", flat=True).first() if rows is not None else None
        return None if key is None else _where_of_record(RECORDS[name], key, scope)
    if name == "kind":
        letter = next((each.letter for each in by_letter().values() if each.model._meta.model_name == value), None)
        return Where("website_entry.kind = %s", (letter,)) if letter else None
    if name == "language":
        return Where("website_entry.language = %s", (value,))
    if name == "year" and YEAR.fullmatch(value):
        return Where("website_entry.day BETWEEN %s AND %s", (f"{value}-01-01", f"{value}-12-31"))
    return None


def _where_of_record(model: type[Record], key: int, scope: Scope) -> Where:
    holds = facets_in(scope)
    return Where(
        "EXISTS (SELECT 1 FROM website_entryfacet WHERE website_entryfacet.kind = website_entry.kind "  # noqa: S608
        "AND website_entryfacet.object_id = website_entry.object_id AND website_entryfacet.record = %s "
        f"AND website_entryfacet.record_id = %s AND ({holds.sql}))",
        (letter_of(model), key, *holds.params),
    )


def label_of(name: str, value: str, scope: Scope) -> str:
    """Return the label of a value for which `where` has a condition."""
    if name in RECORDS:
        rows = scope.rows(RECORDS[name])
        return str(rows.filter(slug=value).first()) if rows is not None else value
    if name == "kind":
        return next(_kind_name(kind.letter) for kind in by_letter().values() if kind.model._meta.model_name == value)
    return language_name(value) if name == "language" else value


def options(names: Iterable[str], hits: Iterable[Hit], scope: Scope) -> dict[str, list[Option]]:
    """Return the options of the facets for the hits, counting each result once."""
    found = [*hits]
    by_facet: dict[str, list[Option]] = {}
    wanted = [*names]
    records = _records([name for name in wanted if name in RECORDS], found, scope)
    for name in wanted:
        if name in RECORDS:
            by_facet[name] = records.get(name, [])
        else:
            by_facet[name] = _plain(name, found)
    return by_facet


def _plain(name: str, hits: list[Hit]) -> list[Option]:
    pairs = {(hit.kind, hit.object_id, value) for hit in hits if (value := _value(name, hit))}
    numbers = Counter(value for _kind, _key, value in pairs)
    made = [Option(_address(name, value), _label(name, value), number) for value, number in numbers.items()]
    if name == "year":
        return sorted(made, key=lambda option: option.value, reverse=True)[:MOST_OPTIONS]
    return sorted(made, key=lambda option: (-option.count, option.label))[:MOST_OPTIONS]


def _value(name: str, hit: Hit) -> str:
    return {"kind": hit.kind, "year": str(hit.day.year) if hit.day else "", "language": hit.language}[name]


def _address(name: str, value: str) -> str:
    return str(by_letter()[value].model._meta.model_name) if name == "kind" else value


def _label(name: str, value: str) -> str:
    if name == "kind":
        return _kind_name(value)
    return language_name(value) if name == "language" else value


def _kind_name(letter: str) -> str:
    return capfirst(str(by_letter()[letter].model._meta.verbose_name_plural))


def _records(names: list[str], hits: list[Hit], scope: Scope) -> dict[str, list[Option]]:
    """Return options of records: one query for all numbers, one per facet for names."""
    numbers = _numbers({(hit.kind, hit.object_id) for hit in hits}, scope) if names else {}
    found = {}
    for name in names:
        model = RECORDS[name]
        of_model = numbers.get(letter_of(model), Counter())
        best = dict(of_model.most_common(4 * MOST_OPTIONS))  # some may not be public
        rows = scope.rows(model) if best else None
        named = rows.filter(pk__in=[*best]).order_by() if rows is not None else ()
        made = [Option(row.slug, str(row), best[row.pk]) for row in named]
        made = sorted(made, key=lambda option: (-option.count, alphabetical(option.label)))[:MOST_OPTIONS]
        found[name] = made
    return found


def _numbers(rows: set[Row], scope: Scope) -> Mapping[str, Counter[int]]:
    """Return how many of the rows lead to each record, by its letter and its key."""
    numbers: dict[str, Counter[int]] = defaultdict(Counter)
    if not rows:
        return numbers
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, key in rows:
        by_kind[kind].append(key)
    holds = facets_in(scope)
    conditions: list[str] = []
    params: list[str | int] = []
    for kind, keys in by_kind.items():
        marks = ", ".join(["%s"] * len(keys))
        conditions.append(f"(website_entryfacet.kind = %s AND website_entryfacet.object_id IN ({marks}))")
        params += [kind, *keys]
    statement = (
        "SELECT record, record_id, COUNT(*) FROM (SELECT DISTINCT kind, object_id, record, record_id "  # noqa: S608
        f"FROM website_entryfacet WHERE ({' OR '.join(conditions)}) AND ({holds.sql})) AS found "
        "GROUP BY record, record_id"
    )
    with reading_connection().cursor() as cursor:
        cursor.execute(statement, (*params, *holds.params))
        for record, key, number in cursor.fetchall():
            numbers[record][key] = number
    return numbers
