"""Publish, hold back, withdraw: the only doors to a state."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from meetings.models import Meeting, Outcome, Photo, Session, Statement
from publishing.models import Withdrawal
from publishing.obstacles import Refused
from publishing.states import Release, State, WithdrawalKind
from publishing.verbs import hold_back, publish, withdraw
from tests import factories

pytestmark = pytest.mark.django_db

DRAFT: dict[str, Any] = {"state": State.DRAFT, "publish_at": None}
EXPLANATION = {"en": "It was the wrong text.", "de": "Es war der falsche Text."}


def make_draft_meeting() -> Meeting:
    """A draft with a session that has an outcome, and a second session that is held back."""
    meeting = factories.make_meeting(**DRAFT)
    session = factories.make_session(meeting=meeting, **DRAFT)
    factories.make_outcome(session=session, **DRAFT)
    factories.make_session(meeting=meeting, release=Release.HELD_BACK, **DRAFT)
    return meeting


def test_publishing_a_meeting_takes_along_what_goes_with_it() -> None:
    meeting = make_draft_meeting()

    publish(meeting, by=factories.make_user())

    assert list(Meeting.objects.public()) == [meeting]
    assert Session.objects.public().count() == 1
    assert Outcome.objects.public().count() == 1
    assert Session.objects.count() == 2


def test_publishing_at_a_time_keeps_everything_back_until_then() -> None:
    meeting = make_draft_meeting()
    at = timezone.now() + timedelta(hours=3)

    publish(meeting, by=factories.make_user(), at=at)

    assert list(Outcome.objects.public(at - timedelta(seconds=1))) == []
    assert Outcome.objects.public(at).count() == 1


def test_publishing_is_refused_with_every_reason_at_once() -> None:
    gallery = factories.make_gallery(photos=2, **DRAFT)
    Photo.objects.update(state=State.DRAFT, alt_en="", alt_de="")
    Photo.objects.filter(pk=gallery.photos.first().pk).update(credit="")

    with pytest.raises(Refused) as refusal:
        publish(gallery, by=factories.make_user())

    fields = sorted(obstacle.field for obstacle in refusal.value.obstacles)
    assert fields == ["alt", "alt", "credit"]
    gallery.refresh_from_db()
    assert gallery.state == State.DRAFT


def test_publishing_is_refused_at_a_time_that_has_passed() -> None:
    meeting = factories.make_meeting(**DRAFT)

    with pytest.raises(Refused, match="has passed"):
        publish(meeting, by=factories.make_user(), at=timezone.now() - timedelta(seconds=1))


def test_publishing_is_refused_for_what_is_public() -> None:
    with pytest.raises(Refused, match="public already"):
        publish(factories.make_meeting(), by=factories.make_user())


def test_publishing_a_session_is_refused_while_its_partner_is_not_public() -> None:
    session = factories.make_session(**DRAFT)
    partner = factories.make_partner(name_en="Ruritania", **DRAFT)
    factories.make_participation(session=session, partner=partner)

    with pytest.raises(Refused, match="Ruritania"):
        publish(session, by=factories.make_user())


def test_publishing_a_held_back_child_releases_it_with_its_parent() -> None:
    session = factories.make_session(release=Release.HELD_BACK)

    publish(session, by=factories.make_user())

    assert list(Session.objects.public()) == [session]


def test_publishing_a_child_at_a_time_gives_it_that_time() -> None:
    session = factories.make_session(**DRAFT)
    at = timezone.now() + timedelta(minutes=5)

    publish(session, by=factories.make_user(), at=at)

    assert list(Session.objects.public(at - timedelta(seconds=1))) == []
    assert list(Session.objects.public(at)) == [session]


def test_two_editions_of_a_language_are_refused_at_the_same_second() -> None:
    statement = factories.make_statement(languages=["en", "en"], edition=DRAFT)
    first, second = statement.editions.order_by("serial")
    at, user = timezone.now() + timedelta(hours=1), factories.make_user()
    publish(first, by=user, at=at)

    with pytest.raises(Refused, match="same second"):
        publish(second, by=user, at=at)


def test_holding_back_hides_a_child_and_what_is_below_it() -> None:
    outcome = factories.make_outcome()

    hold_back(outcome.session, by=factories.make_user())

    assert list(Outcome.objects.public()) == []


def test_withdrawing_hides_and_keeps_the_row() -> None:
    statement = factories.make_statement()
    user = factories.make_user()

    withdrawal = withdraw(
        statement, by=user, kind=WithdrawalKind.IN_ERROR, reason="Wrong text", explanation=EXPLANATION
    )

    assert list(Statement.objects.public()) == []
    assert Statement.objects.get() == statement
    assert (withdrawal.withdrawn_by, withdrawal.explanation_de) == (user, EXPLANATION["de"])


def test_withdrawing_is_refused_without_reason_and_explanations() -> None:
    with pytest.raises(Refused) as refusal:
        withdraw(
            factories.make_meeting(),
            by=factories.make_user(),
            kind=WithdrawalKind.IN_ERROR,
            reason=" ",
            explanation={"en": "x"},
        )

    assert [obstacle.field for obstacle in refusal.value.obstacles] == ["reason", "explanation"]
    assert not Withdrawal.objects.exists()


def test_withdrawing_is_refused_for_what_was_never_public() -> None:
    with pytest.raises(Refused, match="has not been public"):
        withdraw(
            factories.make_meeting(**DRAFT),
            by=factories.make_user(),
            kind=WithdrawalKind.OUT_OF_DATE,
            reason="r",
            explanation=EXPLANATION,
        )


def test_withdrawing_twice_is_refused() -> None:
    meeting, user = factories.make_meeting(), factories.make_user()
    words: dict[str, Any] = {"kind": WithdrawalKind.IN_ERROR, "reason": "r", "explanation": EXPLANATION}
    withdraw(meeting, by=user, **words)

    with pytest.raises(Refused, match="withdrawn already"):
        withdraw(meeting, by=user, **words)
