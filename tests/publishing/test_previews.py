"""Previews take what is opened as public; a token opens its preview for a day."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import RequestFactory
from django.utils import timezone

from meetings.models import (
    Article,
    Host,
    Meeting,
    Outcome,
    Participation,
    Session,
    Statement,
    StatementEdition,
    Topic,
)
from partners.models import Format, Partner, Person
from photos.models import Gallery, Photo
from publishing.models import AuditLogEntry, PreviewLink
from publishing.models.audit_log import Action
from publishing.moments import Moment
from publishing.previews import NoPreview, PreviewEnded, moment_for, preview_of_token
from publishing.states import Release, State
from publishing.verbs import checks
from tests import factories as make
from tests.admin_forms import DRAFT

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 15, 12, 0, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
FUTURE = datetime(2100, 1, 1, tzinfo=UTC)
HELD_BACK: dict[str, Any] = {"release": Release.HELD_BACK}
MAKERS = (make.make_meeting, make.make_gallery, make.make_partner, make.make_format, make.make_person)


def opening(row: Any, *, whole: bool = False, at: datetime | None = None) -> Moment:
    return moment_for(row, whole=whole, at=at, now=timezone.now())


def public(model: Any, at: datetime) -> set[Any]:
    return set(model.objects.public(at))


# The rule


def test_the_rule_asks_a_plain_moment_nothing_more() -> None:
    """A record's own state is asked as without previews; withdrawals come after it."""
    asked = str(Topic.objects.by_rule(NOON).order_by().values("pk").query).partition(" AND NOT ")[0]

    assert asked.replace("+00:00", "") == (
        'SELECT "meetings_topic"."id" AS "pk" FROM "meetings_topic" WHERE ("meetings_topic"."publish_at" <= '
        '2026-04-15 12:00:00 AND "meetings_topic"."state" = approved'
    )


@pytest.mark.parametrize("question", ["by_rule", "live_by_rule"])
def test_a_moment_that_opens_nothing_of_a_kind_is_asked_like_a_plain_one(question: str) -> None:
    other = Moment.assuming_public(["x23456789"], NOON)
    asked = [
        (str(getattr(kind.objects, question)(NOON).query), str(getattr(kind.objects, question)(other).query))
        for kind in apps.get_models()
        if hasattr(getattr(kind, "objects", None), question)
    ]

    assert len(asked) >= 2
    assert [plain for plain, of_a_preview in asked if plain != of_a_preview] == []


def test_what_is_computed_from_a_moment_opens_nothing() -> None:
    moment = Moment.assuming_public(["t23456789"], NOON)

    assert (moment == NOON, moment.assumed_public) == (True, frozenset({"t23456789"}))
    assert isinstance(moment + SECOND, Moment)
    assert (moment + SECOND).assumed_public == frozenset()


@pytest.mark.parametrize("making", [*MAKERS, make.make_topic, make.make_page])
@pytest.mark.parametrize(
    "values",
    [
        DRAFT,
        {"state": State.IN_REVIEW, "publish_at": None},
        {"state": State.APPROVED, "publish_at": None},
        {"publish_at": FUTURE},
    ],
)
def test_a_record_that_is_opened_is_public_and_no_other(making: Any, values: dict[str, Any]) -> None:
    row, _other = making(**values), making(**values)

    assert public(type(row), opening(row)) == {row}
    assert public(type(row), timezone.now()) == set()


def test_what_was_withdrawn_in_error_stays_hidden_though_it_is_opened() -> None:
    meeting = make.make_meeting()
    session = make.make_session(meeting=meeting, state=State.DRAFT)
    make.withdraw(meeting)

    assert public(Meeting, opening(meeting)) == set()
    assert public(Session, opening(session)) == set()


def test_a_child_that_is_opened_brings_its_parents_and_not_its_siblings() -> None:
    gallery = make.make_gallery(**DRAFT)
    photo, _sibling = (make.make_photo(gallery=gallery, state=State.DRAFT) for _ in range(2))
    outcome = make.make_outcome(
        session=make.make_session(meeting=make.make_meeting(**DRAFT), **HELD_BACK), state=State.DRAFT
    )
    make.make_session(meeting=outcome.session.meeting, state=State.DRAFT)

    assert public(Photo, opening(photo)) == {photo}
    assert public(Gallery, opening(photo)) == {gallery}
    assert public(Outcome, opening(outcome)) == {outcome}
    assert public(Session, opening(outcome)) == {outcome.session}


def test_a_child_that_is_opened_brings_no_approved_siblings_and_no_parts_of_its_parent() -> None:
    """The gallery, meeting or session is only the place in which the row is read."""
    meeting = make.make_meeting(**DRAFT)
    photo, _other = (make.make_photo(gallery=make.make_gallery(**DRAFT)) for _ in range(2))
    make.make_photo(gallery=photo.gallery)
    session, sibling = (make.make_session(meeting=meeting) for _ in range(2))
    outcome, beside = (make.make_outcome(session=session) for _ in range(2))
    make.make_participation(session=session)
    make.make_participation(session=sibling)
    make.make_host(meeting)

    assert public(Photo, opening(photo)) == {photo}
    at = opening(outcome)
    assert (public(Outcome, at), public(Session, at)) == ({outcome}, {session})
    assert (public(Participation, at), public(Host, at)) == (set(), set())
    at = opening(session)
    assert (public(Outcome, at), public(Session, at)) == ({outcome, beside}, {session})
    assert {each.session for each in public(Participation, at)} == {session}
    assert public(Host, at) == set()


def test_a_child_that_is_opened_in_a_public_parent_leaves_that_as_it_is() -> None:
    gallery = make.make_gallery()
    photo, sibling = make.make_photo(gallery=gallery, state=State.DRAFT), make.make_photo(gallery=gallery)
    host = make.make_host(make.make_meeting())
    session = make.make_session(meeting=host.meeting, state=State.DRAFT)

    assert public(Photo, opening(photo)) == {photo, sibling}
    assert public(Host, opening(session)) == {host}


def test_a_record_that_is_opened_brings_what_goes_with_it_at_any_depth() -> None:
    meeting = make.make_meeting(**DRAFT)
    draft, approved = (
        make.make_session(meeting=meeting, state=State.DRAFT),
        make.make_session(meeting=meeting),
    )
    outcomes = {make.make_outcome(session=each, state=State.DRAFT) for each in (draft, approved)}
    held_back = make.make_session(meeting=meeting, state=State.DRAFT, **HELD_BACK)
    make.make_outcome(session=held_back, state=State.DRAFT)
    make.make_outcome(session=draft, state=State.DRAFT, **HELD_BACK)
    make.make_session(meeting=meeting, release=Release.OWN_TIME, publish_at=FUTURE)

    at = opening(meeting)

    assert public(Session, at) == {draft, approved}
    assert public(Outcome, at) == outcomes


def test_a_child_with_a_time_of_its_own_waits_for_it_in_a_preview_too() -> None:
    meeting = make.make_meeting(**DRAFT)
    session = make.make_session(meeting=meeting, release=Release.OWN_TIME, publish_at=FUTURE)

    assert public(Session, opening(meeting, at=FUTURE - SECOND)) == set()
    assert public(Session, opening(meeting, at=FUTURE)) == {session}


def test_a_photo_without_a_file_is_not_shown_though_it_is_opened() -> None:
    photo = make.make_photo(state=State.DRAFT)
    photo.files.all().delete()

    assert public(Photo, opening(photo)) == set()


def test_an_outcome_that_is_opened_brings_the_draft_of_its_statement() -> None:
    statement = make.make_statement(languages=["en"], edition=DRAFT)
    outcome = make.make_outcome(statement=statement, state=State.DRAFT)

    assert public(Outcome, opening(outcome)) == {outcome}
    assert public(Statement, opening(outcome)) == {statement}


def test_an_outcome_that_is_opened_leaves_a_public_statement_as_it_is() -> None:
    statement = make.make_statement(languages=["en"])
    live = statement.editions.get()
    make.make_edition(statement, **DRAFT)
    outcome = make.make_outcome(statement=statement, state=State.DRAFT)

    assert set(StatementEdition.objects.live(opening(outcome))) == {live}


def test_a_part_is_shown_when_what_it_joins_is_opened() -> None:
    partner = make.make_partner(**DRAFT)
    participation = make.make_participation(session=make.make_session(), partner=partner)

    assert public(Participation, opening(partner)) == {participation}


# Editions and documents


@pytest.mark.parametrize("values", [DRAFT, {"state": State.IN_REVIEW, "publish_at": None}, {"publish_at": FUTURE}])
def test_an_edition_that_is_opened_is_the_live_one_of_its_language(values: dict[str, Any]) -> None:
    statement = make.make_statement(languages=["en", "de"])
    english, german = statement.editions.order_by("-language")
    draft = make.make_edition(statement, **values)

    assert set(StatementEdition.objects.live(opening(draft))) == {draft, german}
    assert public(StatementEdition, opening(draft)) == {draft, english, german}


def test_an_edition_that_is_opened_makes_its_document_public() -> None:
    statement = make.make_statement(languages=["en"], edition=DRAFT)

    assert public(Statement, opening(statement.editions.get())) == {statement}
    assert public(Statement, timezone.now()) == set()


def test_an_edition_that_was_replaced_is_live_once_more_when_it_is_opened() -> None:
    statement = make.make_statement(languages=["en"])
    first = statement.editions.get()
    make.make_edition(statement, publish_at=make.LONG_AGO + DAY)

    assert set(StatementEdition.objects.live(opening(first))) == {first}


def test_of_two_editions_that_are_opened_the_one_with_the_higher_serial_is_live() -> None:
    statement = make.make_statement(languages=[])
    first, second = make.make_edition(statement, publish_at=FUTURE), make.make_edition(statement, **DRAFT)

    at = Moment.assuming_public([first.public_id, second.public_id], NOON)

    assert set(StatementEdition.objects.live(at)) == {second}


def test_an_edition_that_was_withdrawn_is_not_live_though_it_is_opened() -> None:
    statement = make.make_statement(languages=["en"])
    edition = make.make_edition(statement, publish_at=make.LONG_AGO + DAY)
    make.withdraw(edition)

    assert set(StatementEdition.objects.live(opening(edition))) == set()


def test_a_document_that_is_opened_shows_its_newest_draft_in_each_language() -> None:
    article = make.make_article(languages=["en", "de"])
    english, german = article.editions.order_by("-language")
    _older, newest = make.make_edition(article, **DRAFT), make.make_edition(article, **DRAFT)
    french = make.make_edition(article, language="fr", publish_at=FUTURE)

    assert set(type(newest).objects.live(opening(article))) == {newest, french, german}
    assert public(type(newest), opening(article)) == {newest, french, german, english}


def test_a_document_without_drafts_shows_what_is_live() -> None:
    article = make.make_article(languages=["en"])
    live = make.make_edition(article, publish_at=make.LONG_AGO + DAY)

    assert set(type(live).objects.live(opening(article))) == {live}


def newer_source(edition: Any, at: datetime) -> int | None:
    return StatementEdition.objects.with_newer_source(at).get(pk=edition.pk).newer_source


def test_a_translation_is_outdated_by_a_source_that_is_opened() -> None:
    statement = make.make_statement(languages=["en"])
    source = statement.editions.get()
    translation = make.make_edition(statement, language="de", translates=source)
    draft = make.make_edition(statement, **DRAFT)

    assert newer_source(translation, timezone.now()) is None
    assert newer_source(translation, opening(draft)) == draft.pk


def test_a_translation_of_the_source_that_is_opened_is_up_to_date() -> None:
    statement = make.make_statement(languages=["en"])
    draft = make.make_edition(statement, **DRAFT)
    translation = make.make_edition(statement, language="de", translates=draft, **DRAFT)

    assert newer_source(translation, opening(statement)) is None


# View the meeting, and another time


def test_the_whole_meeting_brings_its_galleries_texts_and_who_takes_part() -> None:
    meeting = make.make_meeting(country=make.make_partner(**DRAFT), **DRAFT)
    session = make.make_session(
        meeting=meeting,
        state=State.DRAFT,
        formats=[make.make_format(**DRAFT)],
        topics=[make.make_topic(**DRAFT)],
    )
    minister = make.make_appointment(person=make.make_person(**DRAFT), partner=make.make_partner(**DRAFT))
    host = make.make_appointment(person=make.make_person(**DRAFT), partner=make.make_partner(**DRAFT))
    make.make_host(meeting, appointment=host)
    make.make_participation(session=session, partner=minister.partner, appointment=minister)
    photo = make.make_photo(gallery=make.make_gallery(meeting=meeting, **DRAFT), state=State.DRAFT)
    statement = make.make_statement(sessions=[session], edition=DRAFT)
    decided = make.make_statement(edition=DRAFT)
    outcome = make.make_outcome(session=session, statement=decided, state=State.DRAFT)
    article = make.make_article(meetings=[meeting], edition=DRAFT)

    at = opening(meeting, whole=True)

    assert public(Partner, at) == {meeting.country, minister.partner, host.partner}
    assert public(Person, at) == {minister.person, host.person}
    assert public(Format, at) == set(session.formats.all())
    assert public(Topic, at) == set(session.topics.all())
    assert public(Photo, at) == {photo}
    assert public(Statement, at) == {statement, decided}
    assert public(Article, at) == {article}
    assert public(Outcome, at) == {outcome}


def test_the_whole_meeting_brings_nothing_of_a_session_that_is_held_back() -> None:
    meeting = make.make_meeting(**DRAFT)
    secret = make.make_session(
        meeting=meeting, topics=[make.make_topic(**DRAFT)], formats=[make.make_format(**DRAFT)], **HELD_BACK
    )
    guest = make.make_appointment(person=make.make_person(**DRAFT), partner=make.make_partner(**DRAFT))
    make.make_participation(session=secret, partner=guest.partner, appointment=guest)
    make.make_statement(sessions=[secret], edition=DRAFT)

    at = opening(meeting, whole=True)

    assert public(Meeting, at) == {meeting}
    assert [public(kind, at) for kind in (Session, Partner, Person, Format, Topic, Statement)] == [set()] * 6


def test_a_meeting_alone_brings_neither_galleries_nor_texts() -> None:
    meeting = make.make_meeting(**DRAFT)
    make.make_gallery(meeting=meeting, **DRAFT)
    make.make_statement(meetings=[meeting], edition=DRAFT)

    assert public(Gallery, opening(meeting)) == set()
    assert public(Statement, opening(meeting)) == set()


def test_another_time_shows_what_is_scheduled_until_then_and_no_draft() -> None:
    meeting = make.make_meeting(publish_at=FUTURE)
    make.make_meeting(**DRAFT)

    assert public(Meeting, preview_of_token(make.make_preview(at=FUTURE)).moment) == {meeting}


# The link


def test_a_token_shows_what_its_link_was_made_for() -> None:
    topic = make.make_topic(**DRAFT)

    preview = preview_of_token(make.make_preview(topic, at=FUTURE))

    assert (preview.row, preview.whole, preview.at) == (topic, False, FUTURE)
    assert (preview.moment, preview.moment.assumed_public) == (FUTURE, frozenset({topic.public_id}))


def test_a_link_ends_after_a_day() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        token = make.make_preview(make.make_topic(**DRAFT))
        clock.shift(DAY)
        assert preview_of_token(token).until == NOON + DAY
        clock.shift(SECOND)
        with pytest.raises(PreviewEnded):
            preview_of_token(token)


def test_a_link_shows_the_site_of_each_moment() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        token = make.make_preview(make.make_topic(**DRAFT))
        clock.shift(SECOND)
        assert preview_of_token(token).moment == NOON + SECOND


def test_a_token_with_any_character_changed_opens_nothing() -> None:
    token = make.make_preview(make.make_topic(**DRAFT))
    changed = [
        f"{token[:place]}{'A' if token[place] != 'A' else 'B'}{token[place + 1 :]}" for place in range(len(token))
    ]

    for each in (*changed, token[:-1], f"{token}A", token.swapcase(), "x", ":", "::", "ü", "\0", "x" * 9000):
        with pytest.raises(NoPreview):
            preview_of_token(each)


def test_tokens_are_long_and_never_alike() -> None:
    tokens = [make.make_preview() for _ in range(50)]

    assert len({*tokens}) == 50
    assert {len(token) for token in tokens} == {32}


def test_links_that_are_long_over_are_forgotten() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        make.make_preview()
        clock.shift(31 * DAY)
        PreviewLink.objects.clear(timezone.now())
        assert PreviewLink.objects.count() == 1
        clock.shift(SECOND)
        PreviewLink.objects.clear(timezone.now())
        assert PreviewLink.objects.count() == 0


# The account that made the link


LOSSES: dict[str, Callable[[User], Any]] = {
    "is not active": lambda maker: User.objects.filter(pk=maker.pk).update(is_active=False),
    "is not of the admin": lambda maker: User.objects.filter(pk=maker.pk).update(is_staff=False),
    "has no role": lambda maker: maker.groups.clear(),
    "may not view the kind": lambda maker: maker.groups.get().permissions.remove(
        *Permission.objects.filter(codename__endswith="_topic")
    ),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_link_ends_for_good_when_its_maker(loss: str) -> None:
    maker = make.make_user(role="author")
    token = make.make_preview(make.make_topic(**DRAFT), maker=maker)
    preview_of_token(token)

    LOSSES[loss](maker)
    with pytest.raises(PreviewEnded):
        preview_of_token(token)
    entry = AuditLogEntry.objects.get(action=Action.END_PREVIEW)
    assert (entry.by, entry.reason) == (None, "The account that made the link may no longer see this.")

    User.objects.filter(pk=maker.pk).update(is_active=True, is_staff=True, is_superuser=True)
    with pytest.raises(PreviewEnded):
        preview_of_token(token)
    assert AuditLogEntry.objects.filter(action=Action.END_PREVIEW).count() == 1


def test_a_link_ends_with_the_account_of_its_maker() -> None:
    maker = make.make_user()
    token = make.make_preview(make.make_topic(**DRAFT), maker=maker)
    maker.delete()

    with pytest.raises(PreviewEnded):
        preview_of_token(token)


def test_a_link_to_a_later_time_needs_an_account_that_may_view_every_kind() -> None:
    """What is scheduled is of every kind."""
    maker = make.make_user(role="")
    maker.user_permissions.set(Permission.objects.filter(codename="view_topic"))
    topic = make.make_topic(**DRAFT)

    assert preview_of_token(make.make_preview(topic, maker=maker)).row == topic
    with pytest.raises(PreviewEnded):
        preview_of_token(make.make_preview(topic, maker=maker, at=FUTURE))


def test_a_link_to_a_whole_meeting_needs_an_account_that_may_view_all_that_it_opens() -> None:
    maker = make.make_user(role="")
    maker.user_permissions.set(Permission.objects.filter(codename="view_meeting"))
    meeting = make.make_meeting(**DRAFT)

    assert preview_of_token(make.make_preview(meeting, maker=maker, whole=True)).row == meeting
    make.make_gallery(meeting=meeting, **DRAFT)
    with pytest.raises(PreviewEnded):
        preview_of_token(make.make_preview(meeting, maker=maker, whole=True))


@pytest.mark.parametrize("role", ["editor", "author", "translator", "photo editor", "administrator", ""])
def test_a_link_asks_what_the_admin_asks(role: str) -> None:
    request = RequestFactory().get("/")
    request.user = make.make_user(role=role)
    for model, pages in admin.site._registry.items():
        if hasattr(model, "public_id") and not issubclass(model, AuditLogEntry):
            assert checks.may_view(model, request.user) == pages.has_view_or_change_permission(request), model


# What is withdrawn in error


@pytest.mark.parametrize("withdrawn", ["itself", "what it rests on"])
def test_a_link_shows_nothing_once_something_is_withdrawn_in_error(withdrawn: str) -> None:
    session = make.make_session(title_en="Hush")
    token = make.make_preview(session)
    assert preview_of_token(token).name == "Hush"
    make.withdraw(session if withdrawn == "itself" else session.meeting)

    with pytest.raises(PreviewEnded):
        preview_of_token(token)


def test_a_document_is_not_named_by_a_text_that_is_withdrawn_in_error() -> None:
    statement = make.make_statement(languages=["en"])
    make.withdraw(make.make_edition(statement, title="Hush", publish_at=make.LONG_AGO + DAY))

    assert preview_of_token(make.make_preview(statement)).name == f"{statement.working_title} (en)"


def test_a_token_ends_with_what_it_shows() -> None:
    topic = make.make_topic(**DRAFT)
    token = make.make_preview(topic)
    topic.delete()

    with pytest.raises(PreviewEnded):
        preview_of_token(token)


@pytest.mark.parametrize("number", [1, 10])
def test_a_token_takes_six_queries(django_assert_num_queries: Any, number: int) -> None:
    meeting = make.make_meeting(**DRAFT)
    for _ in range(number):
        make.make_session(meeting=meeting, state=State.DRAFT)
        make.make_gallery(meeting=meeting, **DRAFT)
        make.make_statement(meetings=[meeting], edition=DRAFT)
    token = make.make_preview(meeting, whole=True)

    with django_assert_num_queries(6):  # the link, two for permissions, the row, what is opened, withdrawals
        preview_of_token(token)


def test_a_token_takes_a_query_more_for_each_row_that_its_own_depends_on(
    django_assert_num_queries: Any,
) -> None:
    statement = make.make_statement(edition=DRAFT)
    outcome = make.make_outcome(statement=statement, state=State.DRAFT)
    token = make.make_preview(outcome)

    with django_assert_num_queries(10):  # its session, the meeting, its statement, and whether that was public
        preview_of_token(token)


def test_the_preview_of_a_document_is_named_as_readers_know_it() -> None:
    statement = make.make_statement(working_title="For the editors", languages=["de"], edition=DRAFT)
    make.make_edition(statement, language="fr", title="Déclaration", **DRAFT)

    preview = preview_of_token(make.make_preview(statement))

    assert (preview.name, preview.language) == ("Déclaration", "fr")
