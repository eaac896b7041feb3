"""Writes the index, entries and facets of rows, and checks it against the rows."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import batched
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet

from website.models import Entry, EntryFacet
from website.search.entries import entries_of, facets_of
from website.search.kinds import KINDS, Kind, by_model
from website.search.vocabulary import learn

BATCH: Final = 200  # rows that are in memory at once
LOCK: Final = 46_2026  # any number that nothing else locks
COMPARED: Final = [each.name for each in Entry._meta.concrete_fields if each.name != "id"]
IDENTIFYING: Final = 7  # columns at the beginning of both that say which row it is
FACETS: Final = [each.name for each in EntryFacet._meta.concrete_fields if each.name != "id"]

type Values = tuple[Any, ...]  # of an entry or a facet, in the order of its columns


def write(model: type[Model], keys: Iterable[int]) -> set[int]:
    """Write entries of rows of one kind; return keys with changed titles or names.

    Of a row that is gone the entries are removed. What is right already is left as it is.
    """
    kind = by_model()[model]
    renamed: set[int] = set()
    for some in batched(sorted({*keys}), BATCH):
        renamed |= _write(kind, some)
    return renamed


def lock() -> None:
    """Let no other transaction write the index until this one ends.

    Read the content of the entries after calling this, and lock content before. SQLite lets one transaction write at a
    time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def write_all(report: Callable[[int, int], object] | None = None) -> int:
    """Write the entries of all rows in short transactions, while the site may run.

    Return how many rows were looked at. `report` gets the number of rows done and of all.
    """
    total, done = sum(_plain(kind.model).count() for kind in KINDS), 0
    for kind in KINDS:
        for keys in _batches(kind):
            with transaction.atomic():
                lock()
                write(kind.model, keys)
            done += len(keys)
            if report:
                report(done, total)
    return done


def differing() -> Iterator[str]:
    """Yield the permanent ids of the rows whose entries are outdated."""
    for kind in KINDS:
        for keys in _batches(kind):
            entries, facets = _made(kind, keys)
            stored, stored_facets = _stored(kind, keys)
            wrong = {key for key in keys if entries[key] != stored[key] or facets[key] != stored_facets[key]}
            known = {each.object_id: each.public_id for each in Entry.objects.filter(_of(kind, wrong))}
            known |= dict(_plain(kind.model).filter(pk__in=wrong).values_list("pk", "public_id"))
            yield from sorted(known.get(key, f"{kind.letter}?") for key in wrong)


def _batches(kind: Kind) -> Iterator[tuple[int, ...]]:
    """Yield, in batches, the keys of a kind's rows and of gone rows with entries."""
    keys = {*_plain(kind.model).values_list("pk", flat=True)}
    for stored in (Entry, EntryFacet):
        keys |= {*stored.objects.filter(kind=kind.letter).values_list("object_id", flat=True).distinct()}
    yield from batched(sorted(keys), BATCH)


@transaction.atomic(savepoint=False)
def _write(kind: Kind, keys: Collection[int]) -> set[int]:
    entries, facets = _made(kind, keys)
    stored, stored_facets = _stored(kind, keys)
    wrong = {key for key in keys if entries[key] != stored[key]}
    if wrong:
        Entry.objects.filter(_of(kind, wrong)).delete()
        made = [Entry(**dict(zip(COMPARED, row, strict=True))) for key in sorted(wrong) for row in entries[key]]
        Entry.objects.bulk_create(made, batch_size=BATCH)
        learn(made)
    wrong_facets = {key for key in keys if facets[key] != stored_facets[key]}
    if wrong_facets:
        EntryFacet.objects.filter(_of(kind, wrong_facets)).delete()
        rows = [row for key in sorted(wrong_facets) for row in facets[key]]
        EntryFacet.objects.bulk_create(
            [EntryFacet(**dict(zip(FACETS, row, strict=True))) for row in rows], batch_size=BATCH
        )
    return {key for key in wrong if _names(entries[key]) != _names(stored[key])}


def _names(rows: list[Values]) -> set[Values]:
    return {tuple(row[COMPARED.index(name)] for name in ("language", "title", "names")) for row in rows}


def _stored(kind: Kind, keys: Iterable[int]) -> tuple[dict[int, list[Values]], dict[int, list[Values]]]:
    entries, facets = defaultdict(list), defaultdict(list)
    for row in Entry.objects.filter(_of(kind, keys)).values_list(*COMPARED):
        entries[row[1]].append(row)
    for row in EntryFacet.objects.filter(_of(kind, keys)).values_list(*FACETS):
        facets[row[1]].append(row)
    return _sorted(entries), _sorted(facets)


def _made(kind: Kind, keys: Iterable[int]) -> tuple[dict[int, list[Values]], dict[int, list[Values]]]:
    """Return by key the entries and facets made of the rows as they are now."""
    rows = _plain(kind.model).filter(pk__in=keys).prefetch_related(*dict.fromkeys(kind.relations()))
    entries, facets = defaultdict(list), defaultdict(list)
    for row in rows:
        entries[row.pk] = [_values(Entry, COMPARED, each) for each in entries_of(kind, row)]
        facets[row.pk] = [*dict.fromkeys(_values(EntryFacet, FACETS, each) for each in facets_of(kind, row))]
    return _sorted(entries), _sorted(facets)


def _values(model: type[Model], names: list[str], values: dict[str, Any]) -> Values:
    row = model(**values)
    return tuple(getattr(row, name) for name in names)


def _sorted(rows: dict[int, list[Values]]) -> dict[int, list[Values]]:
    return defaultdict(list, {key: sorted(values, key=lambda row: row[:IDENTIFYING]) for key, values in rows.items()})


def _of(kind: Kind, keys: Iterable[int]) -> Q:
    return Q(kind=kind.letter, object_id__in=[*keys])


def _plain[M: Model](model: type[M]) -> QuerySet[M]:
    return QuerySet(model)
