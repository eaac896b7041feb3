"""The results as shown: title, passages, address, picture; for editors a status."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Model, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from editorial.admin_urls import admin_model_url
from editorial.status import StatusLabel, status_label, with_status
from meetings.models import Outcome, Session
from photos.models import Photo
from publishing.kinds import editions_of
from publishing.languages import LANGUAGES, reader_language
from publishing.models import Child
from website.models import Entry
from website.reads.targets import Target, targets
from website.search.engines import Hit, Term, hits
from website.search.finding import ordered
from website.search.following import settle
from website.search.highlight import Passage, marked, passages
from website.search.kinds import by_letter, letter_of
from website.search.question import beginnings
from website.search.scopes import EditorScope, PublicScope, entries_in

READ_FOR_SUGGESTIONS: Final = 100  # entries
SUGGESTED: Final = 8


@dataclass(frozen=True)
class Result:
    """One row found, its texts in `language` with the words of the question marked."""

    public_id: str
    kind: str  # the name of the model
    kind_name: str
    language: str
    title: str
    title_html: SafeString
    names: str
    passages: tuple[Passage, ...]
    url: str
    day: date | None = None
    photo: Photo | None = None
    around: tuple[Model, ...] = ()  # the rows that it is part of: of a session the meeting, of a photo the gallery
    status: StatusLabel | None = None  # for editors


class Shown(Sequence[Result]):
    """The results of what was found; `show` makes those of a part of it."""

    def __init__(self, found: Sequence[Hit], show: Callable[[Sequence[Hit]], list[Result]]) -> None:
        self._found = found
        self._show = show

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, part: Any) -> Any:
        return self._show(self._found[part]) if isinstance(part, slice) else self._show([self._found[part]])[0]


@dataclass(frozen=True)
class Suggestion:
    """A row whose title or name begins as what was typed ends."""

    title: str
    kind_name: str
    url: str
    language: str


def results(found: Sequence[Hit], terms: Sequence[Term], scope: PublicScope) -> list[Result]:
    """Return what visitors see of a page's entries, in at most five queries."""
    addresses, around = _targets(found, scope), _around(found, scope)
    made = []
    for hit, entry in _entries(found):
        if target := addresses.get(hit.public_id):
            above = (target.photo.gallery,) if target.photo else around.get(hit.public_id, ())
            made.append(_result(hit, entry, terms, target.url, photo=target.photo, around=above))
    return made


def results_for_editors(found: Sequence[Hit], terms: Sequence[Term], scope: EditorScope) -> list[Result]:
    """Return what editors see of the entries: forms to open, with status of the text."""
    shown = _entries(found)
    keys: dict[type[Model], set[int]] = defaultdict(set)
    for hit, entry in shown:
        model, key = _text(hit, entry)
        keys[model].add(key)
    labels = {
        (model, row.pk): status_label(row, scope.at)
        for model, each in keys.items()
        for row in with_status(_with_parents(model).filter(pk__in=each), scope.at)
    }
    return [
        _result(hit, entry, terms, _form_of(hit), status=labels[text])
        for hit, entry in shown
        if (text := _text(hit, entry)) in labels
    ]


def _text(hit: Hit, entry: Entry) -> tuple[type[Model], int]:
    """Return model and key of the row with the entry's text, a document's edition."""
    model = by_letter()[hit.kind].model
    return (editions_of(model), entry.edition_id) if entry.edition_id else (model, hit.object_id)


def _with_parents(model: type[Model]) -> QuerySet[Model]:
    rows: QuerySet[Model] = QuerySet(model)
    return rows.select_related(model.parent_field) if issubclass(model, Child) else rows


def _form_of(hit: Hit) -> str:
    return admin_model_url(by_letter()[hit.kind].model, "change", str(hit.object_id))


def suggestions(typed: str, scope: PublicScope) -> list[Suggestion]:
    """Return rows for what was typed so far, each title once; up to four queries."""
    settle()
    condition = beginnings(typed)
    if condition is None:
        return []
    found = ordered(hits(condition, entries_in(scope), READ_FOR_SUGGESTIONS), condition.wanted, scope.at.date())
    addresses = _targets(found[: 3 * SUGGESTED], scope)
    made: dict[str, Suggestion] = {}
    for hit, entry in _entries(found[: 3 * SUGGESTED]):
        if hit.public_id in addresses:
            suggestion = Suggestion(entry.title, _kind_name(hit), addresses[hit.public_id].url, entry.language)
            made.setdefault(entry.title.casefold(), suggestion)
    return [*made.values()][:SUGGESTED]


def _result(hit: Hit, entry: Entry, terms: Sequence[Term], url: str, **more: Any) -> Result:
    language = entry.language
    # The text of an outcome continues a sentence that begins with its verb, which is not shown here.
    title = capfirst(entry.title) if hit.kind == letter_of(Outcome) else entry.title
    return Result(
        public_id=hit.public_id,
        kind=str(by_letter()[hit.kind].model._meta.model_name),
        kind_name=_kind_name(hit),
        language=language,
        title=title,
        title_html=marked(title, language, terms),
        names=entry.names,
        passages=tuple(passages(entry.body, entry.anchors, language, terms)),
        url=url,
        day=entry.day,
        **more,
    )


def _kind_name(hit: Hit) -> str:
    return capfirst(str(by_letter()[hit.kind].model._meta.verbose_name))


def _entries(found: Iterable[Hit]) -> list[tuple[Hit, Entry]]:
    """Return hits with the own entry of each row, even if a borrowing one was found."""
    wanted = [*found]
    keys: dict[str, set[int]] = defaultdict(set)
    for hit in wanted:
        keys[hit.kind].add(hit.object_id)
    of_rows = reduce(or_, (Q(kind=kind, object_id__in=each) for kind, each in keys.items()), Q(pk__in=[]))
    stored = {entry.pk: entry for entry in Entry.objects.filter(of_rows)}
    whole = {_same(entry): entry for entry in stored.values() if not entry.needs}
    return [(hit, whole[_same(stored[hit.id])]) for hit in wanted if hit.id in stored]


def _same(entry: Entry) -> tuple[str, int, str, int]:
    return entry.kind, entry.object_id, entry.language, entry.edition_id


def _targets(found: Iterable[Hit], scope: PublicScope) -> dict[str, Target]:
    """Return each hit's address, in the hit's language if it is one of the site's."""
    languages = {hit.public_id: hit.language for hit in found}
    here = reader_language()
    return {
        public_id: replace(target, url=target.url.replace(f"/{here}/", f"/{languages[public_id]}/", 1))
        if languages[public_id] in LANGUAGES
        else target
        for public_id, target in targets(languages, scope.at).items()
    }


def _around(found: Iterable[Hit], scope: PublicScope) -> dict[str, tuple[Model, ...]]:
    """Return by public id a session's meeting, and an outcome's session and meeting.

    Both are public, as they are part of what is.
    """
    keys: dict[str, list[int]] = defaultdict(list)
    for hit in found:
        keys[hit.kind].append(hit.object_id)
    sessions, outcomes = keys[letter_of(Session)], keys[letter_of(Outcome)]
    around: dict[str, tuple[Model, ...]] = {}
    if sessions:
        found_sessions = Session.objects.public(scope.at).filter(pk__in=sessions).select_related("meeting")
        for session in found_sessions.only("public_id", "meeting__title"):
            around[session.public_id] = (session.meeting,)
    if outcomes:
        found_outcomes = Outcome.objects.public(scope.at).filter(pk__in=outcomes).select_related("session__meeting")
        for outcome in found_outcomes.only("public_id", "session__title", "session__meeting__title"):
            around[outcome.public_id] = (outcome.session, outcome.session.meeting)
    return around
