"""From any form to a preview: the admin asks what to show, and notes who looks."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.test import Client

from publishing.models import AuditLogEntry, PreviewLink
from publishing.models.audit_log import Action
from publishing.previews import Preview, preview_of_token
from tests import factories as make
from tests.admin_forms import DRAFT, base_of, change, messages, page

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 4, 15, 12, 0, tzinfo=UTC)


def preview(row: Any) -> str:
    return page(row, "preview", row.pk)


def opened(answer: Any) -> tuple[Preview, str]:
    """Return what the answer leads to: the preview, and the address within it."""
    _empty, _preview, token, path = answer.headers["Location"].split("/", 3)
    return preview_of_token(token), f"/{path}"


def errors(answer: Any) -> dict[str, list[str]]:
    return {field: [*sentences] for field, sentences in answer.context["form"].errors.items()}


def choices(answer: Any) -> list[str]:
    return [str(label) for _value, label in answer.context["form"].fields["opened"].choices]


def one_of_each_kind() -> list[Any]:
    session = make.make_session(state="draft", meeting=make.make_meeting(**DRAFT))
    statement, article = make.make_statement(edition=DRAFT), make.make_article(edition=DRAFT)
    photo = make.make_photo(state="draft", gallery=make.make_gallery(**DRAFT))
    kinds = (make.make_partner, make.make_format, make.make_person, make.make_topic, make.make_page)
    return [
        *(session.meeting, session, make.make_outcome(session=session, state="draft")),
        *(statement, statement.editions.get(language="de"), article, article.editions.get(language="en")),
        *(photo.gallery, photo, *(making(**DRAFT) for making in kinds)),
    ]


def test_every_form_leads_to_the_page_of_its_row(admin_client: Client, client: Client) -> None:
    for row in one_of_each_kind():
        assert admin_client.get(preview(row)).status_code == 200
        answer = admin_client.post(preview(row), {"opened": "this"})
        shown, path = opened(answer)
        assert (answer.status_code, shown.row, shown.whole, shown.at) == (303, row, False, None)
        assert client.get(answer.headers["Location"]).status_code == 200, row
        assert path.startswith("/de/" if getattr(row, "language", "en") == "de" else "/en/")


def test_an_outcome_is_previewed_in_its_place_in_the_session(admin_client: Client) -> None:
    outcome = make.make_outcome(state="draft")

    _shown, path = opened(admin_client.post(preview(outcome), {"opened": "this"}))

    assert path == outcome.get_absolute_url()


def test_a_text_in_a_language_that_the_site_does_not_speak_is_named(admin_client: Client, client: Client) -> None:
    statement = make.make_statement(languages=["en"])
    french = make.make_edition(statement, language="fr", title="Déclaration", **DRAFT)

    answer = admin_client.post(preview(french), {"opened": "this"})

    assert opened(answer)[1] == f"/en/statements/{statement.slug}/?text=fr"
    assert '<h1 lang="fr">Déclaration</h1>' in client.get(answer.headers["Location"]).text


def test_what_belongs_to_a_meeting_can_be_seen_with_all_of_it(admin_client: Client) -> None:
    photo = make.make_photo(state="draft", gallery=make.make_gallery(meeting=make.make_meeting(), **DRAFT))
    meeting = photo.gallery.meeting

    offered = choices(admin_client.get(preview(photo)))
    shown, path = opened(admin_client.post(preview(photo), {"opened": meeting.public_id}))

    assert offered[1] == f"“{meeting}” and everything that belongs to it"
    assert (shown.row, shown.whole, path) == (meeting, True, photo.get_absolute_url())


def test_each_meeting_of_a_text_can_be_chosen(admin_client: Client) -> None:
    meetings = {make.make_meeting(), make.make_meeting()}
    edition = make.make_statement(meetings=meetings, edition=DRAFT).editions.first()

    assert {*choices(admin_client.get(preview(edition)))[1:-1]} == {
        f"“{meeting}” and everything that belongs to it" for meeting in meetings
    }


def test_a_meeting_to_which_the_row_does_not_belong_cannot_be_asked_for(admin_client: Client) -> None:
    answer = admin_client.post(preview(make.make_topic(**DRAFT)), {"opened": make.make_meeting().public_id})

    assert [*errors(answer)] == ["opened"]
    assert not AuditLogEntry.objects.filter(action="preview").exists()


def test_the_time_is_the_offices(admin_client: Client) -> None:
    make.make_office(time_zone="Europe/Berlin")
    with time_machine.travel(NOW):
        topic = make.make_topic(**DRAFT)
        asked = {"opened": "nothing", "at_0": "2031-04-14", "at_1": "18:00"}
        shown, path = opened(admin_client.post(preview(topic), asked))

    assert (shown.row, shown.at) == (None, datetime(2031, 4, 14, 16, 0, tzinfo=UTC))
    assert path == topic.get_absolute_url()


def test_a_time_after_the_offices_midnight_is_on_the_day_of_which_the_site_speaks_then(
    admin_client: Client,
) -> None:
    make.make_office(time_zone="Europe/Berlin")
    with time_machine.travel(NOW):
        asked = {"opened": "nothing", "at_0": "2031-04-14", "at_1": "00:30"}
        shown, _path = opened(admin_client.post(preview(make.make_topic(**DRAFT)), asked))

    assert shown.moment.date() == date(2031, 4, 13)


def test_one_item_can_be_seen_at_another_time(admin_client: Client) -> None:
    make.make_office(time_zone="UTC")
    topic = make.make_topic(**DRAFT)
    with time_machine.travel(NOW):
        asked = {"opened": "this", "at_0": "2031-04-14", "at_1": "18:00"}
        shown, _path = opened(admin_client.post(preview(topic), asked))

    assert (shown.row, shown.moment) == (topic, datetime(2031, 4, 14, 18, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("opened", "day", "clock", "sentence"),
    [
        ("nothing", "", "", "Choose a day and time, or choose what to show."),
        (
            "this",
            "2026-04-15",
            "13:59",
            "Wednesday, 15 April 2026, 13:59 CEST has passed. Choose a later time, or none.",
        ),
        ("this", "0001-01-01", "00:00", None),
        ("this", "9999-12-31", "23:59", None),
        (
            "nothing",
            "2036-05-01",
            "12:00",
            "Thursday, 1 May 2036, 12:00 CEST is too far off. Choose a time within ten years.",
        ),
        ("this", "2027-03-28", "02:30", None),  # the clock leaps over it
        ("nothing", "tomorrow", "noon", None),
        ("this", "2027-03-28", "", None),
    ],
)
def test_a_time_that_cannot_be_shown_is_refused_with_a_sentence(
    admin_client: Client, opened: str, day: str, clock: str, sentence: str | None
) -> None:
    make.make_office(time_zone="Europe/Berlin")
    topic = make.make_topic(**DRAFT)
    with time_machine.travel(NOW):
        answer = admin_client.post(preview(topic), {"opened": opened, "at_0": day, "at_1": clock})

    found = errors(answer)
    assert (answer.status_code, [*found]) == (200, ["at"])
    if sentence:
        assert found["at"] == [sentence]
    assert not AuditLogEntry.objects.filter(action="preview").exists()


def test_who_looked_at_what_is_in_the_audit_log(admin_client: Client, admin_user: User) -> None:
    make.make_office(time_zone="Europe/Berlin")
    meeting = make.make_meeting(**DRAFT)
    with time_machine.travel(NOW):
        asked = {"opened": meeting.public_id, "at_0": "2031-04-14", "at_1": "18:00"}
        admin_client.get(preview(meeting))
        admin_client.post(preview(meeting), asked)

    entry = AuditLogEntry.objects.get(action="preview")
    assert (entry.action, entry.by, entry.public_id) == (Action.PREVIEW, admin_user, meeting.public_id)
    assert entry.reason == f"“{meeting}” and everything that belongs to it; Monday, 14 April 2031, 18:00 CEST"


def signed_in(client: Client, *permissions: str) -> Client:
    user = make.make_user(role="")
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return client


def test_a_preview_ends_with_the_account_of_who_asked_for_it(admin_user: User, client: Client) -> None:
    answer = signed_in(client, "view_topic").post(preview(make.make_topic(**DRAFT)), {"opened": "this"})
    assert client.get(answer.headers["Location"]).status_code == 200

    User.objects.exclude(pk=admin_user.pk).update(is_active=False)

    assert client.get(answer.headers["Location"]).status_code == 410


def test_who_may_only_look_may_preview(client: Client) -> None:
    topic = make.make_topic(**DRAFT)

    answer = signed_in(client, "view_topic").post(preview(topic), {"opened": "this"})

    assert answer.status_code == 303


def test_who_may_not_even_look_may_not_preview(client: Client) -> None:
    topic = make.make_topic(**DRAFT)
    signed_in(client, "view_meeting")

    assert [
        client.get(preview(topic)).status_code,
        client.post(preview(topic), {"opened": "this"}).status_code,
    ] == [403] * 2
    assert not AuditLogEntry.objects.filter(action="preview").exists()


def test_a_meeting_that_an_account_may_not_view_is_not_offered(client: Client) -> None:
    photo = make.make_photo(gallery=make.make_gallery(meeting=make.make_meeting()))

    assert len(choices(signed_in(client, "view_photo").get(preview(photo)))) == 2


def test_a_visitor_who_has_not_signed_in_is_asked_to(client: Client) -> None:
    topic = make.make_topic(**DRAFT)

    assert client.post(preview(topic), {"opened": "this"}).headers["Location"].startswith("/admin/login/")


def test_a_row_that_is_gone_is_reported(admin_client: Client) -> None:
    topic = make.make_topic(**DRAFT)
    gone = preview(topic)
    topic.delete()

    answer = admin_client.get(gone, follow=True)

    assert "doesn’t exist" in messages(answer)[0]


def test_the_way_back_to_the_form_is_there(admin_client: Client) -> None:
    topic = make.make_topic(**DRAFT)

    assert admin_client.get(preview(topic)).context["change_url"] == change(topic)


# The links of a row


def links(answer: Any) -> list[tuple[str, str]]:
    return [(link.opens, link.until) for link in answer.context["links"]]


def test_the_open_links_of_a_row_are_listed_with_what_they_show(admin_client: Client) -> None:
    make.make_office(time_zone="UTC")
    with time_machine.travel(NOW, tick=False):
        session = make.make_session(meeting=make.make_meeting(**DRAFT))
        later = {"at_0": "2031-04-14", "at_1": "18:00"}
        for asked in (
            {"opened": "this"},
            {"opened": session.meeting.public_id},
            {"opened": "nothing"} | later,
        ):
            admin_client.post(preview(session), asked)
        admin_client.post(preview(make.make_topic(**DRAFT)), {"opened": "this"})

        answer = admin_client.get(preview(session))
        of_the_meeting = links(admin_client.get(preview(session.meeting)))

    until = "Thursday, 16 April 2026, 12:00 UTC"
    whole = f"“{session.meeting}” and everything that belongs to it"
    then = "as of Monday, 14 April 2031, 18:00 UTC"
    assert links(answer) == [(then, until), (whole, until), (f"“{session}”", until)]
    assert of_the_meeting == [(whole, until)]
    assert "End this link" in answer.text
    with time_machine.travel(NOW + timedelta(days=1, seconds=1)):
        assert links(admin_client.get(preview(session))) == []


def test_one_link_is_ended_and_the_others_stay_open(admin_client: Client, admin_user: User, client: Client) -> None:
    topic = make.make_topic(**DRAFT)
    first, second = (admin_client.post(preview(topic), {"opened": "this"}).headers["Location"] for _ in range(2))
    newest = PreviewLink.objects.first()

    answer = admin_client.post(preview(topic), {"end": newest.pk}, follow=True)

    assert messages(answer) == ["The preview link has ended."]
    assert [client.get(address).status_code for address in (first, second)] == [200, 410]
    entry = AuditLogEntry.objects.get(action=Action.END_PREVIEW)
    assert (entry.by, entry.public_id) == (admin_user, topic.public_id)


@pytest.mark.parametrize("pk", ["", "x", "²", "9" * 30, "-1", "0"])
def test_a_link_that_does_not_exist_ends_nothing(admin_client: Client, pk: str) -> None:
    assert admin_client.post(preview(make.make_topic(**DRAFT)), {"end": pk}).status_code == 302
    assert not AuditLogEntry.objects.filter(action=Action.END_PREVIEW).exists()


def test_the_link_of_another_row_is_not_ended(admin_client: Client) -> None:
    link = PreviewLink.objects.get(token=make.make_preview(make.make_page(**DRAFT)))

    admin_client.post(preview(make.make_topic(**DRAFT)), {"end": link.pk})

    link.refresh_from_db()
    assert link.ended_at is None


def test_an_account_that_may_not_view_the_row_ends_no_link(client: Client) -> None:
    topic = make.make_topic(**DRAFT)
    link = PreviewLink.objects.get(token=make.make_preview(topic))

    assert signed_in(client, "view_meeting").post(preview(topic), {"end": link.pk}).status_code == 403
    link.refresh_from_db()
    assert link.ended_at is None


@pytest.mark.parametrize(
    ("permissions", "asked", "field"),
    [
        (["view_photo"], {"opened": "this"}, "opened"),
        (["view_photo", "view_gallery"], {"opened": "this", "at_0": "2031-04-14", "at_1": "18:00"}, "at"),
    ],
)
def test_what_the_account_may_not_view_is_not_previewed(
    client: Client, permissions: list[str], asked: dict[str, str], field: str
) -> None:
    photo = make.make_photo(gallery=make.make_gallery(**DRAFT), state="draft")

    answer = signed_in(client, *permissions).post(preview(photo), asked)

    assert [*errors(answer)] == [field]
    assert not PreviewLink.objects.exists()


def test_what_is_withdrawn_in_error_is_not_previewed(admin_client: Client) -> None:
    topic = make.make_topic()
    make.withdraw(topic)

    answer = admin_client.post(preview(topic), {"opened": "this"})

    assert errors(answer) == {"opened": ["It was withdrawn as published in error, so there is nothing to preview."]}


@pytest.mark.parametrize("loss", [{"is_active": ""}, {"is_staff": ""}, {"groups": []}])
def test_an_account_that_loses_its_rights_in_its_form_loses_its_links_for_good(
    admin_client: Client, client: Client, loss: dict[str, Any]
) -> None:
    maker = make.make_user(role="author")
    address = f"/preview/{make.make_preview(make.make_topic(**DRAFT), maker=maker)}/en/"
    group = maker.groups.get()
    facts = {"username": maker.username, "is_active": "on", "is_staff": "on", "groups": [group.pk]}
    times = {"date_joined_0": "2026-01-01", "date_joined_1": "00:00"}

    for sent in (facts | times | loss, facts | times):
        base = base_of(admin_client.get(change(maker)))
        assert admin_client.post(change(maker), sent | base).status_code == 302

    assert client.get(address).status_code == 410
    assert AuditLogEntry.objects.filter(action=Action.END_PREVIEW).count() == 1


def test_a_role_that_loses_a_permission_ends_the_links_of_its_accounts(admin_client: Client, client: Client) -> None:
    maker = make.make_user(role="author")
    address = f"/preview/{make.make_preview(make.make_topic(**DRAFT), maker=maker)}/en/"
    group = maker.groups.get()
    kept = Permission.objects.filter(codename="view_meeting").values_list("pk", flat=True)

    admin_client.post(change(group), {"name": group.name, "permissions": kept})

    assert client.get(address).status_code == 410
    assert AuditLogEntry.objects.filter(action=Action.END_PREVIEW).count() == 1


def test_a_caption_is_printed_nowhere_once_the_photo_is_withdrawn_in_error(admin_client: Client) -> None:
    photo = make.make_photo(gallery=make.make_gallery(title_en="Hush title"), caption_en="Hush caption")
    address = admin_client.post(preview(photo), {"opened": "this"}).headers["Location"]
    mount = "/".join(address.split("/")[:3])
    assert "Hush caption" in admin_client.get(f"{mount}/en/").text
    shown_words = {"reason": "Slip", "explanation_en": "A.", "explanation_de": "B."}
    admin_client.post(page(photo, "verb", photo.pk, "unpublish"), shown_words)

    for path in (
        address,
        f"{mount}/en/",
        f"{mount}/de/",
        f"{mount}/en/nothing/",
        f"{mount}/id/{photo.public_id}",
    ):
        answer = Client().get(path)
        assert (answer.status_code, "Hush caption" in answer.text) == (410, False)
