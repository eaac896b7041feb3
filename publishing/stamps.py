"""The content stamp, by which each process knows whether what it keeps holds.

One row holds a random text. Triggers replace it in every transaction that changes a table that pages are made of, by
any means: form, verb, command, fixture or SQL. A counter or a time is not enough: a transaction that commits late
would hide under a value that was already seen. Readers compare it, and write nothing.

On PostgreSQL the triggers are deferred: the row is written at commit, once in a transaction, so that transactions wait
for each other as briefly as possible.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any, Final
from uuid import uuid4

from django.apps import apps
from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet, Subquery

from publishing.kinds import kinds
from publishing.last_stamp import LAST
from publishing.models import Withdrawal
from publishing.models.stamp import ContentStamp
from publishing.windows import Windowed

# The models of our apps whose rows no page shows: what the press office does, and has not published.
NOT_SHOWN: Final = {
    "editorial.OpenForm",
    "editorial.SentForm",
    "photos.BinnedFile",
    "photos.PictureDigest",  # the page that verifies photos is not kept
    "publishing.AuditLogEntry",
    "publishing.ContentStamp",
    "publishing.LastRun",
    "publishing.PreviewLink",
    "publishing.Proposal",
    "publishing.RefusedSignIns",
    "publishing.UnreviewedChange",
    "publishing.WorkerReport",
    # The search index: it changes only together with content.
    "website.Entry",
    "website.EntryFacet",
    "website.KnownWord",
    "website.Trigram",
}
HERE: Final = Path(__file__).resolve().parents[1]
EVENTS: Final = ("INSERT", "UPDATE", "DELETE")
STAMP: Final = "publishing_contentstamp"
SQLITE_RENEWS: Final = f"INSERT OR REPLACE INTO {STAMP} (id, value) VALUES (1, lower(hex(randomblob(16))))"  # noqa: S608
MOST_MOMENTS: Final = 8  # stamps whose next edge of a window is held in memory


@dataclass(frozen=True)
class Validity:
    """From when and until when what is made now holds, unless the stamp changes."""

    stamp: str
    since: datetime
    until: datetime

    def holds(self, stamp: str, at: datetime) -> bool:
        return self.stamp == stamp and self.since <= at < self.until

    def to_the_minute(self, at: datetime) -> "Validity":
        """Return the validity, cut to the minute of the moment.

        Within a minute nothing changes that is computed from the moment, such as "now", "next" or "today".
        """
        minute = at.replace(second=0, microsecond=0)
        return Validity(self.stamp, max(self.since, minute), min(self.until, minute + timedelta(minutes=1)))


_boundaries: dict[str, tuple[datetime, datetime]] = {}


def current() -> str | None:
    """Return the stamp; None if nothing may be kept: without a stamp or its table.

    Also None inside a transaction on PostgreSQL, whose changes show in the stamp only when it ends.
    """
    try:
        return _read()
    except Error:  # the page itself says what is wrong with the database
        return None


def renew() -> None:
    """Replace the stamp after a restoration, which no trigger notices."""
    ContentStamp.objects.update_or_create(pk=1, defaults={"value": uuid4().hex})


def validity(at: datetime) -> Validity | None:
    """Return how long what is public at the moment holds: to the next window's edge.

    None if nothing may be kept, as above. Raises Error if the database cannot be asked.
    """
    stamp = _read()
    if stamp is None:
        return None
    since, until = _boundaries.get(stamp, (at, at))
    if not since <= at < until:
        since, until = at, _next_boundary(at)
        if len(_boundaries) >= MOST_MOMENTS:
            _boundaries.clear()
        _boundaries[stamp] = (since, until)
    return Validity(stamp, since, until)


def _read() -> str | None:
    if connection.in_atomic_block and connection.vendor == "postgresql":
        return None
    begun = monotonic()
    stamp = stored(connection)
    if stamp is not None:
        LAST.note(stamp, begun)
    return stamp


def stored(database: BaseDatabaseWrapper) -> str | None:
    """Return the stamp that the database of the connection has. Raises Error."""
    with database.cursor() as cursor:
        cursor.execute(f"SELECT value FROM {STAMP} WHERE id = 1")  # noqa: S608  # a constant
        row = cursor.fetchone()
    return str(row[0]) if row else None


def _next_boundary(at: datetime) -> datetime:
    """Return the next moment at which a window begins or ends; far off if none."""
    columns = [(kind, name) for kind in kinds(Windowed) for name in kind.window_columns()]
    columns += [(Withdrawal, "since"), (Withdrawal, "until")]
    first = [
        Subquery(QuerySet(model).filter(**{f"{name}__gt": at}).order_by(name).values(name)[:1])
        for model, name in columns
    ]
    row = QuerySet(ContentStamp).values_list(*first).first()
    return min((moment for moment in row or () if moment), default=at + timedelta(days=1))


def tables() -> list[str]:
    """Return the tables that pages are made of: those of our apps but NOT_SHOWN."""
    return sorted({model._meta.db_table for model in _our_models() if _owner(model) not in NOT_SHOWN})


def _our_models() -> Iterator[type[Model]]:
    for config in apps.get_app_configs():
        if Path(config.path).parent == HERE:
            yield from config.get_models(include_auto_created=True)


def _owner(model: Any) -> str:
    """Return the label of the model; for a many-to-many table, that of its owner."""
    created_by = model._meta.auto_created
    return str(created_by._meta.label if created_by else model._meta.label)


def create_triggers() -> None:
    """Create or replace the triggers: SQLite drops them when a table is made again."""
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)


def _sqlite() -> Iterator[str]:
    for table in tables():
        for event in EVENTS:
            name = f"stamp_{table}_{event.lower()}"
            yield f'DROP TRIGGER IF EXISTS "{name}"'
            yield f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" BEGIN {SQLITE_RENEWS}; END'


def _postgresql() -> Iterator[str]:
    """Yield the statements; the first row changed in a transaction writes the stamp."""
    yield (
        "CREATE OR REPLACE FUNCTION renew_content_stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608
        "IF current_setting('plenary.stamped', true) IS DISTINCT FROM txid_current()::text THEN "
        f"INSERT INTO {STAMP} (id, value) VALUES (1, gen_random_uuid()::text) "
        "ON CONFLICT (id) DO UPDATE SET value = EXCLUDED.value; "
        "PERFORM set_config('plenary.stamped', txid_current()::text, true); "
        "END IF; RETURN NULL; END $$"
    )
    for table in tables():
        yield f'DROP TRIGGER IF EXISTS stamp_rows ON "{table}"'
        yield f'DROP TRIGGER IF EXISTS stamp_truncate ON "{table}"'
        yield (
            f'CREATE CONSTRAINT TRIGGER stamp_rows AFTER {" OR ".join(EVENTS)} ON "{table}" '
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION renew_content_stamp()"
        )
        yield (
            f'CREATE TRIGGER stamp_truncate AFTER TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION renew_content_stamp()"
        )
