"""The audit log as comma-separated values (RFC 4180), for spreadsheets."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from publishing.models import AuditLogEntry
from publishing.models.audit_log import Action
from publishing.models.sign_ins import HOUR
from publishing.spreadsheets import BYTE_ORDER_MARK, csv_lines
from publishing.states import PublicationStatus
from publishing.workflow import WorkflowAction

ROWS_AT_ONCE: Final = 500


def as_csv(entries: Iterable[AuditLogEntry], zone: ZoneInfo) -> Iterator[str]:
    """Return the lines in chunks, in the active language, with times in ISO 8601.

    All words are looked up at once: while an answer is streamed another language, and zone, may be active.
    """
    acts = {value: str(label) for value, label in [*WorkflowAction.choices, *Action.choices]}
    states = {value: str(label) for value, label in PublicationStatus.choices} | {"": ""}
    language = get_language()
    rows = (
        [
            str(entry.pk),
            _in(zone, entry.at),
            entry.by_name,
            str(entry.by_id or ""),
            acts[entry.action],
            entry.public_id,
            entry.object_repr,
            states[entry.before],
            states[entry.after],
            _in(zone, entry.publish_at),
            entry.reason or _how_often(entry, zone, language),
        ]
        for entry in entries
    )
    return _chunks(_head(), rows)


def how_often(entry: AuditLogEntry) -> str:
    """Return how many actions the entry counts, and in which hour; else empty."""
    if entry.since is None or entry.times is None:
        return ""
    since, until = timezone.localtime(entry.since), timezone.localtime(entry.since + HOUR)
    sentence = ngettext(
        "%(times)s time on %(day)s between %(since)s and %(until)s",
        "%(times)s times on %(day)s between %(since)s and %(until)s",
        entry.times,
    )
    facts = {"times": entry.times, "day": date_format(since, "DATE_FORMAT")}
    return sentence % {**facts, "since": date_format(since, "H:i"), "until": date_format(until, "H:i")}


def _head() -> list[str]:
    return [
        *(
            _("number"),
            _("date and time"),
            _("user"),
            _("number of the account"),
            _("action"),
        ),
        *(_("permanent ID"), _("item"), _("from"), _("to"), _("public from"), _("reason")),
    ]


def _how_often(entry: AuditLogEntry, zone: ZoneInfo, language: str | None) -> str:
    with timezone.override(zone), override(language):
        return how_often(entry)


def _in(zone: ZoneInfo, moment: datetime | None) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else ""


def _chunks(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_lines([head])
    for some in batched(rows, ROWS_AT_ONCE):
        yield csv_lines(some)
