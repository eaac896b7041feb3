"""/metrics: figures of the site for Prometheus, to those who send the token.

Requests are counted by each process of the server. All of them write into files of one folder, which prometheus-client
puts together: see `figures_folder` in config/server.py. Everything else is asked of the database when it is wanted.
"""

import os
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Case, Count, DateTimeField, F, Min, Q, QuerySet, When
from django.db.models.functions import Greatest
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from config import heartbeat, readiness
from config.server import FOLDER_OF_FIGURES
from photos.models import Photo, PhotoFile
from publishing import clock
from publishing.kinds import kinds
from publishing.models import Publishable
from publishing.states import Release, State

PAGE, KEPT = "plenary.page", "plenary.kept"  # of a request's environment: the name of its view; whether it was kept
NO_PAGE: Final = "none"
RECENTLY: Final = timedelta(days=1)

COUNTS: Final = CollectorRegistry()
REQUESTS: Final = Counter(
    "plenary_requests",
    "Requests by page (the name of its view), status, and whether the answer was kept or made.",
    ["page", "status", "answer"],
    registry=COUNTS,
)
SECONDS: Final = Histogram(
    "plenary_request_seconds",
    "Seconds until the answer begins, by page.",
    ["page"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=COUNTS,
)
STAMPS: Final = Counter(
    "plenary_new_stamps",
    "Changes of the content stamp that a process has seen, after which it makes all pages again.",
    registry=COUNTS,
)


def count(environ: Mapping[str, Any], status: str, seconds: float) -> None:
    """Count an answered request, if anyone wants to know."""
    if not settings.METRICS_TOKEN:
        return
    page = environ.get(PAGE) or ("static" if environ["PATH_INFO"].startswith(settings.STATIC_URL) else NO_PAGE)
    REQUESTS.labels(page, status, "kept" if environ.get(KEPT) else "made").inc()
    SECONDS.labels(page).observe(seconds)


def count_new_stamp() -> None:
    """Count that the content stamp has changed, if anyone wants to know."""
    if settings.METRICS_TOKEN:
        STAMPS.inc()


def figures() -> bytes:
    """Return all figures in Prometheus's text format."""
    registry = COUNTS
    if FOLDER_OF_FIGURES in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return bytes(generate_latest(registry)) + bytes(generate_latest(_of_the_site()))


def _of_the_site() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(SiteCollector())
    return registry


class SiteCollector:
    """The figures from the database, the same in all processes and on all machines."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = clock.now()
        yield from _of_tasks()
        yield from _of_the_worker()
        yield from _of_releases(now)
        missing = GaugeMetricFamily(
            "plenary_shortfall", "1 for each part that is missing before visitors come.", labels=["id"]
        )
        for each in readiness.shortfalls():
            missing.add_metric([each.id], 1)
        yield missing

    def describe(self) -> list[GaugeMetricFamily]:
        """Return nothing: to register it, no database has to be asked."""
        return []


def _of_tasks() -> Iterator[GaugeMetricFamily]:
    ready = DBTaskResult.objects.ready()
    at_once = get_date_max()
    since = Case(When(run_after=at_once, then=F("enqueued_at")), default=F("run_after"), output_field=DateTimeField())
    found = ready.aggregate(number=Count("pk"), oldest=Min(since))
    by_status = dict(DBTaskResult.objects.order_by().values_list("status").annotate(number=Count("pk")))
    tasks = GaugeMetricFamily("plenary_tasks", "Tasks of the worker, by their status.", labels=["status"])
    tasks.add_metric(["waiting"], found["number"])
    for status in (TaskResultStatus.RUNNING, TaskResultStatus.FAILED):
        tasks.add_metric([status.lower()], by_status.get(status, 0))
    yield tasks
    yield GaugeMetricFamily(
        "plenary_oldest_task_seconds",
        "For how long the oldest task waits that could be done now; 0 if none waits.",
        value=_seconds_since(found["oldest"]),
    )


def _of_the_worker() -> Iterator[GaugeMetricFamily]:
    last = heartbeat.last_report()
    if last is not None:
        age = _seconds_since(last)
        yield GaugeMetricFamily("plenary_worker_report_age_seconds", "Seconds since a worker last reported.", value=age)


def _of_releases(now: datetime) -> Iterator[GaugeMetricFamily]:
    """Yield what became due within a day, what is done of it, how late the rest is.

    Texts and records are public at their second, by the query. A photo is not, until the worker has made its sizes.
    """
    lately = Q(state=State.APPROVED, publish_at__gt=now - RECENTLY, publish_at__lte=now)
    others = sum(QuerySet(kind).filter(lately).count() for kind in kinds(Publishable) if kind is not Photo)
    photos = _due_photos(now).filter(due__gt=now - RECENTLY)
    unmade = _due_photos(now).exclude(Photo.has_something_to_show())
    unmade = unmade.annotate(late_since=Greatest("due", "files__stored_at")).filter(files__replaced_at=None)
    waiting, photos_due = unmade.filter(due__gt=now - RECENTLY).count(), photos.count()
    first = unmade.filter(files__status=PhotoFile.Status.PENDING).aggregate(first=Min("late_since"))["first"]
    yield GaugeMetricFamily(
        "plenary_releases_due", "Items whose time of publication came within the last day.", value=others + photos_due
    )
    yield GaugeMetricFamily(
        "plenary_releases_done",
        "Those of them that lack nothing: of photos, those whose sizes are made.",
        value=others + photos_due - waiting,
    )
    yield GaugeMetricFamily(
        "plenary_release_lateness_seconds",
        "For how long the first photo that is due waits for its sizes; 0 if none waits.",
        value=_seconds_since(first),
    )


def _due_photos(now: datetime) -> Any:
    """Return approved photos due by their own or their gallery's time, as `due`."""
    own = When(release=Release.OWN_TIME, then=F("publish_at"))
    photos: Any = QuerySet(Photo).filter(state=State.APPROVED, gallery__state=State.APPROVED)
    due = Case(own, default=F("gallery__publish_at"), output_field=DateTimeField())
    return photos.annotate(due=due).filter(due__lte=now, gallery__publish_at__lte=now).order_by()


def _seconds_since(moment: datetime | None) -> float:
    return max((timezone.now() - moment).total_seconds(), 0) if moment else 0
