"""Expressions for when rows became public and last changed for readers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, F, Max, Min, Model, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest

from meetings.models import Outcome, Session, StatementEdition
from photos.models import Photo
from publishing.kinds import editions_of
from publishing.languages import reader_language
from publishing.models import Document, Edition
from publishing.states import Correction
from publishing.windows import BEFORE_ALL, FAR_FUTURE

# The moments of other rows before which a row is not public.
NOT_BEFORE: Final[Mapping[type[Model], tuple[str, ...]]] = {
    Session: ("meeting__publish_at",),
    Outcome: ("session__publish_at", "session__meeting__publish_at", "statement__public_from"),
    Photo: ("gallery__publish_at",),
}


def changed(kind: type[Any], at: datetime) -> QuerySet[Any]:
    """Return the public rows, in no order, with when they last changed as `moment`."""
    moments = (known(column) for column in ("public_from", *NOT_BEFORE.get(kind, ())))
    return kind.objects.public(at).order_by().annotate(moment=Greatest(F("changed_at"), *moments))


def known(column: str) -> Case:
    """Return the moment in the column, or BEFORE_ALL if it has none."""
    has_one = {f"{column}__lt": FAR_FUTURE}
    return Case(When(**has_one, then=F(column)), default=Value(BEFORE_ALL))


def latest(*moments: datetime | None) -> datetime | None:
    """Return the latest of the moments. None where none is known."""
    last = max(filter(None, moments), default=BEFORE_ALL)
    return last if last > BEFORE_ALL else None


def with_changes(rows: QuerySet[Model], at: datetime) -> QuerySet[Any]:
    """Annotate public rows with when they were `published` first and `updated` last.

    Neither moves with a minor correction of a text. Of a document, `updated` is that of its text in the active
    language, or of all of them where it has none in that language; when it was published is asked of the text.
    """
    model: Any = rows.model
    if issubclass(model, Document):
        texts = editions_of(model).objects.public(at).filter(document=OuterRef("pk"))
        own = texts.filter(language=reader_language())
        return rows.annotate(updated=Coalesce(_last(own), _last(texts), Value(BEFORE_ALL)))
    if issubclass(model, Edition):
        same = model.objects.public(at).filter(document=OuterRef("document"), language=OuterRef("language"))
        first = _extreme(Min("publish_at"), same)
        return rows.annotate(published=first, updated=Coalesce(_last(same), first))
    before: list[Any] = [known(name) for name in NOT_BEFORE.get(model, ()) if not name.startswith("statement__")]
    if model is Outcome:
        texts = StatementEdition.objects.public(at).filter(document=OuterRef("statement"))
        before.append(Coalesce(_extreme(Min("public_from"), texts), Value(BEFORE_ALL)))
    published = Greatest(known("publish_at"), *before) if before else known("publish_at")
    return rows.annotate(published=published, updated=Greatest(F("changed_at"), known("public_from"), *before))


def _last(texts: QuerySet[Edition]) -> Subquery:
    """Return when the texts last became public, apart from minor corrections."""
    return _extreme(Max("public_from"), texts.exclude(correction=Correction.MINOR))


def _extreme(moment: Min | Max, texts: QuerySet[Any]) -> Subquery:
    return Subquery(texts.order_by().values("document").annotate(moment=moment).values("moment"))
