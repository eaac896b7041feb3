"""Compares stored windows with the rule by row, at each moment of a change."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from publishing import clock
from publishing.kinds import kinds, write_all_windows
from publishing.models import Edition, Publishable, Withdrawal
from publishing.windows import Windowed


def moments() -> list[datetime]:
    """Return now and the moments ahead at which a row starts or stops being public."""
    now = clock.now()
    coming = {now}
    for kind in kinds(Publishable):
        coming |= {*kind.objects.filter(publish_at__gt=now).order_by().values_list("publish_at", flat=True)}
    for name in ("since", "until"):
        coming |= {*Withdrawal.objects.filter(**{f"{name}__gt": now}).order_by().values_list(name, flat=True)}
    return sorted(coming)


def disagreements(kind: type[Any], at: Iterable[datetime]) -> Iterator[tuple[str, datetime]]:
    """Yield id and moment of each row for which window and rule disagree."""
    for moment in at:
        differ: set[str] = set()
        for by_window, by_rule in both_answers(kind, moment):
            differ |= {*by_window} ^ {*by_rule}
        yield from ((public_id, moment) for public_id in sorted(differ))


def both_answers(kind: type[Any], at: datetime) -> Iterator[tuple[QuerySet[Any], QuerySet[Any]]]:
    """Yield ids of public rows by windows and by rule; of editions also live ones."""
    rows = kind._default_manager
    yield _ids(rows.public(at)), _ids(rows.by_rule(at))
    if issubclass(kind, Edition):
        yield _ids(rows.live(at)), _ids(rows.live_by_rule(at))


def check(*, repair: bool = False) -> Iterator[tuple[type[Windowed], list[str]]]:
    """Yield each kind with the ids of rows whose windows are wrong; repair on demand."""
    at = moments()
    for kind in kinds():
        yield kind, sorted({public_id for public_id, _moment in disagreements(kind, at)})
    if repair:
        write_all_windows()


def _ids(rows: Any) -> QuerySet[Any]:
    ids: QuerySet[Any] = rows.order_by().values_list("public_id", flat=True)
    return ids
