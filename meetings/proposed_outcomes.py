"""Outcomes proposed by statements for the sessions that adopted them.

Nothing is recorded by itself. A statement proposes one for each of its sessions, until an outcome of the session
names it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Prefetch
from django.utils.translation import gettext as _

from meetings.models import Outcome, Session, Statement, StatementEdition, Topic
from meetings.statement_labels import BY_VERB, labels_of
from publishing.languages import LANGUAGES
from publishing.locks import lock_rows
from publishing.models import audit_log
from publishing.models.audit_log import Action
from publishing.obstacles import Obstacle, Refused

LENGTH: Final = Outcome._meta.get_field("text").max_length


@dataclass(frozen=True)
class ProposedOutcome:
    """The outcome that would be recorded; `texts` by language, empty if missing."""

    session: Session
    statement: Statement
    verb: str
    texts: dict[str, str]
    topics: list[Topic] = field(default_factory=list)  # only where they are not those of the session

    @property
    def sentence(self) -> str:
        values = {
            "statement": next(filter(None, self.texts.values())),
            "done": Outcome.Verb(self.verb).label,
            "session": self.session,
        }
        return _("The statement “%(statement)s” is %(done)s at the session “%(session)s”.") % values


def of_session(session: Any) -> list[ProposedOutcome]:
    """Return what the statements of the session propose."""
    texts = Prefetch("editions", StatementEdition.objects.defer("body"))
    statements = session.statements.exclude(outcomes__session=session).order_by("pk")
    statements = statements.prefetch_related("outcomes", "topics", texts)
    return [found for statement in statements for found in _proposed(statement, [session])]


def of_statement(statement: Statement) -> list[ProposedOutcome]:
    """Return what the statement proposes for each of its sessions."""
    sessions = statement.sessions.exclude(outcomes__statement=statement).select_related("meeting")
    return list(_proposed(statement, sessions.prefetch_related("topics").order_by("day", "pk")))


@transaction.atomic
def record_outcome(proposed: ProposedOutcome, *, by: User, verb: str, texts: dict[str, str]) -> Outcome:
    """Record the outcome as a draft, last in its session, with the confirmed texts."""
    lock_rows([proposed.session])
    session = Session.objects.get(pk=proposed.session.pk)
    if Outcome.objects.filter(session=session, statement=proposed.statement).exists():
        sentence = _("This session has an outcome with this statement already.")
        raise Refused([Obstacle(session, sentence)])
    last = session.outcomes.aggregate(last=Max("position"))["last"] or 0
    columns = {f"text_{code}": text for code, text in texts.items()}
    outcome = Outcome(session=session, statement=proposed.statement, verb=verb, position=last + 1, **columns)
    outcome.full_clean()
    outcome.save()
    outcome.topics.set(proposed.topics)
    audit_log.record(Action.SAVE, by=by, target=outcome, reason=_("Recorded from its statement."))
    return outcome


def _proposed(statement: Statement, sessions: Iterable[Session]) -> Iterator[ProposedOutcome]:
    """Yield the proposal for each session; none without a title or an adoption."""
    labels = labels_of(statement, statement.outcomes.all())
    verb = next((verb for verb, each in BY_VERB.items() if each is labels), None)  # not delivered or sent
    texts = _titles(statement)
    if verb is None or not any(texts.values()):
        return
    own = sorted(statement.topics.all(), key=attrgetter("pk"))
    for session in sessions:
        as_session = {*own} == {*session.topics.all()}
        yield ProposedOutcome(session, statement, verb, texts, [] if as_session else own)


def _titles(statement: Statement) -> dict[str, str]:
    """Return the title of the newest text in each language of the site."""
    editions = sorted(statement.editions.all(), key=attrgetter("serial"))
    titles = {edition.language: edition.title for edition in editions}
    return {code: titles.get(code, "")[:LENGTH] for code in LANGUAGES}
