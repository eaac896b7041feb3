"""The verbs: what each leads to, what it takes along, what it is refused for."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from meetings.models import Meeting, Outcome, Session, Statement
from photos.models import Photo
from publishing import verbs
from publishing.models import AuditLogEntry, Withdrawal
from publishing.obstacles import Refused
from publishing.states import Correction, PublicationStatus, Release, State, WithdrawalKind
from publishing.status import status_of
from publishing.workflow import WorkflowAction
from tests import factories
from tests.admin_forms import DRAFT

pytestmark = pytest.mark.django_db

EXPLANATION = {"en": "It was the wrong text.", "de": "Es war der falsche Text."}


def make_draft_meeting() -> Meeting:
    """Make a meeting in draft, with an outcome and with a session held back."""
    meeting = factories.make_meeting(**DRAFT)
    session = factories.make_session(meeting=meeting, **DRAFT)
    factories.make_outcome(session=session, **DRAFT)
    factories.make_session(meeting=meeting, release=Release.HELD_BACK, **DRAFT)
    return meeting


def acts(row: Any) -> list[tuple[str, str, str]]:
    """Return what the audit log says of the row, the oldest first: act, from, to."""
    entries = AuditLogEntry.objects.filter(public_id=row.public_id).order_by("id")
    return list(entries.values_list("action", "before", "after"))


def refusal(verb: Any, *args: Any, **asked: Any) -> list[str]:
    """Return the sentences with which the verb is refused."""
    with pytest.raises(Refused) as refused:
        verb(*args, **asked)
    return [str(obstacle) for obstacle in refused.value.obstacles]


class TestFromDraftToApproved:
    def test_submitting_hands_in_what_goes_with_it(self) -> None:
        meeting = verbs.submit(make_draft_meeting(), by=factories.make_user(role="author"))

        assert meeting.state == State.IN_REVIEW
        assert sorted(Session.objects.values_list("state", "release")) == [
            (State.DRAFT, Release.HELD_BACK),
            (State.IN_REVIEW, Release.WITH_PARENT),
        ]
        assert Outcome.objects.get().state == State.IN_REVIEW

    def test_sending_back_keeps_the_note(self) -> None:
        meeting = verbs.submit(make_draft_meeting(), by=factories.make_user(role="author"))

        sent = verbs.return_for_changes(meeting, by=factories.make_user(), reason="The city is missing.")

        assert sent.state == State.DRAFT
        assert Outcome.objects.get().state == State.DRAFT
        assert AuditLogEntry.objects.filter(public_id=meeting.public_id).first().reason == "The city is missing."

    def test_sending_back_needs_a_note(self) -> None:
        meeting = verbs.submit(make_draft_meeting(), by=factories.make_user())

        assert refusal(verbs.return_for_changes, meeting, by=factories.make_user(), reason=" ") == [
            "Enter what needs to be changed."
        ]

    def test_approving_makes_nothing_public(self) -> None:
        meeting = verbs.approve(make_draft_meeting(), by=factories.make_user())

        assert status_of(meeting) == PublicationStatus.APPROVED
        assert Outcome.objects.get().state == State.APPROVED
        assert not Meeting.objects.public().exists()

    def test_approving_a_session_of_a_public_meeting_makes_nothing_public(self) -> None:
        session = factories.make_session(**DRAFT)  # with its parent, as a fixture may load it

        approved = verbs.approve(session, by=factories.make_user())

        assert approved.release == Release.HELD_BACK
        assert not Session.objects.public().exists()

    def test_a_scheduled_session_that_is_returned_is_not_public_with_its_meeting(self) -> None:
        meeting = factories.make_meeting(publish_at=timezone.now() + timedelta(hours=1))
        session = factories.make_session(meeting=meeting)

        sent = verbs.return_for_changes(session, by=factories.make_user(), reason="Wrong day.")

        assert (sent.state, sent.release) == (State.DRAFT, Release.HELD_BACK)


class TestPublishing:
    def test_a_meeting_takes_along_what_goes_with_it(self) -> None:
        meeting = make_draft_meeting()

        verbs.publish(meeting, by=factories.make_user())

        assert list(Meeting.objects.public()) == [meeting]
        assert Session.objects.public().count() == 1
        assert Outcome.objects.public().count() == 1
        assert Session.objects.count() == 2

    def test_at_a_time_nothing_is_public_until_then(self) -> None:
        meeting = make_draft_meeting()
        at = timezone.now() + timedelta(hours=3)

        assert status_of(verbs.schedule(meeting, by=factories.make_user(), at=at)) == PublicationStatus.SCHEDULED
        assert list(Outcome.objects.public(at - timedelta(seconds=1))) == []
        assert Outcome.objects.public(at).count() == 1

    def test_it_is_refused_with_every_reason_at_once(self) -> None:
        gallery = factories.make_gallery(photos=2, **DRAFT)
        Photo.objects.update(state=State.DRAFT, alt_en="", alt_de="")
        first = gallery.photos.first()
        Photo.objects.filter(pk=first.pk).update(credit="")

        with pytest.raises(Refused) as refused:
            verbs.publish(gallery, by=factories.make_user())

        assert sorted(obstacle.field for obstacle in refused.value.obstacles) == ["alt", "alt", "credit"]
        gallery.refresh_from_db()
        assert gallery.state == State.DRAFT

    def test_a_text_that_lacks_a_required_language_is_named_with_it(self) -> None:
        meeting = factories.make_meeting(title_en="Berlin", summary_de="", **DRAFT)

        with pytest.raises(Refused) as refused:
            verbs.publish(meeting, by=factories.make_user())

        [obstacle] = refused.value.obstacles
        assert str(obstacle) == "“Berlin”: the field “summary” is empty in German."
        assert obstacle.field == "summary_de"

    def test_an_edition_waits_until_every_required_language_is_handed_in(self) -> None:
        statement = factories.make_statement(edition=DRAFT)
        english, german = statement.editions.order_by("-language")
        editor = factories.make_user()

        assert refusal(verbs.publish, english, by=editor) == [
            "The press office requires a text in German: none has been submitted yet."
        ]
        verbs.submit(german, by=factories.make_user(role="translator"))
        verbs.publish(english, by=editor)
        assert Statement.objects.public().exists()

    def test_a_statement_waits_for_its_meeting(self) -> None:
        at = timezone.now() + timedelta(hours=1)
        meeting = factories.make_meeting(title_en="Berlin", publish_at=at)
        statement = factories.make_statement(edition=DRAFT, meetings=[meeting])
        english, german = statement.editions.order_by("-language")
        editor = factories.make_user()
        verbs.approve(german, by=editor)

        assert refusal(verbs.publish, english, by=editor) == [
            "The meeting “Berlin”, to which it belongs, would not be public then."
        ]
        assert verbs.schedule(english, by=editor, at=at).publish_at == at

    def test_a_link_that_leads_nowhere_is_refused(self) -> None:
        factories.make_office(required_languages="en")
        body = '<p>See <a href="/id/m23456789">there</a>.</p>'
        edition = factories.make_statement(languages=["en"], edition=DRAFT | {"body": body}).editions.get()

        [sentence] = refusal(verbs.publish, edition, by=factories.make_user())

        assert sentence == "The text links to /id/m23456789, which does not exist: fix the link or remove it."

    def test_a_photo_in_the_text_has_to_be_public_by_then(self) -> None:
        factories.make_office(required_languages="en")
        at, editor = timezone.now() + timedelta(hours=1), factories.make_user()
        photo = factories.make_photo(gallery=factories.make_gallery(publish_at=at))
        body = f'<p><a href="/id/{photo.public_id}">photo</a></p>'
        edition = factories.make_article(languages=["en"], edition=DRAFT | {"body": body}).editions.get()

        assert "would not be public then" in refusal(verbs.publish, edition, by=editor)[0]
        assert verbs.schedule(edition, by=editor, at=at).publish_at == at

    def test_a_time_that_has_passed_is_refused(self) -> None:
        meeting, now = make_draft_meeting(), timezone.now()

        assert refusal(verbs.schedule, meeting, by=factories.make_user(), at=now) == [
            "The time of publication has passed. Choose a later one, or publish now."
        ]

    def test_what_is_public_is_not_published_again(self) -> None:
        meeting = factories.make_meeting(title_en="Berlin")

        assert refusal(verbs.publish, meeting, by=factories.make_user()) == [
            "“Publish now” is not possible for “Berlin”. Status: public."
        ]

    def test_a_session_is_refused_while_its_partner_is_not_public(self) -> None:
        session = factories.make_session(**DRAFT)
        partner = factories.make_partner(name_en="Ruritania", **DRAFT)
        factories.make_participation(session=session, partner=partner)

        assert "Ruritania" in refusal(verbs.publish, session, by=factories.make_user())[0]

    def test_a_held_back_child_is_released_with_its_parent(self) -> None:
        session = factories.make_session(release=Release.HELD_BACK)

        verbs.publish(session, by=factories.make_user())

        assert list(Session.objects.public()) == [session]

    def test_a_child_at_a_time_gets_that_time(self) -> None:
        session = factories.make_session(**DRAFT)
        at = timezone.now() + timedelta(minutes=5)

        verbs.schedule(session, by=factories.make_user(), at=at)

        assert list(Session.objects.public(at - timedelta(seconds=1))) == []
        assert list(Session.objects.public(at)) == [session]

    def test_a_child_is_not_scheduled_before_its_parent(self) -> None:
        at = timezone.now() + timedelta(hours=2)
        session = factories.make_session(meeting=factories.make_meeting(title_en="Berlin", publish_at=at), **DRAFT)

        assert refusal(verbs.schedule, session, by=factories.make_user(), at=at - timedelta(hours=1)) == [
            "It belongs to “Berlin”, which would not be public at that time."
        ]

    def test_two_editions_of_a_language_are_refused_at_the_same_second(self) -> None:
        factories.make_office(required_languages="en")
        statement = factories.make_statement(languages=[])
        first, second = [factories.make_edition(statement, **DRAFT) for _ in range(2)]
        at, editor = timezone.now() + timedelta(hours=1), factories.make_user()
        verbs.schedule(first, by=editor, at=at)

        assert "Another version in this language becomes public at the same time." in refusal(
            verbs.schedule, second, by=editor, at=at
        )

    def test_what_is_ready_goes_without_the_rest(self) -> None:
        gallery = factories.make_gallery(photos=3, **DRAFT)
        Photo.objects.update(state=State.DRAFT)
        incomplete = gallery.photos.last()
        Photo.objects.filter(pk=incomplete.pk).update(credit="")
        editor = factories.make_user(role="photo editor")

        assert verbs.hold_back_incomplete(gallery, by=editor) == [incomplete]
        verbs.publish(gallery, by=editor)

        assert Photo.objects.public().count() == 2


class TestTakingBack:
    def test_what_is_taken_off_the_schedule_stays_approved(self) -> None:
        meeting = factories.make_meeting(publish_at=timezone.now() + timedelta(hours=1))

        assert status_of(verbs.unschedule(meeting, by=factories.make_user())) == PublicationStatus.APPROVED

    def test_a_child_taken_off_the_schedule_is_held_back(self) -> None:
        at = timezone.now() + timedelta(hours=1)
        session = factories.make_session(release=Release.OWN_TIME, publish_at=at)

        taken = verbs.unschedule(session, by=factories.make_user())

        assert status_of(taken) == PublicationStatus.HELD_BACK
        assert not Session.objects.public(at).exists()

    def test_holding_back_keeps_a_child_and_all_below_it_from_its_parents_publication(self) -> None:
        meeting = make_draft_meeting()
        verbs.hold_back(Session.objects.get(release=Release.WITH_PARENT), by=factories.make_user())

        verbs.publish(meeting, by=factories.make_user())

        assert list(Outcome.objects.public()) == []

    def test_what_is_public_is_withdrawn_and_never_held_back(self) -> None:
        session = factories.make_session(title_en="Lunch")

        assert refusal(verbs.hold_back, session, by=factories.make_user()) == [
            "“Hold back” is not possible for “Lunch”. Status: public."
        ]


WITHDRAWING = pytest.mark.parametrize("verb", [verbs.withdraw, verbs.unpublish])


class TestWithdrawing:
    def test_as_out_of_date_it_stays_public(self) -> None:
        statement, user = factories.make_statement(), factories.make_user()

        withdrawal = verbs.withdraw(statement, by=user, reason="A newer one holds", explanation=EXPLANATION)

        assert list(Statement.objects.public()) == [statement]
        assert withdrawal.kind == WithdrawalKind.OUT_OF_DATE
        assert acts(statement) == [(WorkflowAction.WITHDRAW, PublicationStatus.PUBLIC, PublicationStatus.WITHDRAWN)]
        assert AuditLogEntry.objects.get().reason == "A newer one holds"

    def test_unpublishing_hides_and_keeps_the_row(self) -> None:
        statement, user = factories.make_statement(), factories.make_user()

        withdrawal = verbs.unpublish(statement, by=user, reason="Wrong text", explanation=EXPLANATION)

        assert list(Statement.objects.public()) == []
        assert Statement.objects.get() == statement
        assert withdrawal.kind == WithdrawalKind.IN_ERROR
        assert (withdrawal.withdrawn_by, withdrawal.explanation_de) == (user, EXPLANATION["de"])
        assert acts(statement) == [(WorkflowAction.UNPUBLISH, PublicationStatus.PUBLIC, PublicationStatus.WITHDRAWN)]
        assert AuditLogEntry.objects.get().reason == "Wrong text"

    @WITHDRAWING
    def test_it_is_refused_without_reason_and_explanations(self, verb: Any) -> None:
        with pytest.raises(Refused) as refused:
            verb(factories.make_meeting(), by=factories.make_user(), reason=" ", explanation={"en": "x"})

        assert [obstacle.field for obstacle in refused.value.obstacles] == ["reason", "explanation"]
        assert not Withdrawal.objects.exists()

    @WITHDRAWING
    @pytest.mark.parametrize("state", [DRAFT, {"publish_at": timezone.now() + timedelta(days=1)}])
    def test_it_is_refused_for_what_was_never_public(self, state: dict[str, Any], verb: Any) -> None:
        asked: dict[str, Any] = {"reason": "r", "explanation": EXPLANATION}

        [sentence] = refusal(verb, factories.make_meeting(**state), by=factories.make_user(), **asked)

        assert "is not possible" in sentence

    @WITHDRAWING
    def test_it_is_refused_twice(self, verb: Any) -> None:
        meeting, user = factories.make_meeting(), factories.make_user()
        asked: dict[str, Any] = {"reason": "r", "explanation": EXPLANATION}
        verb(meeting, by=user, **asked)

        assert len(refusal(verb, meeting, by=user, **asked)) == 1

    def test_what_is_unpublished_is_not_withdrawn_as_out_of_date(self) -> None:
        meeting, user = factories.make_meeting(), factories.make_user()
        verbs.unpublish(meeting, by=user, reason="r", explanation=EXPLANATION)

        assert refusal(verbs.withdraw, meeting, by=user, reason="r", explanation=EXPLANATION) == [
            f"“Withdraw as out of date” is not possible for “{meeting}”. Status: withdrawn."
        ]

    def test_what_is_out_of_date_can_be_unpublished_and_restoring_ends_both(self) -> None:
        meeting, user = factories.make_meeting(), factories.make_user()
        factories.withdraw(meeting, kind=WithdrawalKind.OUT_OF_DATE)

        verbs.unpublish(meeting, by=user, reason="Wrong, too.", explanation=EXPLANATION)

        assert list(Meeting.objects.public()) == []
        verbs.restore(meeting, by=user, reason="Right after all.")
        assert list(Meeting.objects.public()) == [meeting]
        assert [row.until is None for row in Withdrawal.objects.all()] == [False, False]
        assert status_of(meeting) == PublicationStatus.PUBLIC

    def test_restoring_ends_the_withdrawal_and_keeps_its_row(self) -> None:
        meeting = factories.make_meeting()
        factories.withdraw(meeting)

        verbs.restore(meeting, by=factories.make_user(), reason="It was right after all.")

        assert list(Meeting.objects.public()) == [meeting]
        assert Withdrawal.objects.get().until is not None
        assert acts(meeting) == [(WorkflowAction.RESTORE, PublicationStatus.WITHDRAWN, PublicationStatus.PUBLIC)]

    def test_what_is_restored_can_be_withdrawn_again(self) -> None:
        meeting, user = factories.make_meeting(), factories.make_user()
        factories.withdraw(meeting)
        verbs.restore(meeting, by=user, reason="Right.")

        verbs.unpublish(meeting, by=user, reason="No.", explanation=EXPLANATION)

        assert Withdrawal.objects.count() == 2


class TestCorrecting:
    """Editions after a public one are asked: does the reader have to know?"""

    def make_correction(self) -> Any:
        factories.make_office(required_languages="en")
        statement = factories.make_statement(languages=["en"])
        return factories.make_edition(statement, based_on=statement.editions.get(), **DRAFT)

    def test_the_question_has_to_be_answered(self) -> None:
        assert refusal(verbs.publish, self.make_correction(), by=factories.make_user()) == [
            "Choose whether the correction is minor or major."
        ]

    def test_a_major_correction_needs_a_note(self) -> None:
        draft = self.make_correction()

        assert refusal(verbs.publish, draft, by=factories.make_user(), correction=Correction.MAJOR) == [
            "A major correction needs a correction note: write it."
        ]

    def test_the_answer_is_kept(self) -> None:
        draft, editor = self.make_correction(), factories.make_user()
        verbs.approve(draft, by=editor)

        published = verbs.publish(draft, by=editor, correction=Correction.MAJOR, note=" The date was wrong. ")

        assert (published.correction, published.correction_note) == (Correction.MAJOR, "The date was wrong.")

    def test_a_minor_correction_keeps_no_note(self) -> None:
        draft = self.make_correction()

        published = verbs.publish(
            draft,
            by=factories.make_user(),
            correction=Correction.MINOR,
            note="Typed, then thought better of.",
        )

        assert (published.correction, published.correction_note) == (Correction.MINOR, "")

    def test_a_draft_whose_base_moved_is_refused_until_it_takes_over_what_changed(self) -> None:
        draft, editor = self.make_correction(), factories.make_user()
        typo = factories.make_edition(
            draft.document, correction=Correction.MINOR, publish_at=timezone.now() - timedelta(minutes=1)
        )

        assert refusal(verbs.publish, draft, by=editor, correction=Correction.MINOR) == [
            "This draft is based on an outdated version: add the changes made to the public text first."
        ]
        assert verbs.mark_changes_merged(draft, by=editor).based_on == typo
        verbs.publish(draft, by=editor, correction=Correction.MINOR)

    def test_a_draft_may_take_over_what_is_only_scheduled_and_come_after_it(self) -> None:
        draft, editor = self.make_correction(), factories.make_user()
        later = timezone.now() + timedelta(hours=1)
        coming = factories.make_edition(
            draft.document, based_on=draft.based_on, correction=Correction.MINOR, publish_at=later
        )
        after = {"at": later + timedelta(hours=1), "correction": Correction.MINOR}

        assert len(refusal(verbs.schedule, draft, by=editor, **after)) == 1
        assert verbs.mark_changes_merged(draft, by=editor).based_on == coming
        verbs.schedule(draft, by=editor, **after)


class TestTranslations:
    def make_outdated(self) -> Any:
        statement = factories.make_statement(languages=["en"])
        english = statement.editions.get()
        german = factories.make_edition(statement, language="de", translates=english)
        newer = factories.make_edition(
            statement, publish_at=timezone.now(), correction=Correction.MAJOR, correction_note="n"
        )
        return german, newer

    def test_what_was_checked_is_up_to_date(self) -> None:
        german, newer = self.make_outdated()
        assert german.newer_source(timezone.now()) == newer

        verbs.mark_up_to_date(german, by=factories.make_user(role="translator"))

        german.refresh_from_db()
        assert german.newer_source(timezone.now()) is None

    def test_a_translation_of_a_coming_edition_is_not_outdated_by_the_one_before(self) -> None:
        statement = factories.make_statement(languages=["en"])
        coming = factories.make_edition(statement, **DRAFT)
        german = factories.make_edition(statement, language="de", translates=coming, **DRAFT)

        assert german.newer_source(timezone.now()) is None
        later = factories.make_edition(
            statement, publish_at=timezone.now(), correction=Correction.MAJOR, correction_note="n"
        )
        assert german.newer_source(timezone.now()) == later

    def test_what_is_up_to_date_needs_no_check(self) -> None:
        german, _newer = self.make_outdated()
        translator = factories.make_user(role="translator")
        verbs.mark_up_to_date(german, by=translator)

        assert refusal(verbs.mark_up_to_date, german, by=translator) == [
            "It is up to date: the source text has not changed."
        ]


@pytest.mark.parametrize("verb", [verbs.approve, verbs.publish, verbs.hold_back, verbs.unschedule, verbs.confirm])
def test_verbs_of_editors_are_refused_to_authors(verb: Any) -> None:
    session = factories.make_session(**DRAFT)

    assert any(
        "Your role does not allow" in sentence
        for sentence in refusal(verb, session, by=factories.make_user(role="author"))
    )


def test_every_verb_is_in_the_audit_log_with_who_from_and_to() -> None:
    meeting, author, editor = make_draft_meeting(), factories.make_user(role="author"), factories.make_user()
    verbs.submit(meeting, by=author)
    verbs.approve(meeting, by=editor)
    verbs.publish(meeting, by=editor)

    assert acts(meeting) == [
        (WorkflowAction.SUBMIT, PublicationStatus.DRAFT, PublicationStatus.IN_REVIEW),
        (WorkflowAction.APPROVE, PublicationStatus.IN_REVIEW, PublicationStatus.APPROVED),
        (WorkflowAction.PUBLISH, PublicationStatus.APPROVED, PublicationStatus.PUBLIC),
    ]
    assert acts(Outcome.objects.get()) == acts(meeting)
    assert set(AuditLogEntry.objects.values_list("by_name", flat=True)) == {author.username, editor.username}


@time_machine.travel("2031-04-14T12:00:00+00:00", tick=False)
def test_what_was_withdrawn_at_this_very_moment_is_not_restored_yet() -> None:
    editor, topic = factories.make_user(), factories.make_topic()
    why = {"reason": "A mistake.", "explanation": {"en": "Why.", "de": "Warum."}}
    verbs.unpublish(topic, by=editor, **why)

    with pytest.raises(Refused, match="withdrawn a moment ago"):
        verbs.restore(topic, by=editor, reason="Too early.")
