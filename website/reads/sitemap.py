"""Every public page for search engines, and the time of its last change."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.db.models import Max, Min, Q

from meetings.models import Meeting, Outcome, Session
from photos.models import Gallery, Photo
from publishing.kinds import editions_of, kinds
from publishing.models import AuditLogEntry, Content, Document, Withdrawal
from publishing.models.audit_log import Action
from publishing.states import State
from publishing.workflow import WorkflowAction
from website.menu import MENU
from website.sharing import picture_of

LISTS: Final = ("home", *MENU, "sessions", "corrections", "verify")
LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)
# Actions that change a public page. Publishing is covered by `publish_at`.
CHANGES: Final = (
    Action.SAVE,
    Action.POSTPONE,
    Action.MOVE,
    WorkflowAction.CHANGE_SLUG,
    WorkflowAction.WITHDRAW,
    WorkflowAction.RESTORE,
)


@dataclass(frozen=True)
class Entry:
    """A page with its languages, the time of its last change if known, and its picture."""

    view: str
    args: tuple[str, ...] = ()
    languages: tuple[str, ...] = LANGUAGES
    changed: datetime | None = None
    image: str = ""


type Read = Callable[[datetime], list[Entry]]


class Changes:
    """The last public change of objects at the moment, in two queries."""

    def __init__(self, at: datetime) -> None:
        entries = AuditLogEntry.objects.filter(action__in=CHANGES, at__lte=at).exclude(public_id="")
        self._noted: dict[str, datetime] = dict(entries.order_by().values_list("public_id").annotate(last=Max("at")))
        for public_id, *moments in Withdrawal.objects.values_list("public_id", "since", "until"):
            for moment in moments:
                if moment and moment <= at:
                    self._noted[public_id] = max(moment, self._noted.get(public_id, moment))

    def latest(self, public_ids: Iterable[str], *moments: datetime | None) -> datetime | None:
        """Return the latest of the moments and of the changes of the objects."""
        noted = (self._noted.get(public_id) for public_id in public_ids)
        return max(filter(None, (*noted, *moments)), default=None)


def lists(at: datetime) -> list[Entry]:
    """Return the list pages, without a time: changes of lists are not recorded."""
    return [Entry(view) for view in LISTS]


def meetings(at: datetime) -> list[Entry]:
    """Return the meetings, which change with their sessions and outcomes."""
    changes, sessions = Changes(at), defaultdict(list)
    for meeting, changed in _sessions(at, changes).values():
        sessions[meeting].append(changed)
    rows = Meeting.objects.public(at).order_by("pk").values_list("pk", "public_id", "slug", "publish_at")
    return [
        Entry("meeting", (slug,), changed=changes.latest([public_id], since, *sessions[pk]))
        for pk, public_id, slug, since in rows
    ]


def sessions(at: datetime) -> list[Entry]:
    found = _sessions(at, Changes(at))
    rows = Session.objects.public(at).order_by("pk").values_list("pk", "meeting__slug", "slug")
    return [Entry("session", (meeting, slug), changed=found[pk][1]) for pk, meeting, slug in rows]


def _sessions(at: datetime, changes: Changes) -> dict[int, tuple[int, datetime | None]]:
    """Return the meeting of each session, and the last change of the session or its outcomes."""
    outcomes = defaultdict(list)
    for session, public_id, since, stated in _outcomes(at):
        outcomes[session].append(changes.latest([public_id], since, stated))
    rows = Session.objects.public(at).values_list("pk", "public_id", "publish_at", "meeting", "meeting__publish_at")
    return {
        pk: (meeting, changes.latest([public_id], since, meeting_since, *outcomes[pk]))
        for pk, public_id, since, meeting, meeting_since in rows
    }


def _outcomes(at: datetime) -> Any:
    """Return the outcomes, which are public from when their statements are."""
    texts = "statement__editions"
    public = Q(**{f"{texts}__state": State.APPROVED, f"{texts}__publish_at__lte": at})
    stated = Min(f"{texts}__publish_at", filter=public)
    rows = Outcome.objects.public(at).order_by().annotate(stated=stated)
    return rows.values_list("session", "public_id", "publish_at", "stated")


def documents(document: Any, at: datetime) -> list[Entry]:
    """Return the documents of a kind in the languages of the site in which there is a text.

    Their words change by a new edition only.
    """
    changes, texts = Changes(at), defaultdict(list)
    live = editions_of(document).objects.live(at).filter(language__in=LANGUAGES)
    live = live.filter(document__in=document.objects.public(at))
    for slug, *text in live.order_by("document").values_list(
        "document__slug", "document__public_id", "public_id", "language", "publish_at"
    ):
        texts[slug].append(text)
    return [
        Entry(
            document.page_name,
            (slug,),
            languages=tuple(code for code in LANGUAGES if code in {text[2] for text in found}),
            changed=changes.latest(
                (public_id for text in found for public_id in text[:2]), *(text[3] for text in found)
            ),
        )
        for slug, found in texts.items()
    ]


def galleries(at: datetime) -> list[Entry]:
    """Return the galleries, which change with their photos."""
    changes, photos = Changes(at), defaultdict(list)
    for photo in _photos(at):
        photos[photo.gallery_id].append(_changed(photo, changes))
    rows = Gallery.objects.public(at).order_by("pk").values_list("pk", "public_id", "slug", "publish_at")
    return [
        Entry("gallery", (slug,), changed=changes.latest([public_id], since, *photos[pk]))
        for pk, public_id, slug, since in rows
    ]


def photos(at: datetime) -> list[Entry]:
    changes = Changes(at)
    return [
        Entry(
            "photo",
            (photo.gallery.slug, photo.public_id),
            changed=_changed(photo, changes),
            image=image.url if (image := picture_of(photo)) else "",
        )
        for photo in _photos(at)
    ]


def _photos(at: datetime) -> Any:
    return Photo.objects.public(at).with_file().select_related("gallery").order_by("pk")


def _changed(photo: Any, changes: Changes) -> datetime | None:
    """Return when the photo was published, saved, or got another file."""
    since = photo.publish_at or photo.gallery.publish_at
    replaced = photo.file.stored_at if since and photo.file.stored_at > since else None
    return changes.latest([photo.public_id], since, replaced)


def records(kind: Any, at: datetime) -> list[Entry]:
    """Return the rows of a kind that changes by itself alone."""
    changes = Changes(at)
    rows = kind.objects.public(at).order_by("pk")
    return [
        Entry(kind.page_name, tuple(address), changed=changes.latest([public_id], since))
        for public_id, since, *address in rows.values_list("public_id", "publish_at", *kind.page_columns)
    ]


# The kinds of which a page changes with other rows that it shows.
READS: Final[Mapping[type[Any], Read]] = {
    Meeting: meetings,
    Session: sessions,
    Gallery: galleries,
    Photo: photos,
}


def sections() -> dict[str, Read]:
    """Return the parts of the sitemap by their names, each as a function of the moment."""
    found: dict[str, Read] = {"lists": lists}
    for kind in kinds(Content):
        if kind.sitemap_section:
            read = partial(documents if issubclass(kind, Document) else records, kind)
            found[kind.sitemap_section] = READS.get(kind, read)
    return found
