"""The photo table: all photos of a gallery, saved at once without lost texts."""

from typing import Any

import pytest
from django.test import Client
from reversion.models import Version

from photos.models import Photo, PhotoFile
from publishing.models import AuditLogEntry
from tests import factories
from tests.admin_forms import DRAFT, base_of, messages, page

pytestmark = pytest.mark.django_db


def table(gallery: Any, query: str = "") -> str:
    return f"{page(gallery, 'photo_table', gallery.pk)}{query}"


def form_of(answer: Any) -> dict[str, Any]:
    """Return what a browser would send back."""
    values = {bound.html_name: bound.value() or "" for line in answer.context["lines"] for bound in line}
    return values | base_of(answer)


def send(client: Client, gallery: Any, button: str = "_save", query: str = "", **changes: Any) -> Any:
    sent = form_of(client.get(table(gallery, query))) | {button: "1"} | changes
    return client.post(table(gallery, query), sent, follow=True)


def test_texts_of_many_photos_are_saved_at_once_and_only_what_changed_is_recorded(
    admin_client: Client,
) -> None:
    gallery = factories.make_gallery(photos=3, **DRAFT)
    one, two, three = gallery.photos.all()

    answer = send(
        admin_client,
        gallery,
        **{f"{one.public_id}-caption_en": "New", f"{two.public_id}-alt_de": "Neu"},
    )

    assert messages(answer) == ["2 photos are changed."]
    assert Photo.objects.get(pk=one.pk).caption_en == "New"
    assert Photo.objects.get(pk=two.pk).alt_de == "Neu"
    assert [Version.objects.get_for_object(photo).count() for photo in (one, two, three)] == [1, 1, 0]
    assert {entry.public_id for entry in AuditLogEntry.objects.filter(action="save")} == {
        one.public_id,
        two.public_id,
    }


def test_photos_are_numbered_in_the_order_of_their_positions(admin_client: Client) -> None:
    gallery = factories.make_gallery(photos=3)
    one, two, three = gallery.photos.all()

    send(
        admin_client,
        gallery,
        **{f"{photo.public_id}-position": str(n) for photo, n in ((one, 30), (two, 10), (three, 20))},
    )

    assert [(photo, photo.position) for photo in gallery.photos.all()] == [(two, 1), (three, 2), (one, 3)]


def test_what_is_filled_in_is_applied_to_the_selected_alone(admin_client: Client) -> None:
    meeting = factories.make_meeting()
    session = factories.make_session(meeting=meeting)
    gallery = factories.make_gallery(photos=3, meeting=meeting)
    one, two, three = gallery.photos.all()
    given = {"apply-credit": "AA", "apply-session": str(session.pk), "apply-city_de": "Berlin"}

    answer = send(
        admin_client,
        gallery,
        "_apply",
        selected=[one.public_id, three.public_id],
        **given,
        **{f"{two.public_id}-caption_en": "Typed meanwhile"},
    )

    assert messages(answer) == ["3 photos are changed."]
    for photo in (one, three):
        photo.refresh_from_db()
        assert (photo.credit, photo.session, photo.city_de) == ("AA", session, "Berlin")
    two.refresh_from_db()
    assert (two.credit == "AA", two.session, two.caption_en) == (False, None, "Typed meanwhile")


def test_applying_to_nothing_says_so(admin_client: Client) -> None:
    gallery = factories.make_gallery(photos=1)

    answer = send(admin_client, gallery, "_apply", **{"apply-credit": "AA"})

    assert "No photo was selected" in messages(answer)[1]


def test_a_session_of_another_meeting_cannot_be_applied(admin_client: Client) -> None:
    gallery = factories.make_gallery(photos=1, meeting=factories.make_meeting())
    other = factories.make_session()

    answer = send(
        admin_client,
        gallery,
        "_apply",
        selected=[gallery.photos.get().public_id],
        **{"apply-session": str(other.pk)},
    )

    assert "session" in answer.context["applied"].errors


def test_a_mistake_keeps_everything_that_was_typed(admin_client: Client) -> None:
    gallery = factories.make_gallery(photos=2, **DRAFT)
    one, two = gallery.photos.all()

    answer = send(
        admin_client,
        gallery,
        selected=[two.public_id],
        **{f"{one.public_id}-alt_en": "x" * 251, f"{two.public_id}-caption_en": "Typed"},
    )

    text = answer.content.decode()
    assert "Nothing is saved yet" in messages(answer)[0]
    assert "Ensure this value has at most 250 characters" in text
    assert "Typed" in text and "x" * 251 in text
    assert f'value="{two.public_id}" checked' in text
    assert not Photo.objects.filter(caption_en="Typed").exists()


@pytest.mark.parametrize(("choice", "result"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_a_text_that_another_person_has_changed_is_asked_about(admin_client: Client, choice: str, result: str) -> None:
    gallery = factories.make_gallery(photos=1, **DRAFT)
    photo = gallery.photos.get()
    opened = form_of(admin_client.get(table(gallery))) | {f"{photo.public_id}-caption_en": "Mine"}
    Photo.objects.filter(pk=photo.pk).update(caption_en="Theirs", caption_de="Ihres")

    answer = admin_client.post(table(gallery), opened)

    [conflict] = answer.context["conflicts"]
    assert "Theirs" in answer.content.decode()
    assert Photo.objects.get().caption_en == "Theirs"
    again = form_of(answer)
    assert again[f"{photo.public_id}-caption_en"] == "Mine"
    admin_client.post(table(gallery), again | {conflict.input_name: choice})
    assert (Photo.objects.get().caption_en, Photo.objects.get().caption_de) == (result, "Ihres")


@pytest.mark.parametrize(("choice", "credit"), [("mine", "Applied"), ("theirs", "Theirs")])
def test_what_is_applied_over_another_persons_change_is_asked_about(
    admin_client: Client, choice: str, credit: str
) -> None:
    gallery = factories.make_gallery(photos=2, **DRAFT)
    one, two = gallery.photos.all()
    apply = {"selected": [one.public_id, two.public_id], "apply-credit": "Applied", "_apply": "1"}
    opened = form_of(admin_client.get(table(gallery)))
    Photo.objects.filter(pk=one.pk).update(credit="Theirs")

    answer = admin_client.post(table(gallery), opened | apply)

    [conflict] = answer.context["conflicts"]
    assert not Photo.objects.filter(credit="Applied").exists()
    assert admin_client.post(table(gallery), form_of(answer) | apply).status_code == 200
    sent = form_of(answer) | apply | {conflict.input_name: choice}
    assert admin_client.post(table(gallery), sent).status_code == 302
    assert [photo.credit for photo in gallery.photos.all()] == [credit, "Applied"]


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_an_order_that_two_people_have_changed_is_asked_about(admin_client: Client, choice: str) -> None:
    gallery = factories.make_gallery(photos=2, **DRAFT)
    one, two = gallery.photos.all()
    opened = form_of(admin_client.get(table(gallery))) | {f"{one.public_id}-position": "7"}
    Photo.objects.filter(pk=one.pk).update(position=3)

    answer = admin_client.post(table(gallery), opened | {f"{two.public_id}-position": "5"})

    [conflict] = answer.context["conflicts"]
    done = admin_client.post(table(gallery), form_of(answer) | {conflict.input_name: choice})
    assert done.status_code == 302
    assert list(gallery.photos.all()) == [two, one]
    assert Photo.objects.get(pk=two.pk).position == 1


def test_untouched_lines_leave_another_persons_change_alone(admin_client: Client) -> None:
    gallery = factories.make_gallery(photos=2, **DRAFT)
    one, two = gallery.photos.all()
    opened = form_of(admin_client.get(table(gallery)))
    Photo.objects.filter(pk=two.pk).update(position=9)

    admin_client.post(table(gallery), opened | {f"{one.public_id}-caption_en": "New"})

    assert Photo.objects.get(pk=one.pk).caption_en == "New"


@pytest.mark.parametrize(
    ("show", "values"),
    [
        ("without-alt", {"alt_de": ""}),
        ("without-credit", {"credit": ""}),
        ("not-translated", {"caption_de": ""}),
        ("held-back", {"release": "held_back"}),
    ],
)
def test_a_filter_shows_what_lacks_something_and_counts_it(
    admin_client: Client, show: str, values: dict[str, Any]
) -> None:
    gallery = factories.make_gallery(photos=1)
    lacking = factories.make_photo(gallery=gallery, **values)

    answer = admin_client.get(table(gallery, f"?show={show}"))

    assert [line.instance for line in answer.context["lines"]] == [lacking]
    (current,) = (each for each in answer.context["narrowings"] if each.is_current)
    assert current.count == 1


def test_what_is_not_ready_is_found_with_its_reason(admin_client: Client) -> None:
    gallery = factories.make_gallery(photos=2)
    failed = gallery.photos.first()
    PhotoFile.objects.filter(photo=failed).update(status="failed", problem="It burst.")

    answer = admin_client.get(table(gallery, "?show=not-ready"))

    assert [line.instance for line in answer.context["lines"]] == [failed]
    assert "It burst." in answer.content.decode()


def test_what_no_longer_fits_the_filter_is_saved_all_the_same(admin_client: Client) -> None:
    gallery = factories.make_gallery(photos=1)
    photo = factories.make_photo(gallery=gallery, alt_de="")
    opened = form_of(admin_client.get(table(gallery, "?show=without-alt")))
    Photo.objects.filter(pk=photo.pk).update(alt_de="Von anderen")

    answer = admin_client.post(table(gallery, "?show=without-alt"), opened | {f"{photo.public_id}-alt_de": "Meins"})

    assert len(answer.context["conflicts"]) == 1
    assert "Meins" in answer.content.decode()


def test_many_photos_come_a_hundred_a_page(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)
    Photo.objects.bulk_create(Photo(gallery=gallery, position=n, caption_en=f"{n}") for n in range(1, 103))

    assert len(admin_client.get(table(gallery)).context["lines"]) == 100
    second = admin_client.get(table(gallery, "?page=2")).context["lines"]
    assert [line.instance.position for line in second] == [101, 102]


def test_it_is_for_those_who_change_photos(client: Client) -> None:
    gallery = factories.make_gallery(photos=1)
    client.force_login(factories.make_user(role=""))

    assert client.get(table(gallery)).status_code == 403


@pytest.mark.parametrize("number", [1, 55])
def test_it_takes_as_many_queries_whatever_it_shows(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    gallery = factories.make_gallery(meeting=factories.make_meeting(), **DRAFT)
    photos = [Photo(gallery=gallery, position=n, caption_en=f"{n}") for n in range(number)]
    Photo.objects.bulk_create(photos)
    facts = {"format": "jpg", "width": 3, "height": 2, "size": 1, "status": "ready"}
    PhotoFile.objects.bulk_create(PhotoFile(photo=photo, sha256=f"{photo.pk:064x}", **facts) for photo in photos)
    client.force_login(factories.make_user(role="editor"))
    client.get(table(gallery))

    with django_assert_num_queries(14):
        client.get(table(gallery))


# Photos that the account may not change


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("editor", True),
        ("photo editor", True),
        ("translator", False),
        ("author", False),
        ("administrator", None),
    ],
)
def test_each_photo_is_changed_by_those_who_may_change_that_photo(client: Client, role: str, may: bool | None) -> None:
    gallery = factories.make_gallery(**DRAFT)
    approved = factories.make_photo(gallery=gallery, caption_en="Approved", credit="Office", position=1)
    draft = factories.make_photo(gallery=gallery, caption_en="Draft", position=2, state="draft")
    sent = {f"{photo.public_id}-caption_en": "Changed" for photo in (approved, draft)}
    sent |= {f"{photo.public_id}-position": str(3 - photo.position) for photo in (approved, draft)}
    editor = factories.make_user(role=role)
    client.force_login(editor)

    page_before = client.get(table(gallery))
    if may is None:
        assert page_before.status_code == client.post(table(gallery), sent).status_code == 403
        return
    answer = client.post(table(gallery), form_of(page_before) | sent | {"_save": "1"}, follow=True)

    lines = {line.instance: line for line in client.get(table(gallery)).context["lines"]}
    for photo in (approved, draft):
        photo.refresh_from_db()
    assert (approved.caption_en, draft.caption_en) == ("Changed" if may else "Approved", "Changed")
    assert (approved.position, draft.position) == (2, 1)
    assert [field.field.disabled for field in lines[approved].texts] == [not may] * 4
    assert [field.field.disabled for field in lines[draft].texts] == [False] * 4
    refused = "1 photo is not changed: only accounts that may approve photos change approved ones."
    assert (refused in messages(answer)) == (not may)
    entered = AuditLogEntry.objects.filter(action="save").values_list("public_id", flat=True)
    assert set(entered) == ({approved.public_id, draft.public_id} if may else {draft.public_id})


@pytest.mark.parametrize(("role", "may"), [("photo editor", True), ("translator", False)])
def test_what_is_applied_to_selected_photos_is_what_the_account_may_change_of_them(
    client: Client, role: str, may: bool
) -> None:
    gallery = factories.make_gallery(**DRAFT)
    facts = {"gallery": gallery, "credit": "Office", "place_en": "Hall"}
    approved = factories.make_photo(**facts, position=1)
    draft = factories.make_photo(**facts, position=2, state="draft")
    client.force_login(factories.make_user(role=role))

    selected = {"selected": [approved.public_id, draft.public_id], "apply-credit": "X", "apply-place_en": "Y"}
    send(client, gallery, "_apply", **selected)

    of_both = [Photo.objects.values_list("credit", "place_en").get(pk=photo.pk) for photo in (approved, draft)]
    assert of_both == ([("X", "Y"), ("X", "Y")] if may else [("Office", "Hall"), ("Office", "Y")])
