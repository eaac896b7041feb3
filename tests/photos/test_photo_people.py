"""People in a photo's texts are proposed beside them and linked by a click."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from photos.formats import xmp
from photos.models import Photo
from photos.people import proposed
from publishing.models import AuditLogEntry
from tests import factories as make
from tests.admin_forms import DRAFT, base_of, change, page, send
from tests.photos.test_photo_cases import with_packet

pytestmark = pytest.mark.django_db


def make_lavrov(**values: Any) -> Any:
    names = {"name_en": "Sergey Lavrov", "name_de": "Sergej Lawrow", "sort_name_en": "Lavrov, Sergey"}
    return make.make_person(**names | values)


def make_draft(**values: Any) -> Photo:
    gallery = make.make_gallery(**DRAFT)
    texts = {"caption_en": "", "caption_de": "", "position": 1}
    return make.make_photo(gallery=gallery, **DRAFT | texts | values)


@pytest.mark.parametrize(
    ("words", "is_named"),
    [
        ({"caption_en": "Minister Sergey Lavrov, left, arrives."}, True),
        ({"caption_de": "Ankunft von SERGEJ LAWROW"}, True),
        ({"caption_en": "Lavrov, Sergey"}, False),
        ({"other_people": '"Lavrov, Sergey", A guest'}, True),
        ({"other_people": "Sergey, Lavrov"}, False),
        ({"caption_en": "Minister Lavrov arrives."}, False),
        ({"caption_en": "Sergey Lavrovsky"}, False),
        ({"caption_en": "Sergey", "caption_de": "Lavrov"}, False),
    ],
)
def test_who_is_named_in_full_is_proposed(words: dict[str, str], is_named: bool) -> None:
    lavrov, photo = make_lavrov(), make_draft(**words)

    assert proposed([photo]) == {photo.pk: [lavrov] if is_named else []}


def test_who_is_not_public_or_is_linked_already_is_not_proposed_and_namesakes_both_are() -> None:
    make_lavrov(**DRAFT)
    make.withdraw(make_lavrov())
    linked, one, other = make_lavrov(), make_lavrov(), make_lavrov()
    photo = make_draft(caption_en="Sergey Lavrov", people=[linked])

    assert proposed([photo]) == {photo.pk: [one, other]}


@pytest.mark.parametrize("number", [1, 10])
def test_proposals_take_two_queries(django_assert_num_queries: Any, number: int) -> None:
    gallery = make.make_gallery(photos=number)
    photos = list(gallery.photos.all())

    with django_assert_num_queries(2):
        proposed(photos)


def sent_from_table(client: Client, photo: Photo, **values: Any) -> dict[str, Any]:
    answer = client.get(page(photo.gallery, "photo_table", photo.gallery.pk))
    bound = [each for line in answer.context["lines"] for each in line]
    return {each.html_name: each.value() or "" for each in bound} | base_of(answer) | {"_save": "1"} | values


def _boxes(html: str) -> str:
    """Return the inputs of proposed people."""
    return " ".join(re.findall(r'<input type="checkbox" name="[^"]*named"', html))


@pytest.mark.parametrize("role", ["author", "photo editor", "translator"])
def test_a_proposal_is_accepted_with_a_box_in_the_table_and_in_the_form(client: Client, role: str) -> None:
    person, may = make_lavrov(), role != "translator"
    client.force_login(make.make_user(role=role))
    in_table = make_draft(other_people="Sergey Lavrov, A guest")
    in_form = make_draft(caption_en="Sergey Lavrov and a guest")
    table = page(in_table.gallery, "photo_table", in_table.gallery.pk)

    for address in (table, change(in_form)):
        assert ('type="checkbox" name="' in _boxes(client.get(address).text)) == may
    assert not Photo.people.through.objects.exists()
    client.post(table, sent_from_table(client, in_table, **{f"{in_table.public_id}-named": [person.pk]}))
    send(client, change(in_form), named=[person.pk])

    for photo in (in_table, in_form):
        photo.refresh_from_db()
        assert list(photo.people.all()) == ([person] if may else [])
        assert AuditLogEntry.objects.filter(public_id=photo.public_id, action="save").exists() == may
        assert proposed([photo])[photo.pk] == ([] if may else [person])
    assert in_table.other_people == ("A guest" if may else "Sergey Lavrov, A guest")


def test_a_box_for_a_person_who_was_linked_in_the_meantime_is_no_error(client: Client) -> None:
    client.force_login(make.make_user(role="photo editor"))
    person, photo = make_lavrov(), make_draft(caption_en="Sergey Lavrov")
    sent = sent_from_table(client, photo, **{f"{photo.public_id}-named": [person.pk]})
    photo.people.add(person)

    answer = client.post(page(photo.gallery, "photo_table", photo.gallery.pk), sent)

    assert (answer.status_code, list(photo.people.all())) == (302, [person])


def test_a_person_named_by_a_file_is_proposed_at_its_line_and_not_linked(client: Client) -> None:
    make_lavrov()
    gallery = make.make_gallery(**DRAFT)
    client.force_login(make.make_user(role="author"))
    packet = xmp.packet({"Iptc4xmpExt:PersonInImage": ["Lavrov, Sergey"]})
    upload = SimpleUploadedFile("a.jpg", with_packet(packet))

    answer = client.post(page(gallery, "photo", gallery.pk), {"upload": upload, "language": "en"})

    assert "In this photo? Sergey Lavrov." in answer.json()["sentence"]
    photo = Photo.objects.get()
    assert (photo.people.count(), photo.other_people) == (0, '"Lavrov, Sergey"')
