"""Previews: the site as it will be with something public that is not yet, or as it will be at another time.

A preview is the whole site under /preview/<token>/. The token is signed, says what was asked for and by whom, and
ends after a day. What it opens is looked up anew on each request and carried by the moment (publishing/moments.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.contrib.auth.models import User
from django.core import signing
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import get_script_prefix, set_script_prefix
from django.utils.translation import get_language

from publishing import clock
from publishing.models import Child, Document, Edition
from publishing.moments import Moment
from publishing.public_ids import model_of
from publishing.states import Release, State

PREFIX: Final = "preview/"
SALT: Final = "publishing.previews"
LIFETIME: Final = timedelta(days=1)


class NoPreview(Exception):
    """Nobody made this token."""


class PreviewEnded(Exception):
    """The token's day is over, its maker's account is closed, or what it showed is deleted."""


class Wish(NamedTuple):
    """What somebody at the desk wants to see; all that a token holds."""

    maker: int
    public_id: str = ""  # what is opened; empty: nothing
    whole: bool = False  # with all that belongs to it
    at: datetime | None = None  # as it will be then; None: now

    def token(self) -> str:
        """Return a token for this wish, valid from now on."""
        at = self.at.astimezone(UTC).isoformat() if self.at else None  # the days of the site are those of UTC
        return signing.dumps([self.maker, self.public_id, self.whole, at], salt=SALT)


@dataclass(frozen=True)
class Preview:
    """What the holder of a token sees."""

    token: str
    moment: Moment
    until: datetime
    at: datetime | None  # the time that was asked for; None: now
    row: Any  # what was asked for; None: nothing but the time
    whole: bool

    @cached_property
    def name(self) -> str:
        """What readers know the row by."""
        return str(self._text.title if self._text else self.row)

    @property
    def language(self) -> str:
        """The tag of the name's language, which need not be the page's; empty where it is."""
        return str(self._text.language) if self._text else ""

    @cached_property
    def _text(self) -> Any:
        """The edition that names the row: a document's working title is for the desk."""
        if not isinstance(self.row, Document):
            return self.row if isinstance(self.row, Edition) else None
        editions = self.row.editions.defer("body")
        language = get_language()
        return min(editions, key=lambda text: (text.language != language, -text.pk), default=None)


def preview_of(token: str) -> Preview:
    """Return what the token shows, in three queries, and one for each row that what it opens rests on.

    Raises NoPreview or PreviewEnded.
    """
    wish, made = _read(token)
    now = clock.now()
    if not User.objects.filter(pk=wish.maker, is_active=True).exists():
        raise PreviewEnded
    row = _row(wish.public_id) if wish.public_id else None
    opened = opened_by(row, whole=wish.whole, now=now) if row else ()
    moment = Moment.opening(opened, wish.at or now)
    return Preview(token, moment, made + LIFETIME, wish.at, row, wish.whole)


def opened_by(row: Any, *, whole: bool, now: datetime) -> frozenset[str]:
    """Return the public ids of what is not public yet and has to be, if the row shall be seen as if it were.

    That is the row, what it rests on, what goes with it, and for the whole of it what the row itself says. Of a
    document it is the newest draft in each language.
    """
    above = list(_above(row))
    asked = [type(row)._default_manager.filter(pk=row.pk), *(row.previewed_with() if whole else ())]
    asked += [type(text)._default_manager.filter(pk=text.pk) for text in above if _unpublished(text, now)]
    ids = [
        opened.order_by().values_list("public_id", flat=True)
        for rows in asked
        for opened in _opened(rows, now)
    ]
    return frozenset({*ids[0].union(*ids[1:]).order_by(), row.public_id, *(each.public_id for each in above)})


def preview_at(request: HttpRequest) -> Preview | None:
    """Return the preview within which the request is; None on the public site."""
    return getattr(request, "preview", None)


def moment_of(request: HttpRequest) -> datetime:
    """Return the moment at which the site is asked for: that of the preview, else now."""
    preview = preview_at(request)
    return preview.moment if preview else clock.now()


def true_path(request: HttpRequest, path: str) -> str:
    """Return the path under which the page is, or will be, public."""
    preview = preview_at(request)
    return path.replace(f"{PREFIX}{preview.token}/", "", 1) if preview else path


@contextmanager
def inside(token: str) -> Iterator[None]:
    """Let every address that is made in the block stay within the preview."""
    outside = get_script_prefix()
    set_script_prefix(f"{outside}{PREFIX}{token}/")
    try:
        yield
    finally:
        set_script_prefix(outside)


def _read(token: str) -> tuple[Wish, datetime]:
    """Return the wish, and when the token was made."""
    try:
        maker, public_id, whole, at = signing.loads(token, salt=SALT, max_age=LIFETIME)
    except signing.SignatureExpired as error:
        raise PreviewEnded from error
    except signing.BadSignature as error:
        raise NoPreview from error
    stamp = token.rsplit(":", 2)[1]
    wish = Wish(maker, public_id, whole, datetime.fromisoformat(at) if at else None)
    return wish, datetime.fromtimestamp(signing.b62_decode(stamp), UTC)


def _row(public_id: str) -> Any:
    model = model_of(public_id)
    row = model._default_manager.filter(public_id=public_id).first() if model else None
    if row is None:
        raise PreviewEnded
    return row


def _above(row: Any) -> Iterator[Any]:
    """All that the row rests on, at any height."""
    for each in row.rests_on() if isinstance(row, Child) else ():
        yield each
        yield from _above(each)


def _unpublished(row: Any, now: datetime) -> bool:
    return isinstance(row, Document) and not row.was_public(now)


def _opened(rows: QuerySet[Any], now: datetime) -> Iterator[QuerySet[Any]]:
    """What is opened for each of the rows, which are of one kind."""
    if issubclass(rows.model, Document):
        yield _newest_drafts(rows, now)
        return
    yield _not_yet(rows, now)
    for children in _going_with(rows):
        yield children.exclude(state=State.APPROVED)


def _going_with(rows: QuerySet[Any]) -> Iterator[QuerySet[Any]]:
    """All below the rows, at any depth, that becomes public together with them."""
    model: Any = rows.model
    for relation in model.child_relations:
        below = model._meta.get_field(relation)
        wanted = {"release": Release.WITH_PARENT, f"{below.field.name}__in": rows}
        children = below.related_model._default_manager.filter(**wanted)
        yield children
        yield from _going_with(children)


def _newest_drafts(documents: QuerySet[Any], now: datetime) -> QuerySet[Any]:
    """The edition with the highest serial of each language that has never been public."""
    model: Any = documents.model._meta.get_field("editions").related_model
    drafts = _not_yet(model._default_manager.all(), now)
    newer = drafts.filter(
        document=OuterRef("document"), language=OuterRef("language"), serial__gt=OuterRef("serial")
    )
    return drafts.filter(~Exists(newer), document__in=documents)


def _not_yet(rows: QuerySet[Any], now: datetime) -> QuerySet[Any]:
    return rows.exclude(state=State.APPROVED, publish_at__lte=now)
