"""The texts of a synthetic meeting, in both languages and with some corrections."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from demonstration.synthetic.calendar import Plan
from demonstration.synthetic.cast import Cast
from demonstration.synthetic.meetings import Made, withdraw
from demonstration.synthetic.rows import Rows
from demonstration.synthetic.words import Text, paragraph, same, sentence, sentences
from meetings.models import Article, ArticleEdition, Session, Statement, StatementEdition
from photos.models import Photo
from publishing.models import Edition
from publishing.states import Correction, State, WithdrawalKind

STATEMENTS: Final = 5
PARAGRAPHS: Final = 6
LANGUAGES: Final = ("en", "de")
KINDS: Final = (
    (Statement.Kind.STATEMENT, Text("Synthetic statement", "Synthetische Erklärung")),
    (Statement.Kind.DECLARATION, Text("Synthetic declaration", "Synthetische Deklaration")),
    (Statement.Kind.POLICY, Text("Synthetic policy", "Synthetisches Grundsatzpapier")),
    (Statement.Kind.WORK_PLAN, Text("Synthetic work plan", "Synthetischer Arbeitsplan")),
    (Statement.Kind.SPEECH, Text("Synthetic speech", "Synthetische Rede")),
)
ARTICLES: Final = (
    (Article.Kind.REPORT, Text("Synthetic report", "Synthetischer Bericht")),
    (Article.Kind.PRESS_RELEASE, Text("Synthetic press release", "Synthetische Pressemitteilung")),
)


def make_texts(rows: Rows, random: Random, cast: Cast, made: Made, photos: list[Photo]) -> None:
    """Make the texts of a meeting; before its end, and with a draft, they are drafts."""
    for number in range(STATEMENTS):
        _statement(rows, random, cast, made, number)
    for number, (kind, name) in enumerate(ARTICLES):
        article = rows.add(
            Article,
            slug=f"{made.meeting.slug}-{kind.replace('_', '-')}",
            working_title=f"{name.en} {made.plan.number}",
            issued_on=made.plan.ends_on,
            kind=kind,
            lead_photo=photos[number],
        )
        _relate(rows, cast, article, made, made.sessions)
        body = _body(random, made, number) + same(f'<p><a href="/id/{photos[2 + number].public_id}">Photo</a></p>')
        title = name + same(f" {made.plan.number}.{number + 1}: {made.host.city}")
        texts = {"title": title, "summary": sentences(random, 2), "body": body}
        _write(Writing(rows, ArticleEdition, article, texts), random, made.plan, minute=number)


def _statement(rows: Rows, random: Random, cast: Cast, made: Made, number: int) -> None:
    kind, name = KINDS[number]
    speaker = made.host.office_on(made.plan.starts_on) if kind == Statement.Kind.SPEECH else None
    statement = rows.add(
        Statement,
        slug=f"{made.meeting.slug}-{kind.replace('_', '-')}",
        working_title=f"{name.en} {made.plan.number}",
        issued_on=made.sessions[number].day,
        kind=kind,
        reference=f"SYN({made.plan.starts_on.year}){made.plan.number * STATEMENTS + number}",
        given_by=speaker,
    )
    if not speaker:
        rows.link(statement, "adopted_by", [made.bodies[number]])
        made.outcomes[number].statement = statement
    _relate(rows, cast, statement, made, [made.sessions[number]])
    title = name + same(f" {made.plan.number}.{number + 1}: {made.host.city}")
    texts = {"title": title, "summary": sentences(random, 2), "body": _body(random, made, number)}
    _write(Writing(rows, StatementEdition, statement, texts), random, made.plan, minute=10 + number)
    turn = (made.plan.number * STATEMENTS + number) % 50
    if turn == 31 and made.plan.is_over:
        withdraw(rows, random, statement, made.plan, kind=WithdrawalKind.OUT_OF_DATE)


def _relate(rows: Rows, cast: Cast, document: Statement | Article, made: Made, sessions: list[Session]) -> None:
    rows.link(document, "meetings", [made.meeting])
    rows.link(document, "sessions", sessions)
    first = document.pk % len(cast.topics)
    rows.link(document, "topics", [cast.topics[first], cast.topics[first - 1]])


def _body(random: Random, made: Made, number: int) -> Text:
    session = made.sessions[number]
    link = Text("the session", "die Sitzung")
    linked = same(f' <a href="/id/{session.public_id}">') + link + same("</a>.")
    paragraphs = [paragraph(random, 3) for _each in range(PARAGRAPHS - 1)]
    return sum(paragraphs, paragraph(random, 2, Text(" See", " Siehe") + linked))


@dataclass
class Writing:
    """The editions of one document."""

    rows: Rows
    model: type[Edition]
    document: Statement | Article
    texts: dict[str, Text]

    def add(
        self, facts: dict[str, Any], *, bases: list[Edition] | None = None, languages: tuple[str, ...] = LANGUAGES
    ) -> list[Edition]:
        """Make an edition in each language; the others are translations of the first."""
        made: list[Edition] = []
        for place, language in enumerate(languages):
            words = {name: getattr(text, language) for name, text in self.texts.items()}
            source = {"translates": made[0]} if made else {}
            base = {"based_on": bases[place]} if bases else {}
            values = words | facts | source | base
            made.append(self.rows.add(self.model, document=self.document, language=language, **values))
        return made

    def correct(self, random: Random, first: list[Edition], moment: datetime, *, is_major: bool) -> None:
        """Correct the text; some German waits, and is outdated by a major correction."""
        self.texts["body"] += paragraph(random, 1)
        if is_major:
            self.texts["correction_note"] = sentence(random)
        kind = Correction.MAJOR if is_major else Correction.MINOR
        facts = {"serial": 2, "state": State.APPROVED, "publish_at": moment, "correction": kind}
        self.add(facts, bases=first, languages=LANGUAGES if self.document.pk % 4 else LANGUAGES[:1])


def _write(writing: Writing, random: Random, plan: Plan, minute: int) -> None:
    """Make the first editions, and corrections, drafts or withdrawals of some."""
    if not plan.is_over:
        writing.add({"serial": 1, "state": State.DRAFT})
        return
    moment = plan.at(14, minute)
    first = writing.add({"serial": 1, "state": State.APPROVED, "publish_at": moment})
    turn = (plan.number * STATEMENTS + minute) % 100
    minor = {"serial": 2, "correction": Correction.MINOR}
    if turn % 20 in (3, 7):
        writing.correct(random, first, moment + timedelta(days=3), is_major=turn % 20 == 7)
    elif turn == 57:
        scheduled = {"state": State.APPROVED, "publish_at": moment + timedelta(days=366 * 25)}
        writing.add(minor | scheduled, bases=first)
    elif turn == 61:
        writing.add(minor | {"state": State.DRAFT}, bases=first)
    elif turn == 11:
        withdraw(writing.rows, random, first[0], plan, kind=WithdrawalKind.IN_ERROR)
